"""Progress for everyone: no sign-in, no village and no person."""

from components.public import page

page.page()

"""Progress for everyone: no sign-in, no village and no person."""

from components import public

public.page()

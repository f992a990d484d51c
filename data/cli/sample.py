"""`python -m data sample`: make the illustration where nothing is published."""

from data.cli import program, release_answers
from data.cli.output import Output
from data.releases.store import open_store
from data.sample.make import make_sample


@program.command("sample", summary="command.data.sample")
def command(out: Output) -> int:
    """Make the illustration, unless the store has a release."""
    store = open_store()
    if store.has_current():
        release = store.current()
        return out.answer(release_answers.as_values(release), out.say("releases.said_sample_there", release=release.id))
    return release_answers.current(out, make_sample(store, progress=out.progress))

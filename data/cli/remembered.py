"""`python -m data remembered list|withdraw`: the answers that are remembered of forms, and taking them back.

Whoever holds the machine's files acts as an administrator; the log notes the account.
"""

import hashlib

import click

from data.access.actor import Actor, UnitKey
from data.access.areas import COUNTRY, NOWHERE
from data.cli import options, program
from data.cli.output import Output
from data.cli.program import WrongUse
from data.intake.remembered_answers import Remembered
from data.releases.store import open_store
from data.services import remembered
from data.units.register import unit
from data.units.structures import STRUCTURES

_ID_LENGTH = 12


@program.command("list", summary="command.data.remembered.list")
@options.who
def list_all(out: Output, who: str) -> int:
    """List the answers, newest first."""
    found = remembered.answers(_actor(who))
    lines = [_line(out, one) for one in found] or [out.say("remembered.said_none")]
    return out.answer({"answers": [_as_values(one) for one in found]}, "\n".join(lines))


@program.command("withdraw", summary="command.data.remembered.withdraw")
@click.argument("ids", metavar="ID…", nargs=-1, required=True, help="command.argument.remembered")
@options.who
def withdraw(out: Output, ids: tuple[str, ...], who: str) -> int:
    """Withdraw answers, all of them or none: the next report of the form is asked again."""
    known = {_id(one): one for one in remembered.answers(_actor(who))}
    for each in ids:
        if each not in known:
            raise WrongUse("remembered.no_answer", command="python -m data remembered list", id=each)
    store = open_store()
    gone = [each for each in dict.fromkeys(ids) if remembered.withdraw(store, _actor(who), known[each])]
    return out.answer({"withdrawn": gone}, out.say("remembered.withdrawn", count=len(gone)))


def _actor(who: str) -> Actor:
    return Actor("administrator", who)


def _id(one: Remembered) -> str:
    """Return what a command names an answer by: the same as long as its form, question and area are."""
    area = [":".join(each) for each in sorted(one.area)]
    return hashlib.sha256("\x1f".join([one.form, one.question, *area]).encode()).hexdigest()[:_ID_LENGTH]


def _as_values(one: Remembered) -> dict[str, object]:
    return {
        "id": _id(one),
        "form": one.form,
        "question": one.question,
        "answer": one.answer,
        "area": [list(each) for each in sorted(one.area)],
        "by": one.by or None,
        "at": one.at or None,
        "file": one.file or None,
    }


def _line(out: Output, one: Remembered) -> str:
    by = one.by or out.say("remembered.unknown")
    area = ", ".join(_place(out, each) for each in sorted(one.area))
    return f"{_id(one)}  {one.question} → {one.answer}  ({area}; {by} {one.at}; {one.file})"


def _place(out: Output, key: UnitKey) -> str:
    structure, code = key
    if key == COUNTRY:
        return out.say("remembered.country")
    if key == NOWHERE or structure not in STRUCTURES:
        return out.say("remembered.nowhere")
    return f"{unit(structure, code).name} ({structure})"


command = program.Group("remembered", {"list": list_all, "withdraw": withdraw}, help="command.data.remembered")

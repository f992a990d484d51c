"""What people may do with the answers that are remembered of forms: see those of their area, withdraw them."""

from dataclasses import replace

from data.access.actor import Actor
from data.access.areas import COUNTRY, lies_within, of_report
from data.intake import remembered_answers
from data.intake.remembered_answers import Remembered
from data.intake.result import Checked
from data.releases.store import Store
from data.storage import audit_log, clock
from data.storage.audit_log import Action


def answers(actor: Actor) -> list[Remembered]:
    """List, newest first, the answers that a planner's reports may meet; all of them to administrators.

    Raises NotForYou.
    """
    actor.require("planner")
    return [one for one in remembered_answers.every() if _meets(actor, one)]


def holding(actor: Actor, checked: Checked) -> dict[str, Remembered]:
    """Return, by question, the remembered answers that a report was read with. Raises NotForYou."""
    actor.require("planner")
    place = of_report(checked.structure, checked.province.code if checked.province else None, actor)
    found = remembered_answers.holding(checked.form, place=place) if checked.form else {}
    return {question: one for question, one in found.items() if question in checked.remembered}


def is_own(actor: Actor, one: Remembered) -> bool:
    """Tell whether an answer is the actor's to withdraw: its whole area is; of the country, administrators' alone."""
    if actor.role == "administrator":
        return True
    return actor.role == "planner" and lies_within(one.area, actor.units)


def withdraw(store: Store, actor: Actor, one: Remembered) -> bool:
    """Forget an answer of the actor's area, in the log first; False where it is gone already.

    Raises NotForYou, OutOfArea, CannotWrite, Busy.
    """
    _require(actor, one)
    if one not in remembered_answers.known(one.form):
        return False
    _log(store, actor, one, action="withdraw answer")
    return remembered_answers.withdraw(one)


def give_for_all(store: Store, actor: Actor, one: Remembered) -> Remembered:
    """Let an answer hold in the whole country, as the administrator's own; those of smaller areas still go before it.

    Raises NotForYou, CannotWrite, Busy.
    """
    actor.require("administrator")
    made = replace(one, area=frozenset({COUNTRY}), by=actor.name, at=clock.now())
    _log(store, actor, made, action="answer for all")
    remembered_answers.remember([made])
    return made


def _require(actor: Actor, one: Remembered) -> None:
    actor.require("planner")
    if not is_own(actor, one):
        actor.require("administrator" if COUNTRY in one.area else "planner")
        actor.require_units(one.area)


def _meets(actor: Actor, one: Remembered) -> bool:
    return is_own(actor, one) or any(lies_within([unit], one.area) for unit in actor.units)


def _log(store: Store, actor: Actor, one: Remembered, *, action: Action) -> None:
    audit_log.append(
        store.root,
        who=actor.name,
        action=action,
        form=one.form,
        area=[list(unit) for unit in sorted(one.area)],
        answers={one.question: one.answer},
    )

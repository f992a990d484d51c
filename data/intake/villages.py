"""Villages of a report against those that earlier reports named: the same one, a new one, or a question."""

from collections.abc import Mapping, Sequence

from data.intake.baseline import Known
from data.intake.figures import Record
from data.intake.questions import Question
from data.units.names import fold
from data.units.register import StructureId

NEW = "new"


def settle(
    records: Sequence[Record], *, structure: StructureId, known: Known, answers: Mapping[str, object]
) -> list[Question]:
    """Give each village record the id of the known village it is; ask where a name is only alike.

    A known village that another row of the report has by its full name is not offered.
    """
    if known.release is None:
        return []
    named = [(record, record.village) for record in records if record.village]
    same = {id(record): known.village(structure, record.unit.code, name) for record, name in named}
    taken = set(same.values())
    asked = []
    for record, name in named:
        found = same[id(record)]
        if found:
            record.known_village = found
            continue
        near = [one for one in known.near_villages(structure, record.unit.code, name) if one[1] not in taken]
        if near:
            asked += _asked(record, near, answers)
    return asked


def _asked(record: Record, near: list[tuple[str, str]], answers: Mapping[str, object]) -> list[Question]:
    question = f"village:{record.unit.code}:{fold(record.village or '')}"
    answer = answers.get(question)
    if answer == NEW:
        return []
    if isinstance(answer, str) and answer in [village for _, village in near]:
        record.known_village = answer
        return []
    return [
        Question(
            question,
            "village",
            record.at.sheet,
            record.at.row,
            None,
            record.village or "",
            "village",
            samples=tuple(name for name, _ in near),
            villages=tuple(near),
            rows=(record.at.row,),
        )
    ]

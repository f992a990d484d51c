"""Says in numbers what a table makes of the country, and where it differs from the register."""

from dataclasses import asdict, dataclass

import pandas as pd

from data.units import chain
from data.units.adding import Frames, Inspection
from data.units.structures import OWN, StructureId


@dataclass(frozen=True)
class ProvinceChange:
    """A province that begins, ends (`after` is None) or bears another name or kind."""

    code: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class EdgeDifference:
    """An edge that the register and the table see differently; None where one of them does not have it."""

    code_from: str
    code_to: str
    register: str | None
    table: str | None


@dataclass(frozen=True)
class Summary:
    """What a table makes. Communes of the structure before and of the one after, by what became of them.

    whole, split: units of the earlier structure with one successor and with several; unchanged, renamed,
    retyped, moved (into another province): units of the later one whose land is that of one unit before;
    made: the later units of any other land. differences: edges that a correction changes.
    """

    structure: StructureId
    before: StructureId
    after: StructureId
    communes_before: int
    communes_after: int
    provinces_before: int
    provinces_after: int
    whole: int
    split: int
    unchanged: int
    renamed: int
    retyped: int
    moved: int
    made: int
    provinces: tuple[ProvinceChange, ...]
    differences: tuple[EdgeDifference, ...]

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return asdict(self)


def summarise(inspection: Inspection) -> Summary:
    """Summarise a table without errors."""
    spec, old, new = inspection.spec, inspection.old, inspection.new
    edges = _edges(inspection)
    sources = edges.groupby("code_from").size()
    one = edges[(edges["part"] == "whole") & ~edges["code_to"].duplicated(keep=False)]
    one = one[one["code_from"].isin(old["commune"].index) & one["code_to"].isin(new["commune"].index)]
    names = [_described(frames, one[end]) for frames, end in ((old, "code_from"), (new, "code_to"))]
    same = {column: names[0][column] == names[1][column] for column in names[0]}
    return Summary(
        structure=spec.id,
        before=spec.after or spec.id,
        after=spec.id if spec.after else str(spec.before),
        communes_before=len(old["commune"]),
        communes_after=len(new["commune"]),
        provinces_before=len(old["province"]),
        provinces_after=len(new["province"]),
        whole=int((sources == 1).sum()),
        split=int((sources > 1).sum()),
        unchanged=int((same["short"] & same["kind"] & same["province"]).sum()),
        renamed=int((~same["short"]).sum()),
        retyped=int((~same["kind"]).sum()),
        moved=int((~same["province"]).sum()),
        made=int(edges["code_to"].nunique() - len(one)),
        provinces=_provinces(old, new),
        differences=_differences(inspection, edges),
    )


def _edges(inspection: Inspection) -> pd.DataFrame:
    """Return all edges, those of the units that the table does not name too, with their parts."""
    table = inspection.checked.edges
    edges = table.assign(land=table["land"] == "1")
    if not inspection.checked.complete:
        frames, end = (inspection.old, "code_from") if inspection.spec.after else (inspection.new, "code_to")
        stay = chain.base_units_of(frames).difference(pd.Index(edges[end]))
        edges = pd.concat([edges, pd.DataFrame({"code_from": stay, "code_to": stay, "land": False})])
    return chain.classify_edges(edges)


def _described(frames: Frames, codes: pd.Series) -> pd.DataFrame:
    """Return short name, kind and province of communes."""
    return frames["commune"].loc[codes, ["short", "kind", "province"]].reset_index(drop=True)


def _provinces(old: Frames, new: Frames) -> tuple[ProvinceChange, ...]:
    names = [frames["province"]["name"] for frames in (old, new)]
    both = pd.concat(names, axis=1, keys=["before", "after"]).sort_index()
    changed = both[(both["before"] != both["after"])].astype("object")
    return tuple(
        ProvinceChange(str(code), *(None if pd.isna(name) else name for name in pair))
        for code, pair in zip(changed.index, changed.itertuples(index=False), strict=True)
    )


def _differences(inspection: Inspection, edges: pd.DataFrame) -> tuple[EdgeDifference, ...]:
    """Compare with what is in force: only a correction has anything to differ from."""
    if inspection.standing is None or inspection.spec.id not in OWN:
        return ()
    ends = ["code_from", "code_to"]
    both = chain.classify_edges(inspection.standing).merge(
        edges, on=ends, how="outer", suffixes=("_register", "_table")
    )
    other = both[both["part_register"] != both["part_table"]].astype("object")
    rows = other[[*ends, "part_register", "part_table"]].itertuples(index=False, name=None)
    return tuple(
        EdgeDifference(code_from, code_to, *(part if isinstance(part, str) else None for part in parts))
        for code_from, code_to, *parts in rows
    )

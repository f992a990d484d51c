"""Figures that the press and the provinces published: shown as milestones, and the sample's fixed points.

Each is what its source says, with its qualifier, its date and its scope; nothing here is computed, and no
figure later than the last one with a source is printed. Provinces are those of structure "2024".
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from data.catalogue import periods

Qualifier = Literal["gần", "hơn"]
Kind = Literal["stock", "flow", "target", "share", "ratio", "event"]
"""The source's own "nearly" or "more than"; it belongs to the number."""


@dataclass(frozen=True)
class Milestone:
    """One published figure.

    province: code in "2024", None for the country; successor: its province in "2025-07".
    number: None where the source gives an event without counts. indicator: the count of the catalogue that it
    is, None where it is none of them. as_of: ISO date, as fine as the source gives it ("2023", "2024-10").
    kind: "stock" and "flow" are what was, "target" what was planned, "share" is in percent, "ratio"
    too, of unlike things.
    scope: a words key that says what the number covers where that is not the whole province. base: the whole that the
    source gives it of ("108/108").
    """

    province: str | None
    name: str
    successor: str | None
    number: float | int | None
    what: str
    as_of: str
    source: str
    indicator: str | None = None
    qualifier: Qualifier | None = None
    kind: Kind = "stock"
    target_kind: Literal["stock", "flow"] | None = None
    scope: str | None = None
    base: int | None = None

    @property
    def structure(self) -> Literal["2024"]:
        """Return the structure of the province: all of these were published before 1 July 2025."""
        return "2024"

    @property
    def words(self) -> str:
        """Return the words key of what the number counts."""
        return f"milestones.{self.what}"

    @property
    def period(self) -> str:
        """Return the quarter the figure holds for: the latest that had ended on its date."""
        parts = [int(part) for part in self.as_of.split("-")]
        if len(parts) == 1:
            return f"{parts[0]}-Q4"
        year, month, day = (*parts, 1)[:3]
        return periods.ended_by(date(year, month, day))


_ICT: Final = ("2022-04-04", "ICTVietnam")
_BAC_KAN: Final = ("2023", "Báo Bắc Kạn")
_BINH_DUONG: Final = ("2023", "Báo Bình Dương")
_KON_TUM: Final = ("2024-10", "Kon Tum")
_NINH_BINH: Final = ("2025-06-21", "Báo Văn nghệ")
_PRESS: Final = "Báo chí"


@dataclass(frozen=True)
class _Province:
    """A province of "2024" and where it went; called with what was published, it makes the figure."""

    province: str
    name: str
    successor: str

    def __call__(
        self,
        number: float | int | None,
        what: str,
        origin: tuple[str, str],
        *,
        indicator: str | None = None,
        qualifier: Qualifier | None = None,
        kind: Kind = "stock",
        target_kind: Literal["stock", "flow"] | None = None,
        scope: str | None = None,
        base: int | None = None,
    ) -> Milestone:
        place = (self.province, self.name, self.successor)
        return Milestone(*place, number, what, *origin, indicator, qualifier, kind, target_kind, scope, base)


def _country(number: int, indicator: str, as_of: str, source: str, qualifier: Qualifier | None) -> Milestone:
    return Milestone(None, "Việt Nam", None, number, indicator, as_of, source, indicator=indicator, qualifier=qualifier)


_lang_son = _Province("20", "Lạng Sơn", "20")
_quang_nam = _Province("49", "Quảng Nam", "48")
_yen_bai = _Province("15", "Yên Bái", "15")
_hai_duong = _Province("30", "Hải Dương", "31")
_bac_kan = _Province("06", "Bắc Kạn", "19")
_binh_duong = _Province("74", "Bình Dương", "79")
_kon_tum = _Province("62", "Kon Tum", "51")
_ninh_binh = _Province("37", "Ninh Bình", "37")

_VAN_YEN: Final = "milestones.scope.van_yen"

MILESTONES: Final[tuple[Milestone, ...]] = (
    _country(2300, "teams", *_ICT, "gần"),
    _lang_son(1676, "teams_village", _ICT, indicator="teams_village"),
    _lang_son(6214, "members_village", _ICT, indicator="members_village"),
    _lang_son(124_768, "households_trained", _ICT, indicator="households_trained", scope="milestones.scope.farming"),
    _lang_son(116_412, "digital_shops", _ICT, indicator="digital_shops"),
    _lang_son(102_115, "epayment_accounts", _ICT, indicator="epayment_accounts"),
    _lang_son(14_640, "ecommerce_products", _ICT, indicator="ecommerce_products", qualifier="hơn"),
    _lang_son(10_153, "ecommerce_transactions", _ICT, indicator="ecommerce_transactions"),
    _lang_son(
        100_000,
        "target_buyers",
        ("2022", "ICTVietnam"),
        kind="target",
        target_kind="flow",
        scope="milestones.scope.youth_union",
    ),
    _lang_son(
        100_000,
        "target_epayment",
        ("2022", "ICTVietnam"),
        kind="target",
        target_kind="flow",
        scope="milestones.scope.youth_union",
    ),
    _lang_son(
        100_000,
        "target_orders",
        ("2022", "ICTVietnam"),
        kind="target",
        target_kind="flow",
        scope="milestones.scope.youth_union",
    ),
    _lang_son(1676, "secretaries_deputies", ("2022", "ICTVietnam"), kind="target", target_kind="stock"),
    _quang_nam(18, "districts", _ICT),
    _quang_nam(354, "teams_village", _ICT, indicator="teams_village"),
    _quang_nam(20, "teams_commune", _ICT, indicator="teams_commune"),
    _quang_nam(2, "teams_district", _ICT, indicator="teams_district"),
    _quang_nam(1500, "units_joined", _ICT, scope="milestones.scope.unit_unclear"),
    _yen_bai(25, "teams_commune", _ICT, indicator="teams_commune", scope=_VAN_YEN, base=25),
    _yen_bai(172, "villages_with_team", _ICT, indicator="villages_covered", scope=_VAN_YEN),
    _yen_bai(1287, "members", _ICT, indicator="members", scope=_VAN_YEN),
    _hai_duong(None, "steering_announced", ("2022-03-26", "ICTVietnam"), kind="event"),
    _hai_duong(None, "district_teams_due", ("2022-04-30", "ICTVietnam"), kind="event"),
    _bac_kan(108, "teams_commune", _BAC_KAN, indicator="teams_commune", base=108),
    _bac_kan(1044, "members_commune", _BAC_KAN, indicator="members_commune", scope="milestones.scope.may_double"),
    _bac_kan(1292, "teams_village", _BAC_KAN, indicator="teams_village", base=1292),
    _bac_kan(6062, "members_village", _BAC_KAN, indicator="members_village", scope="milestones.scope.may_double"),
    _bac_kan(1200, "attendees", _BAC_KAN, qualifier="hơn", kind="flow", scope="milestones.scope.overlap"),
    _bac_kan(1800, "members_trained", _BAC_KAN, indicator="members_trained", scope="milestones.scope.overlap"),
    _bac_kan(104_933, "ecommerce_accounts", _BAC_KAN, indicator="ecommerce_accounts", scope="milestones.scope.farming"),
    _bac_kan(91_881, "households_trained", _BAC_KAN, indicator="households_trained"),
    _bac_kan(973, "ecommerce_products", _BAC_KAN, indicator="ecommerce_products"),
    _bac_kan(
        27_176,
        "ecommerce_transactions",
        _BAC_KAN,
        indicator="ecommerce_transactions",
        scope="milestones.scope.not_coverage",
    ),
    _bac_kan(26, "transactions_of_accounts", _BAC_KAN, kind="ratio", scope="milestones.scope.ratio"),
    _binh_duong(586, "teams", _BINH_DUONG, indicator="teams"),
    _binh_duong(3329, "members", _BINH_DUONG, indicator="members"),
    _binh_duong(60, "campaign_days", _BINH_DUONG, kind="flow", scope="milestones.scope.activation"),
    _binh_duong(20, "volunteers_at_least", _BINH_DUONG, scope="milestones.scope.and_more"),
    _binh_duong(2, "group_at_least", _BINH_DUONG, scope="milestones.scope.and_more"),
    _kon_tum(566, "teams", _KON_TUM, indicator="teams"),
    _kon_tum(2519, "members", _KON_TUM, indicator="members"),
    _kon_tum(10, "campaign_days", _KON_TUM, kind="flow", scope="milestones.scope.october"),
    _kon_tum(6, "campaign_contents", _KON_TUM, scope="milestones.scope.october"),
    _kon_tum(4, "difficulties_named", _KON_TUM),
    _ninh_binh(100, "communes_with_team", _NINH_BINH, kind="share"),
    _ninh_binh(8, "teams_village", _NINH_BINH, indicator="teams_village", scope="milestones.scope.phat_diem"),
    _ninh_binh(43_237, "dossiers_2024", ("2024", "Báo Văn nghệ"), kind="flow", scope="milestones.scope.twelve_months"),
    _ninh_binh(96.43, "dossiers_share", ("2024", "Báo Văn nghệ"), kind="share", scope="milestones.scope.indirect"),
    _ninh_binh(
        42_829, "dossiers_2025", ("2025-04-30", "Báo Văn nghệ"), kind="flow", scope="milestones.scope.four_months"
    ),
    _country(27_218, "teams", "2022-06-14", _PRESS, None),
    _country(130_487, "members", "2022-06-14", _PRESS, None),
    _country(42_469, "teams", "2022-08-23", _PRESS, None),
    _country(208_000, "members", "2022-08-23", _PRESS, "hơn"),
    _country(46_105, "teams", "2022-09-05", _PRESS, None),
    _country(212_761, "members", "2022-09-05", _PRESS, None),
    _country(74_000, "teams", "2025-03", _PRESS, "hơn"),
    _country(340_000, "members", "2025-03", _PRESS, "hơn"),
)
"""Every published figure, by province in the order of publication; the country's later series last."""


def of_province(code: str | None) -> tuple[Milestone, ...]:
    """Return what was published of a province of "2024" (None is the country), as it was published."""
    return tuple(found for found in MILESTONES if found.province == code)


def counts(province: str, period: str) -> dict[str, int]:
    """Return the published stock counts of a province in a quarter, by indicator; a part's scope included."""
    return {
        found.indicator: int(found.number)
        for found in of_province(province)
        if found.indicator is not None and found.number is not None and found.period == period
    }

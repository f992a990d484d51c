"""The sample agrees with itself: parts and wholes, both structures, teams and people, and it looks real."""

import numpy as np
import pytest

from data.releases.store import Release
from data.units import register
from tests.fixtures.sample import SmallCountry


@pytest.fixture(name="country")
def _country(small_country: SmallCountry) -> Release:
    return small_country.release


PARTS = [
    ("villages_covered", "villages"),
    ("teams_active", "teams_village"),
    ("members_trained", "members_village"),
    ("households_smartphone", "households"),
    ("households_trained", "households"),
    ("zalo_households", "households"),
    ("ecommerce_accounts", "households"),
    ("epayment_accounts", "households"),
    ("households_poor_smartphone", "households_poor"),
    ("households_near_poor_smartphone", "households_near_poor"),
    ("households_poor + households_near_poor", "households"),
    ("households_poor_smartphone + households_near_poor_smartphone", "households_smartphone"),
    ("teams_active", "teams_village"),
    ("villages_covered", "teams_village"),
]


@pytest.mark.parametrize(("part", "whole"), PARTS, ids=lambda text: text.replace(" ", ""))
def test_no_part_passes_its_whole(country: Release, part: str, whole: str) -> None:
    held = country.query(
        f"SELECT count(*) FILTER ({part} > {whole}) AS over, count(*) FILTER ({part} <= {whole}) AS fine "
        "FROM village_figures WHERE period >= '2024-Q3'"
    ).iloc[0]
    assert held.over == 0 and held.fine > 50_000


def test_households_without_a_phone_are_no_fewer_than_the_poor_ones(country: Release) -> None:
    wrong = country.query(
        "SELECT count(*) AS n FROM village_figures WHERE households - households_smartphone < "
        "(households_poor - households_poor_smartphone) + (households_near_poor - households_near_poor_smartphone)"
    )
    assert wrong.n.iloc[0] == 0


def test_both_structures_hold_the_same_villages_and_sums(country: Release) -> None:
    both = country.query(
        "SELECT period, structure, sum(households) AS h, sum(teams_village) AS t, sum(smartphone_gap__num) AS g, "
        "sum(villages_reported) AS v FROM communes GROUP BY ALL ORDER BY period, structure"
    )
    old = both[both.structure == "2024"].reset_index(drop=True)
    new = both[both.structure == "2025-07"].reset_index(drop=True)
    # the eight provinces drawn hold no district that had no communes
    assert old.drop(columns="structure").equals(new.drop(columns="structure"))


def test_every_successor_of_a_commune_has_villages_of_it(small_country: SmallCountry) -> None:
    villages = small_country.tables["villages"].to_pandas()
    edges = register.successions()
    edges = edges[(edges.part != "land") & edges.code_2024.isin(villages.commune_2024)]
    have = set(zip(villages.commune_2024, villages.commune_2025, strict=True))
    assert have == set(zip(edges.code_2024, edges.code_2025, strict=True))


def test_villages_have_plausible_unique_names(small_country: SmallCountry) -> None:
    villages = small_country.tables["villages"].to_pandas()
    assert villages.village.is_unique and villages.village.str.startswith("v").all()
    assert not villages.duplicated(["commune_2024", "name"]).any()
    assert not villages.duplicated(["commune_2025", "name"]).any()
    assert villages.name.duplicated().mean() > 0.5  # names repeat from commune to commune
    assert {"thôn", "bản", "tổ dân phố", "khu phố", "ấp"} & set(villages.kind) >= {"thôn", "bản", "khu phố"}
    starts = [name.lower().startswith(kind) for name, kind in zip(villages.name, villages.kind, strict=True)]
    assert all(starts)


@pytest.mark.parametrize("period", ["2024-Q4", "2026-Q3"])
def test_a_few_communes_have_not_reported(country: Release, period: str) -> None:
    structure = "2024" if period < "2025-Q3" else "2025-07"
    told = country.query(
        "SELECT villages_known, villages_reported, households FROM communes "
        "WHERE structure = $structure AND period = $period AND villages_known > 0",
        structure=structure,
        period=period,
    )
    silent = told[told.villages_reported == 0]
    assert 0.02 < len(silent) / len(told) < 0.10
    assert silent.households.isna().all()
    assert (told.villages_reported.isin([0]) | (told.villages_reported == told.villages_known)).all()


def test_some_single_figures_are_missing(country: Release) -> None:
    share = country.query(
        "SELECT avg((households_smartphone IS NULL)::INT) AS gap, avg((households IS NULL)::INT) AS none "
        "FROM village_figures WHERE period >= '2024-Q3'"
    ).iloc[0]
    assert 0.001 < share.gap < 0.02 and share.none == 0


def test_teams_agree_with_the_latest_report(country: Release) -> None:
    wrong = country.query(
        "WITH latest AS (SELECT * FROM village_figures WHERE period >= '2024-Q3' "
        "QUALIFY row_number() OVER (PARTITION BY village ORDER BY period DESC) = 1), "
        "listed AS (SELECT village, count(*) AS n, sum(members) AS m, sum(trained) AS t, sum(zalo_households) AS z "
        "FROM teams WHERE level = 'village' GROUP BY village) "
        "SELECT count(*) FILTER (coalesce(n, 0) <> teams_village) AS n, "
        "count(*) FILTER (coalesce(m, 0) <> members_village) AS m, count(*) FILTER (t <> members_trained) AS t, "
        "count(*) FILTER (z <> zalo_households) AS z, count(*) AS every "
        "FROM latest LEFT JOIN listed USING (village)"
    ).iloc[0]
    assert (wrong.n, wrong.m, wrong.t, wrong.z) == (0, 0, 0, 0) and wrong.every > 7_000


def test_active_teams_did_something_in_the_last_90_days(country: Release) -> None:
    wrong = country.query(
        "WITH lively AS (SELECT village, count(*) FILTER (last_active > DATE '2026-09-30' - 90) AS n FROM teams "
        "WHERE level = 'village' GROUP BY village) SELECT count(*) AS n FROM village_figures "
        "JOIN lively USING (village) WHERE period = '2026-Q3' AND n <> teams_active"
    )
    assert wrong.n.iloc[0] == 0
    order = country.query("SELECT count(*) AS n FROM teams WHERE last_active < founded OR trained > members")
    assert order.n.iloc[0] == 0


def test_people_make_up_their_teams(small_country: SmallCountry) -> None:
    tables = small_country.tables
    teams = tables["teams"].to_pandas().set_index("team")
    people = tables["people"].to_pandas()
    seats = tables["memberships"].to_pandas()
    assert people.person.is_unique and set(people.person) == set(seats.person)
    assert 0.001 < seats.duplicated("person").mean() < 0.1, "some sit in a village and a commune team"
    assert seats.groupby("team").size().equals(teams.members.sort_index().astype("int64").rename(None))
    assert seats.groupby("team").trained.sum().equals(teams.trained.sort_index().astype("int64"))
    heads = seats[seats.role == "head"]
    assert heads.team.is_unique and len(heads) == len(teams)
    assert not seats.drop_duplicates("person").merge(people, on="person").duplicated(["team", "post"]).any()
    assert people.birth_year.between(1955, 2008).all() and seats.other_posts.between(0, 6).all()


def test_nobody_can_have_an_invented_telephone(small_country: SmallCountry) -> None:
    phones = small_country.tables["people"].to_pandas().phone
    assert phones.str.fullmatch(r"0000 \d{3} \d{3}").all() and phones.is_unique


def test_the_mountains_have_the_larger_gap_and_neighbours_are_alike(country: Release) -> None:
    gap = country.query(
        "SELECT code, province, smartphone_gap__num / smartphone_gap__base AS gap, households FROM communes "
        "WHERE structure = '2025-07' AND period = '2026-Q3' AND smartphone_gap__base > 0"
    ).set_index("code")
    mean = gap.groupby("province").gap.mean()
    assert mean["20"] > 2 * mean["37"]  # Lạng Sơn, Ninh Bình
    place = register.units("2025-07", "commune").loc[gap.index, ["lon", "lat"]].to_numpy(float)
    distance = np.hypot(*(place[:, None] - place[None, :]).T)
    np.fill_diagonal(distance, np.inf)
    nearest = np.nanargmin(np.where(np.isnan(distance), np.inf, distance), axis=1)
    assert np.corrcoef(gap.gap, gap.gap.to_numpy()[nearest])[0, 1] > 0.7


def test_everything_is_labelled_as_illustration(country: Release) -> None:
    assert country.manifest.sample
    sources = country.query("SELECT kind, title FROM sources")
    assert sources.kind.tolist() == ["sample"] and "minh họa" in sources.title.iloc[0]
    unlabelled = country.query(
        "SELECT count(*) AS n FROM communes WHERE NOT sample AND (villages_reported > 0 OR teams_commune IS NOT NULL)"
    )
    assert unlabelled.n.iloc[0] == 0

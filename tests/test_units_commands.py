"""The convert command: its contract, its exit statuses, what it refuses."""

import json

import pytest

from data.__main__ import GROUP
from data.cli.output import Output
from data.services import villages
from data.storage.errors import Refused
from data.units.count_files import restore_zeros
from data.units.register import predecessors, successions, successors
from tests.fixtures.sample import SmallCountry


def invoke(*words: str) -> int:
    """Run a command and return its exit status; refusals come out as they are raised."""
    with GROUP.make_context("data", list(words), obj=Output("vi", json=False)) as context:
        return GROUP.invoke(context)


@pytest.fixture
def run(capsys):
    """Return a function that runs `convert` on a text and gives (status, stdout)."""

    def convert(path, *options):
        return invoke("convert", str(path), "--from", "2024", "--to", "2025-07", *options), capsys.readouterr().out

    return convert


@pytest.fixture
def bang_van(tmp_path):
    """Write counts of the communes that today's Xã Bằng Vân was made of, one code without its zero."""
    lines = ["code,name,teams,households_poor"]
    for edge in predecessors("01942"):
        lines.append(f"{edge.code_from.lstrip('0')},Xã,12,1.676")
    return _write(tmp_path, "\n".join(lines))


def _write(folder, text, encoding="utf-8"):
    path = folder / "counts.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_json_is_one_object_with_the_rows_of_the_contract(run, bang_van):
    status, out = run(bang_van, "--json")
    answer = json.loads(out)
    parts = len(predecessors("01942"))
    teams = {"low": 12 * parts, "best": 12 * parts, "high": 12 * parts, "how": "exact"}
    poor = {"low": 1676 * parts, "best": 1676 * parts, "high": 1676 * parts, "how": "exact"}
    assert status == 0
    assert answer["rows"] == [{"code": "01942", "teams": teams, "households_poor": poor}]
    assert (answer["from"], answer["to"], answer["ignored"], answer["unmatched"]) == ("2024", "2025-07", ["name"], [])
    assert answer["sums"]["teams"]["given"] == 12 * parts


def test_text_for_people_names_the_unit(run, bang_van):
    status, out = run(bang_van)
    assert status == 0 and "Xã Bằng Vân" in out and "3.352" in out


def test_missing_stays_missing(run, tmp_path):
    codes = [edge.code_from for edge in predecessors("01942")]
    path = _write(tmp_path, "code;teams\n" + f"{codes[0]};5\n" + "".join(f"{code};-\n" for code in codes[1:]))
    _, out = run(path, "--json")
    assert json.loads(out)["rows"][0]["teams"] == {"low": 5, "best": None, "high": None, "how": "at_least"}


def test_split_commune_is_not_resolvable_until_weights_are_given(run, tmp_path):
    path = _write(tmp_path, "code,teams\n00016,10\n")
    _, out = run(path, "--json")
    assert json.loads(out)["sums"]["teams"]["unresolved"] == 10
    weights = tmp_path / "weights.csv"
    weights.write_text("code_from,code_to,weight\n16,4,300\n16,8,100\n", encoding="utf-8")
    _, out = run(path, "--json", "--weights", str(weights))
    assert json.loads(out)["sums"]["teams"]["estimated"] == 10


def test_unknown_codes_are_named_and_the_status_says_so(run, tmp_path):
    status, out = run(_write(tmp_path, "code,teams\n\n01942,1\n99999,4\nabc,5\n"), "--json")
    assert status == 2
    assert json.loads(out)["unmatched"] == [{"row": 4, "code": "99999"}, {"row": 5, "code": "abc"}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "code,teams\n",
        "name,teams\nx,1\n",
        "code,name\n01942,Xã Bằng Vân\n",
        "code,teams\n01942,0.5\n",
        "code,teams\n01942,26%\n",
        "code,teams\n01942,-3\n",
        "code,teams\n01942,3\n01936,nhiều\n",
        "code,teams\n01942,3\n1942,3\n",
    ],
)
def test_what_is_no_table_of_counts_is_refused_in_one_line(run, tmp_path, text):
    with pytest.raises(Refused) as fault:
        run(_write(tmp_path, text), "--json")
    assert "\n" not in str(fault.value)


def test_a_file_that_is_not_there_is_refused(run, tmp_path):
    with pytest.raises(Refused):
        run(tmp_path / "none.csv")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_of_spreadsheets(run, tmp_path, encoding):
    status, out = run(_write(tmp_path, "code\ttổ\n20\t1.676\n", encoding), "--json")
    assert status == 0
    assert json.loads(out)["rows"] == [{"code": "20", "tổ": {"low": 1676, "best": 1676, "high": 1676, "how": "exact"}}]


@pytest.mark.parametrize("total", ["6", "06", "19"])
def test_a_province_among_communes_is_not_taken_for_a_commune(run, tmp_path, total):
    status, out = run(_write(tmp_path, f"code,teams\n01942,1\n{total},9\n"), "--json")
    assert status == 2 and json.loads(out)["unmatched"] == [{"row": 3, "code": total}]


def test_short_codes_beside_others_of_ha_noi_are_communes(run, tmp_path):
    status, out = run(_write(tmp_path, "code,teams\n4,1\n112,2\n"), "--json")
    assert status == 0 and json.loads(out)["sums"]["teams"]["given"] == 3


@pytest.mark.parametrize("codes", [("4", "10"), ("4",), ("10", "25")])
def test_short_codes_that_may_be_provinces_or_communes_are_asked(run, tmp_path, codes):
    """Hà Nội's communes begin at 00001: a spreadsheet leaves of 00004 what it leaves of province 04."""
    text = "code,teams\n" + "".join(f"{code},7\n" for code in codes)
    with pytest.raises(Refused) as fault:
        run(_write(tmp_path, text))
    assert "--level" in fault.value.text("vi") and "--level" in fault.value.text("en")
    for level, digits in (("province", 2), ("commune", 5)):
        _, out = run(_write(tmp_path, text), "--level", level, "--json")
        told = json.loads(out)
        assert told["sums"]["teams"]["given"] == 7 * (len(codes) - len(told["unmatched"]))
        assert {len(row["code"]) for row in told["rows"]} == {digits}


@pytest.mark.parametrize("codes", [("04", "10"), ("04", "20", "96")])
def test_codes_with_their_zero_are_provinces_and_it_is_said(run, tmp_path, codes):
    status, out = run(
        _write(tmp_path, "code,teams\n" + "".join(f"{code},7\n" for code in codes)), "--level", "province"
    )
    assert status == 0 and "mã tỉnh" in out


@pytest.mark.parametrize(
    ("cell", "vi", "en"),
    [
        ("-5", "số âm", "negative"),
        ("nhiều", "chữ", "word"),
        ("5.5", "phần lẻ", "fraction"),
        ("26%", "tỷ lệ", "share"),
        ("#REF!", "công thức", "formula"),
    ],
)
def test_each_refusal_names_the_cells_own_fault(run, tmp_path, cell, vi, en):
    with pytest.raises(Refused) as fault:
        run(_write(tmp_path, f"code,teams\n01942,3\n01936,{cell}\n"))
    assert vi in fault.value.text("vi") and en in fault.value.text("en") and cell in fault.value.text("vi")
    others = {"số âm", "chữ giữa", "phần lẻ", "là tỷ lệ", "công thức"} - {vi, "chữ giữa" if vi == "chữ" else vi}
    assert not any(other in fault.value.text("vi") for other in others if other not in (f"là {vi}",))


def test_where_all_people_went_is_where_people_and_households_went(run, tmp_path):
    """Of a commune whose people the table gives to one successor, households go whole; teams keep their range."""
    edges = successions()
    code = edges.loc[edges["part"] == "people", "code_2024"].iloc[0]
    to = edges.loc[(edges["code_2024"] == code) & (edges["part"] == "people"), "code_2025"].iloc[0]
    land = edges.loc[(edges["code_2024"] == code) & (edges["part"] == "land"), "code_2025"].iloc[0]
    siblings = edges.loc[edges["code_2025"].isin([to, land]), "code_2024"].unique()
    body = "".join(f"{each},{900 if each == code else 0},{9 if each == code else 0}\n" for each in siblings)
    _, out = run(_write(tmp_path, f"code,households,teams_village\n{body}"), "--json")
    rows = {row["code"]: row for row in json.loads(out)["rows"]}
    here, strip = rows[to], rows[land]
    assert (here["households"]["low"], here["households"]["high"]) == (900, 900)
    assert strip["households"]["high"] == 0
    assert here["teams_village"]["low"] < here["teams_village"]["high"] == 9


@pytest.mark.parametrize(
    ("text", "short", "code"),
    [
        ("1942", None, "01942"),
        ("01942", None, "01942"),
        ("318", None, "318"),
        ("4.0", "commune", "00004"),
        ("6", "province", "06"),
        ("06", "province", "06"),
        ("6", None, None),
        ("0112", None, None),
        ("", None, None),
        ("x", None, None),
        ("123456", None, None),
        ("-1", None, None),
        ("٣", None, None),
    ],
)
def test_leading_zeros_come_back_and_nothing_else(text, short, code):
    assert restore_zeros(text, structure="2024", short=short) == code


def test_weights_may_say_what_they_are(run, tmp_path):
    path, weights = _write(tmp_path, "code,teams\n00016,10\n"), tmp_path / "weights.csv"
    weights.write_text("code_from,code_to,weight,how\n16,4,300,area\n16,8,100,area\n", encoding="utf-8")
    _, out = run(path, "--json", "--weights", str(weights))
    assert {row["teams"]["how"] for row in json.loads(out)["rows"]} <= {"area", "at_least"}
    assert json.loads(out)["sums"]["teams"]["estimated"] == 10
    weights.write_text("code_from,code_to,weight,how\n16,4,300,feeling\n", encoding="utf-8")
    with pytest.raises(Refused):
        run(path, "--json", "--weights", str(weights))


def test_villages_of_the_release_divide_a_split_commune(run, small_country: SmallCountry, tmp_path, monkeypatch):
    monkeypatch.setattr(villages, "open_store", lambda: small_country.store)
    listed = small_country.release.query("SELECT DISTINCT commune_2024 AS code FROM villages ORDER BY 1")["code"]
    split = next(code for code in listed if [e.part for e in successors(code)] == ["part", "part"])
    path = _write(tmp_path, f"code,teams\n{split},10\n")
    _, out = run(path, "--json")
    assert json.loads(out)["sums"]["teams"]["unresolved"] == 10
    _, out = run(path, "--json", "--villages")
    assert json.loads(out)["sums"]["teams"]["estimated"] == 10


FORMER = "code,teams\n06007,3\n05998,4\n06040,5\n06295,1\n6301,2\n06286,10\n"


def test_codes_of_communes_that_had_ended_count_to_what_took_them_up(run, tmp_path):
    status, out = run(_write(tmp_path, FORMER), "--json")
    answer = json.loads(out)
    assert status == 0 and answer["unmatched"] == []
    assert [(each["row"], each["name"], each["to"]) for each in answer["former"]] == [
        (2, "Xã Vĩnh Tiến", "05998"), (5, "Xã Đồng Giáp", "06286"), (6, "Xã Tràng Các", "06286")]  # fmt: skip
    assert answer["sums"]["teams"] == {**answer["sums"]["teams"], "given": 25, "exact": 25}


def test_on_a_day_a_code_is_what_bore_it_then(run, tmp_path):
    status, out = run(_write(tmp_path, FORMER), "--json", "--on", "2022-06-30")
    answer = json.loads(out)
    assert status == 2 and answer["unmatched"] == [{"row": 4, "code": "06040"}]
    split = next(each for each in answer["former"] if each["row"] == 4)
    assert (split["name"], split["to"]) == ("Xã Đại Đồng", None)
    assert {heir["code"] for heir in split["became"]} == {"06025", "06040"}
    assert answer["sums"]["teams"]["given"] == 20
    _, out = run(_write(tmp_path, FORMER), "--on", "2022-06-30")
    assert "Xã Đại Đồng" in out and "chia" in out


def test_a_former_communes_missing_count_makes_the_sum_missing(run, tmp_path):
    _, out = run(_write(tmp_path, "code,teams,poor\n06295,-,1\n06286,10,2\n"), "--json")
    rows = {key: row for row in json.loads(out)["rows"] for key in row if key != "code"}
    assert rows["teams"]["teams"]["best"] is None and rows["poor"]["poor"]["low"] == 3


def test_a_day_is_for_codes_of_2024_alone(run, tmp_path):
    path = str(_write(tmp_path, "code,teams\n01942,1\n"))
    with pytest.raises(Refused) as fault:
        invoke("convert", path, "--from", "2025-07", "--to", "2024", "--on", "2025-08-01")
    assert fault.value.key == "units.convert_on"


@pytest.mark.parametrize(
    ("on", "where", "count", "named"),
    [
        ("2024-11-30", "Tỉnh Lạng Sơn", 200, "Xã Đồng Giáp"),
        ("2024-12-01", "20", 194, "Thị trấn Thất Khê"),
        ("2025-07-01", "20", 65, "Xã Thất Khê"),
        ("2026-09-19", "24", 99, "Xã Bố Hạ"),
        ("2026-09-20", "TP Bắc Ninh", 99, "Phường Bố Hạ"),
        ("2023-01-01", "Thừa Thiên Huế", 141, "Xã Phong Hải"),
    ],
)
def test_the_units_of_any_day_are_listed_by_their_names_of_then(capsys, on, where, count, named):
    assert invoke("units", "--on", on, "--province", where, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["on"] == on and len(answer["units"]) == count
    assert named in {each["name"] for each in answer["units"]}
    assert sum(answer["counts"]["commune"].values()) == count


@pytest.mark.parametrize("words", [["--on", "2022-12-31"], ["--on", "2026-01-01", "--province", "Hà Tây"]])
def test_a_day_or_a_province_that_is_not_known_is_refused(words):
    with pytest.raises(Refused) as fault:
        invoke("units", *words, "--json")
    assert fault.value.key in ("units.day_unknown", "units.province_of_day")

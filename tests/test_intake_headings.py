"""The dictionary reads what offices write over their columns, and asks about what it does not know."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.current import catalogue
from data.i18n import say
from data.intake.heading_times import Moment
from data.intake.headings import explain, guesses, heading_rules, read, stable
from data.units.names import fold

READ = {
    "teams": (
        "Số tổ CNSCĐ đã thành lập",
        "Tổng số Tổ công nghệ số cộng đồng",
        "Số Tổ CNSCĐ được thành lập",
        "Số lượng Tổ công nghệ số cộng đồng",
        "Tổ công nghệ số cộng đồng",
        "Số tổ CNSCĐ hiện có",
    ),
    "teams_commune": (
        "Số Tổ CNSCĐ cấp xã đã thành lập",
        "Tổ CNSCĐ cấp xã, phường, thị trấn",
        "Số tổ cấp xã",
    ),
    "teams_village": (
        "Số tổ cấp thôn",
        "Tổ CNSCĐ thôn/bản/TDP",
        "Tổ công nghệ số cộng đồng thôn, xóm, tổ dân phố / Số tổ",
        "Số Tổ CNSCĐ thôn, khu phố",
        "Số tổ CNSCĐ ở thôn, bản",
        "Số Tổ CNSCĐ cấp thôn, ấp, khu phố",
    ),
    "members": (
        "Số thành viên tham gia Tổ CNSCĐ",
        "Tổng số thành viên Tổ công nghệ số cộng đồng",
        "Tổng thành viên",
        "Số lượng thành viên tham gia",
        "Số thành viên các tổ",
        "Số TV",
    ),
    "members_village": (
        "Số thành viên Tổ CNSCĐ cấp thôn",
        "Thành viên cấp thôn",
    ),
    "members_commune": (
        "Số thành viên cấp xã",
        "Tổ CNSCĐ cấp xã / Tổng số thành viên",
    ),
    "members_trained": (
        "Số thành viên Tổ CNSCĐ được tập huấn",
        "Số lượng thành viên đã được tập huấn, bồi dưỡng",
        "Thành viên được bồi dưỡng kỹ năng số",
        "Số thành viên đã qua tập huấn",
        "Số TV được tập huấn nghiệp vụ",
    ),
    "households": (
        "Số hộ gia đình",
        "Tổng số hộ trên địa bàn",
        "Số hộ dân cư",
        "Tổng hộ",
        "Hộ gia đình / Tổng số hộ",
        "Tổng số hộ dân",
    ),
    "households_poor": (
        "Số hộ nghèo",
        "Hộ nghèo (hộ)",
    ),
    "households_near_poor": ("Số hộ cận nghèo",),
    "households_smartphone": (
        "Số hộ gia đình có điện thoại thông minh",
        "Số hộ có smartphone",
        "Số hộ có ít nhất 01 điện thoại thông minh",
        "Số hộ gia đình sử dụng điện thoại thông minh",
        "Hộ có điện thoại thông minh (hộ)",
        "Số hộ GĐ có ĐTTM",
        "Số hộ dân có sử dụng điện thoại thông minh",
    ),
    "households_poor_smartphone": ("Số hộ nghèo có ĐTTM",),
    "households_no_smartphone": (
        "Số hộ chưa có ĐTTM",
        "Hộ không có điện thoại thông minh",
        "Hộ chưa có ĐTTM / Tổng số",
    ),
    "households_poor_no_smartphone": ("Số hộ nghèo chưa có ĐTTM", "Hộ không có ĐTTM / Hộ nghèo"),
    "households_poor_near": ("Hộ nghèo, cận nghèo", "Tổng số hộ nghèo và cận nghèo", "Số hộ nghèo/cận nghèo"),
    "households_poor_near_smartphone": ("Hộ có ĐTTM / Tr.đó: hộ nghèo, cận nghèo",),
    "villages_no_team": ("Thôn, TDP chưa có tổ CNSCĐ",),
    "households_near_poor_smartphone": ("Hộ cận nghèo có điện thoại thông minh",),
    "households_trained": (
        "Số hộ được hướng dẫn kỹ năng số",
        "Số hộ gia đình được phổ cập kỹ năng số",
        "Số hộ SXNN được tập huấn kỹ năng số",
        "Số hộ được đào tạo, bồi dưỡng kỹ năng số",
        "Hộ được tập huấn",
        "Số hộ sản xuất nông nghiệp được đào tạo kỹ năng số",
        "Số hộ nông dân được đào tạo KNS",
        "Số hộ được tiếp cận, đào tạo KNS",
    ),
    "digital_shops": (
        "Số cửa hàng số được tạo lập",
        "Cửa hàng số",
        "Số gian hàng số",
        "Số cửa hàng số trên sàn TMĐT",
        "Gian hàng trên sàn thương mại điện tử",
    ),
    "epayment_accounts": (
        "Số tài khoản thanh toán điện tử",
        "Tài khoản TTĐT",
        "Số TK thanh toán điện tử được mở",
        "Số tài khoản thanh toán không dùng tiền mặt",
        "Tài khoản ví điện tử",
        "Số tài khoản thanh toán điện tử được tạo",
    ),
    "ecommerce_accounts": (
        "Tài khoản trên sàn TMĐT",
        "Số tài khoản mua, bán trên sàn TMĐT",
        "Số hộ SXNN có tài khoản trên sàn TMĐT",
        "Số hộ có tài khoản sàn thương mại điện tử",
        "Số tài khoản thương mại điện tử",
    ),
    "ecommerce_products": (
        "Số sản phẩm đưa lên sàn",
        "Sản phẩm nông nghiệp đưa lên sàn TMĐT",
        "Số sản phẩm được đưa lên sàn TMĐT",
    ),
    "ecommerce_transactions": (
        "Số giao dịch trên sàn",
        "Tổng số giao dịch phát sinh trên sàn TMĐT",
        "Số đơn hàng trên sàn TMĐT",
        "Số giao dịch TMĐT thành công",
    ),
    "people_guided": (
        "Số người được hướng dẫn DVC trực tuyến",
        "Số lượt người dân được hướng dẫn",
        "Số người dân được hỗ trợ, hướng dẫn",
        "Số lượt người được hướng dẫn, hỗ trợ sử dụng DVCTT",
    ),
    "vneid_accounts": (
        "Số tài khoản VNeID",
        "Số tài khoản VNeID mức 2",
        "Số tài khoản VNeID đã kích hoạt",
        "Tài khoản định danh điện tử mức độ 2",
        "Số tài khoản định danh điện tử được kích hoạt",
        "Số công dân kích hoạt tài khoản định danh điện tử",
    ),
    "zalo_households": (
        "Số hộ tham gia nhóm Zalo của tổ",
        "Số hộ trong nhóm Zalo",
    ),
    "villages": (
        "Số thôn",
        "Tổng số thôn",
        "Số thôn, xóm",
        "Số thôn, bản, tổ dân phố",
        "Tổng số thôn, khu phố",
        "Tổng số xóm/TDP",
        "Số ấp, khóm",
        "Số thôn/tổ dân phố trên địa bàn",
        "Số tổ dân phố",
    ),
    "villages_covered": (
        "Số thôn có Tổ CNSCĐ",
        "Số thôn, TDP đã thành lập Tổ CNSCĐ",
        "Số thôn đã có tổ công nghệ số cộng đồng",
    ),
    "teams_active": (
        "Số Tổ CNSCĐ hoạt động thường xuyên",
        "Số tổ đang hoạt động",
    ),
}
ASKED = (
    "Số tổ đã kiện toàn",
    "Tài khoản người bán trên sàn TMĐT",
    "Số người dân được tuyên truyền, hướng dẫn",
    "Số hộ gia đình tham gia nhóm Zalo thôn",
    "Số nhóm Zalo",
    "Số tổ hoạt động hiệu quả",
    "Tỷ lệ thôn có tổ",
    "Tỷ lệ hộ có ĐTTM (%)",
    "Chỉ tiêu giao",
    "Số xã",
    "Số máy tính",
    "Kinh phí (triệu đồng)",
    "Số điện thoại",
    "Số hộ có Internet",
    "Số thành viên là đoàn viên",
    "Số thành viên nữ",
    "Số đảng viên",
    "Số người nghèo",
    "Số buổi tập huấn",
    "Số người dân được tập huấn",
    "Doanh thu TMĐT (đồng)",
    "Số doanh nghiệp",
    "Số cán bộ được tập huấn",
    "Số hộ thoát nghèo",
    "Tổng số trẻ em",
    "Số tổ tự quản",
    "Số tổ trưởng",
    "Số tổ phó",
    "Số tổ vay vốn",
    "Số tổ TNTN",
)


@pytest.mark.parametrize(("indicator", "heading"), [(code, text) for code, texts in READ.items() for text in texts])
def test_is_read(indicator, heading):
    assert read(heading) == indicator
    assert read(heading.upper()) == indicator


@pytest.mark.parametrize("heading", ASKED)
def test_is_asked(heading):
    assert read(heading) is None


@pytest.mark.parametrize("indicator", catalogue().codes)
def test_own_form_is_read(indicator):
    assert read(say(f"intake.heading.{indicator}")) == indicator


@given(st.sampled_from([text for texts in READ.values() for text in texts]), st.sampled_from(["Internet", "nữ"]))
def test_a_word_that_nobody_taught_stops_recognition(heading, strange):
    words = heading.split()
    words.insert(random.Random(heading).randint(0, len(words)), strange)
    assert read(" ".join(words)) is None


@pytest.mark.parametrize(
    ("heading", "code"),
    [(text, code) for code, told in catalogue().indicators.items() for text in told.headings],
)
def test_headings_that_the_catalogue_writes_out_are_read(heading, code):
    assert read(heading) == code


def test_rules_name_real_indicators_and_ideas():
    known = set(catalogue().ideas) | {f"!{idea}" for idea in catalogue().ideas}
    for rule in heading_rules(catalogue()):
        assert rule.indicator in catalogue().codes
        assert rule.needs | rule.may <= known and not rule.needs & rule.may


def test_no_phrase_means_two_ideas():
    seen: dict[str, str] = {}
    for idea, phrases in catalogue().ideas.items():
        for phrase in phrases:
            assert seen.setdefault(phrase.lower(), idea) == idea


@pytest.mark.parametrize(
    ("heading", "indicator"),
    [
        ("Nội dung hoạt động / Số tổ", "teams"),
        ("Hoạt động của Tổ CNSCĐ / Số tổ", "teams"),
        ("Kết quả / Số tổ", "teams"),
        ("Số tổ hoạt động", "teams_active"),
        ("Tổ CNSCĐ / Đang hoạt động", "teams_active"),
        ("Tổ CNSCĐ / Cấp thôn", "teams_village"),
        ("Cấp thôn", None),
        ("Trong đó / Cấp xã", None),
        ("Hộ gia đình / Trong đó / Có ĐTTM", "households_smartphone"),
        ("Tổ CNSCĐ / Số thôn", None),
        ("Tổ CNSCĐ / Số thôn đã thành lập Tổ", "villages_covered"),
        ("Tổ CNSCĐ / Số thôn, bản có Tổ CNSCĐ", "villages_covered"),
        ("Tổ CNSCĐ / Tổng số thôn, xóm", None),
    ],
)
def test_paths_of_headings(heading, indicator):
    assert read(heading) == indicator


def test_the_best_guess_comes_first():
    told = explain("Số hộ có Internet")
    best = guesses(told)
    assert best[0].indicator == "households" and best[0].score < 1 and best[0].loose


def test_a_heading_is_the_same_next_month():
    assert stable("Số hộ đến 30/6/2023") == stable("Số hộ đến 30/9/2023") != stable("Số hộ nghèo đến 30/6/2023")


MOMENT = Moment(date(2025, 9, 30), "2025-Q3")
RESTRICTING = (
    "mới thành lập", "mới", "đã kiện toàn", "sau sáp nhập", "hiệu quả", "tiêu biểu", "đạt chuẩn", "do phụ nữ làm chủ",
    "vùng sâu", "còn lại", "khác", "dự kiến", "ước", "đăng ký mới", "từ 5 người trở lên", "ít nhất 3", "trên 60 tuổi",
    "dưới 16 tuổi", "thoát nghèo", "năm 2024", "2024", "tháng 8/2025", "tháng 8", "quý I/2025", "quý II",
    "đến 31/12/2024", "từ đầu năm", "6 tháng đầu năm 2025", "trong tháng", "trong năm", "thành lập tháng 9/2025",
    "5", "thứ hai",
)  # fmt: skip
NEGATING = ("chưa", "không", "chưa có", "không có", "thiếu", "chưa được", "không còn", "ko")
COMPARING = (
    "tăng thêm", "giảm", "kỳ trước", "cùng kỳ", "cùng kỳ năm trước", "so với kỳ trước", "bình quân mỗi xã",
    "trung bình", "/xã", "trên 1.000 dân", "(%)", "tỷ lệ", "theo kế hoạch", "chỉ tiêu giao", "(nghìn)", "(cái)",
    "(triệu đồng)",
)  # fmt: skip
KNOWN = [(text, code) for code, texts in READ.items() for text in texts] + [
    (text, code)
    for code, told in catalogue().indicators.items()
    if told.counted_in == "reports"
    for text in (*told.headings, (told.heading or told.name).vi)
]


def _meaning(heading: str) -> tuple[object, ...]:
    """Return what a heading says but for counting, and for words that say nothing."""
    told = explain(heading)
    said = {idea for idea in told.ideas if catalogue().roles.get(idea) != "period"} - {"count"}
    return said, told.words - {"aspect"}, told.unknown, told.joined, told.measured


_WRITTEN = [(code, sorted(fold(text).split())) for text, code in KNOWN]
_MEANINGS = [(code, _meaning(text)) for text, code in KNOWN]


def _with(heading: str, words: str, at: int) -> str:
    parts = heading.split()
    at %= len(parts) + 1
    return " ".join([*parts[:at], words, *parts[at:]])


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(KNOWN), st.sampled_from(RESTRICTING + NEGATING + COMPARING), st.integers(0, 30))
def test_a_heading_with_a_word_that_restricts_negates_or_compares_is_never_the_plain_count(known, words, at):
    heading, code = known
    changed = _with(heading, words, at)
    written = (code, sorted(fold(changed).split())) in _WRITTEN  # as "Thuê bao 2G còn lại"
    repeated = fold(words) in fold(heading) or (
        code.endswith("_target") and words in ("theo kế hoạch", "chỉ tiêu giao")
    )
    if not written and not repeated:
        assert read(changed, moment=MOMENT) != code, changed


@pytest.mark.parametrize("words", RESTRICTING + NEGATING + COMPARING)
def test_words_behind_or_before_the_plainest_headings(words):
    for heading, code in (
        ("Số tổ", "teams"),
        ("Số hộ", "households"),
        ("Số thành viên", "members"),
        ("Số thôn", "villages"),
    ):
        for changed in (f"{heading} {words}", f"{words} {heading}", f"{heading} / {words}", f"{words} / {heading}"):
            assert read(changed, moment=MOMENT) != code, changed


_VOCABULARY = sorted(
    {word for texts in (*catalogue().ideas.values(), catalogue().neutral) for text in texts for word in text.split()}
    | {word for words in RESTRICTING + COMPARING for word in words.split()}
)


@settings(max_examples=3000, deadline=None)
@given(st.sampled_from(KNOWN), st.sampled_from(_VOCABULARY), st.integers(0, 30))
def test_one_word_put_for_another_keeps_the_indicator_only_as_a_synonym(known, word, at):
    heading, code = known
    parts = heading.split()
    at %= len(parts)
    changed = " ".join([*parts[:at], word, *parts[at + 1 :]])
    found = read(changed, moment=MOMENT)
    allowed = frozenset(catalogue().indicators[code].words.split())
    if found == code:
        now, before = _meaning(changed), _meaning(heading)
        if any(now == meaning and other == code for other, meaning in _MEANINGS):
            return
        assert all(time.fit(MOMENT, flow=False, event=False) != "other" for time in explain(changed).times)
        assert now[2:] == before[2:], changed
        more = (now[0] ^ before[0]) | ((now[1] ^ before[1]) - allowed)
        optional = {
            idea for rule in heading_rules(catalogue()) if rule.indicator == code for idea in rule.needs | rule.may
        }
        assert more <= optional, (changed, more)
    elif found is not None:
        assert _meaning(changed) != _meaning(heading), changed


@pytest.mark.parametrize(
    ("heading", "indicator"),
    [
        ("Số tổ đến 30/9/2025", "teams"),
        ("Số tổ tính đến hết tháng 9/2025", "teams"),
        ("Số tổ quý III/2025", "teams"),
        ("Số tổ năm 2025", "teams"),
        ("Số tổ / Kỳ này", "teams"),
        ("Số tổ / Lũy kế", "teams"),
        ("Số tổ đến 30/6/2025", None),
        ("Số tổ quý II/2025", None),
        ("Số tổ năm 2024", None),
        ("Số tổ / 2024", None),
        ("Số tổ / Trong kỳ", None),
        ("Số tổ thành lập tháng 9/2025", None),
        ("Số tổ thành lập năm 2025", None),
        ("Số tổ đã thành lập đến 30/9/2025", "teams"),
        ("Số tổ từ tháng 1 đến tháng 9/2025", None),
        ("Số hộ được tập huấn KNS năm 2025", None),
        ("Số hộ được tập huấn KNS / Lũy kế", "households_trained"),
        ("Số hộ được tập huấn KNS / Kỳ này", None),
        ("Số người được hướng dẫn DVCTT / Trong kỳ", "people_guided"),
        ("Số người được hướng dẫn DVCTT quý III/2025", "people_guided"),
        ("Số người được hướng dẫn DVCTT tháng 9/2025", None),
        ("Số người được hướng dẫn DVCTT / Lũy kế", None),
        ("Số tài khoản VNeID kích hoạt quý III/2025", None),
        ("Số hộ nghèo đầu năm 2025", None),
        ("Số tổ QIII/2025", "teams"),
        ("Số tổ III/2025", "teams"),
        ("Số tổ T8/2025", None),
    ],
)
def test_times_are_those_of_the_report(heading, indicator):
    assert read(heading, moment=MOMENT) == indicator
    assert read(heading.replace("/2025", "/2023").replace("năm 2025", "năm 2023"), moment=MOMENT) is None or not any(
        char.isdigit() for char in heading
    )


def test_a_time_without_a_report_is_not_read():
    assert read("Số tổ đến 30/9/2025") is None


@pytest.mark.parametrize(
    "heading",
    [
        "Số hộ/thôn", "Số TV/tổ", "Số hộ/TV", "Số thành viên bình quân một tổ", "Số tổ, số thành viên",
        "Số thôn và số tổ", "Số thôn có tổ/tổng số thôn", "Hộ có Smartphone (cái)", "Số hộ (người)",
        "Tổng số hộ (nghìn hộ)",
        "TKĐDĐT mức 1", "Số tài khoản VNeID mức 1", "TK ĐDĐT đã thu nhận", "Số hộ có Zalo", "Số hộ sử dụng Zalo",
        "Số tổ từ 5 thành viên trở lên", "Số hộ có thành viên tổ CNSCĐ", "Tổ NVCĐ", "Thành viên BCĐ CĐS",
        "Số người được TH KNS", "Số thôn chưa thành lập tổ", "Người dân có ĐTTM",
    ],
)  # fmt: skip
def test_ratios_other_units_levels_and_other_bodies_are_asked(heading):
    assert read(heading, moment=MOMENT) is None


@pytest.mark.parametrize(
    ("heading", "indicator"),
    [
        ("TK VNeID mức 2", "vneid_accounts"),
        ("TK ĐDĐT mức 2 (đã kích hoạt)", "vneid_accounts"),
        ("TKĐDĐT mức độ 2", "vneid_accounts"),
        ("Số TK ngân hàng/ví ĐT", "epayment_accounts"),
        ("TK TTKDTM", "epayment_accounts"),
        ("Tổng số hộ (theo CSDLDC)", "households"),
        ("Tổng số hộ (1)", "households"),
        ("1. Tổng số hộ (hộ)", "households"),
        ("Tổng số hộ (ĐVT: hộ)", "households"),
        ("Tổng số hộ (3)=(1)+(2)", "households"),
        ("CT12 - Số thành viên Tổ công nghệ số cộng đồng", "members_village"),
        ("CT13: Số người được hướng dẫn dịch vụ công trực tuyến trong kỳ", "people_guided"),
        ("CT03 - Số hộ cận nghèo", None),
        ("CT14 - Vụ bạo lực gia đình", None),
        ("So ho co dien thoai thong minh", "households_smartphone"),
        ("So ho chua co dien thoai thong minh", "households_no_smartphone"),
    ],
)
def test_abbreviations_codes_and_marks(heading, indicator):
    assert read(heading, moment=MOMENT) == indicator


@pytest.mark.parametrize(
    "heading", ["Thôn chưa có tổ hoạt động", "Số hộ chưa có Internet", "Số thôn chưa thành lập tổ"]
)
def test_the_opposite_is_never_offered(heading):
    lacks = {code for code in catalogue().codes if "_no_" in code}
    assert {guess.indicator for guess in guesses(explain(heading))} <= lacks


def test_a_heading_that_says_more_is_offered_loosely():
    for heading in ("Số tổ hoạt động hiệu quả", "Số tổ đã kiện toàn", "Số hộ có cáp quang", "Người dân có ĐTTM"):
        assert all(guess.loose for guess in guesses(explain(heading))), heading
    assert not guesses(explain("Đã được tập huấn KNS"))[0].loose

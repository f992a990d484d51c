"""The dictionary reads what offices write over their columns, and asks about what it does not know."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue.current import catalogue
from data.i18n import say
from data.intake.headings import explain, guesses, read, stable
from data.intake.synonyms import heading_rules

READ = {
    "teams": (
        "Số tổ CNSCĐ đã thành lập",
        "Tổng số Tổ công nghệ số cộng đồng",
        "Số Tổ CNSCĐ được thành lập",
        "Số lượng Tổ công nghệ số cộng đồng",
        "Tổ công nghệ số cộng đồng",
        "Số tổ CNSCĐ hiện có",
        "Số tổ đã kiện toàn",
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
    "Số hộ nghèo chưa có ĐTTM",
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
    known = set(catalogue().ideas) | {"covered"}
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
    best = guesses(frozenset(told.ideas), len(told.unknown))
    assert best[0].indicator == "households" and best[0].score < 1


def test_a_heading_is_the_same_next_month():
    assert stable("Số hộ đến 30/6/2023") == stable("Số hộ đến 30/9/2023") != stable("Số hộ nghèo đến 30/6/2023")

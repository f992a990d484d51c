"""Words of measures' answers, and of the published milestones; the measures themselves stand in the catalogue."""

_MILESTONES = {
    "teams": ("tổ", "teams"),
    "teams_village": ("tổ cấp thôn", "village teams"),
    "teams_commune": ("tổ cấp xã", "commune teams"),
    "teams_district": ("tổ cấp huyện", "district teams"),
    "members": ("thành viên", "members"),
    "members_village": ("thành viên tổ cấp thôn", "members of village teams"),
    "members_commune": ("thành viên tổ cấp xã", "members of commune teams"),
    "members_trained": ("thành viên được tập huấn", "members trained"),
    "attendees": ("lượt người dự 8 hội nghị tập huấn", "attendees of 8 training conferences"),
    "households_trained": ("hộ được tập huấn kỹ năng số", "households trained in digital skills"),
    "digital_shops": ("cửa hàng số", "digital shops"),
    "epayment_accounts": ("tài khoản thanh toán điện tử", "e-payment accounts"),
    "ecommerce_accounts": ("hộ có tài khoản thương mại điện tử", "households with e-commerce accounts"),
    "ecommerce_products": ("sản phẩm trên sàn thương mại điện tử", "products on e-commerce platforms"),
    "ecommerce_transactions": ("giao dịch thương mại điện tử", "e-commerce transactions"),
    "target_buyers": ("người dùng ứng dụng mua hàng", "people with the buyer's app"),
    "target_epayment": ("tài khoản thanh toán điện tử mở mới", "new e-payment accounts"),
    "target_orders": ("đơn hàng thành công", "successful orders"),
    "units_joined": ("đơn vị tham gia", "units taking part"),
    "villages_with_team": ("thôn có tổ", "villages with a team"),
    "steering_announced": ("công bố tổ chỉ đạo, chưa có số liệu", "steering team announced, no counts"),
    "district_teams_due": (
        "thời hạn thành lập tổ cấp huyện, chưa có số liệu",
        "district teams due, no counts",
    ),
    "communes_with_team": ("% số xã có tổ", "% of communes have a team"),
    "dossiers_2024": ("hồ sơ trực tuyến trong năm 2024", "online dossiers in 2024"),
    "dossiers_2025": (
        "hồ sơ trực tuyến trong 4 tháng đầu năm 2025",
        "online dossiers in the first four months of 2025",
    ),
    "districts": ("huyện, thị xã, thành phố", "districts"),
    "secretaries_deputies": (
        "tổ có Bí thư Chi đoàn làm Tổ phó",
        "teams with the secretary of the chi đoàn as deputy head",
    ),
    "transactions_of_accounts": ("% giao dịch so với số tài khoản", "% of transactions to accounts"),
    "campaign_days": ("ngày chiến dịch cao điểm", "days of a campaign"),
    "campaign_contents": ("nội dung của chiến dịch", "contents of the campaign"),
    "difficulties_named": ("khó khăn được nêu", "difficulties named"),
    "volunteers_at_least": ("thành viên mỗi tổ thanh niên tình nguyện", "members of a youth volunteer team"),
    "group_at_least": ("người mỗi nhóm nhỏ của tổ", "people of a sub-group"),
    "dossiers_share": ("% hồ sơ nộp trực tuyến năm 2024", "% of dossiers filed online in 2024"),
    "scope.ratio": (
        "Tỷ số giao dịch trên tài khoản, có thể quá 100%; không phải độ phủ",
        "A ratio of transactions to accounts, which may pass 100%; not a coverage",
    ),
    "scope.activation": ("Kích hoạt tài khoản định danh điện tử", "Activating e-ID accounts"),
    "scope.and_more": ("Trở lên", "And more"),
    "scope.october": ("Từ 1 đến 10/10/2024", "From 1 to 10 October 2024"),
    "scope.indirect": ("Không phải kết quả riêng của các tổ", "Not what the teams produced"),
    "scope.van_yen": ("Riêng huyện Văn Yên, 1 trong 9 huyện", "Văn Yên district alone, 1 of 9 districts"),
    "scope.farming": ("Hộ sản xuất nông nghiệp", "Farming households"),
    "scope.youth_union": (
        "Chỉ tiêu của Tỉnh đoàn năm 2022, tính phần tăng thêm trong năm (nguồn không nói rõ), không so với số lũy kế",
        "Target of the Youth Union for 2022, read as what is added in the year (the source does not say); "
        "not to be held against the stock",
    ),
    "scope.unit_unclear": ("Nguồn không nói rõ đơn vị tính", "The source does not say what a unit is"),
    "scope.may_double": (
        "Một người có thể tham gia cả tổ cấp xã và tổ cấp thôn: không cộng hai số",
        "One person may sit in a commune and a village team: the two numbers are not added",
    ),
    "scope.overlap": (
        "Người dự hội nghị và thành viên được tập huấn trùng nhau một phần: không cộng hai số",
        "Attendees and members trained overlap: the two numbers are not added",
    ),
    "scope.not_coverage": (
        "Bằng 26% số tài khoản: là tỷ số giao dịch trên tài khoản, không phải độ phủ",
        "26% of the accounts: a ratio of transactions to accounts, not a coverage",
    ),
    "scope.phat_diem": ("Riêng thị trấn Phát Diệm", "Phát Diệm town alone"),
    "scope.twelve_months": (
        "12 tháng; 96,43% số hồ sơ. Không phải kết quả riêng của các tổ",
        "Twelve months; 96.43% of the dossiers. Not what the teams produced",
    ),
    "scope.four_months": (
        "4 tháng: so theo bình quân tháng, gấp 2,97 lần năm 2024. Không phải kết quả riêng của các tổ",
        "Four months: compared per month, 2.97 times 2024. Not what the teams produced",
    ),
}

WORDS: dict[str, tuple[str, str]] = {f"milestones.{code}": text for code, text in _MILESTONES.items()}

WORDS |= {
    "measures.unknown": ("Không có chỉ số “{code}”.", "There is no measure “{code}”."),
    "measures.villages_of_what": (
        "Hãy chọn xã trước khi xem số liệu thôn.",
        "Choose a commune before looking at villages.",
    ),
    "measures.no_village": ("Không tìm thấy thôn “{code}”.", "There is no village “{code}”."),
    "measures.teams_of_what": (
        "Hãy chọn xã hoặc thôn trước khi xem danh sách tổ.",
        "Choose a commune or a village before listing teams.",
    ),
    "measures.no_team": ("Không tìm thấy tổ “{code}”.", "There is no team “{code}”."),
}

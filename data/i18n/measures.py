"""Names and explanations of the measures, and of the published milestones."""

_UNITS = {
    "percent": ("%", "%"),
    "households": ("hộ", "households"),
    "people": ("người", "people"),
    "guided": ("lượt người", "people guided"),
    "teams": ("tổ", "teams"),
    "villages": ("thôn", "villages"),
    "shops": ("gian hàng", "shops"),
    "products": ("sản phẩm", "products"),
    "transactions": ("giao dịch", "transactions"),
    "teams_per_village": ("tổ/thôn", "teams per village"),
    "teams_per_1000": ("tổ/1.000 hộ", "teams per 1,000 households"),
    "members_per_1000": ("thành viên/1.000 hộ", "members per 1,000 households"),
    "accounts_per_household": ("tài khoản/hộ", "accounts per household"),
    "transactions_per_account": ("giao dịch/tài khoản", "transactions per account"),
}

# code: (short name, what it tells, how it is computed), each in Vietnamese and English
_MEASURES = {
    "village_coverage": (
        ("Thôn có tổ", "Villages with a team"),
        (
            "Bao nhiêu phần thôn, tổ dân phố có ít nhất một Tổ công nghệ số cộng đồng đang hoạt động. "
            "Có tổ chưa có nghĩa là tổ hoạt động hiệu quả: xem cùng chỉ số mức độ hoạt động.",
            "How many of the villages have at least one team in operation. "
            "Having a team does not mean it is effective: read it beside activity.",
        ),
        ("Số thôn có tổ ÷ tổng số thôn", "Villages with a team ÷ villages"),
    ),
    "activity": (
        ("Tổ có hoạt động", "Active teams"),
        (
            "Bao nhiêu phần tổ cấp thôn có hoạt động trong 90 ngày gần nhất.",
            "How many of the village teams did something in the last 90 days.",
        ),
        (
            "Số tổ cấp thôn có hoạt động trong 90 ngày ÷ số tổ cấp thôn",
            "Village teams active in the last 90 days ÷ village teams",
        ),
    ),
    "members_trained": (
        ("Thành viên đã được tập huấn", "Members trained"),
        (
            "Bao nhiêu phần thành viên đã được tập huấn, bồi dưỡng; mỗi người tính một lần.",
            "How many of the members have been trained; each person counts once.",
        ),
        (
            "Số thành viên đã tập huấn ÷ số thành viên (không cộng thành viên tổ cấp thôn với tổ cấp xã vì "
            "một người có thể tham gia cả hai)",
            "Members trained ÷ members (members of village and commune teams are not added up: "
            "one person may sit in both)",
        ),
    ),
    "skills_reach": (
        ("Hộ được hướng dẫn kỹ năng số", "Households trained"),
        (
            "Bao nhiêu phần hộ gia đình đã được tập huấn, hướng dẫn kỹ năng số.",
            "How many of the households have been trained in digital skills.",
        ),
        (
            "Số hộ đã được tập huấn ÷ tổng số hộ; trên 100% thì cảnh báo, không cắt bớt",
            "Households trained ÷ households; above 100% is flagged, never cut",
        ),
    ),
    "smartphone_gap": (
        ("Hộ chưa có điện thoại thông minh", "Households without a smartphone"),
        ("Bao nhiêu phần hộ gia đình chưa có điện thoại thông minh.", "How many of the households have no smartphone."),
        (
            "(Tổng số hộ − số hộ có điện thoại thông minh) ÷ tổng số hộ",
            "(Households − households with a smartphone) ÷ households",
        ),
    ),
    "smartphone_gap_count": (
        ("Số hộ chưa có điện thoại thông minh", "Number of households without a smartphone"),
        ("Còn bao nhiêu hộ gia đình chưa có điện thoại thông minh.", "How many households still have no smartphone."),
        ("Tổng số hộ − số hộ có điện thoại thông minh", "Households − households with a smartphone"),
    ),
    "smartphone_gap_poor": (
        ("Hộ nghèo chưa có điện thoại thông minh", "Poor households without a smartphone"),
        (
            "Bao nhiêu phần hộ nghèo chưa có điện thoại thông minh.",
            "How many of the poor households have no smartphone.",
        ),
        (
            "(Số hộ nghèo − số hộ nghèo có điện thoại thông minh) ÷ số hộ nghèo",
            "(Poor households − poor households with a smartphone) ÷ poor households",
        ),
    ),
    "smartphone_gap_poor_count": (
        ("Số hộ nghèo chưa có điện thoại thông minh", "Number of poor households without a smartphone"),
        ("Còn bao nhiêu hộ nghèo chưa có điện thoại thông minh.", "How many poor households still have no smartphone."),
        ("Số hộ nghèo − số hộ nghèo có điện thoại thông minh", "Poor households − poor households with a smartphone"),
    ),
    "smartphone_gap_poor_near": (
        ("Hộ nghèo, cận nghèo chưa có điện thoại thông minh", "Poor and near-poor households without a smartphone"),
        (
            "Bao nhiêu phần hộ nghèo và hộ cận nghèo chưa có điện thoại thông minh.",
            "How many of the poor and near-poor households have no smartphone.",
        ),
        (
            "(Số hộ nghèo và cận nghèo − số hộ trong đó có điện thoại thông minh) ÷ số hộ nghèo và cận nghèo",
            "(Poor and near-poor households − those of them with a smartphone) ÷ poor and near-poor households",
        ),
    ),
    "team_density": (
        ("Mật độ tổ cấp thôn", "Density of village teams"),
        (
            "Trung bình mỗi thôn, tổ dân phố có bao nhiêu tổ cấp thôn; có thể lớn hơn 1.",
            "How many village teams there are to a village; it may be above 1.",
        ),
        (
            "Số tổ cấp thôn ÷ tổng số thôn (không gộp tổ cấp xã, cấp huyện)",
            "Village teams ÷ villages (commune and district teams are not mixed in)",
        ),
    ),
    "teams_per_1000": (
        ("Tổ cấp thôn trên 1.000 hộ", "Village teams per 1,000 households"),
        ("Cứ 1.000 hộ gia đình thì có bao nhiêu tổ cấp thôn.", "How many village teams there are to 1,000 households."),
        ("Số tổ cấp thôn ÷ tổng số hộ × 1.000", "Village teams ÷ households × 1,000"),
    ),
    "members_per_1000": (
        ("Thành viên tổ cấp thôn trên 1.000 hộ", "Village-team members per 1,000 households"),
        (
            "Cứ 1.000 hộ gia đình thì có bao nhiêu thành viên tổ cấp thôn.",
            "How many village-team members there are to 1,000 households.",
        ),
        ("Số thành viên tổ cấp thôn ÷ tổng số hộ × 1.000", "Village-team members ÷ households × 1,000"),
    ),
    "villages_uncovered": (
        ("Số thôn chưa có tổ", "Villages without a team"),
        (
            "Còn bao nhiêu thôn, tổ dân phố chưa có Tổ công nghệ số cộng đồng đang hoạt động.",
            "How many villages still have no team in operation.",
        ),
        ("Tổng số thôn − số thôn có tổ", "Villages − villages with a team"),
    ),
    "zalo_reach": (
        ("Hộ tham gia nhóm Zalo của tổ", "Households in the team's Zalo group"),
        (
            "Bao nhiêu phần hộ gia đình có người trong nhóm Zalo của tổ.",
            "How many of the households have somebody in the team's Zalo group.",
        ),
        ("Số hộ trong nhóm Zalo của tổ ÷ tổng số hộ", "Households in the team's Zalo group ÷ households"),
    ),
    "epayment": (
        ("Thanh toán điện tử", "E-payment"),
        (
            "Số tài khoản thanh toán điện tử so với số hộ; một hộ có thể có nhiều tài khoản.",
            "E-payment accounts against households; a household may have several.",
        ),
        (
            "Số tài khoản thanh toán điện tử ÷ tổng số hộ; trên 100% thì cảnh báo, không cắt bớt",
            "E-payment accounts ÷ households; above 100% is flagged, never cut",
        ),
    ),
    "vneid": (
        ("Tài khoản VNeID trên mỗi hộ", "VNeID accounts per household"),
        (
            "Trung bình mỗi hộ có bao nhiêu tài khoản định danh điện tử đã kích hoạt; thường lớn hơn 1 "
            "vì mỗi người lớn có một tài khoản.",
            "How many activated VNeID accounts there are to a household; usually above 1, since each adult has one.",
        ),
        ("Số tài khoản VNeID đã kích hoạt ÷ tổng số hộ", "Activated VNeID accounts ÷ households"),
    ),
    "ecommerce_accounts": (
        ("Tài khoản thương mại điện tử", "E-commerce accounts"),
        (
            "Số tài khoản trên sàn thương mại điện tử so với số hộ; một hộ có thể có nhiều tài khoản.",
            "Accounts on e-commerce platforms against households; a household may have several.",
        ),
        (
            "Số tài khoản thương mại điện tử ÷ tổng số hộ; trên 100% thì cảnh báo, không cắt bớt",
            "E-commerce accounts ÷ households; above 100% is flagged, never cut",
        ),
    ),
    "ecommerce_transactions_per_account": (
        ("Giao dịch trên mỗi tài khoản", "Transactions per account"),
        (
            "Trung bình mỗi tài khoản thương mại điện tử có bao nhiêu giao dịch. Đây là tỷ số của hai đại "
            "lượng khác nhau, không phải độ phủ, và có thể lớn hơn 1.",
            "How many transactions there are to an e-commerce account. It is a ratio of unlike things, "
            "not a coverage, and may be above 1.",
        ),
        ("Số giao dịch ÷ số tài khoản thương mại điện tử", "Transactions ÷ e-commerce accounts"),
    ),
    "people_guided": (
        ("Lượt người được hướng dẫn trong kỳ", "People guided in the period"),
        (
            "Trong quý, các tổ đã hướng dẫn bao nhiêu lượt người dân.",
            "How many people the teams guided within the quarter.",
        ),
        ("Cộng trong kỳ; không cộng dồn qua các kỳ", "Added up within the period, not carried over"),
    ),
    "teams_village": (
        ("Số tổ cấp thôn", "Village teams"),
        ("Có bao nhiêu Tổ công nghệ số cộng đồng cấp thôn.", "How many village teams there are."),
        ("Tổng số tổ cấp thôn", "Sum of village teams"),
    ),
    "teams_commune": (
        ("Số tổ cấp xã", "Commune teams"),
        ("Có bao nhiêu Tổ công nghệ số cộng đồng cấp xã.", "How many commune teams there are."),
        ("Tổng số tổ cấp xã", "Sum of commune teams"),
    ),
    "teams": (
        ("Số tổ, các cấp", "Teams, all levels"),
        (
            "Có bao nhiêu Tổ công nghệ số cộng đồng theo báo cáo, không tách theo cấp.",
            "How many teams there are as reported, levels not told apart.",
        ),
        ("Số tổ chung các cấp như báo cáo ghi", "Teams of all levels together, as reported"),
    ),
    "members_village": (
        ("Số thành viên tổ cấp thôn", "Members of village teams"),
        ("Có bao nhiêu thành viên tổ cấp thôn.", "How many members the village teams have."),
        ("Tổng số thành viên tổ cấp thôn", "Sum of village-team members"),
    ),
    "members_commune": (
        ("Số thành viên tổ cấp xã", "Members of commune teams"),
        ("Có bao nhiêu thành viên tổ cấp xã.", "How many members the commune teams have."),
        ("Tổng số thành viên tổ cấp xã", "Sum of commune-team members"),
    ),
    "members": (
        ("Số thành viên, các cấp", "Members, all levels"),
        (
            "Có bao nhiêu thành viên theo báo cáo, không tách theo cấp.",
            "How many members there are as reported, levels not told apart.",
        ),
        (
            "Số thành viên chung các cấp như báo cáo ghi; không phải tổng của từng cấp",
            "Members of all levels together, as reported; not the sum of the levels",
        ),
    ),
    "villages": (
        ("Số thôn, tổ dân phố", "Villages"),
        ("Có bao nhiêu thôn, bản, ấp, khu phố, tổ dân phố đã báo cáo.", "How many villages have reported."),
        ("Tổng số thôn đã báo cáo", "Sum of villages that reported"),
    ),
    "households": (
        ("Số hộ", "Households"),
        ("Có bao nhiêu hộ gia đình.", "How many households there are."),
        ("Tổng số hộ", "Sum of households"),
    ),
    "households_poor": (
        ("Số hộ nghèo", "Poor households"),
        ("Có bao nhiêu hộ nghèo.", "How many poor households there are."),
        ("Tổng số hộ nghèo", "Sum of poor households"),
    ),
    "digital_shops": (
        ("Số cửa hàng số", "Digital shops"),
        ("Có bao nhiêu cửa hàng, gian hàng số.", "How many digital shops there are."),
        ("Tổng số cửa hàng số", "Sum of digital shops"),
    ),
    "ecommerce_products": (
        ("Sản phẩm trên sàn thương mại điện tử", "Products on e-commerce platforms"),
        (
            "Có bao nhiêu sản phẩm được đưa lên sàn thương mại điện tử.",
            "How many products are offered on e-commerce platforms.",
        ),
        ("Tổng số sản phẩm", "Sum of products"),
    ),
    "ecommerce_transactions": (
        ("Giao dịch thương mại điện tử", "E-commerce transactions"),
        (
            "Có bao nhiêu giao dịch thương mại điện tử, lũy kế đến cuối kỳ.",
            "How many e-commerce transactions there were up to the end of the period.",
        ),
        ("Tổng số giao dịch, lũy kế", "Sum of transactions, cumulative"),
    ),
}

WORDS: dict[str, tuple[str, str]] = {
    **{f"measures.unit.{code}": text for code, text in _UNITS.items()},
    **{
        f"measures.{code}.{part}": text
        for code, texts in _MEASURES.items()
        for part, text in zip(("name", "plain", "formula"), texts, strict=True)
    },
}

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

WORDS |= {f"milestones.{code}": text for code, text in _MILESTONES.items()}

WORDS |= {
    "measures.unknown": ("Không có chỉ số “{code}”.", "There is no measure “{code}”."),
    "measures.no_periods": ("Bản phát hành chưa có số liệu của quý nào.", "The release holds no quarter's figures."),
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

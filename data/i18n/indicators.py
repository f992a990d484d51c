"""The names of the counts that reports carry."""

_NAMES = {
    "villages": ("Số thôn, tổ dân phố", "Villages"),
    "villages_covered": ("Số thôn có tổ", "Villages with a team"),
    "teams": ("Số tổ", "Teams"),
    "teams_village": ("Số tổ cấp thôn", "Village teams"),
    "teams_commune": ("Số tổ cấp xã", "Commune teams"),
    "teams_district": ("Số tổ cấp huyện", "District teams"),
    "teams_active": ("Số tổ hoạt động trong 90 ngày", "Teams active in 90 days"),
    "members": ("Số thành viên", "Members"),
    "members_village": ("Thành viên tổ cấp thôn", "Members of village teams"),
    "members_commune": ("Thành viên tổ cấp xã", "Members of commune teams"),
    "members_trained": ("Thành viên đã tập huấn", "Members trained"),
    "households": ("Số hộ", "Households"),
    "households_poor": ("Hộ nghèo", "Poor households"),
    "households_near_poor": ("Hộ cận nghèo", "Near-poor households"),
    "households_smartphone": ("Hộ có điện thoại thông minh", "Households with a smartphone"),
    "households_poor_smartphone": ("Hộ nghèo có điện thoại thông minh", "Poor households with a smartphone"),
    "households_near_poor_smartphone": (
        "Hộ cận nghèo có điện thoại thông minh",
        "Near-poor households with a smartphone",
    ),
    "households_trained": ("Hộ được hướng dẫn kỹ năng số", "Households shown digital skills"),
    "digital_shops": ("Gian hàng số", "Digital shops"),
    "epayment_accounts": ("Tài khoản thanh toán điện tử", "E-payment accounts"),
    "ecommerce_accounts": ("Tài khoản thương mại điện tử", "E-commerce accounts"),
    "ecommerce_products": ("Sản phẩm trên sàn", "Products on platforms"),
    "ecommerce_transactions": ("Giao dịch trên sàn", "Transactions on platforms"),
    "people_guided": ("Lượt người được hướng dẫn trong kỳ", "People guided in the period"),
    "vneid_accounts": ("Tài khoản VNeID", "VNeID accounts"),
    "zalo_households": ("Hộ trong nhóm Zalo của tổ", "Households in the team's Zalo group"),
}

WORDS = {f"indicator.{code}": names for code, names in _NAMES.items()}

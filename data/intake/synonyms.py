"""The dictionary by which columns are recognised: words → ideas, and ideas → indicators or roles.

A heading is recognised only when every word of it is known and its ideas fit exactly one rule: "Số hộ có
Internet" holds a word nobody taught us, so it is asked about instead of being read as households. Add a
word here when offices write it; `docs/intake.md` shows this table to users.
"""

from typing import Final

# An idea and the ways in which offices write it. The longest phrase wins; case, tone position and y/i are levelled.
IDEAS: Final[dict[str, tuple[str, ...]]] = {
    "team": (
        "tổ", "tổ công nghệ số cộng đồng", "tổ công nghệ cộng đồng", "tổ công nghệ số", "tổ CNSCĐ", "tổ CNSCD",
        "tổ CNS cộng đồng", "tổ CNS CĐ", "tổ CNS", "tổ CNCĐ", "CNSCĐ", "CNSCD", "công nghệ số cộng đồng",
        "tổ chuyển đổi số cộng đồng", "tổ CĐS cộng đồng", "tổ CĐSCĐ", "tổ CĐS", "công nghệ cộng đồng",
        "tổ công nghệ", "đội công nghệ số cộng đồng", "team", "teams", "đội", "đội hình", "tổ đội", "tổ đội hình",
    ),
    "member": (
        "thành viên", "TV", "tổ viên", "nhân sự", "thành viên tổ", "thành viên tham gia", "members", "member",
        "thành viên của tổ", "thành viên trong tổ",
    ),
    "people": ("người", "số người tham gia", "người tham gia", "nhân lực", "lượng người tham gia", "people"),
    "resident": ("người dân", "công dân", "dân"),
    "visits": ("lượt người", "lượt", "lượt người dân", "lượt công dân"),
    "trained": (
        "tập huấn", "bồi dưỡng", "đào tạo", "huấn luyện", "tham gia tập huấn", "dự tập huấn", "tham dự tập huấn",
        "trained", "đào tạo tập huấn", "phổ biến", "phổ cập",
    ),
    "skill": ("kỹ năng số", "KNS", "kỹ năng công nghệ số", "kỹ năng", "kỹ năng số cơ bản", "kiến thức kỹ năng số"),
    "guided": ("hướng dẫn", "hỗ trợ", "hướng dẫn hỗ trợ", "hỗ trợ hướng dẫn", "guided"),
    "service": ("dịch vụ công trực tuyến", "DVCTT", "dịch vụ công", "DVC", "DVC trực tuyến"),
    "household": (
        "hộ", "hộ gia đình", "hộ dân", "HGĐ", "HGD", "gia đình", "hộ dân cư", "households", "nóc nhà",
        "hộ gia đình trên địa bàn", "hộ GĐ", "GĐ", "hộ dân trên địa bàn",
    ),
    "farm": ("sản xuất nông nghiệp", "SXNN", "nông nghiệp", "nông dân", "sản xuất nông lâm nghiệp"),
    "poor": ("nghèo",),
    "near_poor": ("cận nghèo",),
    "phone": (
        "điện thoại thông minh", "ĐTTM", "DTTM", "smartphone", "smart phone", "ĐT thông minh", "điện thoại TM",
        "điện thoại di động thông minh", "smartphones", "máy điện thoại thông minh",
    ),
    "not": ("chưa", "không", "thiếu", "ko", "không còn", "chưa có", "không có"),
    "shop": (
        "cửa hàng số", "gian hàng số", "gian hàng", "shop", "shop số", "cửa hàng trực tuyến", "gian hàng trực tuyến",
        "cửa hàng online", "gian hàng điện tử", "cửa hàng số cộng đồng", "digital shops",
    ),
    "epay": (
        "thanh toán điện tử", "TTĐT", "TTDT", "thanh toán không dùng tiền mặt", "TTKDTM", "TTKDTM qua ví điện tử",
        "thanh toán số", "ví điện tử", "thanh toán trực tuyến", "ví TTĐT",
    ),
    "account": ("tài khoản", "TK", "accounts"),
    "ecommerce": (
        "thương mại điện tử", "TMĐT", "TMDT", "sàn thương mại điện tử", "sàn TMĐT", "sàn TMDT", "sàn", "Postmart",
        "Vỏ sò", "Voso", "Postmart.vn", "Voso.vn", "Vỏ sò.vn", "các sàn", "mua sắm trực tuyến",
    ),
    "product": ("sản phẩm", "mặt hàng", "SP", "sản phẩm nông sản", "nông sản", "sản phẩm nông nghiệp", "products"),
    "transaction": ("giao dịch", "đơn hàng", "lượt giao dịch", "transactions", "GD"),
    "vneid": (
        "VNeID", "VNeID mức 2", "VNeID mức độ 2", "tài khoản VNeID mức 2",
        "định danh điện tử", "ĐDĐT", "định danh điện tử mức 2", "định danh mức 2", "định danh mức độ 2",
        "định danh điện tử mức độ 2", "tài khoản VNeID", "tài khoản định danh điện tử", "tài khoản định danh",
        "TK định danh điện tử", "TK VNeID", "tài khoản định danh điện tử mức 2", "tài khoản định danh mức 2",
        "tài khoản định danh điện tử mức độ 2", "tài khoản định danh điện tử VNeID",
    ),
    "zalo": (
        "Zalo", "nhóm Zalo", "nhóm Zalo của tổ", "nhóm Zalo tổ", "nhóm Zalo của tổ CNSCĐ", "nhóm Zalo của thôn",
        "group Zalo", "kênh Zalo",
    ),
    "active": (
        "đang hoạt động", "còn hoạt động", "có hoạt động", "hoạt động thường xuyên",
        "duy trì hoạt động", "hoạt động trong 90 ngày", "hoạt động 90 ngày", "active",
    ),
    "activity": ("hoạt động",),  # of a team: "active"; before the word for teams it only introduces them
    "village": (
        "thôn", "bản", "làng", "ấp", "khóm", "khu phố", "xóm", "buôn", "tổ dân phố", "TDP", "khu dân cư",
        "tiểu khu", "khu", "khối", "khối phố", "sóc", "phum", "bon", "plei", "tổ nhân dân", "villages", "KDC",
        "tổ DP", "KP", "thôn làng", "đơn vị thôn", "khu vực thôn",
    ),
    "commune": ("xã", "phường", "thị trấn", "đặc khu", "TT thị trấn", "commune", "đơn vị cấp xã"),
    "district": ("huyện", "quận", "thị xã", "thành phố", "TP", "TX", "district", "thành phố thuộc tỉnh"),
    "province": ("tỉnh", "province", "tỉnh thành phố", "tỉnh thành"),
    "level": ("cấp",),
    "percent": ("tỷ lệ", "tỉ lệ", "phần trăm", "TL", "tỷ trọng", "percent"),
    "target": (
        "chỉ tiêu", "kế hoạch", "mục tiêu", "chỉ tiêu giao", "chỉ tiêu được giao", "KH", "giao", "được giao",
        "kế hoạch giao", "định mức", "phấn đấu",
    ),
    "change": (
        "tăng", "giảm", "so với", "tăng giảm", "chênh lệch", "kỳ trước", "cùng kỳ", "năm trước", "tháng trước",
        "quý trước", "tăng thêm",
    ),
    "cumulative": ("lũy kế", "lũy kế đến nay", "lũy kế từ đầu năm", "cộng dồn"),
    "period": ("trong kỳ", "trong quý", "trong tháng", "trong năm", "kỳ này", "kỳ báo cáo", "trong kỳ báo cáo"),
    "count": (
        "số", "tổng số", "số lượng", "SL", "tổng", "tổng cộng", "tổng số lượng", "TS", "cộng", "toàn bộ",
        "số lượng tổng", "tổng hợp", "number",
    ),
    "index": ("STT", "S T T", "số TT", "số thứ tự", "thứ tự"),
    "code": ("mã", "mã số", "mã đơn vị", "mã ĐVHC", "code", "mã đơn vị hành chính"),
    "unit": (
        "đơn vị", "tên đơn vị", "địa phương", "địa bàn", "đơn vị hành chính", "ĐVHC", "tên", "tên ĐVHC",
        "tên đơn vị hành chính", "tên địa phương", "danh mục đơn vị",
    ),
    "kind": ("loại", "loại hình", "loại đơn vị", "phân loại", "loại hình đơn vị"),
    "note": ("ghi chú", "chú thích", "lưu ý", "note", "diễn giải"),
    "measure": ("ĐVT", "đơn vị tính"),
    "value": ("giá trị", "value", "trị số"),
    "person": ("họ và tên", "họ tên", "họ và tên thành viên", "họ tên thành viên", "tên thành viên", "họ"),
    "birth": ("năm sinh", "ngày sinh", "ngày tháng năm sinh", "ngày tháng sinh", "sinh năm", "tuổi"),
    "telephone": (
        "số điện thoại", "SĐT", "điện thoại", "ĐT", "di động", "số ĐT", "điện thoại liên hệ", "số điện thoại liên hệ",
        "SDT", "điện thoại di động", "số di động", "số liên hệ", "liên hệ", "số máy",
    ),
    "post": (
        "chức vụ", "chức danh", "nghề nghiệp", "chức vụ chức danh", "chức vụ công tác", "chức vụ đơn vị công tác",
        "chức vụ nghề nghiệp", "chức vụ hiện nay", "chức danh hiện nay", "công việc hiện nay",
    ),
    "organisation": ("đơn vị công tác", "cơ quan", "nơi công tác", "cơ quan đơn vị", "tổ chức", "cơ quan công tác"),
    "role": (
        "nhiệm vụ trong tổ", "vai trò", "nhiệm vụ", "chức vụ trong tổ", "chức danh trong tổ", "vị trí trong tổ",
        "phân công nhiệm vụ", "vai trò trong tổ", "nhiệm vụ được phân công", "phân công", "chức danh tổ",
        "chức vụ trong tổ CNSCĐ", "chức danh trong tổ CNSCĐ", "nhiệm vụ trong tổ CNSCĐ", "vai trò trong tổ CNSCĐ",
        "chức danh trong tổ công nghệ số cộng đồng", "nhiệm vụ trong tổ công nghệ số cộng đồng",
    ),
    "other_posts": ("kiêm nhiệm", "chức danh kiêm nhiệm", "số chức danh kiêm nhiệm", "chức vụ kiêm nhiệm"),
    "address": ("địa chỉ", "nơi ở", "chỗ ở", "nơi cư trú", "thường trú"),
    "sex": ("giới tính", "nam nữ"),
    "ethnicity": ("dân tộc",),
    "schooling": ("trình độ", "trình độ chuyên môn", "trình độ học vấn"),
    "email": ("email", "thư điện tử"),
    "decision": (
        "quyết định", "quyết định thành lập", "số quyết định", "số QĐ", "QĐ", "QĐ thành lập", "số QĐ thành lập",
        "số quyết định thành lập", "số hiệu quyết định", "số ngày quyết định", "số ngày quyết định thành lập",
        "quyết định số", "số ngày tháng năm quyết định", "số ngày tháng năm ban hành quyết định",
    ),
    "team_name": (
        "tên tổ", "tên tổ CNSCĐ", "tên tổ công nghệ số cộng đồng", "tên tổ CNS cộng đồng", "tên đội", "tên đội hình",
        "tên tổ đội", "tên tổ đội hình", "tên gọi tổ", "tên gọi của tổ",
    ),
    # of a list of teams: what their form holds (data.intake.team_list)
    "union_branch": (
        "chi đoàn", "tên chi đoàn", "chi đoàn thanh niên", "chi đoàn TNCS Hồ Chí Minh", "chi đoàn quản lý",
        "liên chi đoàn", "chi đoàn cơ sở", "đoàn cơ sở", "chi đoàn đoàn TNCS Hồ Chí Minh", "chi đoàn đoàn cơ sở",
        "chi đoàn đoàn thanh niên", "chi đoàn phụ trách",
    ),
    "subgroup": ("nhóm", "nhóm nhỏ", "nhóm công tác", "nhóm hai người", "số nhóm", "số nhóm nhỏ"),
    "founded": ("ngày thành lập", "thời gian thành lập", "ngày tháng thành lập", "ngày tháng năm thành lập",
                "thời điểm thành lập"),
    "decided": (
        "ngày quyết định", "ngày QĐ", "ngày ký quyết định", "ngày ra quyết định", "ngày ban hành quyết định",
        "ngày tháng năm quyết định", "ngày tháng quyết định", "ngày quyết định thành lập", "ngày của quyết định",
        "ngày ban hành QĐ", "ngày ban hành", "ngày ký",
    ),
    "reorganised": ("ngày kiện toàn", "thời gian kiện toàn", "ngày tháng kiện toàn", "ngày kiện toàn gần nhất",
                    "thời gian kiện toàn gần nhất",
                    "ngày tháng năm kiện toàn", "kiện toàn ngày"),
    "dissolved": ("ngày giải thể", "thời gian giải thể", "giải thể ngày", "ngày tháng năm giải thể", "ngày giải tán",
                  "ngày chấm dứt hoạt động", "ngày kết thúc hoạt động"),
    "status": ("trạng thái", "tình trạng", "tình trạng hoạt động", "trạng thái hoạt động", "hiện trạng",
               "hiện trạng hoạt động"),
    "platform": ("nền tảng", "nền tảng nhóm", "nền tảng của nhóm", "nền tảng liên lạc", "ứng dụng nhóm",
                 "kênh liên lạc", "ứng dụng liên lạc", "nền tảng trao đổi"),
    "link": ("liên kết", "liên kết nhóm", "link", "link nhóm", "đường dẫn", "đường dẫn nhóm", "đường link",
             "đường link nhóm", "đường dẫn của nhóm", "URL"),
    "serves": (
        "thôn phụ trách", "các thôn phụ trách", "địa bàn phụ trách", "thôn bản phụ trách", "khu vực phụ trách",
        "thôn TDP phụ trách", "thôn tổ dân phố phụ trách", "các thôn tổ dân phố phụ trách", "phạm vi phụ trách",
        "phụ trách thôn", "phụ trách các thôn", "phụ trách địa bàn", "thôn được phân công",
    ),
}

# Words that change nothing.
FILLERS: Final[tuple[str, ...]] = (
    "các", "của", "trên địa bàn", "trên địa bàn xã", "trên địa bàn huyện", "trên địa bàn tỉnh", "tại địa bàn",
    "đã", "được", "có", "đang", "hiện có", "hiện nay", "hiện", "thành lập", "đã thành lập", "được thành lập",
    "kết quả", "số liệu", "kết quả thực hiện",
    "kết quả hoạt động", "kết quả thành lập", "tình hình hoạt động", "thực hiện", "tình hình",
    "nội dung", "trong đó", "bao gồm", "gồm", "tính đến", "đến nay", "đến", "thời điểm", "tháng", "năm", "quý",
    "ngày", "và", "hoặc", "về", "cho", "tại", "ở", "theo", "sử dụng", "dùng", "sở hữu", "tham gia", "lên", "đưa lên",
    "trên", "qua", "với", "bằng", "là", "từ", "thuộc", "do", "mở", "đã mở", "tạo", "đăng ký", "kích hoạt", "cài đặt",
    "đã kích hoạt", "phát sinh", "thành công", "một", "ít nhất", "trở lên", "toàn", "chia ra", "cụ thể", "tiếp cận",
    "hoạt động của", "thông tin", "thông tin chung", "số liệu chung", "người sử dụng", "chuyển đổi số", "nội bộ",
    "triển khai", "kiện toàn", "đã kiện toàn", "nghiệp vụ", "tạo lập", "mua bán", "trong", "lượng", "danh sách",
    "chung", "các đơn vị",
)  # fmt: skip

# indicator: (the ideas a heading must hold, those it may hold besides). "count" is let be everywhere.
RULES: Final[tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = tuple(
    (indicator, frozenset(needs.split()), frozenset(may.split()))
    for indicator, needs, may in (
        ("villages", "village", ""),
        ("teams", "team", "cumulative"),
        ("teams_village", "team village", "level cumulative"),
        ("teams_commune", "team commune", "level cumulative"),
        ("teams_district", "team district", "level cumulative"),
        ("teams_active", "team active", ""),
        ("teams_active", "team active village", "level"),
        ("members", "member", "team people cumulative"),
        ("members", "people team", "cumulative"),
        ("members_village", "member village", "team people level cumulative"),
        ("members_village", "people village team", "level cumulative"),
        ("members_commune", "member commune", "team people level cumulative"),
        ("members_commune", "people commune team", "level cumulative"),
        ("members_trained", "member trained", "team people skill cumulative"),
        ("members_trained", "people trained team", "skill cumulative"),
        ("households", "household", ""),
        ("households_poor", "household poor", ""),
        ("households_near_poor", "household near_poor", ""),
        ("households_smartphone", "household phone", ""),
        ("households_poor_smartphone", "household poor phone", ""),
        ("households_near_poor_smartphone", "household near_poor phone", ""),
        ("households_trained", "household trained", "skill farm guided cumulative"),
        ("households_trained", "household skill", "farm guided cumulative"),
        ("digital_shops", "shop", "ecommerce cumulative"),
        ("epayment_accounts", "epay account", "cumulative"),
        ("ecommerce_accounts", "ecommerce account", "household farm cumulative"),
        ("ecommerce_products", "product ecommerce", "cumulative"),
        ("ecommerce_transactions", "transaction ecommerce", "cumulative"),
        ("people_guided", "guided people", "service skill period"),
        ("people_guided", "guided resident", "people service skill period visits"),
        ("people_guided", "guided visits", "people service skill period"),
        ("vneid_accounts", "vneid", "account resident people cumulative"),
        ("zalo_households", "household zalo", ""),
    )
)

# The quarterly village sheet: its codes, and the indicator that a code feeds (None: kept with the sheet alone).
VILLAGE_SHEET: Final[dict[str, str | None]] = {
    "CT01": "households", "CT02": None, "CT03": "households_poor", "CT04": "households_near_poor", "CT05": None,
    "CT06": None, "CT07": None, "CT08": None, "CT09": None, "CT10": None, "CT11": None, "CT12": "members_village",
    "CT13": "people_guided", "CT14": None,
}  # fmt: skip

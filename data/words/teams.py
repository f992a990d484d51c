"""What is said of teams, their members and their records."""

_LISTS = {
    "level": {
        "village": ("Tổ cấp thôn", "Village team"), "commune": ("Tổ cấp xã", "Commune team"),
        "district": ("Tổ cấp huyện", "District team"),
        "volunteer": ("Tổ thanh niên tình nguyện", "Youth volunteer team"), "school": ("Tổ trong trường học", "School team"),
    },
    "status": {
        "active": ("Đang hoạt động", "In operation"), "paused": ("Tạm dừng", "Paused"),
        "dissolved": ("Đã giải thể", "Dissolved"), "unknown": ("Chưa rõ", "Not known"),
    },
    "seat": {
        "village_head": ("Trưởng thôn", "Head of the village"), "youth": ("Đoàn Thanh niên", "Youth Union"),
        "women": ("Hội Phụ nữ", "Women's Union"), "farmers": ("Hội Nông dân", "Farmers' Union"),
        "police": ("Công an", "Police"), "official": ("Cán bộ, công chức", "Official"),
        "company": ("Doanh nghiệp viễn thông, bưu chính", "Telecom or post company"), "other": ("Khác", "Other"),
    },
    "content": {
        "services": ("Dịch vụ công trực tuyến", "Online public services"),
        "payment": ("Thanh toán không dùng tiền mặt", "Cashless payment"),
        "shopping": ("Mua bán trên sàn TMĐT Việt Nam", "Vietnamese e-commerce platforms"),
        "safety": ("Bảo vệ bản thân và gia đình trên mạng", "Protecting oneself and family online"),
        "finding": ("Tìm kiếm thông tin", "Finding information"),
        "vneid": ("Cài đặt VNeID, kích hoạt tài khoản", "VNeID, account activated"),
    },
    "task": {
        "tell": ("Tuyên truyền tới hộ gia đình", "Telling families"),
        "guide": ("Hướng dẫn nền tảng số, kỹ năng số", "Guiding on platforms and skills"),
        "answer": ("Hỗ trợ tương tác với chính quyền", "Helping people deal with the authorities"),
    },
    "grade": {
        "1": ("Cần hỗ trợ", "Needs help"), "2": ("Tự làm được", "Does it alone"),
        "3": ("Hướng dẫn được người khác", "Can guide others"), "none": ("Chưa đánh giá", "Not assessed"),
    },
    "difficulty": {
        "skills": ("Kỹ năng số của thành viên còn hạn chế", "Members' own digital skills"),
        "posts": ("Thành viên kiêm nhiệm, ít thời gian", "Other posts, little time"),
        "funds": ("Thiếu kinh phí, thiết bị", "No money or equipment"),
        "people": ("Người dân thiếu điện thoại, mạng hoặc còn e ngại", "People without phones, network or confidence"),
        "other": ("Khó khăn khác", "Other difficulties"),
    },
    "form": {
        "in_person": ("Trực tiếp", "In person"), "online": ("Trực tuyến", "Online"),
        "both": ("Trực tiếp và trực tuyến", "In person and online"),
    },
    "supply": {
        "allowance": ("Kinh phí hỗ trợ", "Allowance"), "phone": ("Điện thoại", "Phone"),
        "equipment": ("Thiết bị", "Equipment"), "material": ("Tài liệu", "Material"),
    },
    "gap": {
        "untrained": ("Chưa ai được tập huấn", "Nobody trained"), "inactive": ("Không hoạt động", "Inactive"),
        "one_person": ("Chỉ có một người", "One person"), "no_young": ("Không có thành viên trẻ", "No young member"),
        "unassessed": ("Chưa ai được đánh giá", "Nobody assessed"),
        "incomplete": ("Chưa đủ thành phần khuyến nghị", "Not composed as recommended"),
        "paper": ("Chỉ có trên giấy", "On paper alone"), "unknown": ("Chưa có thông tin hoạt động", "Activity not known"),
    },
    "check": {
        "village_head": ("Có trưởng thôn, tổ trưởng tổ dân phố", "The head of the village is a member"),
        "youth_deputy": ("Tổ phó là cán bộ, đoàn viên Đoàn Thanh niên", "A deputy is of the Youth Union"),
        "youth": ("Có đại diện chi đoàn", "The Youth Union is represented"),
        "women": ("Có đại diện Hội Phụ nữ", "The Women's Union is represented"),
        "official": ("Có cán bộ, công chức xã", "A commune official is a member"),
        "size": ("Có ít nhất {minimum} người", "At least {minimum} people"),
        "group_size": ("Mỗi nhóm từ {minimum} người", "Groups of {minimum} and more"),
        "village_covered": ("Phụ trách ít nhất {minimum} thôn, tổ dân phố", "Serves at least {minimum} village"),
        "chi_doan_covered": ("Mỗi chi đoàn ít nhất {minimum} tổ", "At least {minimum} team a chi đoàn"),
    },
}  # fmt: skip

WORDS = {f"teams.{name}.{code}": texts for name, entries in _LISTS.items() for code, texts in entries.items()} | {
    "teams.unknown_gap": ("Không có bộ lọc hay cách sắp xếp “{word}”.", "There is no filter or order “{word}”."),
    "teams.no_person": ("Không tìm thấy người có mã “{person}”.", "There is nobody with the id “{person}”."),
    "teams.named_in_draft": (
        "Bản nháp {draft} còn nhắc đến người này. Hãy công bố hoặc bỏ bản nháp rồi xóa lại.",
        "The draft {draft} still names this person. Publish or discard it, then erase again.",
    ),
    "teams.said_found": ("Có {total} tổ.", "{total} teams."),
    "teams.said_exported": ("Đã ghi dữ liệu của {person} vào {path}.", "Wrote what is held of {person} to {path}."),
    "teams.said_erased": (
        "Đã xóa dữ liệu cá nhân của {person} khỏi {releases} bản phát hành và {drafts} bản nháp; các số đếm không đổi.",
        "Erased the personal data of {person} from {releases} releases and {drafts} drafts; the counts are as before.",
    ),
    "teams.said_overdue": (
        "{people} người đã rời tổ quá {months} tháng mà dữ liệu cá nhân vẫn còn lưu.",
        "{people} people left more than {months} months ago and their personal data is still kept.",
    ),
    "teams.bad_months": (
        "“{text}” không phải số tháng. Hãy đặt {setting} là số nguyên từ 1 đến 600.",
        "“{text}” is no number of months. Set {setting} to a whole number from 1 to 600.",
    ),
    "teams.bad_rule": (
        "Quy tắc “{rule}” thiếu ngày, nguồn, cấp tổ hoặc con số tối thiểu. Hãy điền đủ rồi lưu lại.",
        "The rule “{rule}” lacks its date, source, level of teams or minimum. Fill these in and save again.",
    ),
}

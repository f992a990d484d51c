"""Names and explanations of the measures that are counted in the records of teams and members."""

_CONTENTS = {
    "services": ("dịch vụ công trực tuyến", "online public services"),
    "payment": ("thanh toán không dùng tiền mặt", "cashless payment"),
    "shopping": ("mua bán trên sàn thương mại điện tử Việt Nam", "buying and selling on Vietnamese platforms"),
    "safety": ("bảo vệ bản thân và gia đình trên mạng", "protecting oneself and family online"),
    "finding": ("tìm kiếm thông tin", "finding information"),
    "vneid": ("cài đặt VNeID, kích hoạt tài khoản", "installing VNeID and activating the account"),
}
_DIFFICULTIES = {
    "skills": ("kỹ năng số của thành viên còn hạn chế", "members' own digital skills"),
    "posts": ("thành viên kiêm nhiệm, ít thời gian", "other posts, little time"),
    "funds": ("thiếu kinh phí, thiết bị", "no money or equipment"),
    "people": ("người dân thiếu điện thoại, mạng hoặc còn e ngại", "people without phones, network or confidence"),
    "other": ("khó khăn khác", "other difficulties"),
}

# as the list of measures names them: what a heading holds, the explanation says in full
_ABLE = {
    "services": ("Thạo dịch vụ công", "Able: public services"),
    "payment": ("Thạo thanh toán số", "Able: payment"),
    "shopping": ("Thạo mua bán trên sàn", "Able: buying and selling"),
    "safety": ("Thạo tự bảo vệ trên mạng", "Able: protecting oneself"),
    "finding": ("Thạo tìm thông tin", "Able: finding information"),
    "vneid": ("Thạo VNeID", "Able: VNeID"),
}
_HELD_BACK = {
    "skills": ("Khó khăn: kỹ năng", "Held back: skills"),
    "posts": ("Khó khăn: kiêm nhiệm", "Held back: other posts"),
    "funds": ("Khó khăn: kinh phí", "Held back: money"),
    "people": ("Khó khăn: người dân", "Held back: residents"),
    "other": ("Khó khăn: khác", "Held back: other"),
}

# code: (short name, what it tells, how it is computed), each in Vietnamese and English
_MEASURES = {
    "composition": (
        ("Tổ đủ thành phần khuyến nghị", "Teams composed as recommended"),
        (
            "Bao nhiêu phần tổ cấp thôn có đủ thành phần mà văn bản khuyến nghị. Đây là khuyến nghị, không phải kết luận "
            "về chất lượng của tổ.",
            "How many of the village teams have the members that the letters recommend. It is a recommendation, no verdict.",
        ),
        (
            "Số tổ cấp thôn đạt mọi khuyến nghị về thành phần ÷ số tổ cấp thôn đã biết rõ thành phần",
            "Village teams that meet every recommendation on composition ÷ village teams whose composition is known",
        ),
    ),
    "people_trained": (
        ("Người đã tập huấn (theo danh sách)", "People trained (by the records)"),
        (
            "Bao nhiêu phần thành viên các cấp đã được tập huấn, theo danh sách; mỗi người tính một lần dù tham gia nhiều "
            "tổ hoặc dự nhiều lớp.",
            "How many of the members of all levels have been trained, by the records; each person counts once, however "
            "many teams or courses.",
        ),
        (
            "Số người đã dự tập huấn ÷ số thành viên đã biết có được tập huấn hay chưa",
            "Distinct people trained ÷ distinct members of whom it is known",
        ),
    ),
    "people_assessed": (
        ("Thành viên đã được đánh giá", "Members assessed"),
        (
            "Bao nhiêu phần thành viên đã được đánh giá năng lực theo sáu nội dung. Chưa đánh giá không có nghĩa là yếu.",
            "How many of the members were assessed on the six contents. Not assessed does not mean weak.",
        ),
        (
            "Số thành viên được đánh giá ít nhất một nội dung ÷ số thành viên trong danh sách",
            "Members assessed on at least one content ÷ members listed",
        ),
    ),
    "other_posts": (
        ("Thành viên kiêm nhiệm từ hai việc", "Members with two or more other posts"),
        (
            "Bao nhiêu phần thành viên đang giữ từ hai chức vụ khác trở lên.",
            "How many of the members hold two or more other posts.",
        ),
        (
            "Số thành viên giữ từ hai chức vụ khác ÷ số thành viên đã biết việc kiêm nhiệm",
            "Members with two or more other posts ÷ members of whom it is known",
        ),
    ),
    "paper_teams": (
        ("Tổ chỉ có trên giấy", "Teams on paper alone"),
        (
            "Bao nhiêu phần tổ cấp thôn không có dấu hiệu hoạt động nào được ghi nhận: 90 ngày không hoạt động, chưa ai "
            "được tập huấn, không có hộ nào trong nhóm.",
            "How many of the village teams show no sign of life on record: nothing done in 90 days, nobody trained, no "
            "household in a group.",
        ),
        (
            "Số tổ không có cả ba dấu hiệu ÷ số tổ đã biết về hoạt động và tập huấn",
            "Teams without any of the three signs ÷ teams of which activity and training are known",
        ),
    ),
    "guided_per_member": (
        ("Lượt người được hướng dẫn trên mỗi thành viên", "People guided per member"),
        (
            "Mỗi thành viên tổ cấp thôn đã hướng dẫn bao nhiêu lượt người trong quý.",
            "How many people each member of a village team guided in the quarter.",
        ),
        (
            "Lượt người được hướng dẫn trong quý ÷ số thành viên tổ cấp thôn",
            "People guided in the quarter ÷ members of village teams",
        ),
    ),
    **{
        f"able_{code}": (
            _ABLE[code],
            (
                f"Trong số thành viên đã được đánh giá, bao nhiêu phần tự làm được hoặc hướng dẫn được người khác về nội "
                f"dung {vi}.",
                f"How many of the members assessed on it manage this alone or guide others: {en}.",
            ),
            (
                f"Số thành viên tự làm được trở lên ÷ số thành viên được đánh giá ({vi})",
                f"Members who manage alone or better ÷ members assessed ({en})",
            ),
        )
        for code, (vi, en) in _CONTENTS.items()
    },
    **{
        f"difficulty_{code}": (
            _HELD_BACK[code],
            (
                f"Trong số tổ cấp thôn có báo cáo trong quý, bao nhiêu phần nêu khó khăn: {vi}.",
                f"How many of the village teams that reported in the quarter named this difficulty: {en}.",
            ),
            (
                f"Số tổ nêu khó khăn này ÷ số tổ có báo cáo trong quý ({vi})",
                f"Teams that named it ÷ teams that reported in the quarter ({en})",
            ),
        )
        for code, (vi, en) in _DIFFICULTIES.items()
    },
}

WORDS = {
    f"measures.{code}.{part}": texts
    for code, all_texts in _MEASURES.items()
    for part, texts in zip(("name", "plain", "formula"), all_texts, strict=True)
} | {
    "measures.unit.guided_per_member": ("lượt người/thành viên", "people per member"),
}

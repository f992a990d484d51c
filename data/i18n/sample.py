"""What is said of the illustration and while it is made."""

WORDS: dict[str, tuple[str, str]] = {
    "sample.title": (
        "Dữ liệu minh họa, được tạo ngẫu nhiên trên danh mục đơn vị hành chính thật; không phải số liệu báo cáo",
        "Illustration: drawn at random on the real list of administrative units; not reported figures",
    ),
    "sample.office": ("Không có đơn vị báo cáo", "No reporting office"),
    "sample.message": ("Dữ liệu minh họa ban đầu", "First illustration"),
    "sample.note.fixed": (
        "Số tổng đã công bố ({source}); phân bổ xuống xã, thôn là minh họa",
        "Published total ({source}); how it is divided over communes and villages is an illustration",
    ),
    "sample.step_villages": ("Đang tạo danh sách thôn, tổ dân phố minh họa", "Drawing the illustration's villages"),
    "sample.step_figures": ("Đang tạo số liệu minh họa theo quý", "Drawing the illustration's quarterly figures"),
    "sample.step_teams": ("Đang tạo tổ và thành viên minh họa", "Drawing the illustration's teams and members"),
}

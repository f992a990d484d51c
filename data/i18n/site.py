"""Words of the site of plain files."""

WORDS = {
    "site.skip": ("Đến phần số liệu", "Skip to the figures"),
    "site.other": ("English", "Tiếng Việt"),
    "site.formerly": ("tên cũ {name}", "formerly {name}"),
    "site.map": ("Bản đồ", "Map"),
    "site.tables": ("Bảng số liệu theo tỉnh", "Tables by province"),
    "site.table": ("Các xã, phường, đặc khu của {name}, {period}", "Communes of {name}, {period}"),
    "site.name": ("Đơn vị", "Unit"),
    "site.home": ("Về trang chính", "Back to the front page"),
    "site.data.text": (
        "Số liệu {period} của mọi tỉnh, mọi xã. CSV mở được bằng Excel; GeoJSON có một điểm cho mỗi đơn vị. Ô trống là chưa có hoặc "
        "không công bố; cột not_published nói ô nào.",
        "The figures of {period} for every province and commune. CSV opens in Excel; GeoJSON has one point for each unit. A blank is missing or "
        "not published; the column not_published says which.",
    ),
    "site.data.dictionary": ("Ý nghĩa các cột (CSV)", "What the columns mean (CSV)"),
    "site.data.terms": ("Điều kiện sử dụng (TXT)", "Terms of use (TXT)"),
    "site.privacy.text": (
        "Trang này không có tên, số điện thoại hay thông tin của bất kỳ ai, và không có số liệu của từng thôn. Số nhỏ hơn {limit} được ẩn. "
        "Trang không dùng cookie, không đếm lượt xem và không tải gì từ trang khác. Trang chỉ hỏi vị trí khi bạn bấm “Vị trí của tôi”. Vị trí "
        "và từ bạn gõ khi tìm xã không rời khỏi máy của bạn.",
        "This page holds no name, phone number or other data of any person, and no figures of single villages. Counts below {limit} are hidden. "
        "It sets no cookie, counts no visits and loads nothing from other sites. It asks where you are only when you press “My location”. The "
        "position and what you type to find a commune do not leave your device.",
    ),
    "site.not_ours": (
        "{folder} đã có nội dung khác. Hãy chọn thư mục mới, thư mục trống, hoặc thư mục của lần xuất trang trước.",
        "{folder} holds something else. Choose a new folder, an empty one, or that of an earlier site.",
    ),
    "site.said": (
        "Đã xuất trang ({files} tệp, {megabytes} MB) vào {folder}.",
        "The site ({files} files, {megabytes} MB) was written to {folder}.",
    ),
}

"""What is said of lists of teams when they are read, and the headings of our own."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "intake.problem.team_level": (
        "“{value}” không phải là cấp tổ đã biết. Ghi một trong: thôn, xã, huyện, thanh niên tình nguyện, trường học.",
        "“{value}” is no known level of a team. Write one of: thôn, xã, huyện, thanh niên tình nguyện, trường học.",
    ),
    "intake.problem.team_level_blank": (
        "Chưa ghi cấp tổ. Ghi một trong: thôn, xã, huyện, thanh niên tình nguyện, trường học.",
        "The level of the team is not told. Write one of: thôn, xã, huyện, thanh niên tình nguyện, trường học.",
    ),
    "intake.problem.team_status": (
        "“{value}” không phải là trạng thái đã biết. Ghi một trong: hoạt động, tạm dừng, giải thể.",
        "“{value}” is no known state of a team. Write one of: hoạt động, tạm dừng, giải thể.",
    ),
    "intake.problem.team_platform": (
        "“{value}” không phải là nền tảng đã biết. Ghi một trong: Zalo, Facebook, Viber, Telegram; đường dẫn ghi ở cột riêng.",
        "“{value}” is no known platform. Write one of: Zalo, Facebook, Viber, Telegram; the link has its own column.",
    ),
    "intake.problem.team_day": (
        "“{value}” không phải là ngày hợp lệ. Ghi đủ ngày/tháng/năm, từ năm 2015 đến ngày số liệu.",
        "“{value}” is no valid day. Write day/month/year, from 2015 to the date of the figures.",
    ),
    "intake.problem.team_order": (
        "Ngày “{value}” trước ngày thành lập. Kiểm tra hai ngày.",
        "The day “{value}” comes before the team was founded. Check both days.",
    ),
    "intake.problem.team_text": (
        "Nội dung quá 300 ký tự, hoặc có số điện thoại hay số giấy tờ. Rút ngắn, bỏ số đó rồi gửi lại.",
        "The text is longer than 300 characters, or holds a telephone or document number. Shorten it, take the number out.",
    ),
    "intake.problem.team_twice": (
        "“{name}” đã có ở trang “{sheet}”, hàng {first}. Giữ lại một hàng, hoặc ghi tên từng tổ cho rõ.",
        "“{name}” stands already in sheet “{sheet}”, row {first}. Keep one row, or name the teams apart.",
    ),
    "intake.problem.team_differs": (
        "{name}: “{value}” khác với hàng {first} của cùng tổ. Ghi thống nhất.",
        "{name}: “{value}” differs from row {first} of the same team. Write the same in both.",
    ),
    "intake.problem.team_no_village": (
        "Tổ cấp thôn nhưng không ghi thôn; tổ được đưa vào xã và không tính vào tỷ lệ thôn có tổ. Bổ sung thôn nếu biết.",
        "A village team without a village: it is listed in the commune and covers no village. Name the village if known.",
    ),
    "intake.problem.team_serves": (
        "“{value}” không nêu tên thôn phụ trách; không đọc. Liệt kê tên từng thôn, cách nhau bằng dấu phẩy.",
        "“{value}” names no villages; it is not read. List each village, with commas between.",
    ),
    "intake.problem.team_column": (
        "Cột “{heading}” là số liệu của địa bàn, không phải của tổ; không đọc từ danh sách tổ. Nộp bằng biểu tổng hợp.",
        "Column “{heading}” counts the area, not the team; it is not read from a list of teams. Send it as a summary.",
    ),
    # what a team without a name is called
    "intake.team.village": ("Tổ công nghệ số cộng đồng {of}", "Digital technology team of {of}"),
    "intake.team.commune": ("Tổ công nghệ số cộng đồng {of}", "Digital technology team of {of}"),
    "intake.team.district": ("Tổ công nghệ số cộng đồng {of}", "Digital technology team of {of}"),
    "intake.team.volunteer": ("Tổ thanh niên tình nguyện {of}", "Youth volunteer team of {of}"),
    "intake.team.school": ("Tổ công nghệ số trường học {of}", "School team of {of}"),
    # our own list
    "intake.template.teams": ("Danh sách tổ - {province}", "List of teams - {province}"),
    "intake.template.teams.how": (
        "Mỗi tổ một hàng, mọi cấp. Cột hoặc ô để trống thì giữ nguyên nội dung đã công bố. Tổ TNTN và tổ trường học thuộc xã; chỉ ghi thôn khi tổ là của một thôn.",
        "One row a team, of any level. Columns and cells left blank leave what is published. Volunteer and school teams are of the commune; name a village only where the team is of one.",
    ),
    "intake.template.choose": ("Chọn một mục trong danh sách.", "Choose one of the list."),
    "intake.template.day": ("Ghi ngày/tháng/năm, từ 1/1/2015.", "Write day/month/year, from 1/1/2015."),
    "intake.template.level": ("Thôn,Xã,Huyện,Thanh niên tình nguyện,Trường học",) * 2,
    "intake.template.status": ("Hoạt động,Tạm dừng,Giải thể",) * 2,
    "intake.template.group_platform": ("Zalo,Facebook,Viber,Telegram",) * 2,
    **{
        f"intake.team_heading.{name}": texts
        for name, texts in {
            "name": ("Tên tổ", "Name of the team"),
            "level": ("Loại hình tổ", "Level of the team"),
            "commune": ("Xã, phường, thị trấn", "Commune"),
            "village": ("Thôn, tổ dân phố", "Village"),
            "villages": ("Các thôn phụ trách", "Villages served"),
            "union_branch": ("Chi đoàn", "Youth Union branch"),
            "members": ("Số thành viên", "Members"),
            "trained": ("Số thành viên được tập huấn", "Members trained"),
            "subgroups": ("Số nhóm (từ 2 người)", "Groups within the team"),
            "status": ("Trạng thái", "Status"),
            "decision": ("Số quyết định", "Decision"),
            "decided": ("Ngày quyết định", "Day of the decision"),
            "founded": ("Ngày thành lập", "Founded"),
            "reorganised": ("Ngày kiện toàn", "Reorganised"),
            "dissolved": ("Ngày giải thể", "Dissolved"),
            "group_platform": ("Nền tảng nhóm", "Platform of the group"),
            "group_link": ("Đường dẫn nhóm", "Link of the group"),
            "zalo_households": ("Số hộ trong nhóm Zalo", "Households in the Zalo group"),
        }.items()
    },
}

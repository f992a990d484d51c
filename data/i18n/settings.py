"""Words of the settings: what each variable of the environment means, its usual value, and what it does not take."""

WORDS = {
    "settings.var.meaning": (
        "thư mục chứa các bản phát hành, bản nháp, tệp bản đồ và nhật ký",
        "the folder of releases, drafts, map files and logs",
    ),
    "settings.var.usual": ("`var/` cạnh tệp này", "`var/` beside this file"),
    "settings.var.wrong": (
        "{variable} = “{text}”: đây là một tệp, không phải thư mục. Hãy nêu một thư mục (tạo mới cũng được).",
        "{variable} = “{text}”: this is a file. Name a folder; it need not be there yet.",
    ),
    "settings.small.meaning": (
        "con số nhỏ nhất được công bố cho người dân (những gì không công bố)",
        "the least count that the public sees (what is not published)",
    ),
    "settings.small.usual": ("5", "5"),
    "settings.small.wrong": (
        "{variable} = “{text}”: con số nhỏ nhất được công bố phải là số nguyên từ {least} đến {most} (thường là 5).",
        "{variable} = “{text}”: the least count that is published must be a whole number from {least} to {most} "
        "(usually 5).",
    ),
    "settings.licence.meaning": (
        "giấy phép của dữ liệu mở: `cc-by-4.0`, `cc0-1.0` hoặc `odbl-1.0`",
        "the licence of the open data: `cc-by-4.0`, `cc0-1.0` or `odbl-1.0`",
    ),
    "settings.licence.usual": ("chưa chọn", "none chosen"),
    "settings.licence.wrong": (
        "{variable} = “{text}”: không có giấy phép này. Hãy chọn một trong: {known}.",
        "{variable} = “{text}”: no licence that is known. Choose one of: {known}.",
    ),
    "settings.audience.meaning": (
        "`public`: chỉ phục vụ trang công khai",
        "`public` serves the public page alone",
    ),
    "settings.audience.usual": (
        "mọi chức năng, chỉ cho chính máy này",
        "everything, to this machine only",
    ),
    "settings.audience.wrong": (
        "{variable} = “{text}”: chỉ nhận “public” hoặc để trống.",
        "{variable} = “{text}”: it takes “public” or nothing.",
    ),
    "settings.access.meaning": (
        "tệp nêu nhóm đăng nhập nào có vai trò gì (`deploy/access.toml`)",
        "the file that says which groups of the sign-in have which role (`deploy/access.toml`)",
    ),
    "settings.access.usual": ("không ai có vai trò", "nobody has one"),
    "settings.contact.meaning": (
        "một dòng trên trang công khai cho biết liên hệ với ai",
        "a line on the public page that says whom to ask",
    ),
    "settings.contact.usual": ("không có", "none"),
    "settings.people_months.meaning": (
        "số tháng lưu dữ liệu cá nhân của thành viên đã rời tổ (tổ và thành viên)",
        "how many months a former member's data is kept (teams and people)",
    ),
    "settings.people_months.usual": ("24", "24"),
    "settings.people_months.wrong": (
        "{variable} = “{text}”: số tháng phải là số nguyên từ {least} đến {most} (thường là 24).",
        "{variable} = “{text}”: the number of months must be a whole number from {least} to {most} (usually 24).",
    ),
    "settings.lang.meaning": (
        "ngôn ngữ của các lệnh, `vi` hoặc `en`, khi không có `--lang`",
        "the language of commands, `vi` or `en`, where `--lang` is not given",
    ),
    "settings.lang.usual": ("`vi`", "`vi`"),
    "settings.lang.wrong": (
        "{variable} = “{text}”: ngôn ngữ phải là một trong: {known}.",
        "{variable} = “{text}”: the language must be one of: {known}.",
    ),
    "settings.misspelt": (
        "{variable}: không có biến này, có lẽ là {meant}. Hãy sửa tên hoặc bỏ biến.",
        "{variable}: there is no such variable; perhaps {meant} is meant. Correct the name, or unset it.",
    ),
}

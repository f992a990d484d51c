"""Words of who may see and do what."""

WORDS = {
    "access.not_for_you": (
        "Phần này dành cho cán bộ có nhiệm vụ. Bạn có thể xem trang tiến độ công khai.",
        "This is for staff who need it. You can open the public progress page.",
    ),
    "access.not_public_command": (
        "Bản cài đặt này chỉ phục vụ công chúng (CNSCD_AUDIENCE=public), không chạy lệnh “{command}” với dữ liệu nội bộ.",
        "This installation serves the public alone (CNSCD_AUDIENCE=public) and does not run “{command}” on internal data.",
    ),
    "access.out_of_area": (
        "{unit} không thuộc địa bàn bạn phụ trách nên không thể thực hiện. Hãy chuyển cho cán bộ của địa bàn đó "
        "hoặc quản trị viên.",
        "{unit} is outside the area you are responsible for, so this cannot be done. Hand it to the staff of that "
        "area or to an administrator.",
    ),
    "access.role.viewer": ("Ban Chỉ đạo", "Committee"),
    "access.role.planner": ("Cán bộ chuyên trách", "Planner"),
    "access.role.administrator": ("Quản trị viên", "Administrator"),
    "access.sign_in": ("Cán bộ đăng nhập", "Staff sign-in"),
    "access.sign_out": ("Đăng xuất", "Sign out"),
    "access.area": ("Địa bàn: {units}", "Area: {units}"),
    "access.no_role": (
        "Tài khoản {name} đã đăng nhập nhưng chưa được giao quyền; chỉ xem được trang công khai. Hãy liên hệ quản trị viên.",
        "{name} is signed in but has no role here and sees the public page only. Please ask an administrator.",
    ),
    "access.until": ("Phiên làm việc đến {time}", "Signed in until {time}"),
    "access.local": ("Quản trị trên máy này", "Administrator, this machine"),
    "access.local.what": (
        "Chưa thiết lập đăng nhập: ứng dụng chỉ nhận kết nối từ chính máy này, và người ngồi trước máy có quyền quản trị.",
        "No sign-in is set up: the app answers this machine alone, and whoever sits at it is its administrator.",
    ),
    "access.start.not_local": (
        "Chưa thiết lập đăng nhập mà địa chỉ là “{address}”, nên ai cũng thành quản trị viên. Hãy dùng "
        "--server.address localhost, hoặc CNSCD_AUDIENCE=public, hoặc thiết lập đăng nhập (SECURITY.md).",
        "No sign-in is set up and the address is “{address}”, so anybody would be administrator. Use "
        "--server.address localhost, or CNSCD_AUDIENCE=public, or set up a sign-in (SECURITY.md).",
    ),
    "access.start.weak_secret": (
        "cookie_secret trong [auth] phải là chuỗi ngẫu nhiên từ 32 ký tự trở lên.",
        "cookie_secret in [auth] must be a random text of 32 characters or more.",
    ),
    "access.start.refused": (
        "Không khởi động. Hãy sửa các điểm sau rồi chạy lại:",
        "Not started. Put these right, then start again:",
    ),
    "access.start.nobody": (
        "Đăng nhập đã thiết lập nhưng CNSCD_ACCESS chưa nêu tệp phân quyền: mọi người chỉ xem được trang công khai.",
        "A sign-in is set up but CNSCD_ACCESS names no file of roles: everybody sees the public page only.",
    ),
    "access.rules.unreadable": (
        "Không đọc được tệp phân quyền {file}: {reason}.",
        "The file of roles {file} cannot be read: {reason}.",
    ),
    "access.rules.not_toml": (
        "Tệp phân quyền {file} không phải TOML hợp lệ: {reason}.",
        "The file of roles {file} is no valid TOML: {reason}.",
    ),
    "access.rules.minutes": (
        "{file}: session_minutes phải là số phút nguyên từ 1 đến 10080.",
        "{file}: session_minutes must be a whole number of minutes from 1 to 10080.",
    ),
    "access.rules.entry": (
        "{file}: không hiểu mục “{entry}”. Mỗi [[grant]] gồm group, role (viewer, planner, administrator) và units.",
        "{file}: “{entry}” is not understood. A [[grant]] has group, role (viewer, planner, administrator) and units.",
    ),
    "access.rules.units": (
        "{file}: nhóm “{entry}”: planner phải có units, vai trò khác thì không.",
        "{file}: group “{entry}”: a planner needs units, other roles have none.",
    ),
    "access.rules.unit": (
        '{file}: nhóm “{entry}”: không có đơn vị “{unit}”. Viết mã tỉnh hoặc xã, ví dụ "20" hoặc "2024:06".',
        '{file}: group “{entry}”: there is no unit “{unit}”. Write the code of a province or commune, such as "20" or "2024:06".',
    ),
}

"""Words of the public page."""

WORDS = {
    "public.title": (
        "Tổ công nghệ số cộng đồng giúp bạn làm thủ tục, thanh toán, mua bán trên mạng",
        "Community digital teams help you with procedures, payments and shopping online",
    ),
    "public.search": ("Tìm xã của bạn (tên cũ cũng được)", "Find your commune (old names work too)"),
    "public.search.none": (
        "Không tìm thấy “{text}”. Hãy thử tên xã, phường cũ hoặc tên tỉnh.",
        "Nothing was found for “{text}”. Try the old name of the commune, or the province.",
    ),
    "public.search.choose": ("Chọn nơi bạn ở", "Choose where you live"),
    "public.where.button": ("Vị trí của tôi", "My location"),
    "public.where.looking": ("Đang tìm những xã gần bạn…", "Looking for communes near you…"),
    "public.where.choose": (
        "Bạn ở xã nào? Vị trí của các xã chỉ là gần đúng, nên hãy tự chọn. Không thấy xã của bạn thì hãy tìm theo tên.",
        "Which commune are you in? The points of communes are approximate, so please choose. If yours is not here, search by name.",
    ),
    "public.where.rough": (
        "Máy của bạn chỉ biết vị trí trong khoảng {km} km.",
        "Your device knows the position to within {km} km only.",
    ),
    "public.where.away": ("cách khoảng {km} km", "about {km} km away"),
    "public.where.outside": (
        "Bạn đang ở ngoài Việt Nam hoặc ở xa mọi xã (xã gần nhất cách khoảng {km} km). Hãy tìm theo tên xã.",
        "You are outside Việt Nam, or far from every commune (the nearest is about {km} km away). Please search by name.",
    ),
    "public.where.refused": (
        "Trình duyệt không được phép cho biết vị trí. Hãy cho phép trong cài đặt của trang này, hoặc tìm theo tên xã.",
        "The browser is not allowed to tell the position. Allow it in the settings of this page, or search by name.",
    ),
    "public.where.insecure": (
        "Trình duyệt chỉ cho biết vị trí trên trang có địa chỉ bắt đầu bằng https. Hãy tìm theo tên xã.",
        "Browsers tell the position only to pages whose address begins with https. Please search by name.",
    ),
    "public.where.unavailable": (
        "Máy của bạn không cho biết được vị trí. Hãy tìm theo tên xã.",
        "Your device cannot tell its position. Please search by name.",
    ),
    "public.where.slow": (
        "Chưa tìm được vị trí sau 20 giây. Hãy thử lại ngoài trời, hoặc tìm theo tên xã.",
        "No position was found within 20 seconds. Try again outdoors, or search by name.",
    ),
    "public.where.failed": (
        "Không tải được danh sách xã. Hãy kiểm tra kết nối và thử lại.",
        "The list of communes could not be loaded. Check the connection and try again.",
    ),
    "public.where.thousand": (".", ","),
    "public.coverage": ("thôn, tổ dân phố có tổ giúp dân", "of the villages have a team that helps"),
    "public.skills": ("hộ đã được hướng dẫn kỹ năng số", "households have been shown digital skills"),
    "public.gap": ("hộ chưa có điện thoại thông minh", "households have no smartphone yet"),
    "public.change.same": ("như một năm trước", "as one year before"),
    "public.change.up": ("tăng từ {before} lên {now} trong một năm", "up from {before} to {now} in a year"),
    "public.change.down": ("giảm từ {before} xuống {now} trong một năm", "down from {before} to {now} in a year"),
    "public.units": ("số liệu của {n}/{N} xã", "figures of {n} of {N} communes"),
    "public.whole.province": ("cả tỉnh {value}", "the province {value}"),
    "public.whole.country": ("cả nước {value}", "the country {value}"),
    "public.trend": ("Diễn biến: {since} {first}, {until} {last}.", "Over time: {since} {first}, {until} {last}."),
    "public.none": ("chưa có số liệu", "no data yet"),
    "public.tenth": ("{n}/10", "{n} in 10"),
    "public.tenth.spoken": ("{n} trên 10", "{n} in 10"),
    "public.back": ("Xem cả nước", "See the whole country"),
    "public.summary.hidden": (
        "{missing} trong {all} {units} chưa có số liệu, {hidden} không công bố; {extremes}.",
        "{missing} of {all} {units} have no data, {hidden} are not published; {extremes}.",
    ),
    "public.what": ("Tổ công nghệ số cộng đồng là gì?", "What are these teams?"),
    "public.what.text": (
        "Mỗi thôn, tổ dân phố thường có một tổ gồm trưởng thôn, đoàn viên thanh niên và người dân. Các thành viên đến từng nhà hướng dẫn "
        "dùng dịch vụ công trực tuyến, thanh toán không dùng tiền mặt, mua bán trên sàn thương mại điện tử Việt Nam, tự bảo vệ mình trên mạng, "
        "tìm thông tin và cài đặt VNeID. Việc hướng dẫn không mất tiền.",
        "Most villages have a team of the village head, Youth Union members and residents. Its members go from door to door and show how to use "
        "online public services, cashless payment, Vietnamese e-commerce platforms and VNeID, how to find information and how to stay safe "
        "online. Their help is free.",
    ),
    "public.help": ("Cần giúp thì hỏi ai?", "Where to get help"),
    "public.help.text": (
        "- **Trong thôn, tổ dân phố:** hỏi trưởng thôn hoặc tổ trưởng tổ dân phố để gặp tổ công nghệ số cộng đồng.\n"
        "- **Ở xã, phường:** đến nơi tiếp nhận hồ sơ của Ủy ban nhân dân xã, phường; cán bộ ở đó giúp nộp hồ sơ trực tuyến.\n"
        "- **Trên mạng:** Cổng Dịch vụ công quốc gia, [dichvucong.gov.vn](https://dichvucong.gov.vn).\n\n"
        "Thành viên của tổ không bao giờ hỏi mật khẩu hay mã OTP của bạn.",
        "- **In the village:** ask the village head for the community digital team.\n"
        "- **In the commune:** go to the desk of the People's Committee that takes applications; its staff help with online ones.\n"
        "- **Online:** the national public service portal, [dichvucong.gov.vn](https://dichvucong.gov.vn).\n\n"
        "Members of a team never ask for your password or a one-time code.",
    ),
    "public.method": ("Cách tính và nguồn", "Method and sources"),
    "public.method.text": (
        "Số liệu là tổng hợp báo cáo của địa phương theo quý. Nơi chưa báo cáo là “chưa có số liệu”, không tính là 0. "
        "Số nhỏ hơn {limit} không được công bố; một số đơn vị bên cạnh cũng được ẩn để không ai tính ngược lại được.",
        "The figures are put together from the reports of local offices, by quarter. Where nothing was reported there is “no data”, not 0. "
        "Counts below {limit} are not published; some units beside them are hidden too, so that nobody can work them out.",
    ),
    "public.method.sources": ("Nguồn, {period}: {sources}.", "Sources, {period}: {sources}."),
    "public.data": ("Tải dữ liệu mở", "Open data"),
    "public.data.text": (
        "Số liệu {period} của mọi tỉnh, mọi xã. CSV mở được bằng Excel; GeoJSON có một điểm cho mỗi đơn vị. Mỗi cột mang tên chỉ số; "
        "ô trống là chưa có hoặc không công bố, cột not_published nói ô nào.",
        "The figures of {period} for every province and commune. CSV opens in Excel; GeoJSON has one point for each unit. Each column is "
        "named for its indicator; a blank is missing or not published, and the column not_published says which.",
    ),
    "public.data.licence": ("Điều kiện sử dụng", "Terms of use"),
    "public.data.file": ("{level} ({form})", "{level} ({form})"),
    "public.privacy": ("Quyền riêng tư", "Privacy"),
    "public.privacy.text": (
        "Trang này không có tên, số điện thoại hay thông tin của bất kỳ ai, và không có số liệu của từng thôn. Số nhỏ hơn {limit} được ẩn.\n\n"
        "Trang chỉ hỏi vị trí khi bạn bấm “Vị trí của tôi”; vị trí được so với danh sách xã ngay trên máy của bạn và không được gửi đi. "
        "Trang không đếm lượt xem, không dùng cookie để theo dõi và không tải gì từ trang khác. Một cookie giữ cho "
        "phiên làm việc an toàn và mất đi khi bạn đóng trình duyệt. Từ bạn gõ khi tìm xã chỉ dùng để tìm và không được lưu.",
        "This page holds no name, phone number or other data of any person, and no figures of single villages. Counts below {limit} are hidden.\n\n"
        "It asks where you are only when you press “My location”; your device compares the position with a list of communes and sends it "
        "nowhere. It counts no visits, follows nobody with cookies and loads nothing from other sites. One cookie keeps the "
        "session safe and goes when you close the browser. What you type to find a commune is used for that alone and is not kept.",
    ),
}

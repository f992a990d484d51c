"""Words of the team finder, of a team's page and of the difficulties page."""

_FINDER = {
    "title": ("Tìm tổ", "Find teams"),
    "note": (
        "Lọc theo nơi, cấp, trạng thái và những gì còn thiếu; bấm vào một dòng để mở trang của tổ.",
        "Filter by place, level, status and what is missing; choose a row to open the team's page.",
    ),
    "province": ("Tỉnh, thành phố", "Province"), "every.province": ("Cả nước", "Whole country"),
    "district": ("Huyện, quận", "District"), "every.district": ("Tất cả huyện", "All districts"),
    "commune": ("Xã, phường", "Commune"), "every.commune": ("Tất cả xã, phường", "All communes"),
    "text": ("Tên tổ", "Team's name"), "text.example": ("Một phần của tên", "A part of the name"),
    "gaps": ("Còn thiếu (chọn nhiều: tổ thiếu tất cả những điều này)",
             "What is missing (choose several: teams that lack all of these)"),
    "levels": ("Cấp của tổ", "Level"), "statuses": ("Trạng thái", "Status"), "any": ("Tất cả", "Any"),
    "difficulty": ("Khó khăn nêu trong quý gần nhất", "Difficulty named in the last quarter"),
    "days": ("Không hoạt động sau", "Inactive after"), "days.n": ("{n} ngày", "{n} days"),
    "further": ("Lọc thêm", "More filters"), "further.on": ("Lọc thêm ({n})", "More filters ({n})"),
    "sort": ("Sắp xếp theo", "Order by"),
    "sort.name": ("Tên", "Name"), "sort.members": ("Số thành viên", "Members"),
    "sort.trained": ("Tỷ lệ đã tập huấn", "Share trained"), "sort.last_active": ("Hoạt động gần nhất", "Last active"),
    "sort.founded": ("Ngày thành lập", "Founded"), "sort.gaps": ("Số điều còn thiếu", "Number of gaps"),
    "sort.group": ("Hộ trong nhóm", "Households in the group"), "sort.guided": ("Lượt người được hướng dẫn", "People guided"),
    "rising": ("Tăng dần", "Rising"), "falling": ("Giảm dần", "Falling"),
    "layout": ("Cách xem", "Layout"), "layout.list": ("Danh sách", "List"), "layout.side": ("Cạnh nhau", "Side by side"),
    "found": (
        "{place}: {n} tổ phù hợp, theo số liệu đến {day}. Tổ đã giải thể chỉ hiện khi chọn trạng thái đó.",
        "{place}: {n} teams match, as of {day}. Dissolved teams show only when that status is chosen.",
    ),
    "unplaced": (
        "Còn {count} tổ có thể thuộc đơn vị này: xã của các tổ đó đã chia tách, chưa rõ tổ về phần nào; không tính ở trên.",
        "{count} more teams may be of this unit: their commune was split and nobody told of which part they are; not counted above.",
    ),
    "found.paper": (
        "{place}: {n} trong {all} tổ chỉ có trên giấy, theo số liệu đến {day}.",
        "{place}: {n} of {all} teams exist on paper alone, as of {day}.",
    ),
    "paper": (
        "Một tổ bị coi là chỉ có trên giấy khi có cả ba dấu hiệu: {days} ngày không hoạt động, chưa ai được tập huấn, "
        "không có hộ nào trong nhóm. Đây là điều số liệu cho thấy, cần kiểm tra tại chỗ. Chưa có thông tin hoạt động "
        "của {unknown} tổ khác; các tổ này không bị coi là chỉ có trên giấy.",
        "A team counts as being on paper alone when all three signs are there: nothing done in {days} days, nobody "
        "trained, no household in a group. This is what the records show; it needs a look on the spot. Nothing is known "
        "of the activity of {unknown} other teams; these are not called so.",
    ),
    "none": ("Không có tổ nào phù hợp. Hãy bỏ bớt điều kiện lọc.", "No team matches. Take away a filter."),
    "place.none": ("chưa rõ nơi", "place not known"),
    "active.never": ("chưa ghi nhận", "none on record"), "active.unknown": ("chưa có thông tin", "not known"),
    "group.none": ("chưa ghi nhận nhóm", "no group on record"), "group.households": ("{n} hộ", "{n} households"),
    "sign.active": ("hoạt động gần nhất ngày {day}, cách đây {days} ngày", "last active on {day}, {days} days before"),
    "sign.active.day": ("hoạt động gần nhất ngày {day}", "last active on {day}"),
    "sign.active.none": ("chưa ghi nhận hoạt động nào", "no activity on record"),
    "sign.active.unknown": ("chưa có thông tin về hoạt động", "nothing is known of its activity"),
    "sign.trained": ("đã tập huấn {told} người", "{told} members trained"),
    "sign.group": ("nhóm mạng xã hội có {told}", "its online group has {told}"),
    "sign.group.none": ("chưa ghi nhận nhóm mạng xã hội", "no online group on record"),
    "column.rank": ("#", "#"), "column.name": ("Tổ", "Team"), "column.place": ("Nơi hoạt động", "Where"),
    "column.level": ("Cấp", "Level"), "column.status": ("Theo danh sách", "In the register"),
    "column.members": ("Thành viên", "Members"), "column.trained": ("Đã tập huấn", "Trained"),
    "column.active": ("Hoạt động gần nhất", "Last active"), "column.group": ("Nhóm Zalo", "Group"),
    "column.guided": ("Hướng dẫn 1 năm", "Guided in a year"), "column.gaps": ("Còn thiếu", "Missing"),
    "source": (
        "Nguồn: danh sách tổ, thành viên, lớp tập huấn và báo cáo hoạt động trong bản phát hành {release} · địa giới: "
        "{structure}",
        "Source: registers of teams, members and courses and reports of activity in release {release} · units: {structure}",
    ),
    "side.name": ("Tổ", "Team"), "side.level": ("Cấp", "Level"), "side.members": ("Thành viên", "Members"),
    "side.trained": ("Đã tập huấn", "Trained"), "side.young": ("Thành viên trẻ", "Young members"),
    "side.assessed": ("Đã đánh giá", "Assessed"), "side.active": ("Hoạt động gần nhất", "Last active"),
    "side.reports_year": ("Báo cáo 1 năm", "Reports in a year"),
    "side.guided_year": ("Hướng dẫn 1 năm", "Guided in a year"),
    "side.group_households": ("Hộ trong nhóm", "Households in group"),
    "side.lacks": ("có", "yes"), "side.has": ("không", "no"), "side.open": ("chưa đủ thông tin", "too little is known"),
    "side.note": (
        "● có điều còn thiếu · – không · ? chưa đủ thông tin. Thanh ngang so với tổ cùng cấp có nhiều nhất trong xã.",
        "● the gap is there · – it is not · ? too little is known. Bars compare with the highest of the commune at "
        "the same level.",
    ),
}  # fmt: skip

_TEAM = {
    "paper": (
        "Theo số liệu, tổ này chỉ có trên giấy: {signs}. Đây là điều số liệu cho thấy sau {days} ngày, không phải kết "
        "luận; cần kiểm tra tại chỗ.",
        "By the records this team exists on paper alone: {signs}. This is what they show after {days} days, no verdict; "
        "it needs a look on the spot.",
    ),
    "unknown": ("Chưa có thông tin về hoạt động của tổ, nên không thể nói tổ có hoạt động hay không.",
                "Nothing is known of the team's activity, so whether it works cannot be said."),
    "signs": ("Dấu hiệu hoạt động: {signs}.", "Signs of life: {signs}."),
    "guided_year": ("Lượt người được hướng dẫn trong một năm", "People guided in a year"),
    "seats": ("Thành viên theo nhiệm vụ và đại diện", "Members by role and by what they stand for"),
    "seats.none": ("Chưa có danh sách thành viên.", "There is no list of members."),
    "young": ("Thành viên trẻ", "Young members"), "two_posts": ("Kiêm từ hai việc khác", "Two or more other posts"),
    "open": ("chưa rõ", "not known"),
    "rules.none": ("Không có khuyến nghị nào cho tổ cấp này.", "There is no recommendation for teams of this level."),
    "rules.note": ("Khuyến nghị, không phải kết luận về tổ. Nguồn: {sources}.",
                   "A recommendation, no verdict on the team. Source: {sources}."),
    "logged": ("Dữ liệu cá nhân: mỗi lần xem được ghi vào nhật ký.", "Personal data: every reading is logged."),
    "difficulties": ("Khó khăn tổ đã nêu", "Difficulties that it named"),
    "span": ("từ {first}, gần nhất {last}", "since {first}, last in {last}"),
    "supplies": ("Hỗ trợ đã nhận", "What it received"), "amount": ("{n} đồng", "{n} đồng"),
    "quantity": ("số lượng {n}", "quantity {n}"),
    "sources": ("Nguồn: {sources} · số liệu đến {day} · bản phát hành {release}",
                "Source: {sources} · as of {day} · release {release}"),
    "grades": ("Năng lực thành viên theo sáu nội dung", "Members' proficiency on the six contents"),
    "grades.help": (
        "Số thành viên ở mỗi mức theo lần đánh giá gần nhất. Chưa đánh giá không có nghĩa là yếu.",
        "Members at each level by their latest assessment. Not assessed does not mean weak.",
    ),
    "grades.none": ("Chưa thành viên nào được đánh giá.", "No member was assessed yet."),
    "content.services": ("Dịch vụ công", "Public services"), "content.payment": ("Thanh toán", "Payment"),
    "content.shopping": ("Mua bán", "Shopping"), "content.safety": ("An toàn mạng", "Online safety"),
    "content.finding": ("Tìm thông tin", "Finding information"), "content.vneid": ("VNeID", "VNeID"),
    "activity": ("Lượt người được hướng dẫn theo quý", "People guided by quarter"),
    "activity.help": ("Theo báo cáo của tổ; quý không có báo cáo để trống, không phải bằng 0.",
                      "By the team's reports; a quarter without one is left open, it is not 0."),
    "activity.none": ("Tổ chưa có báo cáo hoạt động nào.", "The team has no report of its activity."),
    "activity.silent": ("không có báo cáo", "no report"),
    "activity.hover": ("%{x}: %{y} lượt người<br>%{customdata[0]} buổi, %{customdata[1]} hộ được đến thăm",
                       "%{x}: %{y} people<br>%{customdata[0]} sessions, %{customdata[1]} households visited"),
    "activity.sum": (
        "{n} trong {all} quý có báo cáo: {guided} lượt người được hướng dẫn, {sessions} buổi, {households_visited} lượt hộ "
        "được đến thăm.",
        "{n} of {all} quarters reported: {guided} people guided, {sessions} sessions, {households_visited} visits to "
        "households.",
    ),
    "trainings": ("Lớp tập huấn có thành viên dự", "Courses that members attended"),
    "trainings.none": ("Chưa ghi nhận thành viên nào dự lớp tập huấn.", "No member is on record as having attended one."),
    "course.day": ("Ngày", "Day"), "course.topics": ("Nội dung", "Topics"), "course.form": ("Hình thức", "Form"),
    "course.organiser": ("Đơn vị tổ chức", "Organiser"), "course.attended": ("Thành viên dự", "Members there"),
    "history": ("Quá trình", "History"),
    "event.founded": ("Thành lập", "Founded"), "event.decided": ("Ký quyết định", "Decision signed"),
    "event.reorganised": ("Kiện toàn", "Reorganised"), "event.dissolved": ("Giải thể", "Dissolved"),
    "event.last_active": ("Hoạt động gần nhất", "Last active"),
    "event.serves": ("Phụ trách {village}", "Serves {village}"),
    "event.left": ("Thôi phụ trách {village}", "Serves {village} no longer"),
}  # fmt: skip

_DIFFICULTIES = {
    "title": ("Điều gì đang cản trở các tổ", "What holds the teams back"),
    "note": (
        "Khó khăn do tổ cấp thôn nêu trong báo cáo hoạt động hằng quý: bốn nhóm đã biết và khó khăn khác.",
        "Difficulties that village teams name in their quarterly reports: four known kinds and others.",
    ),
    "now": ("{place}, {period}", "{place}, {period}"),
    "none": ("Nơi này chưa có báo cáo hoạt động trong quý.", "There is no report of activity here for this quarter."),
    "of": ("{n} trong {all} tổ có báo cáo", "{n} of {all} teams that reported"),
    "since": ("từ {period}; {n} tổ đã nêu", "since {period}; {n} teams ever named it"),
    "never": ("chưa tổ nào nêu", "never named"),
    "where": ("Nêu ở đâu: tỷ lệ tổ có báo cáo", "Where: share of the teams that reported"),
    "by": ("Khó khăn", "Difficulty"), "reporting": ("Tổ có báo cáo", "Reporting"),
    "short.skills": ("Kỹ năng", "Skills"), "short.posts": ("Kiêm nhiệm", "Other posts"),
    "short.funds": ("Kinh phí", "Funds"), "short.people": ("Người dân", "People"), "short.other": ("Khác", "Other"),
    "time": ("Từ khi nào: diễn biến theo quý", "Since when: quarter by quarter"),
    "other": ("Khó khăn khác, theo lời các tổ", "Other difficulties, in the teams' words"),
    "teams": ("Các tổ nêu khó khăn này", "Teams that name it"), "teams.n": ("{n} tổ", "{n} teams"),
    "map": ("Xem trên bản đồ", "On the map"),
}  # fmt: skip

_EDIT = {
    "title": ("Cập nhật hồ sơ tổ", "Update the team's records"),
    "team": ("Thông tin tổ", "The team"), "member": ("Thành viên", "A member"),
    "attendance": ("Dự tập huấn", "Attendance"), "activity": ("Hoạt động", "Activity"),
    "new": ("Thêm tổ", "Add a team"), "keep": ("Lưu bản nháp", "Keep as a draft"),
    "kept": ("Đã lưu bản nháp. Xem lại và công bố ở khung bên dưới.", "Kept as a draft. Review and publish it below."),
    "same": ("Chưa có gì thay đổi.", "Nothing was changed."),
    "draft": (
        "Đây là bản nháp: chỉ thành số liệu khi được công bố, có ghi nhật ký; bản nháp cũng nằm ở trang Phát hành.",
        "This is a draft: it becomes data when it is published, which is logged; it also stands on the page of releases.",
    ),
    "choose": ("Chọn", "Choose"), "field": ("Mục", "Field"), "personal": ("(dữ liệu cá nhân)", "(personal data)"),
    "yes": ("có", "yes"), "no": ("không", "no"),
    "supply": ("Hỗ trợ đã nhận", "A supply"), "supply.new": ("Khoản mới", "A new one"),
    "supply.which": ("Khoản nào", "Which one"),
    "villages": ("Thôn phụ trách", "Villages served"),
    "villages.main": ("Thôn là nơi đặt tổ", "The village where the team is"),
    "villages.day": ("Thay đổi từ ngày", "Changed on"),
    "villages.help": ("Thôn thêm vào được phụ trách từ ngày này; thôn bỏ ra thôi được phụ trách từ ngày này.",
                      "Villages that are added are served from this day on, those taken away until this day."),
    "difficulties.help": ("Bỏ chọn một khó khăn đã ghi là rút lại khó khăn đó.",
                          "To take one away is to withdraw it from the report."),
    "who": ("Thành viên nào", "Which member"), "who.new": ("Thêm thành viên mới", "A new member"),
    "report": ("Báo cáo nào", "Which report"), "report.new": ("Báo cáo mới", "A new report"),
    "course.new": ("Lớp mới", "A new course"), "other": ("Khó khăn khác là gì", "What the other difficulty is"),
    "platform.zalo": ("Zalo", "Zalo"), "platform.facebook": ("Facebook", "Facebook"),
    "platform.viber": ("Viber", "Viber"), "platform.telegram": ("Telegram", "Telegram"),
}  # fmt: skip

WORDS = {
    f"{room}.{key}": texts
    for room, entries in (("teams_page", _FINDER), ("team_page", _TEAM), ("difficulties", _DIFFICULTIES),
                          ("team_edit", _EDIT))
    for key, texts in entries.items()
}

"""Words of the command line: what each command is for, what it takes, and what is wrong with a call."""

WORDS = {
    "command.data": (
        "Mọi việc với số liệu mà các trang làm được, dưới dạng lệnh.",
        "Everything that the pages do with data, as commands.",
    ),
    "command.geo": ("Tệp bản đồ và địa giới.", "Map files and boundaries."),
    # what each command is for
    "command.data.check": (
        "Đọc một báo cáo và cho biết trong đó có gì; không thay đổi gì.",
        "Read a report and say what is in it; nothing changes.",
    ),
    "command.data.import": ("Đọc một báo cáo và lập bản nháp.", "Read a report and make a draft of it."),
    "command.data.template": (
        "Ghi biểu mẫu trống có sẵn các đơn vị của một tỉnh.",
        "Write an empty form with the units of a province.",
    ),
    "command.data.drafts": ("Liệt kê các bản nháp.", "List the drafts."),
    "command.data.compare": ("Cho biết bản nháp sẽ làm thay đổi những gì.", "Show what a draft would change."),
    "command.data.answer": ("Trả lời các câu hỏi của bản nháp.", "Answer a draft's questions."),
    "command.data.rebase": (
        "Đưa bản nháp lên theo bản số liệu hiện hành.",
        "Bring a draft up to the current release.",
    ),
    "command.data.discard": ("Xóa một bản nháp.", "Remove a draft."),
    "command.data.publish": (
        "Công bố bản nháp thành bản số liệu (hoặc địa giới).",
        "Make a release of a draft, of figures or of boundaries.",
    ),
    "command.data.rollback": (
        "Đưa một bản số liệu (hoặc địa giới) trước đây thành bản hiện hành.",
        "Make an earlier release current, of figures or of boundaries.",
    ),
    "command.data.refresh": (
        "Tổng hợp lại số liệu của bản hiện hành sau khi đơn vị hành chính thay đổi.",
        "Derive the figures of the current release anew after a change of structures.",
    ),
    "command.data.releases": ("Liệt kê các bản số liệu.", "List the releases."),
    "command.data.remembered": (
        "Xem và rút câu trả lời đã ghi nhớ cho báo cáo sau cùng mẫu biểu.",
        "List and withdraw the answers that later reports of the same form reuse.",
    ),
    "command.data.remembered.list": (
        "Liệt kê câu trả lời đã ghi nhớ: câu hỏi, câu trả lời, địa bàn, ai trả lời, khi nào, từ tệp nào.",
        "List the remembered answers: question, answer, area, who gave it when, with which file.",
    ),
    "command.data.remembered.withdraw": (
        "Rút câu trả lời đã ghi nhớ; báo cáo sau sẽ được hỏi lại.",
        "Withdraw remembered answers; the next report is asked again.",
    ),
    "command.argument.remembered": (
        "mã của câu trả lời, như “remembered list” in ra",
        "ids of answers, as “remembered list” prints them",
    ),
    "command.data.audit": ("Xem và kiểm tra nhật ký.", "Show and check the audit log."),
    "command.data.sample": (
        "Tạo số liệu minh họa khi chưa công bố gì.",
        "Make the illustration where nothing is published.",
    ),
    "command.data.export": ("Ghi số liệu ra tệp.", "Write the figures to a file."),
    "command.data.site": (
        "Ghi trang công khai thành tệp tĩnh cho máy chủ web bất kỳ.",
        "Write the public page as plain files for any web server.",
    ),
    "command.data.convert": (
        "Quy đổi số liệu sang bộ đơn vị hành chính khác.",
        "Carry counts over into another structure.",
    ),
    "command.data.divide": (
        "Chia một chỉ tiêu cho các đơn vị theo trọng số, mức sàn, mức trần và mức đã chốt.",
        "Divide a target over units by weights, floors, ceilings and locks.",
    ),
    "command.option.total": ("chỉ tiêu cần chia, số nguyên", "the target to divide, a whole number"),
    "command.option.shares": (
        "tệp CSV: code, weight, group, floor, ceiling, lock (để trống nếu không có)",
        "a CSV file: code, weight, group, floor, ceiling, lock (empty where there is none)",
    ),
    "command.data.units": (
        "Liệt kê các đơn vị hành chính của một ngày, theo tên khi đó.",
        "List the units of a day, as they were called on it.",
    ),
    "command.data.structures": ("Liệt kê các bộ đơn vị hành chính.", "List the administrative structures."),
    "command.data.structure-add": (
        "Thêm hoặc đính chính một bộ đơn vị hành chính từ bảng chuyển đổi.",
        "Add a structure, or correct one, from a conversion table.",
    ),
    "command.data.structure-withdraw": (
        "Ngừng dùng một bộ đơn vị hành chính đã thêm.",
        "Take an added structure out of use.",
    ),
    "command.data.village-assign": (
        "Xếp thôn, tổ dân phố của xã bị chia vào các xã mới.",
        "Assign villages to successors of their split commune.",
    ),
    "command.data.village-mergers": (
        "Ghi nhận thôn, tổ dân phố sáp nhập từ bảng theo mẫu.",
        "Record merged villages from a table in the form's columns.",
    ),
    "command.data.orphans": (
        "Tìm tổ không còn thôn, tổ dân phố và thôn, tổ dân phố chưa có tổ.",
        "List teams without a village of today, and villages without a team.",
    ),
    "command.data.teams": (
        "Liệt kê các tổ theo đơn vị và theo những gì còn thiếu.",
        "List teams by unit and by what they lack.",
    ),
    "command.data.person": (
        "Tìm, kết xuất hoặc xóa dữ liệu của một thành viên; liệt kê dữ liệu lưu quá hạn.",
        "Find, export or erase a member; list those kept too long.",
    ),
    "command.data.person.find": (
        "Tìm thành viên theo tên hoặc số điện thoại.",
        "Find members by name or telephone.",
    ),
    "command.data.person.export": (
        "Ghi mọi dữ liệu đang lưu của một thành viên dưới dạng JSON.",
        "Write all that is held of a member as JSON.",
    ),
    "command.data.person.erase": (
        "Xóa một thành viên khỏi mọi bản số liệu và bản nháp.",
        "Erase a member from every release and draft.",
    ),
    "command.data.person.mentions": (
        "Tìm tên hoặc số điện thoại trong chữ nhập tay (tên tổ, khó khăn, tên lớp, ghi chú …) của mọi bản số liệu và bản nháp.",
        "Find a name or telephone in texts typed by hand (names of teams, difficulties, courses, notes …) of every release and draft.",
    ),
    "command.data.person.redact": (
        "Xóa tên hoặc số điện thoại khỏi những chỗ đã xác nhận trong chữ nhập tay.",
        "Take a name or telephone out of texts typed by hand, at the places that were confirmed.",
    ),
    "command.data.person.overdue": (
        "Liệt kê thành viên đã rời tổ mà dữ liệu lưu quá thời hạn cài đặt.",
        "List former members who are kept longer than the setting.",
    ),
    "command.data.catalogue": (
        "Danh mục chỉ số: xem, kiểm tra, đề xuất, đưa vào dùng và ngừng dùng chỉ số của cơ quan.",
        "The indicators: list them; check, propose, publish and withdraw an office's own.",
    ),
    "command.data.catalogue.list": (
        "Liệt kê các chỉ số và các đề xuất đang chờ.",
        "List all indicators and measures, and the proposals that wait.",
    ),
    "command.data.catalogue.check": (
        "Kiểm tra tệp định nghĩa với toàn bộ danh mục; không thay đổi gì.",
        "Hold files of definitions against the whole catalogue; nothing changes.",
    ),
    "command.data.catalogue.propose": (
        "Lưu một tệp định nghĩa làm đề xuất.",
        "Keep a file of definitions as a proposal.",
    ),
    "command.data.catalogue.publish": (
        "Đưa một đề xuất vào dùng và tính lại số liệu.",
        "Put a proposal in force, and derive the figures anew.",
    ),
    "command.data.catalogue.withdraw": (
        "Ngừng dùng từ hôm nay một chỉ số của cơ quan; số liệu vẫn được lưu.",
        "Withdraw an office's indicator or measure from today; its figures stay stored.",
    ),
    "command.data.catalogue.discard": ("Hủy một đề xuất.", "Remove a proposal."),
    "command.geo.build": ("Tạo các tệp bản đồ còn thiếu.", "Make the map files that are missing."),
    "command.geo.check": (
        "Kiểm tra một lớp địa giới; không thay đổi gì.",
        "Check a layer of boundaries; nothing changes.",
    ),
    "command.geo.import": (
        "Kiểm tra một lớp địa giới và lập bản nháp.",
        "Check a layer of boundaries and make a draft of it.",
    ),
    "command.geo.publish": (
        "Dùng bản nháp để vẽ bản đồ và tạo các tệp bản đồ.",
        "Draw a draft, and make its map files.",
    ),
    "command.geo.withdraw": ("Ngừng vẽ một lớp địa giới.", "Draw a layer no longer."),
    "command.geo.rollback": (
        "Vẽ lại một bản địa giới trước đây.",
        "Draw an earlier release of boundaries again.",
    ),
    "command.geo.discard": ("Xóa một bản nháp.", "Remove a draft."),
    "command.geo.layers": (
        "Liệt kê các lớp địa giới, đang vẽ và bản nháp.",
        "List the layers, published and drafts.",
    ),
    "command.geo.releases": ("Liệt kê các bản địa giới.", "List the releases of boundaries."),
    # arguments
    "command.argument.report": (
        "báo cáo: .xlsx, .xlsm, .xls, .ods, .csv, .tsv, HTML, .docx, .pdf, hoặc .zip gồm nhiều báo cáo; nhiều tệp được đọc cùng nhau",
        "the report: .xlsx, .xlsm, .xls, .ods, .csv, .tsv, HTML, .docx, .pdf, or a .zip of reports; several files are read together",
    ),
    "command.argument.draft": ("mã bản nháp", "the draft's id"),
    "command.argument.release": ("mã bản số liệu", "the release's id"),
    "command.argument.answers": (
        "JSON: mã câu hỏi → mã đơn vị, null, mine hoặc theirs",
        "JSON object: question → code, null, mine or theirs",
    ),
    "command.argument.folder": ("thư mục để ghi", "the folder to write"),
    "command.argument.counts": (
        "CSV có cột mã đơn vị và các cột số lượng",
        "CSV with a column code and columns of counts",
    ),
    "command.argument.structure": ("mã bộ đơn vị hành chính", "the structure's id"),
    "command.argument.structure_table": (
        "bảng tính hoặc CSV theo các cột của mẫu chính thức",
        "workbook or CSV in the official form's columns",
    ),
    "command.argument.villages": (
        "CSV: village, code_to (để trống là bỏ việc xếp trước đó)",
        "CSV: village, code_to (empty takes an assignment back)",
    ),
    "command.argument.village_table": (
        "bảng tính hoặc CSV theo các cột của mẫu",
        "workbook or CSV in the form's columns",
    ),
    "command.argument.person": ("mã thành viên", "the member's id"),
    "command.argument.proposal": ("tên đề xuất", "the proposal's name"),
    "command.argument.toml": (
        "tệp định nghĩa (.toml); tên tệp là tên đề xuất",
        "a file of definitions (.toml); its name is the proposal's",
    ),
    "command.argument.indicator": ("mã chỉ số", "the code of an indicator or measure"),
    "command.option.search": (
        "chỉ những chỉ số có các từ này trong tên, mã, đối tượng đếm, mẫu số, nhóm hoặc nguồn",
        "only those with these words in name, code, what is counted, base, group or source",
    ),
    "command.option.kind": (
        "chỉ số báo cáo (indicator) hay chỉ số trên bản đồ (measure); không ghi thì cả hai",
        "the reported count, or the measure on the map; both where it is left out",
    ),
    "command.argument.wanted": (
        "họ tên hoặc số điện thoại; có thể nhập nhiều",
        "a full name or a telephone number; several may be given",
    ),
    "command.option.place": (
        "mã của một chỗ đã tìm thấy; có thể nhập nhiều lần",
        "the id of a place that was found; may be given several times",
    ),
    "command.option.every_place": ("mọi chỗ tìm thấy", "every place that is found"),
    "command.argument.text": ("tên hoặc số điện thoại", "a name or a telephone number"),
    "command.argument.layer": ("mã lớp địa giới", "the layer's id"),
    "command.argument.layer_file": (
        ".gpkg, .geojson, .zip, .shp, .kml, .kmz, .tab, .fgb, .parquet hoặc thư mục",
        "a .gpkg, .geojson, .zip, .shp, .kml, .kmz, .tab, .fgb, .parquet or a folder",
    ),
    # options
    "command.option.help": ("in hướng dẫn này", "print this help"),
    "command.option.json": (
        "chỉ in một đối tượng JSON, cho chương trình khác",
        "print one JSON object and nothing else",
    ),
    "command.option.level_of_codes": (
        "mã một, hai chữ số là mã tỉnh hay mã xã",
        "whether codes of one or two digits are of provinces or of communes",
    ),
    "command.option.lang": ("ngôn ngữ của mọi dòng in ra", "language of what is printed"),
    "command.option.who": (
        "người thực hiện, ghi vào nhật ký; thường là tài khoản của máy",
        "who acts, for the audit log; usually the machine's account",
    ),
    "command.option.rows": ("in cả số liệu từng dòng", "print the figures row by row too"),
    "command.option.structure": ("bộ đơn vị hành chính", "the administrative structure"),
    "command.option.structure_of_report": (
        "bộ đơn vị hành chính của báo cáo; theo ngày nếu để trống",
        "the report's structure; by the date where it is left out",
    ),
    "command.option.structure_of_communes": (
        "bộ đơn vị hành chính của các xã nêu trong bảng; mới nhất nếu để trống",
        "that of the communes named; the newest where it is left out",
    ),
    "command.option.province": ("tên hoặc mã tỉnh", "name or code of a province"),
    "command.option.province_of_report": (
        "tên hoặc mã tỉnh; tìm trong tệp nếu để trống",
        "name or code; found in the file where it is left out",
    ),
    "command.option.as_of": ("ngày của số liệu", "the date that the figures hold for"),
    "command.option.as_of_report": (
        "ngày của số liệu; tìm trong tiêu đề nếu để trống",
        "the date that the figures hold for; found in the titles where it is left out",
    ),
    "command.option.as_of_layer": ("ngày của địa giới", "the date that the boundaries hold for"),
    "command.option.answers": (
        "trả lời câu hỏi, theo mã câu hỏi",
        "answers to questions, by question id",
    ),
    "command.option.unit_answers": ("mã đơn vị, theo mã câu hỏi", "codes of units, by question id"),
    "command.option.level": ("cấp", "the level"),
    "command.option.format": ("định dạng tệp", "format of the file"),
    "command.option.output": ("tệp để ghi", "the file to write"),
    "command.option.output_or_print": ("tệp để ghi; in ra nếu để trống", "the file to write instead of printing"),
    "command.option.audience": (
        "cho cán bộ, hoặc chỉ những gì công khai",
        "for staff, or what is public alone",
    ),
    "command.option.from": ("bộ đơn vị hành chính của số liệu", "the structure to come from"),
    "command.option.to": ("bộ đơn vị hành chính cần quy đổi sang", "the structure to go to"),
    "command.option.day_of_codes": (
        "ngày mà các mã trong tệp có hiệu lực (chỉ với --from 2024)",
        "the day whose codes the file has (from 2024 only)",
    ),
    "command.option.day_of_units": (
        "ngày, từ 2023-01-01 (hôm nay nếu để trống)",
        "the day, 2023-01-01 or later (today unless given)",
    ),
    "command.option.province_of_day": (
        "tên hoặc mã một tỉnh của ngày đó",
        "code or name of a province of that day",
    ),
    "command.option.level_listed": ("cấp được liệt kê", "which units are listed"),
    "command.option.weights": (
        "CSV có code_from, code_to, weight (số hộ của phần đó), có thể thêm how (weights, villages, area)",
        "CSV with code_from, code_to, weight (households of the part), perhaps how (weights, villages, area)",
    ),
    "command.option.villages": (
        "dùng số hộ và việc xếp thôn, tổ dân phố trong bản số liệu hiện hành",
        "use what the current release knows of villages: their households, their assignments",
    ),
    "command.option.structure_id": (
        "ngày có hiệu lực, ví dụ 2026-04-30",
        "the day it came into force, such as 2026-04-30",
    ),
    "command.option.since": ("ngày đầu có hiệu lực", "first day in force"),
    "command.option.until": (
        "ngày cuối có hiệu lực (của bộ trước bộ đầu tiên)",
        "last day in force (of one before the first)",
    ),
    "command.option.after": ("bộ đơn vị hành chính liền trước", "the structure that it follows"),
    "command.option.before": ("bộ đơn vị hành chính liền sau", "the structure that it precedes"),
    "command.option.covers": (
        "bảng nêu mọi xã, hay chỉ các xã thay đổi (tự xác định nếu để trống)",
        "whether the table names every commune, or only those that change (found out unless given)",
    ),
    "command.option.source": ("nguồn của bảng", "where the table comes from"),
    "command.option.source_of_layer": ("cơ quan lập địa giới", "who made the boundaries"),
    "command.option.decree": ("số của nghị quyết, quyết định", "number of the decree"),
    "command.option.decree_date": ("ngày của nghị quyết, quyết định", "date of the decree"),
    "command.option.licence_of_table": ("điều kiện sử dụng bảng", "on what terms the table may be used"),
    "command.option.licence_of_layer": (
        "điều kiện sử dụng địa giới",
        "the terms under which they may be used",
    ),
    "command.option.check": ("chỉ kiểm tra, không ghi gì", "check only, record nothing"),
    "command.option.complete": (
        "đây là mọi thôn, tổ dân phố của các xã này",
        "these are all villages of their communes",
    ),
    "command.option.note": ("ghi chú cho nhật ký", "a note for the log"),
    "command.option.since_of_villages": (
        "ngày đầu của thôn, tổ dân phố mới",
        "first day of the new villages",
    ),
    "command.option.on": ("ngày (hôm nay nếu để trống)", "the day (today unless given)"),
    "command.option.unit": ("mã tỉnh, huyện hoặc xã", "code of a province, district or commune"),
    "command.option.team_level": ("cấp tổ; nêu được nhiều lần", "level of the team; may be repeated"),
    "command.option.gap": ("điều còn thiếu; nêu được nhiều lần", "what they lack; may be repeated"),
    "command.option.days": (
        "coi là không hoạt động sau số ngày này",
        "inactive after so many days",
    ),
    "command.option.sort": ("thứ tự", "the order"),
    "command.option.limit": ("số tổ liệt kê", "how many are listed"),
    "command.option.offset": ("bỏ qua bấy nhiêu tổ đầu", "how many are left out at the start"),
    "command.option.reason": (
        "lý do, ghi vào nhật ký; không ghi dữ liệu cá nhân",
        "why, for the audit log; no personal data",
    ),
    "command.option.crs": (
        "hệ tọa độ khi tệp không cho biết: EPSG:9215",
        "the coordinate system, where the file does not tell it: EPSG:9215",
    ),
    "command.option.layer": ("tên lớp khi tệp có nhiều lớp", "which layer, where the file holds several"),
    "command.option.take_in": (
        "gộp đối tượng đã sáp nhập vào đơn vị mới",
        "take merged features into the units they went to",
    ),
    # the help
    "command.help.usage": ("Cách dùng:", "Usage:"),
    "command.help.arguments": ("Tham số", "Arguments"),
    "command.help.options": ("Tùy chọn", "Options"),
    "command.help.commands": ("Lệnh", "Commands"),
    "command.help.required": ("bắt buộc", "required"),
    "command.help.usual": ("mặc định: {value}", "default: {value}"),
    "command.help.statuses": (
        "Mã thoát: 0 là tốt; 1 là bị từ chối, một dòng ở stderr cho biết lý do; 2 là đã đọc nhưng còn câu hỏi hoặc "
        "vấn đề. Với --json, stdout chỉ có một đối tượng JSON.",
        "Exit status: 0 good; 1 refused, one line on stderr says why; 2 read, but questions or problems remain. With "
        "--json stdout holds one JSON object and nothing else.",
    ),
    # what is wrong with a call
    "command.usage": (
        "Sai cách dùng lệnh: {reason}. Xem hướng dẫn: {command} --help",
        "Wrong use: {reason}. For help: {command} --help",
    ),
    "command.unknown": (
        "không có lệnh “{text}”; các lệnh: {known}",
        "there is no command “{text}”; the commands are: {known}",
    ),
    "command.no_command": ("chưa nêu lệnh; các lệnh: {known}", "no command is given; the commands are: {known}"),
    "command.no_option": (
        "không có tùy chọn {option} (gần giống: {near})",
        "there is no option {option} (nearly the same: {near})",
    ),
    "command.missing": ("thiếu {parameter}", "{parameter} is missing"),
    "command.too_many": ("thừa “{words}”", "“{words}” is too much"),
    "command.needs_value": ("{option} phải kèm một giá trị", "{option} needs a value"),
    "command.takes_no_value": ("{option} không kèm giá trị", "{option} takes no value"),
    "command.bad_choice": (
        "{option} không nhận “{text}”; chỉ nhận: {known}",
        "{option} does not take “{text}”, only: {known}",
    ),
    "command.bad_day": (
        "{option}: ngày “{text}” phải có dạng 2024-09-30",
        "{option}: the date “{text}” must be of the form 2024-09-30",
    ),
    "command.bad_number": (
        "{option}: “{text}” phải là số nguyên từ 0",
        "{option}: “{text}” must be a whole number from 0",
    ),
    "command.other": ("{reason}", "{reason}"),
    "command.interrupted": ("Đã dừng theo yêu cầu.", "Stopped on request."),
}

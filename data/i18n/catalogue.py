"""Words of the catalogue of indicators: its faults, and what an office does with records of its own."""

WORDS = {
    "catalogue.faulty": (
        "Danh mục chỉ số có {count} lỗi, chưa dùng được. Đề nghị sửa rồi thử lại:\n{faults}",
        "The catalogue of indicators has {count} faults and cannot be used. Mend them and try again:\n{faults}",
    ),
    "catalogue.lost": (
        "Bản số liệu có số của chỉ số không còn trong danh mục: {codes}. Đề nghị đặt lại tệp định nghĩa vào thư mục "
        "catalogue, hoặc ngừng dùng chỉ số trên trang Danh mục chỉ số, rồi thử lại; chưa có gì thay đổi.",
        "The release holds figures of indicators that the catalogue lacks: {codes}. Put the file of their definitions "
        "back into the folder catalogue, or withdraw them on the page of the catalogue; nothing was changed.",
    ),
    "catalogue.fault.unreadable": (
        "không đọc được tệp ({reason}); tệp phải là TOML, mã UTF-8",
        "the file cannot be read ({reason}); it must be TOML in UTF-8",
    ),
    "catalogue.fault.section": (
        "không có mục này; dùng indicator, measure, group, counted, unit, source hoặc idea",
        "there is no such section; use indicator, measure, group, counted, unit, source or idea",
    ),
    "catalogue.fault.missing": ("thiếu trường bắt buộc", "a required field is missing"),
    "catalogue.fault.extra": ("không có trường này; kiểm tra chính tả", "there is no such field; check its spelling"),
    "catalogue.fault.choice": ("“{value}” không hợp lệ; chọn {allowed}", "“{value}” is not allowed; choose {allowed}"),
    "catalogue.fault.code": (
        "“{value}” không phải mã; chỉ dùng chữ thường không dấu, số và dấu gạch dưới đơn",
        "“{value}” is no code; use lower case letters, digits and single underscores",
    ),
    "catalogue.fault.other": ("“{value}” không hợp lệ ({reason})", "“{value}” is not valid ({reason})"),
    "catalogue.fault.twice": ("mã “{code}” đã có trong tệp {file}", "the code “{code}” is already in the file {file}"),
    "catalogue.fault.formula_syntax": ("không đọc được công thức “{word}”", "the formula “{word}” cannot be read"),
    "catalogue.fault.formula_part": (
        "công thức chỉ gồm mã chỉ số, +, −, ×, first(…) và where_missing(…); không hiểu “{word}”",
        "a formula holds codes, +, -, *, first(…) and where_missing(…) alone; “{word}” is none of these",
    ),
    "catalogue.fault.several_ways": (
        "chỉ chọn một trong group, open, withheld",
        "choose one of group, open and withheld",
    ),
    "catalogue.fault.base_of_kind": (
        "tỷ lệ và tỷ số phải có mẫu số (base), số đếm và điểm thì không",
        "shares, rates and ratios have a base, counts and scores have none",
    ),
    "catalogue.fault.score_of_people": (
        "điểm số (có most) không đếm người: bỏ people hoặc most",
        "a score (with most) counts no people: leave out people or most",
    ),
    "catalogue.fault.score_field": (
        "điểm số không cộng, không là phần của số khác, không thuộc nhóm bảo vệ; bỏ trường này hoặc chọn giá trị khác",
        "a score is never added up, part of another or in a suppression group; leave this field out or choose otherwise",
    ),
    "catalogue.fault.of_score": (
        "“{word}” là điểm số: không cộng và không chia phần",
        "“{word}” is a score: it is neither a sum nor a whole",
    ),
    "catalogue.fault.score_measure": (
        "điểm số chỉ hiển thị bằng chỉ số loại score, công thức là đúng mã của nó; “{word}” không khớp",
        "a score is shown by a measure of the kind score, whose formula is its code alone; “{word}” does not fit",
    ),
    "catalogue.fault.state_code": (
        "mã “{word}” đã là của một chỉ số; đặt mã khác cho trạng thái",
        "the code “{word}” is that of an indicator; choose another for the state",
    ),
    "catalogue.fault.state_count": (
        "mỗi trạng thái cần một số đếm riêng; “{word}” không có, trùng, hoặc là điểm số",
        "each state needs a count of its own; “{word}” does not exist, is named twice, or is a score",
    ),
    "catalogue.fault.state_word": (
        "từ “{word}” chỉ hai trạng thái; mỗi từ chỉ một",
        "the word “{word}” means two states; a word means one",
    ),
    "catalogue.fault.per_of_kind": (
        "chỉ loại rate mới có per = 1000",
        "only a rate has per = 1000, and it must have it",
    ),
    "catalogue.fault.counted": ("chưa có đối tượng đếm “{word}”", "there is no counted thing “{word}”"),
    "catalogue.fault.source": ("chưa có nguồn “{word}”", "there is no source “{word}”"),
    "catalogue.fault.group": ("chưa có nhóm bảo vệ “{word}”", "there is no suppression group “{word}”"),
    "catalogue.fault.unit": ("chưa có đơn vị tính “{word}”", "there is no unit “{word}”"),
    "catalogue.fault.unknown_code": ("không có chỉ số “{word}”", "there is no indicator “{word}”"),
    "catalogue.fault.circle": ("“{word}” là phần của chính nó", "“{word}” is a part of itself"),
    "catalogue.fault.idea": ("không có ý “{word}” trong các mục từ ngữ", "there is no idea “{word}”"),
    "catalogue.fault.counted_in": (
        "“{word}” không cùng nguồn đếm (báo cáo hay hồ sơ tổ) với chỉ số này",
        "“{word}” is not counted where this measure is (reports or records)",
    ),
    "catalogue.fault.visits": (
        "lượt người không phải số người: không lập tỷ lệ lượt trên người",
        "visits are not persons: no share of persons is made of them",
    ),
    "catalogue.fault.reserved": (
        "mã “{word}” trùng với tên cột có sẵn; đặt mã gồm từ hai từ trở lên, ví dụ households_vneid2",
        "the code “{word}” is the name of another column; choose one of two words or more, as households_vneid2",
    ),
    "catalogue.fault.own_records": (
        "chỉ số của cơ quan phải lấy từ báo cáo; bỏ trường này",
        "an office's indicator is told by reports; leave this field out",
    ),
    "catalogue.fault.own_sample": (
        "số liệu minh họa không có chỉ số của cơ quan; bỏ trường này",
        "the illustration does not draw an office's indicator; leave this field out",
    ),
    "catalogue.fault.sheet_code": (
        "ô “{word}” của phiếu thôn đã là của chỉ số {code}",
        "the line “{word}” of the village sheet belongs to the indicator {code}",
    ),
    "catalogue.fault.phrase_twice": (
        "cụm từ “{word}” đã mang ý “{idea}”; một cụm từ chỉ mang một ý",
        "the phrase “{word}” already means “{idea}”; a phrase has one meaning",
    ),
    "catalogue.fault.heading_taken": (
        "đầu cột “{word}” đang được đọc là “{name}” ({code}); chọn cách ghi khác",
        "the heading “{word}” is read as “{name}” ({code}); choose another",
    ),
    "catalogue.fault.taken_away": (
        "tệp đang dùng có chỉ số này, số liệu của nó còn lưu; không xóa được, chỉ ngừng dùng (withdrawn = ngày)",
        "the file in force defines this and figures of it are stored; it cannot go, but be withdrawn (withdrawn = day)",
    ),
    "catalogue.fault.two_roles": (
        "ý “{word}” đã có ở mục khác: mỗi ý chỉ thuộc một mục",
        "the idea “{word}” stands in another section already: an idea has one role",
    ),
    "catalogue.fault.phrases": (
        "phải là danh sách cụm từ, mỗi cụm từ trong dấu ngoặc kép",
        "must be a list of phrases, each in quotation marks",
    ),
    "catalogue.bad_name": (
        "“{name}” không dùng làm tên tệp định nghĩa được; đặt tên có chữ không dấu hoặc số, ví dụ vneid2",
        "“{name}” cannot name a file of definitions; use letters or digits, as vneid2",
    ),
    "catalogue.too_large": (
        "Tệp định nghĩa lớn hơn {size} kB, chưa nhận.",
        "The file of definitions is larger than {size} kB and was not taken.",
    ),
    "catalogue.no_proposal": ("Không có đề xuất “{name}”.", "There is no proposal “{name}”."),
    "catalogue.unknown": (
        "Danh mục không có mã “{code}”.",
        "The catalogue has no code “{code}”.",
    ),
    "catalogue.built_in": (
        "“{code}” là chỉ số có sẵn, không ngừng dùng được; chỉ ngừng dùng chỉ số cơ quan tự thêm.",
        "“{code}” is the product's own and cannot be withdrawn; an office's own can.",
    ),
    "catalogue.withdrawn_already": ("“{code}” đã ngừng dùng trước đó.", "“{code}” was withdrawn before."),
    "catalogue.by_hand": (
        "Không tự ghi được ngày ngừng dùng vào tệp của “{code}” (bản ghi không viết dưới dòng [[…]] riêng). Thêm dòng "
        "withdrawn = {day} vào bản ghi rồi đề xuất lại tệp.",
        "The day could not be written into the file of “{code}” (its record does not stand below a line [[…]] of its "
        "own). Add the line withdrawn = {day} to the record and propose the file again.",
    ),
    # what the commands say
    "catalogue.said_waiting": ("đề xuất đang chờ: {name}", "proposal waiting: {name}"),
    "catalogue.said_kept": ("Đã lưu đề xuất “{name}”.", "The proposal “{name}” is kept."),
    "catalogue.said_in_force": ("Đã đưa “{name}” vào dùng.", "“{name}” is in force."),
    "catalogue.said_withdrawn": ("Đã ngừng dùng “{code}”.", "“{code}” is withdrawn."),
    "catalogue.said_withdrawn_on": ("ngừng dùng từ {day}", "withdrawn since {day}"),
    "catalogue.said_discarded": ("Đã hủy đề xuất “{name}”.", "The proposal “{name}” was discarded."),
    # remarks in a file that the form writes
    "catalogue.file.about": (
        "Chỉ số của cơ quan. Mỗi tệp là một đề xuất; sửa rồi đề xuất lại với cùng tên để thay bản đang dùng.\n"
        "Không xóa chỉ số đã có số liệu: thêm dòng withdrawn = 2027-01-31 vào chỉ số để ngừng dùng.",
        "An office's own indicators. Each file is one proposal; propose it again by the same name to replace it.\n"
        "Do not remove an indicator that has figures: add the line withdrawn = 2027-01-31 to withdraw it.",
    ),
    "catalogue.file.code": (
        "tên cột: chữ thường không dấu, số, gạch dưới; không đổi về sau",
        "the name of its column: small letters, digits, underscores; never changed",
    ),
    "catalogue.file.counts": ("đối tượng đếm", "what is counted"),
    "catalogue.file.headings": ("các cách ghi đầu cột trong báo cáo", "the column headings of reports"),
    "catalogue.file.part_of": ("không lớn hơn số này", "never more than this"),
    "catalogue.file.accrual": (
        "state: đến ngày báo cáo; cumulative: lũy kế; period: trong kỳ",
        "state: on the day; cumulative: since the beginning; period: within the period",
    ),
    "catalogue.file.group": (
        "công khai, số nhỏ được ẩn; không có dòng này thì không công khai",
        "published with small numbers hidden; without this line it is not published",
    ),
    "catalogue.file.name": ("tên trên bản đồ", "its name on the map"),
    "catalogue.file.plain.share": ("{name} so với {base}.", "{name}, against: {base}."),
    "catalogue.file.plain.count": ("{name}: số lượng.", "{name}: how many."),
    "catalogue.file.how.share": ("{name} ÷ {base}", "{name} ÷ {base}"),
    "catalogue.file.how.count": ("Tổng cộng theo báo cáo", "Sum as reported"),
}

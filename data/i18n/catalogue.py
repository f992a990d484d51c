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
        "tỷ lệ và tỷ số phải có mẫu số (base), số đếm thì không",
        "shares, rates and ratios have a base, counts have none",
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
    "catalogue.fault.idea": ("không có ý “{word}” trong mục idea", "there is no idea “{word}”"),
    "catalogue.fault.counted_in": (
        "“{word}” không cùng nguồn đếm (báo cáo hay hồ sơ tổ) với chỉ tiêu này",
        "“{word}” is not counted where this measure is (reports or records)",
    ),
    "catalogue.fault.visits": (
        "lượt người không phải số người: không lập tỷ lệ lượt trên người",
        "visits are not persons: no share of persons is made of them",
    ),
    "catalogue.fault.phrases": (
        "phải là danh sách cụm từ, mỗi cụm từ trong dấu ngoặc kép",
        "must be a list of phrases, each in quotation marks",
    ),
}

"""Words of data.units: structures, kinds of units, what became of them, why a name is suggested."""

WORDS = {
    "units.unknown": (
        "Không có đơn vị hành chính mã {code} trong danh mục {structure}.",
        "There is no administrative unit {code} in the structure {structure}.",
    ),
    "units.no_level": (
        "Danh mục {structure} không có cấp “{level}”.",
        "The structure {structure} has no level “{level}”.",
    ),
    "units.why.code": ("đúng mã {code}", "the code {code} itself"),
    "units.why.name": ("đúng tên", "the name itself"),
    "units.why.same_name": (
        "có nhiều đơn vị cùng tên; đơn vị này thuộc {place}",
        "several units bear this name; this one lies in {place}",
    ),
    "units.why.elsewhere": ("tên này có ở {place}", "this name is found in {place}"),
    "units.why.kind": ("cùng tên nhưng là {kind}", "the same name, but a {kind}"),
    "units.why.whole": (
        "{old} nhập toàn bộ vào {unit} từ 1/7/2025",
        "{old} became part of {unit} as a whole on 1 July 2025",
    ),
    "units.why.people": (
        "{old} nhập toàn bộ dân số và một phần diện tích vào {unit} từ 1/7/2025",
        "{old} became part of {unit} with all its people and some of its land on 1 July 2025",
    ),
    "units.why.part": (
        "{old} nhập một phần vào {unit} từ 1/7/2025",
        "a part of {old} became part of {unit} on 1 July 2025",
    ),
    "units.why.land": (
        "{old} chỉ nhập một phần diện tích, không có dân số, vào {unit} từ 1/7/2025",
        "some land of {old}, without people, became part of {unit} on 1 July 2025",
    ),
    "units.why.now": ("nay thuộc {new}", "now in {new}"),
    "units.why.province": (
        "{old} thuộc địa bàn {new} từ 1/7/2025",
        "{old} lies in {new} since 1 July 2025",
    ),
    "units.why.in_province": ("địa bàn {old} trước 1/7/2025", "in {old} until 30 June 2025"),
    "units.why.former": (
        "“{old}” đã nhập vào đơn vị này trước năm 2025",
        "“{old}” was merged into this unit before 2025",
    ),
    "units.why.marks": ("tên chỉ khác dấu", "the name differs in its diacritics only"),
    "units.why.similar": ("tên gần giống", "the name is spelled alike"),
    "units.how.exact": ("{best}", "{best}"),
    "units.how.people": (
        "{best} (theo ghi chú “toàn bộ dân số” của bảng chuyển đổi; từ {low} đến {high})",
        "{best} (by the conversion table's note “all the people”; {low} to {high})",
    ),
    "units.how.weights": (
        "{best} (ước tính theo số hộ; từ {low} đến {high})",
        "{best} (estimated by households; {low} to {high})",
    ),
    "units.how.area": (
        "{best} (ước tính theo diện tích; từ {low} đến {high})",
        "{best} (estimated by area; {low} to {high})",
    ),
    "units.how.unresolvable": (
        "chưa xác định được (từ {low} đến {high})",
        "cannot be determined ({low} to {high})",
    ),
    "units.how.at_least": ("ít nhất {low} (còn nơi chưa có số liệu)", "at least {low} (some parts have no data)"),
    "units.how.missing": ("chưa có số liệu", "no data"),
    "units.convert_sum": (
        "Tổng {column}: {given}, gồm {exact} chuyển chính xác, {estimated} ước tính, "
        "{unresolved} chưa phân bổ được; {missing} đơn vị chưa có số liệu.",
        "Sum of {column}: {given}: {exact} carried exactly, {estimated} estimated, {unresolved} not allocated; "
        "{missing} units without data.",
    ),
    "units.convert_ignored": (
        "Không chuyển đổi các cột chữ: {columns}.",
        "Columns of words were not converted: {columns}.",
    ),
    "units.convert_unmatched": (
        "Dòng {row}: không có đơn vị hành chính mã “{code}”.",
        "Row {row}: there is no administrative unit with the code “{code}”.",
    ),
    "units.convert_twice": (
        "Mã xuất hiện nhiều lần: {codes}. Hãy cộng các dòng cùng mã trước khi chuyển đổi.",
        "Codes given more than once: {codes}. Add up rows of one code before converting.",
    ),
    "units.convert_mixed": (
        "Bảng có cả mã tỉnh và mã xã; hãy tách thành hai tệp.",
        "The table mixes codes of provinces and of communes; split it into two files.",
    ),
    "units.convert_no_count": (
        "Cột {column}, mã {code}: “{value}” không phải là số đếm (số nguyên, không âm).",
        "Column {column}, code {code}: “{value}” is no count (a whole number, not negative).",
    ),
    "units.convert_bad_cell": (
        "Dòng {row}, cột {column}: không phải là số đếm; tỷ lệ thì phải tính lại từ tử số và mẫu số.",
        "Row {row}, column {column}: this is no count; compute a share anew from its two parts.",
    ),
    "units.convert_no_code": ("Tệp {file} không có cột “code”.", "The file {file} has no column “code”."),
    "units.convert_no_column": (
        "Tệp {file} không có cột số đếm nào.",
        "The file {file} has no column of counts.",
    ),
    "units.convert_empty": ("Tệp {file} không có dòng số liệu nào.", "The file {file} has no rows of data."),
    "units.convert_too_large": (
        "Tệp {file} lớn hơn 50 MB; hãy tách nhỏ.",
        "The file {file} is larger than 50 MB; split it.",
    ),
    "units.convert_unreadable": ("Không đọc được tệp {file}.", "The file {file} cannot be read."),
    "units.weights_columns": (
        "Tệp trọng số {file} phải có ba cột code_from, code_to, weight và trọng số là số.",
        "The file of weights {file} needs the columns code_from, code_to, weight, with numbers as weights.",
    ),
    "units.weight_negative": ("Trọng số không được âm.", "A weight must not be negative."),
}

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
}

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
}

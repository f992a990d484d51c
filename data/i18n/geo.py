"""Words of the map: what its shapes are, how its classes are named, how its files are made."""

WORDS = {
    "geo.schematic": ("Sơ đồ, không phải địa giới hành chính", "Schematic, not administrative boundaries"),
    "geo.boundaries": ("Ranh giới theo lớp bản đồ đã nhập", "Boundaries from imported layers"),
    "geo.mixed": (
        "Một phần là ranh giới đã nhập; phần còn lại là sơ đồ, không phải địa giới hành chính",
        "In part imported boundaries; the rest is schematic, not administrative boundaries",
    ),
    "geo.source": (
        "{source}, ngày {day}, giấy phép: {licence}, {crs}",
        "{source}, {day}, licence: {licence}, {crs}",
    ),
    "geo.boundaries_of": ("Ranh giới: {sources}", "Boundaries: {sources}"),
    "geo.mixed_of": (
        "Ranh giới: {sources}; phần còn lại là sơ đồ, không phải địa giới hành chính",
        "Boundaries: {sources}; the rest is schematic, not administrative boundaries",
    ),
    "geo.schematic_of": (
        "Sơ đồ, không phải địa giới hành chính; vẽ dựa trên: {sources}",
        "Schematic, not administrative boundaries; drawn upon: {sources}",
    ),
    "geo.progress.shapes": ("Đang vẽ sơ đồ các xã, phường", "Drawing the schematic of the communes"),
    "geo.progress.files": ("Đang tạo các tệp bản đồ", "Writing the map files"),
    "geo.progress.done": ("Đã có đủ các tệp bản đồ", "The map files are ready"),
    "geo.no_unit": (
        "Không vẽ được bản đồ: danh mục {structure} không có đơn vị hoặc cấp {code}.",
        "No map can be drawn: the list {structure} has no unit or level {code}.",
    ),
    "geo.cannot_write": (
        "Không ghi được vào thư mục {folder}. Hãy kiểm tra quyền ghi và dung lượng trống.",
        "The folder {folder} cannot be written. Check its permissions and the free space.",
    ),
    "islands.hoang_sa": ("Quần đảo Hoàng Sa (TP. Đà Nẵng)", "Hoàng Sa archipelago (Đà Nẵng City)"),
    "islands.truong_sa": ("Quần đảo Trường Sa (tỉnh Khánh Hòa)", "Trường Sa archipelago (Khánh Hòa Province)"),
    "classes.bad_steps": (
        "Các mức phân nhóm phải tăng dần và không quá {most} mức.",
        "The class limits must rise, and there may be at most {most} of them.",
    ),
    "classes.below": ("dưới {high}", "below {high}"),
    "classes.between": ("{low} – dưới {high}", "{low} to below {high}"),
    "classes.from": ("từ {low} trở lên", "{low} and above"),
}

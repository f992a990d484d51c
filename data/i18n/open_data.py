"""Words of the open data: what the columns mean."""

WORDS = {
    "open_data.release": ("mã bản công bố", "id of the public release"),
    "open_data.structure": ("hệ thống đơn vị hành chính", "administrative structure"),
    "open_data.level": ("cấp: province là tỉnh, commune là xã", "level: province or commune"),
    "open_data.period": ("quý, số liệu tính đến ngày cuối quý", "quarter; figures hold at its last day"),
    "open_data.code": (
        "mã đơn vị, giữ số 0 ở đầu; chỉ có nghĩa cùng với structure",
        "code of the unit, zeros in front kept; it names a unit only together with structure",
    ),
    "open_data.name": ("tên đơn vị", "name of the unit"),
    "open_data.province_code": ("mã tỉnh", "code of the province"),
    "open_data.province": ("tên tỉnh", "name of the province"),
    "open_data.district_code": ("mã huyện (hệ thống 2024)", "code of the district (structure 2024)"),
    "open_data.district": ("tên huyện (hệ thống 2024)", "name of the district (structure 2024)"),
    "open_data.sample": ("True: số liệu minh họa, không phải số liệu thật", "True: illustration, no real figures"),
    "open_data.estimated": (
        "True: có số phải ước tính; bản công bố không có",
        "True: a figure had to be estimated; the public release has none",
    ),
    "open_data.sources": (
        "cơ quan báo cáo của tỉnh và ngày số liệu",
        "offices that reported in the province, and the day of the figures",
    ),
    "open_data.communes_reported": ("số xã đã báo cáo", "communes that reported"),
    "open_data.communes_known": ("số xã của tỉnh", "communes of the province"),
    "open_data.lon": (
        "kinh độ một điểm của đơn vị, độ, WGS 84; không phải địa giới",
        "longitude of a point of the unit, degrees, WGS 84; no boundary",
    ),
    "open_data.lat": ("vĩ độ một điểm của đơn vị, độ, WGS 84", "latitude of a point of the unit, degrees, WGS 84"),
    "open_data.not_published": (
        "các cột không công bố ở dòng này, cách nhau bằng dấu cách; ô trống khác là chưa có số liệu",
        "columns not published in this row, blanks between; other blank cells are missing",
    ),
    "open_data.part.numerator": (
        "tử số của “{name}”, cộng từ các nơi có đủ tử số và mẫu số",
        "numerator of “{name}”, summed over the places that gave both numerator and base",
    ),
    "open_data.part.base": (
        "mẫu số của “{name}”, cộng từ chính các nơi đó",
        "base of “{name}”, summed over the same places",
    ),
    "open_data.part.value": (
        "“{name}”: giá trị như trên trang; tỷ lệ viết dạng số (0,5 là 50%)",
        "“{name}”: the value as on the page; a share as a number (0.5 is 50%)",
    ),
    "open_data.part.n": (
        "số xã đã có số liệu của “{name}”; ít hơn tổng số xã thì số đếm là mức ít nhất",
        "communes that reported “{name}”; where they are fewer than all, a count is the least there is",
    ),
    "open_data.part.of": ("tổng số xã của tỉnh, đối với “{name}”", "communes of the province, for “{name}”"),
    "open_data.part.kind": (
        "“{name}” là số báo cáo (reported) hay số liệu minh họa (illustration)",
        "whether “{name}” is reported or an illustration",
    ),
}

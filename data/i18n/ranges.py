"""Words of figures that came from another structure: their bounds, how they were got, what totals hold."""

WORDS = {
    "ranges.between": ("{low}–{high}", "{low}–{high}"),
    "ranges.from": ("từ {low} trở lên", "{low} or more"),
    "ranges.column": ("Khoảng", "Range"),
    "ranges.low": ("Thấp nhất", "Least"),
    "ranges.high": ("Cao nhất", "Most"),
    "ranges.how": ("Cách quy đổi", "How converted"),
    # how a figure was got, beside its bounds
    "ranges.how.exact": ("chính xác", "exact"),
    "ranges.how.people": ("theo ghi chú “toàn bộ dân số”: {between}", "by the note “all the people”: {between}"),
    "ranges.how.weights": ("ước tính theo số hộ: {between}", "estimated by households: {between}"),
    "ranges.how.villages": ("ước tính theo số thôn: {between}", "estimated by number of villages: {between}"),
    "ranges.how.area": ("ước tính theo diện tích: {between}", "estimated by area: {between}"),
    "ranges.how.unresolvable": ("xã bị chia, chưa phân bổ được: {between}", "split commune, not allocated: {between}"),
    "ranges.how.at_least": ("còn nơi chưa có số liệu: {between}", "some parts have no data: {between}"),
    "ranges.how.missing": ("còn nơi chưa có số liệu: {between}", "some parts have no data: {between}"),
    "ranges.how.exact.short": ("chính xác", "exact"),
    "ranges.how.people.short": ("toàn bộ dân số", "all the people"),
    "ranges.how.weights.short": ("ước tính theo số hộ", "estimate by households"),
    "ranges.how.villages.short": ("ước tính theo số thôn", "estimate by villages"),
    "ranges.how.area.short": ("ước tính theo diện tích", "estimate by area"),
    "ranges.how.unresolvable.short": ("chưa phân bổ được", "not allocated"),
    "ranges.how.at_least.short": ("ít nhất", "at least"),
    "ranges.how.missing.short": ("thiếu số liệu", "parts missing"),
    "ranges.trend": (
        "Phần tô mờ: khoảng của số quy đổi từ đơn vị trước đó, nơi không có số chính xác.",
        "Shaded: the range of figures converted from earlier units, where there is no exact one.",
    ),
    # totals of provinces
    "ranges.summed_from": (
        "Số của tỉnh là tổng của {n}/{N} xã theo đơn vị {structure}, đúng như đã báo cáo.",
        "The province's figure is the sum of {n} of {N} communes in the units {structure}, as they reported.",
    ),
    "ranges.summed_elsewhere": (
        "Số của {n}/{N} tỉnh là tổng của các xã theo đơn vị {structure}, đúng như đã báo cáo; số xã đã báo cáo cũng đếm theo đó.",
        "The figures of {n} of {N} provinces are sums of communes in the units {structure}, as they reported; "
        "the communes that reported are counted in these too.",
    ),
    "ranges.left_over": (
        "{what}: toàn tỉnh {whole}; các xã trên bản đồ cộng lại ít nhất {part}, còn {rest} chưa phân bổ được cho xã nào.",
        "{what}: {whole} in the province; the communes on the map hold at least {part}, {rest} could not be allocated.",
    ),
    "ranges.numerator": ("Số đếm được", "Counted"),
    "ranges.base": ("Tổng số", "Out of"),
}

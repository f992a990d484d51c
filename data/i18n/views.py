"""Words of the ways of viewing the map: two measures, circles, change, side by side, over time, quality."""

WORDS = {
    # the ways of viewing
    "views.how": ("Cách xem", "View"),
    "views.how.one": ("Một chỉ số", "One measure"),
    "views.how.two": ("Hai chỉ số chồng nhau", "Two measures crossed"),
    "views.how.circles": ("Số lượng trên tỷ lệ", "Counts over shares"),
    "views.how.change": ("Thay đổi giữa hai kỳ", "Change between periods"),
    "views.how.side": ("Hai bản đồ cạnh nhau", "Two maps side by side"),
    "views.how.time": ("Theo thời gian", "Over time"),
    "views.how.age": ("Chất lượng: độ mới", "Quality: freshness"),
    "views.how.whole": ("Chất lượng: độ đầy đủ", "Quality: completeness"),
    "views.how.warnings": ("Chất lượng: cảnh báo", "Quality: warnings"),
    "views.how.grade": ("Chất lượng: căn cứ", "Quality: evidence"),
    "views.second": ("Chỉ số thứ hai", "Second measure"),
    "views.second.none": ("cùng chỉ số, kỳ khác", "same measure, other period"),
    "views.against": ("So với kỳ", "Compared with"),
    "views.drawing": (
        "Đang vẽ các thôn của tỉnh. Việc này chỉ làm một lần.",
        "Drawing the province's villages. This happens once.",
    ),
    # two measures, counts
    "views.two.worst": (
        "{n} {units} cùng lúc ở nhóm kém nhất của cả hai chỉ số: {names}.",
        "{n} {units} are in the worst group of both measures: {names}.",
    ),
    "views.two.none": (
        "Không có {units} nào cùng lúc ở nhóm kém nhất của cả hai chỉ số.",
        "No {units} are in the worst group of both measures.",
    ),
    "views.count": ("Số đếm của: {name}", "Count behind: {name}"),
    # change
    "views.points": ("điểm\u00a0%", "points"),
    "views.change.name": ("{name}: thay đổi so với {period}", "{name}: change since {period}"),
    "views.change.from_to": ("từ {then} đến {now}", "from {then} to {now}"),
    "views.change.summary": (
        "Từ {then} đến {now}: {up} {units} tăng, {down} giảm, {same} không đổi; {missing} không so được vì thiếu số liệu một trong hai kỳ.",
        "From {then} to {now}: {up} {units} rose, {down} fell, {same} stayed; {missing} cannot be compared for want of data in one period.",
    ),
    # quality
    "views.age.name": ("Số quý từ lần báo cáo gần nhất", "Quarters since the last report"),
    "views.age.unit": ("quý", "quarters"),
    "views.age.help": (
        "Chỉ số này được báo cáo lần gần nhất cách kỳ đang xem bao nhiêu quý; 0 là đúng kỳ. Tỉnh: mức mà ít nhất một nửa số xã đạt.",
        "How many quarters before this period the measure was last reported; 0 is this period. Provinces: what at least half of the communes keep to.",
    ),
    "views.whole.name": ("Phần đã báo cáo", "Part that reported"),
    "views.whole.help": (
        "Số thôn có số liệu chia tổng số thôn; với tỉnh là số xã đã báo cáo chỉ số này chia tổng số xã.",
        "Villages with data over all villages; for a province, communes that reported this measure over all communes.",
    ),
    "views.warnings.name": ("Cảnh báo khi nhận báo cáo", "Warnings when reports came in"),
    "views.warnings.unit": ("cảnh báo", "warnings"),
    "views.warnings.help": (
        "Số cảnh báo còn lại của các con số tạo nên chỉ số này ở kỳ đang xem, cộng cả các đơn vị bên trong.",
        "Warnings that stand beside the numbers of this measure in this period, those of units within added.",
    ),
    "views.grade.name": ("Căn cứ của số liệu", "What the figures rest on"),
    "views.grade.full": ("báo cáo đầy đủ", "complete reports"),
    "views.grade.partial": ("còn thiếu hoặc có cảnh báo", "gaps or warnings"),
    "views.grade.thin": ("dưới một nửa báo cáo", "fewer than half reported"),
    "views.grade.sample": ("có số liệu minh họa", "partly illustration"),
    "views.grade.help": (
        "Con số của mỗi nơi dựa vào đâu: báo cáo của mọi đơn vị bên trong và không có cảnh báo; còn thiếu; quá ít; hay có phần là số liệu minh họa.",
        "What each figure rests on: reports of all parts without a warning; with gaps; too few; or partly illustration.",
    ),
    # classes of change
    "change.none": ("không đổi", "no change"),
    "change.about_none": ("tăng giảm dưới {limit}", "up or down by less than {limit}"),
    "change.fall": ("giảm {low} – dưới {high}", "down {low} to below {high}"),
    "change.fall.from": ("giảm từ {low} trở lên", "down {low} or more"),
    "change.rise": ("tăng {low} – dưới {high}", "up {low} to below {high}"),
    "change.rise.from": ("tăng từ {low} trở lên", "up {low} or more"),
    "views.rough": ("số gần đúng", "approximate"),
    "views.slider": ("Kỳ được vẽ", "Period shown"),
    "views.play": ("Phát lần lượt các kỳ", "Play the periods"),
    "views.pause": ("Dừng", "Pause"),
}

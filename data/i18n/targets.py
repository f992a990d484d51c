"""Words of targets."""

WORDS = {
    "targets.title": ("Chỉ tiêu", "Targets"),
    "targets.stock": (
        "{name}: {value} {unit} vào {until} (tại thời điểm)",
        "{name}: {value} {unit} by {until} (a stock)",
    ),
    "targets.flow": (
        "{name}: {value} {unit} từ {since} đến {until} (cộng dồn)",
        "{name}: {value} {unit} from {since} to {until} (a flow, added up)",
    ),
    "targets.reached": ("đạt {n} ({share}) tính đến {day}", "{n} ({share}) as of {day}"),
    "targets.quarters": (", mới có {n} trong {all} quý có số liệu", ", {n} of {all} quarters are known"),
    "targets.unknown": ("chưa có số liệu", "no data"),
    "targets.source": ("Nguồn: {source}", "Source: {source}"),
    "targets.bad": (
        "Chỉ tiêu “{target}” thiếu nguồn, ngày, đơn vị, con số, hoặc chỉ số không tính được theo cách đó. Hãy sửa rồi lưu lại.",
        "The target “{target}” lacks its source, days, unit or value, or is of something not counted that way. Correct it and "
        "save again.",
    ),
}

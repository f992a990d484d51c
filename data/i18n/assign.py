"""Words of the page on which villages of split communes are given to successors."""

WORDS = {
    "assign.title": ("Xã bị tách", "Split communes"),
    "assign.note": (
        "Ghi thôn nào về xã mới nào. Khi đủ các thôn, số liệu cũ của xã bị tách được quy đổi chính xác thay vì ước tính.",
        "Say which village went to which new commune. When all are told, old figures of a split commune convert exactly instead of as estimates.",
    ),
    "assign.commune": ("Xã bị tách, {structure}", "Split commune, {structure}"),
    "assign.none": ("{province} không có xã nào bị tách.", "{province} has no split commune."),
    "assign.no_villages": (
        "Chưa có danh sách thôn của {name}. Hãy nhận danh sách thôn (báo cáo theo thôn hoặc danh sách thành viên) ở trang Nhận báo cáo.",
        "No list of villages of {name} is known yet. Take one in (a report by village or a register) on the page Reports in.",
    ),
    "assign.to_intake": ("Đến trang Nhận báo cáo", "To the page Reports in"),
    "assign.rest": ("Đưa các thôn chưa ghi về", "Give all open villages to"),
    "assign.click": (
        "Bấm vào thôn trên bản đồ để chuyển sang xã mới kế tiếp; mọi thay đổi chỉ có hiệu lực sau khi bấm Ghi lại.",
        "Click a village on the map to give it to the next successor; nothing holds before it is kept.",
    ),
    "assign.to": ("Về xã mới", "Went to"),
    "assign.number": ("xã mới (theo chú giải)", "successor (see the legend)"),
    "assign.left": ("Còn {n} trong {all} thôn chưa ghi.", "{n} of {all} villages are still open."),
    "assign.complete": ("Đây là toàn bộ các thôn của xã", "These are all the villages of the commune"),
    "assign.keep": ("Ghi lại", "Keep"),
    "assign.refreshing": ("Đang quy đổi lại số liệu…", "Converting the figures anew…"),
    "assign.kept": ("Đã ghi; số liệu được quy đổi lại.", "Kept; the figures were converted anew."),
}

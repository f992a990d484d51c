"""Words of the answers that are remembered of forms of reports."""

WORDS = {
    "remembered.title": ("Câu trả lời đã ghi nhớ", "Remembered answers"),
    "remembered.what": (
        "Báo cáo sau cùng mẫu biểu dùng lại những câu này, chỉ trong địa bàn đã trả lời. Chọn dòng để rút.",
        "Later reports of the same form reuse these, within the area that gave them alone. Choose rows to withdraw.",
    ),
    "remembered.none": (
        "Chưa có câu trả lời nào. Khi lập bản nháp, các câu đã trả lời được ghi nhớ cho báo cáo sau cùng mẫu biểu.",
        "There are none yet. Answers are remembered for later reports of the form when a draft is made.",
    ),
    "remembered.others": (
        "Câu trả lời của cấp trên hoặc của nơi khác chỉ nơi đó rút được; trả lời lại thì câu của bạn được dùng.",
        "Only those whose area it is can withdraw an answer; answer anew, and yours is used.",
    ),
    "remembered.withdraw": ("Rút câu trả lời", "Withdraw"),
    "remembered.withdrawn": (
        "Đã rút {count} câu trả lời; báo cáo sau sẽ được hỏi lại.",
        "{count} answers were withdrawn; the next report is asked again.",
    ),
    "remembered.for_all": ("Dùng cho cả nước", "Use in the whole country"),
    "remembered.for_all.help": (
        "Mọi tỉnh cùng mẫu biểu sẽ không bị hỏi câu này nữa. Câu trả lời riêng của tỉnh, xã vẫn được dùng trước.",
        "No province that uses the form is asked again. A province's or commune's own answer still goes first.",
    ),
    "remembered.for_all.done": (
        "{count} câu trả lời nay dùng cho cả nước.",
        "{count} answers now hold in the whole country.",
    ),
    "remembered.country": ("cả nước", "the whole country"),
    "remembered.nowhere": ("chưa rõ nơi nào, không được dùng", "unknown, so not used"),
    "remembered.unknown": ("chưa rõ ai trả lời", "unknown who"),
    "remembered.from": ("nhớ từ {day}, {who}, {area}", "from {day}, {who}, {area}"),
    "remembered.column.said": ("Trong tệp → là", "In the file → means"),
    "remembered.column.area": ("Dùng cho", "Holds for"),
    "remembered.column.by": ("Ai trả lời", "Who answered"),
    "remembered.column.at": ("Khi nào", "When"),
    "remembered.column.file": ("Từ tệp", "From file"),
    # the command
    "remembered.said_none": ("Chưa ghi nhớ câu trả lời nào.", "No answer is remembered."),
    "remembered.no_answer": ("không có câu trả lời nào mang mã “{id}”", "no answer has the id “{id}”"),
}

"""Words of the tools for reading a map: filters, classes, tables, comparisons, links."""

WORDS = {
    "reading.outside": ("ngoài bộ lọc", "outside the filter"),
    "reading.filtered": ("đang lọc: {n} trong {all}", "filtered: {n} of {all}"),
    "reading.pin": ("Ghim để so sánh", "Pin to compare"),
    "reading.unpin": ("Bỏ ghim", "Unpin"),
    # lists that people make
    "shelf.damaged": ("Tệp {file} bị hỏng, không đọc được. Hãy lấy lại từ bản sao lưu hoặc xóa tệp.",
                      "The file {file} is damaged and cannot be read. Restore it from a backup, or remove it."),
    "legends.bad_name": ("Bộ mức và mỗi mức phải có tên, dài nhất {most} ký tự.",
                         "The set and each of its classes need a name of at most {most} characters."),
    "legends.bad_count": ("Cần từ 2 đến {most} mức; mức đầu không có cận dưới, mỗi mức sau có một.",
                          "From 2 to {most} classes are needed; the first has no lower limit, each later one has one."),
    "legends.bad_limits": ("Cận dưới của các mức phải là số dương và tăng dần.",
                           "The lower limits must be positive numbers that rise."),
    "views.bad_name": ("Cách xem cần có tên, dài nhất {most} ký tự.", "The view needs a name of at most {most} characters."),
    "views.too_many": ("Đã lưu {most} cách xem. Hãy xóa bớt trước khi lưu thêm.",
                       "{most} views are saved already. Remove some before you save another."),
}

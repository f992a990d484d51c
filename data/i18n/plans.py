"""Words of targets that are divided over units."""

WORDS = {
    "plans.bad_total": (
        "Chỉ tiêu phải là số nguyên từ 0 đến {most}.",
        "The total must be a whole number from 0 to {most}.",
    ),
    "plans.no_shares": ("Tệp không có đơn vị nào để chia.", "The file names no unit to divide over."),
    "plans.code_twice": (
        "Mã {code} có hai lần; mỗi đơn vị chỉ ghi một dòng.",
        "The code {code} stands twice; each unit has one row.",
    ),
    "plans.bad_share": (
        "Đơn vị {code}: trọng số, mức sàn, mức trần và mức chốt phải từ 0 đến {most}.",
        "Unit {code}: weight, floor, ceiling and lock must be from 0 to {most}.",
    ),
    "plans.no_column": (
        "Tệp thiếu cột {columns}. Các cột đọc được: {known}.",
        "The file lacks the columns {columns}. Columns that are read: {known}.",
    ),
    "plans.bad_cell": (
        "Dòng {row}, cột {column}: “{value}” không phải là số dùng được. Sửa rồi thử lại.",
        "Row {row}, column {column}: “{value}” is no number that can be used. Mend it and try again.",
    ),
    "plans.row": ("{code}: {value}", "{code}: {value}"),
    "plans.sum": ("Cộng {sum} trên chỉ tiêu {total}.", "Sum {sum} of a total of {total}."),
    "plans.why.none": ("Các phần cộng lại đúng bằng chỉ tiêu.", "The parts add up to the total."),
    "plans.why.floors": (
        "Các mức sàn cộng lại vượt chỉ tiêu {excess}: không đơn vị nào bị cắt dưới mức sàn.",
        "The floors exceed the total by {excess}: no unit was cut below its floor.",
    ),
    "plans.why.ceilings": (
        "Các mức trần không đủ chỗ: còn thiếu {short} so với chỉ tiêu.",
        "The ceilings leave no room: {short} of the total are left.",
    ),
    "plans.why.locks": (
        "Các mức đã chốt không khớp chỉ tiêu: vượt {excess}, thiếu {short}.",
        "What is locked does not fit the total: {excess} too much, {short} left.",
    ),
    "plans.why.no_weight": (
        "Không đơn vị nào có trọng số: còn thiếu {short} so với chỉ tiêu.",
        "No unit has a weight: {short} of the total are left.",
    ),
    "plans.why.floor_above_ceiling": (
        "Có đơn vị ghi mức sàn cao hơn mức trần; mức sàn được giữ: {codes}.",
        "Units have a floor above their ceiling; the floor holds: {codes}.",
    ),
}

"""Words of data.units: structures, kinds of units, what became of them, why a name is suggested."""

WORDS = {
    "units.unknown": (
        "Không có đơn vị hành chính mã {code} trong danh mục {structure}.",
        "There is no administrative unit {code} in the structure {structure}.",
    ),
    "units.no_structure": (
        "Không có danh mục đơn vị hành chính “{structure}”; hiện có: {known}.",
        "There is no administrative structure “{structure}”; there are: {known}.",
    ),
    "units.structures_damaged": (
        "Danh mục đơn vị hành chính bổ sung bị hỏng ({path}); hãy khôi phục từ bản sao lưu.",
        "The added administrative structures are damaged ({path}); restore them from a backup.",
    ),
    "units.structures_lost": (
        "Danh mục {structures} không nối được với danh mục nào đang có.",
        "The structures {structures} follow none that is there.",
    ),
    "units.bad_id": (
        "“{structure}” không thể là mã danh mục; hãy dùng ngày có hiệu lực, ví dụ 2026-04-30.",
        "“{structure}” cannot name a structure; use the day it came into force, such as 2026-04-30.",
    ),
    "units.one_neighbour": (
        "Hãy cho biết danh mục mới đứng ngay sau danh mục nào (--after) hoặc ngay trước danh mục nào (--before).",
        "Say which structure it follows (--after) or precedes (--before): one of the two.",
    ),
    "units.not_at_the_end": (
        "Không thể nối vào danh mục {structure}; chỉ nối được vào {end}.",
        "Nothing can be joined to the structure {structure}; only to {end}.",
    ),
    "units.since_needed": (
        "Hãy cho biết ngày có hiệu lực (--since).",
        "Say since which day it is in force (--since).",
    ),
    "units.until_needed": (
        "Hãy cho biết ngày cuối cùng còn hiệu lực (--until).",
        "Say until which day it was in force (--until).",
    ),
    "units.dates_cross": (
        "Ngày {day} không phù hợp với thời gian hiệu lực của danh mục {structure}.",
        "The day {day} does not fit the dates of the structure {structure}.",
    ),
    "units.dates_known": (
        "Danh mục {structure} có hiệu lực từ {day}; ngày này không thay đổi được.",
        "The structure {structure} is in force since {day}; that day cannot be changed.",
    ),
    "units.follower_lost": (
        "Danh mục {structure} được lập dựa trên bản cũ và còn dùng các mã {codes}; hãy cập nhật danh mục đó trước.",
        "The structure {structure} was told against the older version and uses the codes {codes}; update it first.",
    ),
    "units.structure_followed": (
        "Danh mục {structure} còn danh mục khác nối tiếp; hãy rút danh mục đó trước.",
        "Another structure follows {structure}; withdraw that one first.",
    ),
    "units.not_added_from_table": (
        "Danh mục {structure} không có bảng bổ sung nào để rút.",
        "The structure {structure} has no added table to withdraw.",
    ),
    "units.table_printed": (
        "Bảng chuyển đổi đọc từ PDF có thể lệch ô nên không dùng. Đề nghị gửi bản Excel hoặc Word.",
        "A conversion table read from a PDF may be wrong in any cell and is not used. Send the workbook or the Word file.",
    ),
    "units.table_no_columns": (
        "Không trang tính nào có các cột của bảng chuyển đổi (tên mới, mã mới, tên cũ, mã cũ, ghi chú).",
        "No sheet has the columns of a conversion table (new name, new code, old name, old code, note).",
    ),
    "units.table_of_villages": (
        "Bảng này nói về thôn, tổ dân phố; hãy dùng lệnh village-mergers.",
        "This table is one of villages; use the command village-mergers.",
    ),
    "units.not_added": (
        "Chưa thêm được: bảng có {count} lỗi. Lỗi đầu tiên: {first}",
        "Not added: the table has {count} errors. The first: {first}",
    ),
    "units.source_needed": (
        "Hãy ghi nguồn của bảng (--source).",
        "Say where the table comes from (--source).",
    ),
    "units.said_structure": (
        "{structure}: {since} – {until}, {provinces} tỉnh, {communes} xã",
        "{structure}: {since} – {until}, {provinces} provinces, {communes} communes",
    ),
    "units.said_more": ("… và {count} điểm nữa.", "… and {count} more."),
    "units.said_added": ("Đã thêm danh mục {structure}.", "The structure {structure} was added."),
    "units.said_refreshed": (
        "Số liệu đã được quy đổi lại: bản phát hành {release}.",
        "The figures were converted anew: release {release}.",
    ),
    "units.structure_in_use": (
        "Danh mục {structure} đang có báo cáo trong bản số liệu hiện hành; hãy quay lại bản trước khi có các báo cáo đó đã.",
        "The current release holds reports in the structure {structure}; roll back to a release without them first.",
    ),
    "units.said_sound": (
        "Bảng hợp lệ; chưa thêm gì ({structure}).",
        "The table is sound; nothing was added ({structure}).",
    ),
    "units.said_not_added": (
        "Chưa thêm gì: cần sửa {count} lỗi.",
        "Nothing was added: {count} errors are to be corrected.",
    ),
    "units.said_withdrawn": (
        "Danh mục {structure} không còn được sử dụng; các phiên bản vẫn được lưu.",
        "The structure {structure} is out of use; its versions are kept.",
    ),
    "units.said_summary": (
        "Xã: {communes_before} → {communes_after}; tỉnh: {provinces_before} → {provinces_after}. Đơn vị cũ: "
        "{whole} chuyển toàn bộ, {split} bị chia. Đơn vị mới: {unchanged} giữ nguyên, {renamed} đổi tên, "
        "{retyped} đổi loại hình, {moved} chuyển tỉnh, {made} thay đổi địa giới.",
        "Communes: {communes_before} → {communes_after}; provinces: {provinces_before} → {provinces_after}. Before: "
        "{whole} went whole, {split} were split. After: {unchanged} unchanged, {renamed} renamed, "
        "{retyped} of another kind, {moved} in another province, {made} of other land.",
    ),
    "units.said_province": ("Tỉnh mã {code}: {before} → {after}", "Province {code}: {before} → {after}"),
    "units.said_difference": (
        "{old} → {new}: danh mục đang dùng {register}, bảng {table}",
        "{old} → {new}: the register in use says {register}, the table {table}",
    ),
    "units.table_of_communes": (
        "Bảng này nói về xã, phường; hãy dùng lệnh structure-add.",
        "This table is one of communes; use the command structure-add.",
    ),
    "units.assign_columns": (
        "Tệp {file} phải có hai cột village và code_to.",
        "The file {file} needs the columns village and code_to.",
    ),
    "units.said_assigned": (
        "Đã ghi {count} thôn. Dùng lệnh refresh để tính lại số liệu.",
        "{count} villages were assigned. The command refresh derives the figures anew.",
    ),
    "units.said_merged": ("Đã ghi {count} thay đổi của thôn.", "{count} changes of villages were recorded."),
    "units.said_not_merged": (
        "Chưa ghi gì ({count} thay đổi đọc được).",
        "Nothing was recorded ({count} changes were read).",
    ),
    "units.said_orphans": (
        "{teams} tổ không còn thôn; {villages} thôn chưa có tổ.",
        "{teams} teams without a village; {villages} villages without a team.",
    ),
    "units.nothing_after": (
        "Chưa có danh mục nào sau danh mục {structure} để gán thôn.",
        "No structure follows {structure}: there is nothing to assign villages to.",
    ),
    "units.assign_no_home": (
        "Chưa biết thôn {village} thuộc xã nào trước khi sắp xếp (và {more} lỗi nữa).",
        "The commune of the village {village} before the change is not known (and {more} more).",
    ),
    "units.assign_no_successor": (
        "Thôn {village} không thể thuộc xã mã {code}: xã cũ không nhập vào đó (và {more} lỗi nữa).",
        "The village {village} cannot lie in {code}: its commune did not go there (and {more} more).",
    ),
    "units.assign_incomplete": (
        "Thôn {village} của xã mã {code} chưa được gán (và {more} thôn nữa).",
        "The village {village} of {code} is not assigned yet (and {more} more).",
    ),
    "units.village_gone": (
        "Thôn {village} đã kết thúc trước đó (và {more} lỗi nữa).",
        "The village {village} was gone before (and {more} more).",
    ),
    "units.village_runs_back": (
        "Ngày {village} sớm hơn lần thay đổi đã ghi gần nhất; hãy ghi theo thứ tự thời gian.",
        "The day {village} lies before the last recorded change; record changes in their order.",
    ),
    "units.village_state.goes on": ("giữ nguyên", "goes on"),
    "units.village_state.whole": ("nhập toàn bộ", "merged whole"),
    "units.village_state.part": ("nhập một phần", "in part"),
    "units.village_state.split": ("bị chia", "split"),
    "units.village_state.cannot be allocated": ("không phân bổ được", "cannot be allocated"),
    "units.village_state.unknown": ("thôn không có trong danh sách", "no known village"),
    "units.table_row": ("Dòng {row}: ", "Row {row}: "),
    "units.table.unknown": (
        "không có đơn vị “{name}” (mã {code}) trong danh mục kia; hãy sửa tên hoặc mã.",
        "there is no unit “{name}” (code {code}) in the other structure; correct the name or the code.",
    ),
    "units.table.other_name": (
        "mã {code} là của {other}, không phải “{name}”; hãy sửa tên hoặc mã.",
        "the code {code} is that of {other}, not of “{name}”; correct the name or the code.",
    ),
    "units.table.no_successor": (
        "“{name}” kết thúc mà không nói nhập vào đâu; hãy ghi đơn vị mới ở từng dòng.",
        "“{name}” ends and nothing says where it went; write the new unit in every row.",
    ),
    "units.table.no_unit": (
        "“{name}” không phải là đơn vị hành chính; bỏ qua dòng này.",
        "“{name}” is no administrative unit; the row is left out.",
    ),
    "units.table.by_name": (
        "mã {other} là của đơn vị khác; theo tên “{name}” thì là mã {code}.",
        "the code {other} is another unit's; by its name, “{name}” is {code}.",
    ),
    "units.table.spelling": (
        "mã {code}: bảng viết “{name}”, danh mục viết “{other}”.",
        "code {code}: the table writes “{name}”, the register “{other}”.",
    ),
    "units.table.no_kind": (
        "tên “{name}” (mã {code}) thiếu loại đơn vị (xã, phường, đặc khu, tỉnh, thành phố).",
        "the name “{name}” (code {code}) lacks its kind (xã, phường, đặc khu, tỉnh, thành phố).",
    ),
    "units.table.no_code": (
        "“{name}” chưa có mã đơn vị hành chính đúng (“{code}”).",
        "“{name}” has no sound code (“{code}”).",
    ),
    "units.table.no_province": (
        "{name} (mã {code}) thuộc tỉnh hoặc huyện không xác định được {other}.",
        "{name} (code {code}) lies in a province or district that cannot be told {other}.",
    ),
    "units.table.two_names": (
        "mã {code} có hai tên hoặc hai tỉnh: “{other}” và “{name}”.",
        "the code {code} bears two names or lies in two provinces: “{other}” and “{name}”.",
    ),
    "units.table.note": (
        "mã {code}: không hiểu ghi chú “{name}”; hãy ghi Nhập toàn bộ, Nhập một phần, Đổi tên, …",
        "code {code}: the note “{name}” is not understood; write Nhập toàn bộ, Nhập một phần, Đổi tên, …",
    ),
    "units.table.whole_twice": (
        "mã {code} nhập toàn bộ vào {name} nhưng cũng vào {other}.",
        "the code {code} goes whole into {name}, and into {other} as well.",
    ),
    "units.table.rest_lost": (
        "mã {code} chỉ nhập một phần vào {name}; không nói phần còn lại đi đâu.",
        "only a part of {code} goes into {name}; nothing says what became of the rest.",
    ),
    "units.table.ended": (
        "{name} (mã {code}) kết thúc mà không có đơn vị kế tiếp trong bảng.",
        "{name} (code {code}) ends without a successor in the table.",
    ),
    "units.table.no_predecessor": (
        "{name} (mã {code}) không được lập từ đơn vị nào.",
        "{name} (code {code}) is made of no unit.",
    ),
    "units.table.code_taken": (
        "mã {code} được cấp cho {name} trong khi {other} vẫn giữ mã đó.",
        "the code {code} is given to {name} while {other} still bears it.",
    ),
    "units.table.twice": (
        "cặp mã {code} → {name} có ở hai dòng.",
        "the pair {code} → {name} stands in two rows.",
    ),
    "units.table.goes_on": (
        "{name} (mã {code}) nhường một phần và tiếp tục tồn tại với phần còn lại.",
        "{name} (code {code}) gives a part away and goes on with the rest.",
    ),
    "units.table.province": (
        "không đổi được tên hay loại của tỉnh mã {code} thành “{name}”.",
        "the province {code} cannot become “{name}”.",
    ),
    "units.no_level": (
        "Danh mục {structure} không có cấp “{level}”.",
        "The structure {structure} has no level “{level}”.",
    ),
    "units.why.code": ("đúng mã {code}", "the code {code} itself"),
    "units.why.name": ("đúng tên", "the name itself"),
    "units.why.same_name": (
        "có nhiều đơn vị cùng tên; đơn vị này thuộc {place}",
        "several units bear this name; this one lies in {place}",
    ),
    "units.why.elsewhere": ("tên này có ở {place}", "this name is found in {place}"),
    "units.why.kind": ("cùng tên nhưng là {kind}", "the same name, but a {kind}"),
    "units.why.whole": (
        "{old} nhập toàn bộ vào {unit} từ {day}",
        "{old} became part of {unit} as a whole on {day}",
    ),
    "units.why.people": (
        "{old} nhập toàn bộ dân số và một phần diện tích vào {unit} từ {day}",
        "{old} became part of {unit} with all its people and some of its land on {day}",
    ),
    "units.why.part": (
        "{old} nhập một phần vào {unit} từ {day}",
        "a part of {old} became part of {unit} on {day}",
    ),
    "units.why.land": (
        "{old} chỉ nhập một phần diện tích, không có dân số, vào {unit} từ {day}",
        "some land of {old}, without people, became part of {unit} on {day}",
    ),
    "units.why.now": ("nay thuộc {new}", "now in {new}"),
    "units.why.province": (
        "{old} thuộc địa bàn {new} từ {day}",
        "{old} lies in {new} since {day}",
    ),
    "units.why.in_province": ("địa bàn {old} trước {day}", "in {old} before {day}"),
    "units.why.former": (
        "“{old}” đã nhập vào đơn vị này trước năm 2025",
        "“{old}” was merged into this unit before 2025",
    ),
    "units.why.marks": ("tên chỉ khác dấu", "the name differs in its diacritics only"),
    "units.why.similar": ("tên gần giống", "the name is spelled alike"),
    "units.why.like_code": ("mã gần giống: {code}", "the code is alike: {code}"),
    "units.how.exact": ("{best}", "{best}"),
    "units.how.people": (
        "{best} (theo ghi chú “toàn bộ dân số” của bảng chuyển đổi; từ {low} đến {high})",
        "{best} (by the conversion table's note “all the people”; {low} to {high})",
    ),
    "units.how.people.sure": (
        "{best} (theo ghi chú “toàn bộ dân số” của bảng chuyển đổi)",
        "{best} (by the conversion table's note “all the people”)",
    ),
    "units.how.weights": (
        "{best} (ước tính theo số hộ; từ {low} đến {high})",
        "{best} (estimated by households; {low} to {high})",
    ),
    "units.how.villages": (
        "{best} (ước tính theo số thôn; từ {low} đến {high})",
        "{best} (estimated by the number of villages; {low} to {high})",
    ),
    "units.how.area": (
        "{best} (ước tính theo diện tích; từ {low} đến {high})",
        "{best} (estimated by area; {low} to {high})",
    ),
    "units.how.unresolvable": (
        "chưa xác định được (từ {low} đến {high})",
        "cannot be determined ({low} to {high})",
    ),
    "units.how.at_least": ("ít nhất {low} (còn nơi chưa có số liệu)", "at least {low} (some parts have no data)"),
    "units.how.missing": ("chưa có số liệu", "no data"),
    "units.convert_sum": (
        "Tổng {column}: {given}, gồm {exact} chuyển chính xác, {estimated} ước tính, "
        "{unresolved} chưa phân bổ được; {missing} đơn vị chưa có số liệu.",
        "Sum of {column}: {given}: {exact} carried exactly, {estimated} estimated, {unresolved} not allocated; "
        "{missing} units without data.",
    ),
    "units.convert_ignored": (
        "Không chuyển đổi các cột chữ: {columns}.",
        "Columns of words were not converted: {columns}.",
    ),
    "units.convert_unmatched": (
        "Dòng {row}: không có đơn vị hành chính mã “{code}”.",
        "Row {row}: there is no administrative unit with the code “{code}”.",
    ),
    "units.convert_former": (
        "Dòng {row}: mã {code} là {name}, đã nhập toàn bộ vào {heirs} trước 30/6/2025; số liệu được cộng vào đó.",
        "Row {row}: the code {code} is {name}, which became part of {heirs} before 30/6/2025; its counts were added there.",
    ),
    "units.convert_split": (
        "Dòng {row}: mã {code} là {name}, đã chia trước 30/6/2025 (có phần nhập vào {heirs}); chưa cộng được vào đâu.",
        "Row {row}: the code {code} is {name}, which was split before 30/6/2025 (in part into {heirs}); it was added nowhere.",
    ),
    "units.convert_on": (
        "“--on” chỉ dùng với mã của cấu trúc 2024.",
        "“--on” is for codes of the structure 2024 only.",
    ),
    "units.said_day": (
        "Ngày {day}: {provinces} tỉnh, thành phố ({cities} thành phố), {districts} đơn vị cấp huyện, {communes} đơn vị cấp xã ({kinds}).",
        "On {day}: {provinces} provinces ({cities} cities), {districts} districts, {communes} communes ({kinds}).",
    ),
    "units.day_unknown": (
        "Danh mục chỉ có từ ngày 1/1/2023.",
        "The register knows no day before 1/1/2023.",
    ),
    "units.province_of_day": (
        "Ngày {day} không có tỉnh, thành phố “{text}”.",
        "On {day} there was no province “{text}”.",
    ),
    "units.convert_twice": (
        "Mã xuất hiện nhiều lần: {codes}. Hãy cộng các dòng cùng mã trước khi chuyển đổi.",
        "Codes given more than once: {codes}. Add up rows of one code before converting.",
    ),
    "units.convert_mixed": (
        "Bảng có cả mã tỉnh và mã xã; hãy tách thành hai tệp.",
        "The table mixes codes of provinces and of communes; split it into two files.",
    ),
    "units.convert_no_count": (
        "Cột {column}, mã {code}: “{value}” không phải là số đếm (số nguyên, không âm).",
        "Column {column}, code {code}: “{value}” is no count (a whole number, not negative).",
    ),
    "units.convert_bad_cell.negative": (
        "Dòng {row}, cột {column}: “{value}” là số âm; số đếm không thể nhỏ hơn 0. Hãy sửa ô này.",
        "Row {row}, column {column}: “{value}” is negative; no count is below 0. Mend the cell.",
    ),
    "units.convert_bad_cell.text": (
        "Dòng {row}, cột {column}: “{value}” là chữ giữa các số. Hãy ghi số, hoặc để trống nếu chưa có số liệu.",
        "Row {row}, column {column}: “{value}” is a word among numbers. Write a number, or leave the cell blank.",
    ),
    "units.convert_bad_cell.fraction": (
        "Dòng {row}, cột {column}: “{value}” không phải số nguyên; số đếm không có phần lẻ. Hãy ghi lại số đếm.",
        "Row {row}, column {column}: “{value}” is no whole number; counts have no fraction. Write the count.",
    ),
    "units.convert_bad_cell.share": (
        "Dòng {row}, cột {column}: “{value}” là tỷ lệ. Không chuyển đổi tỷ lệ: hãy chuyển tử số và mẫu số rồi chia lại.",
        "Row {row}, column {column}: “{value}” is a share. Shares are not converted: convert both parts, then divide.",
    ),
    "units.convert_bad_cell.error": (
        "Dòng {row}, cột {column}: “{value}” là lỗi công thức của bảng tính. Hãy sửa công thức rồi xuất lại tệp.",
        "Row {row}, column {column}: “{value}” is an error of a spreadsheet formula. Mend it and save the file again.",
    ),
    "units.convert_bad_cell.other": (
        "Dòng {row}, cột {column}: không đọc được “{value}” là số đếm. Hãy ghi một số nguyên, hoặc để trống.",
        "Row {row}, column {column}: “{value}” cannot be read as a count. Write a whole number, or leave it blank.",
    ),
    "units.convert_short_codes": (
        "Các mã {codes} chỉ có một, hai chữ số: có thể là mã tỉnh, cũng có thể là mã xã của Hà Nội đã mất số 0 ở đầu. "
        "Hãy ghi đủ hai hoặc năm chữ số, hoặc thêm --level province hay --level commune.",
        "The codes {codes} have one or two digits: they may be provinces, or communes of Hà Nội that lost their zeros. "
        "Write two or five digits, or add --level province or --level commune.",
    ),
    "units.convert_provinces": (
        "Các mã được đọc là mã tỉnh.",
        "The codes were read as provinces.",
    ),
    "units.convert_no_code": ("Tệp {file} không có cột “code”.", "The file {file} has no column “code”."),
    "units.convert_no_column": (
        "Tệp {file} không có cột số đếm nào.",
        "The file {file} has no column of counts.",
    ),
    "units.convert_empty": ("Tệp {file} không có dòng số liệu nào.", "The file {file} has no rows of data."),
    "units.convert_too_large": (
        "Tệp {file} lớn hơn 50 MB; hãy tách nhỏ.",
        "The file {file} is larger than 50 MB; split it.",
    ),
    "units.convert_unreadable": ("Không đọc được tệp {file}.", "The file {file} cannot be read."),
    "units.weights_columns": (
        "Tệp trọng số {file} phải có ba cột code_from, code_to, weight và trọng số là số.",
        "The file of weights {file} needs the columns code_from, code_to, weight, with numbers as weights.",
    ),
    "units.weight_negative": ("Trọng số không được âm.", "A weight must not be negative."),
}

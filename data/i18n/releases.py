"""Words of the store: releases, drafts, the audit log, exports."""

WORDS = {
    "releases.none": (
        "Chưa có bản số liệu nào được công bố. Hãy tạo số liệu minh họa (python -m data sample) "
        "hoặc nhập và công bố một báo cáo.",
        "No release has been published yet. Make the illustration (python -m data sample), "
        "or import and publish a report.",
    ),
    "releases.unknown": (
        "Không có bản số liệu “{release}”. Xem danh sách bằng: python -m data releases.",
        "There is no release “{release}”. List them with: python -m data releases.",
    ),
    "releases.damaged_pointer": (
        "Tệp chỉ bản số liệu hiện hành ({path}) bị hỏng. Hãy chọn lại bản hiện hành bằng: "
        "python -m data rollback <mã bản>, hoặc khôi phục thư mục từ bản sao lưu.",
        "The pointer to the current release ({path}) is damaged. Choose the current release again with: "
        "python -m data rollback <release>, or restore the folder from a backup.",
    ),
    "releases.lost_pointer": (
        "Kho có các bản số liệu đã công bố nhưng mất tệp chỉ bản hiện hành ({path}). Không bản nào được tự ý dùng, và "
        "không tạo số liệu minh họa. Hãy chọn lại bản hiện hành ở trang này hoặc bằng: python -m data rollback <mã bản>.",
        "The store has releases that were published, but the pointer to the current one ({path}) is lost. None is taken "
        "unasked, and no illustration is made. Choose the current release again on this page or with: "
        "python -m data rollback <release>.",
    ),
    "releases.lost_release": (
        "Bản số liệu hiện hành {release} không còn trong kho. Hãy khôi phục từ bản sao lưu, hoặc chọn bản khác "
        "bằng: python -m data rollback <mã bản>.",
        "The current release {release} is no longer in the store. Restore it from a backup, or choose another "
        "with: python -m data rollback <release>.",
    ),
    "releases.damaged_manifest": (
        "Bản kê của bản số liệu {release} bị hỏng. Hãy khôi phục thư mục này từ bản sao lưu, hoặc chọn bản khác "
        "bằng: python -m data rollback <mã bản>.",
        "The manifest of release {release} is damaged. Restore its folder from a backup, or choose another "
        "release with: python -m data rollback <release>.",
    ),
    "releases.damaged_file": (
        "Tệp {file} của bản số liệu {release} bị hỏng hoặc đã mất. Hãy khôi phục thư mục này từ bản sao lưu, "
        "hoặc chọn bản khác bằng: python -m data rollback <mã bản>.",
        "The file {file} of release {release} is damaged or gone. Restore the folder from a backup, or choose "
        "another release with: python -m data rollback <release>.",
    ),
    "releases.damaged_draft": (
        "Bản nháp {draft} bị hỏng. Hãy hủy bản nháp này và nhập lại báo cáo.",
        "Draft {draft} is damaged. Discard it and import the report again.",
    ),
    "releases.damaged_log": (
        "Nhật ký kiểm toán không đọc được từ dòng {line}. Hãy khôi phục tệp audit.jsonl từ bản sao lưu.",
        "The audit log cannot be read at line {line}. Restore audit.jsonl from a backup.",
    ),
    "releases.disk_full": (
        "Không ghi được {path}: ổ đĩa đã đầy ({reason}). Số liệu đang có không thay đổi; hãy giải phóng dung "
        "lượng rồi làm lại.",
        "Cannot write {path}: the disk is full ({reason}). What was there is unchanged; free some space and try again.",
    ),
    "releases.disk_forbidden": (
        "Không ghi được {path}: không có quyền ghi ({reason}). Số liệu đang có không thay đổi; hãy cấp quyền "
        "ghi hoặc đặt CNSCD_VAR sang thư mục khác.",
        "Cannot write {path}: writing is not allowed ({reason}). What was there is unchanged; grant the right "
        "to write, or set CNSCD_VAR to another folder.",
    ),
    "releases.disk_other": (
        "Không ghi được {path}: {reason}. Số liệu đang có không thay đổi.",
        "Cannot write {path}: {reason}. What was there is unchanged.",
    ),
    "releases.busy": (
        "Người khác đang ghi vào kho số liệu (đã chờ {seconds} giây). Hãy thử lại sau ít phút.",
        "Someone else is writing to the store (waited {seconds} seconds). Try again in a few minutes.",
    ),
    "releases.bad_table": (
        "Bảng {table} không đúng quy định, cột {column}: {rule} ({examples}); còn {more} lỗi khác.",
        "The table {table} breaks a rule, column {column}: {rule} ({examples}); {more} more faults.",
    ),
    "releases.unknown_draft": (
        "Không có bản nháp “{draft}”. Xem danh sách bằng: python -m data drafts.",
        "There is no draft “{draft}”. List them with: python -m data drafts.",
    ),
    "releases.draft_published": (
        "Bản nháp {draft} đã được công bố.",
        "Draft {draft} is published already.",
    ),
    "releases.no_such_question": (
        "Bản nháp {draft} không có câu hỏi “{question}”.",
        "Draft {draft} has no question “{question}”.",
    ),
    "releases.mine_or_theirs": (
        "Câu hỏi “{question}”: hãy chọn “mine” (số của báo cáo này) hoặc “theirs” (số đã công bố).",
        "Question “{question}”: answer “mine” (this report's figure) or “theirs” (the published one).",
    ),
    "releases.code_or_none": (
        "Câu hỏi “{question}”: hãy trả lời bằng mã đơn vị, hoặc bỏ qua dòng đó.",
        "Question “{question}”: answer with the code of a unit, or leave the row out.",
    ),
    "releases.answered_twice": (
        "“{texts}” được trả lời là {code}, nhưng trong bản nháp đã có một dòng khác của đơn vị này. Chọn đơn vị khác, hoặc để "
        "dòng này ngoài báo cáo; nếu là hai phần của một đơn vị, cộng lại thành một hàng trong tệp rồi nhập lại.",
        "“{texts}” was answered as {code}, but the draft has another row of this unit. Choose another unit, or leave the row "
        "out; where they are parts of one unit, add them up in one row of the file and import it again.",
    ),
    "releases.read_again": (
        "Câu trả lời cho “{question}” làm thay đổi cách đọc tệp: hãy nhập lại tệp kèm câu trả lời này.",
        "The answer to “{question}” changes how the file is read: import the file again with this answer.",
    ),
    "releases.not_ready": (
        "Chưa công bố được bản nháp {draft}: còn {errors} lỗi và {questions} câu hỏi.",
        "Draft {draft} cannot be published yet: {errors} errors and {questions} questions remain.",
    ),
    "releases.must_rebase": (
        "Bản số liệu hiện hành đã thay đổi sau khi tạo bản nháp {draft}. Hãy đối chiếu lại bằng: "
        "python -m data rebase {draft}.",
        "The current release has changed since draft {draft} was made. Bring it up to date with: "
        "python -m data rebase {draft}.",
    ),
    "releases.no_level": (
        "Đơn vị hành chính theo “{structure}” không có cấp “{level}”.",
        "The structure “{structure}” has no level “{level}”.",
    ),
    "releases.no_period": (
        "Bản số liệu {release} không có số liệu của kỳ {period}.",
        "Release {release} has no figures of {period}.",
    ),
    "releases.no_province": (
        "Không có tỉnh, thành phố “{text}” trong đơn vị hành chính theo “{structure}”.",
        "The structure “{structure}” has no province “{text}”.",
    ),
    "releases.sheet_figures": ("Số liệu", "Figures"),
    "releases.sheet_about": ("Giới thiệu", "About"),
    "releases.about_missing": (
        "Ô trống là chưa có số liệu, không phải số 0.",
        "A blank cell means no data; it is not 0.",
    ),
    "releases.about_points": (
        "Tọa độ là một điểm của đơn vị (WGS 84), không phải địa giới hành chính.",
        "Coordinates are a point of the unit (WGS 84), not its boundary.",
    ),
    "releases.about_sample": (
        "SỐ LIỆU MINH HỌA: các dòng có sample = true do phần mềm tạo ra, không phải báo cáo của địa phương.",
        "ILLUSTRATION: rows with sample = true are made up by the product; they are not reports of any office.",
    ),
    "releases.said_published": ("Đã công bố bản số liệu {release}.", "Published release {release}."),
    "releases.said_current": ("Bản hiện hành: {release}.", "Current release: {release}."),
    "releases.said_rebased": (
        "Bản nháp {draft} đã dựa trên bản hiện hành; {conflicts} điểm cần chọn.",
        "Draft {draft} now stands on the current release; {conflicts} points need a decision.",
    ),
    "releases.said_answered": (
        "Bản nháp {draft}: còn {questions} câu hỏi.",
        "Draft {draft}: {questions} questions remain.",
    ),
    "releases.said_discarded": ("Đã hủy bản nháp {draft}.", "Draft {draft} is discarded."),
    "releases.said_exported": (
        "Đã ghi {rows} dòng của kỳ {period} vào {path}.",
        "Wrote {rows} rows of {period} to {path}.",
    ),
    "releases.said_sample_there": (
        "Kho đã có số liệu (bản {release}); không tạo số liệu minh họa.",
        "The store has figures already (release {release}); no illustration was made.",
    ),
    "releases.line_release": (
        "{mark} {id}  {created}  {message}",
        "{mark} {id}  {created}  {message}",
    ),
    "releases.line_draft": (
        "{id}  {status}  {title}  (lỗi: {errors}, câu hỏi: {questions})",
        "{id}  {status}  {title}  (errors: {errors}, questions: {questions})",
    ),
    "releases.line_change": (
        "{indicator}: {old} → {new}  (mới: {added}, thay đổi: {changed}, giữ nguyên: {same})",
        "{indicator}: {old} → {new}  (new: {added}, changed: {changed}, unchanged: {same})",
    ),
    "releases.line_scores": (
        "{indicator}: điểm số, không cộng  (mới: {added}, thay đổi: {changed}, giữ nguyên: {same})",
        "{indicator}: scores, never added up  (new: {added}, changed: {changed}, unchanged: {same})",
    ),
    "releases.no_data": ("chưa có số liệu", "no data"),
    "releases.status_open": ("chưa công bố", "not published"),
    "releases.status_published": ("đã công bố", "published"),
    "releases.said_compared": (
        "Đơn vị có số liệu mới: {units_new}, thay đổi: {units_changed}, giữ nguyên: {units_same}.",
        "Units with new figures: {units_new}, changed: {units_changed}, unchanged: {units_same}.",
    ),
    "releases.said_newer": (
        "Chú ý: báo cáo này cũ hơn và sẽ thay số liệu của: {titles}.",
        "Take care: this report is older than, and would replace figures of: {titles}.",
    ),
    "releases.said_sample_leaves": (
        "Khi công bố, số liệu minh họa được gỡ bỏ khỏi: {provinces}.",
        "On publishing, the illustration leaves: {provinces}.",
    ),
    "releases.log_whole": ("Nhật ký nguyên vẹn: {entries} dòng.", "The log is whole: {entries} lines."),
    "releases.log_broken": (
        "Nhật ký đã bị sửa hoặc hỏng từ dòng {line}.",
        "The log was changed or damaged at line {line}.",
    ),
    "releases.step_check": ("Kiểm tra số liệu", "Checking the figures"),
    "releases.step_derive": ("Tổng hợp theo xã", "Summing up by commune"),
    "releases.step_write": ("Ghi bản số liệu", "Writing the release"),
    "releases.step_public": ("Tạo và kiểm tra bản công khai", "Making and checking the public release"),
    "releases.step_done": ("Đã ghi xong", "Written"),
}

"""Words of data.intake: why a file is refused, what is asked, and what is wrong, where and what to do."""

WORDS = {
    # refusals
    "intake.empty_file": ("Tệp rỗng, không có dữ liệu.", "The file is empty."),
    "intake.too_large": (
        "Tệp quá lớn ({size} MB, tối đa {limit} MB). Đề nghị tách thành nhiều tệp.",
        "The file is too large ({size} MB, at most {limit} MB). Split it into several files.",
    ),
    "intake.truncated": (
        "Tệp bị hỏng hoặc thiếu phần cuối, không mở được. Đề nghị mở lại bằng Excel, lưu và gửi lại.",
        "The file is damaged or cut off and cannot be opened. Open it in Excel, save it and send it again.",
    ),
    "intake.encrypted": (
        "Tệp đặt mật khẩu. Đề nghị bỏ mật khẩu rồi gửi lại.",
        "The file is protected by a password. Remove the password and send it again.",
    ),
    "intake.not_workbook_program": (
        "Tệp là chương trình, không phải bảng tính.",
        "The file is a program, not a workbook.",
    ),
    "intake.not_workbook_picture": (
        "Tệp là hình ảnh, không phải báo cáo. Đề nghị gửi bản Excel hoặc Word.",
        "The file is a picture, not a report. Send the workbook or the Word file.",
    ),
    "intake.not_workbook_word": (
        "Tệp là Word kiểu cũ (.doc), chưa đọc được. Đề nghị mở bằng Word, chọn “Lưu thành” (Save As) dạng .docx rồi gửi lại.",
        "The file is an old Word file (.doc), which is not read. Open it in Word, save it as .docx and send it again.",
    ),
    "intake.not_workbook_rtf": (
        "Tệp là văn bản RTF, chưa đọc được. Đề nghị mở bằng Word, chọn “Lưu thành” (Save As) dạng .docx rồi gửi lại.",
        "The file is RTF, which is not read. Open it in Word, save it as .docx and send it again.",
    ),
    "intake.not_workbook_odt": (
        "Tệp là văn bản OpenDocument (.odt), chưa đọc được. Đề nghị lưu thành .docx rồi gửi lại.",
        "The file is an OpenDocument text (.odt), which is not read. Save it as .docx and send it again.",
    ),
    "intake.not_workbook_slides": (
        "Tệp là bản trình chiếu, không phải báo cáo. Đề nghị gửi bản Excel hoặc Word.",
        "The file is a presentation, not a report. Send the workbook or the Word file.",
    ),
    "intake.document_without_table": (
        "Tệp không có bảng số liệu nào. Đề nghị gửi bản có bảng, hoặc bản Excel.",
        "The file holds no table. Send one with a table, or the workbook.",
    ),
    "intake.pdf_scan": (
        "Tệp PDF là ảnh quét, không có chữ để đọc. Đề nghị gửi bản Excel hoặc Word mà từ đó đã in ra.",
        "The PDF is a scan without a text to read. Send the workbook or the Word file that it was printed from.",
    ),
    "intake.pdf_letters": (
        "Tệp PDF dùng phông chữ không cho biết mã chữ nên không đọc được. Đề nghị gửi bản Excel hoặc Word.",
        "The letters of the PDF cannot be told from its fonts. Send the workbook or the Word file.",
    ),
    "intake.pdf_pages": (
        "Tệp PDF có quá nhiều trang (tối đa {limit}). Đề nghị gửi riêng các trang có bảng số liệu.",
        "The PDF has too many pages (at most {limit}). Send the pages with the tables alone.",
    ),
    "intake.pdf_heavy": (
        "Trang {page} của tệp PDF quá nhiều nét vẽ để đọc. Đề nghị gửi bản Excel hoặc Word.",
        "Page {page} of the PDF holds too much drawing to be read. Send the workbook or the Word file.",
    ),
    "intake.page_not_drawn": ("Không vẽ được trang {page} của tệp PDF.", "Page {page} of the PDF cannot be drawn."),
    "intake.pdf_left_out": (
        "Mọi bảng đọc từ tệp PDF đều đã bị bỏ; không còn gì để công bố. Đề nghị gửi bản Excel hoặc Word.",
        "Every table read from the PDF was left out; nothing remains to publish. Send the workbook or the Word file.",
    ),
    "intake.not_workbook_archive": (
        "Tệp là tệp nén, không phải bảng tính. Đề nghị giải nén và gửi từng bảng tính.",
        "The file is an archive, not a workbook. Unpack it and send each workbook.",
    ),
    "intake.not_workbook_database": (
        "Tệp là cơ sở dữ liệu, không phải bảng tính.",
        "The file is a database, not a workbook.",
    ),
    "intake.not_workbook_xml": (
        "Tệp là XML, không phải bảng tính. Đề nghị lưu dạng .xlsx.",
        "The file is XML, not a workbook. Save it as .xlsx.",
    ),
    "intake.not_workbook_binary": (
        "Tệp không phải bảng tính hay văn bản đọc được. Đề nghị gửi .xlsx, .xls, .ods, .csv, .docx hoặc .pdf.",
        "The file is neither a workbook nor readable text. Send .xlsx, .xls, .ods, .csv, .docx or .pdf.",
    ),
    "intake.xlsb": (
        "Định dạng .xlsb chưa đọc được. Đề nghị lưu dạng .xlsx.",
        "The .xlsb format is not read. Save it as .xlsx.",
    ),
    "intake.spreadsheet_xml": (
        "Định dạng “XML Spreadsheet 2003” chưa đọc được. Đề nghị lưu dạng .xlsx.",
        "The format “XML Spreadsheet 2003” is not read. Save it as .xlsx.",
    ),
    "intake.many_files": (
        "Quá nhiều tệp trong một lần (tối đa {limit}). Đề nghị chia làm nhiều lần.",
        "Too many files at once (at most {limit}). Hand them in by parts.",
    ),
    "intake.many_large": (
        "Các tệp cộng lại quá lớn (tối đa {limit} MB). Đề nghị chia làm nhiều lần.",
        "The files together are too large (at most {limit} MB). Hand them in by parts.",
    ),
    "intake.all_refused": (
        "Không đọc được tệp nào trong {count} tệp. {file}: {reason}",
        "None of the {count} files can be read. {file}: {reason}",
    ),
    "intake.empty_archive": ("Tệp nén không có tệp nào.", "The archive holds no file."),
    "intake.too_many_parts": (
        "Tệp nén chứa {count} thành phần, nhiều bất thường; không mở vì lý do an toàn.",
        "The file holds {count} parts, far too many; it is not opened for safety.",
    ),
    "intake.zip_bomb": (
        "Tệp khi giải nén phình tới {size} MB; không mở vì lý do an toàn.",
        "The file would unpack to {size} MB; it is not opened for safety.",
    ),
    "intake.nested_archive": (
        "Bên trong tệp có tệp nén khác; không mở vì lý do an toàn. Đề nghị gửi riêng bảng tính.",
        "The file holds another archive; it is not opened for safety. Send the workbook alone.",
    ),
    "intake.xml_entities": (
        "Tệp chứa khai báo XML không an toàn; không mở.",
        "The file holds unsafe XML declarations; it is not opened.",
    ),
    "intake.far_cell": (
        "Trang tính có ô dữ liệu ở quá xa (hàng {row}, cột {column}). Đề nghị xóa các ô thừa rồi gửi lại.",
        "A sheet has a filled cell too far out (row {row}, column {column}). Delete stray cells and send it again.",
    ),
    "intake.too_many_cells": (
        "Tệp có quá nhiều ô (tối đa {limit}). Đề nghị tách thành nhiều tệp.",
        "The file has too many cells (at most {limit}). Split it into several files.",
    ),
    "intake.too_heavy": (
        "Tệp cần quá nhiều bộ nhớ để đọc; đã dừng. Đề nghị xóa phần thừa hoặc tách tệp.",
        "Reading the file takes too much memory; it was stopped. Delete what is not needed or split it.",
    ),
    "intake.too_slow": (
        "Đọc tệp quá 60 giây; đã dừng. Đề nghị xóa phần thừa hoặc tách tệp.",
        "Reading the file took more than 60 seconds; it was stopped. Delete what is not needed or split it.",
    ),
    "intake.bad_delimited": (
        "Không tách được cột ở dòng {line}. Đề nghị lưu lại dạng .xlsx.",
        "Line {line} cannot be split into columns. Save the file as .xlsx.",
    ),
    "intake.no_file": ("Không mở được tệp “{file}”: {reason}.", "The file “{file}” cannot be opened: {reason}."),
    "intake.no_table": (
        "Không tìm thấy bảng số liệu nào (cần một hàng tiêu đề như “STT, Đơn vị, Số tổ…”).",
        "No table was found (a heading row such as “STT, Đơn vị, Số tổ…” is needed).",
    ),
    "intake.no_date": (
        "Báo cáo không ghi số liệu tính đến ngày nào. Đề nghị cho biết ngày số liệu (trên trang: ô “Số liệu đến ngày”; trong lệnh: --as-of 2024-09-30).",
        "The report does not say which date its figures hold for. Say it (on the page: “Figures as of”; in a command: --as-of 2024-09-30).",
    ),
    "intake.no_province": (
        "Danh mục {structure} không có tỉnh “{text}”. Có phải {suggestion}?",
        "The structure {structure} has no province “{text}”. Did you mean {suggestion}?",
    ),
    "intake.bad_answers": (
        "Tệp câu trả lời không đúng dạng: cần một đối tượng JSON {{mã câu hỏi: trả lời}}.",
        "The file of answers must be one JSON object {{question id: answer}}.",
    ),
    # what the command prints
    "intake.kind.communes": ("tổng hợp theo xã", "summary by commune"),
    "intake.kind.districts": ("tổng hợp theo huyện", "summary by district"),
    "intake.kind.provinces": ("tổng hợp theo tỉnh", "summary by province"),
    "intake.kind.villages": ("tổng hợp theo thôn", "summary by village"),
    "intake.kind.register": ("danh sách thành viên", "register of members"),
    "intake.kind.levels": ("tổng hợp theo cấp tổ", "summary by level"),
    "intake.kind.teams": ("danh sách tổ", "list of teams"),
    "intake.kind.attendance": ("danh sách dự tập huấn", "list of attendance"),
    "intake.kind.village_sheet": ("phiếu thôn theo quý", "quarterly village sheet"),
    "intake.kind.template": ("biểu mẫu chuẩn", "tidy template"),
    "intake.said.file": (
        "{file}: {kind}, {province}, danh mục {structure}, số liệu đến {date}",
        "{file}: {kind}, {province}, structure {structure}, as of {date}",
    ),
    "intake.said.units": ("{units} đơn vị", "{units} units"),
    "intake.state.good": ("đọc được", "read"),
    "intake.state.asks": ("có câu hỏi", "asks"),
    "intake.state.errors": ("có lỗi", "has errors"),
    "intake.state.empty": ("không có số liệu của đơn vị nào", "no figure of any unit"),
    "intake.state.refused": ("không đọc được", "refused"),
    "intake.state.twin": ("trùng nội dung với tệp khác", "the same content as another file"),
    "intake.state.left_out": ("đã bỏ ra ngoài", "left out"),
    "intake.said.rows": (
        "Đọc được {rows} đơn vị; {questions} câu hỏi, {errors} lỗi, {warnings} cảnh báo.",
        "{rows} units read; {questions} questions, {errors} errors, {warnings} warnings.",
    ),
    "intake.said.many_title": ("{kind}: {count} tệp", "{kind}: {count} files"),
    "intake.said.many_files": ("{count} tệp", "{count} files"),
    "intake.said.draft": ("Đã lập bản nháp {draft}.", "Draft {draft} was made."),
    "intake.nothing_to_import": (
        "Không đọc được số liệu của đơn vị nào; không lập bản nháp.",
        "No figure of any unit was read; no draft is made.",
    ),
    "intake.said.publishable": ("Có thể công bố.", "Ready to be published."),
    "intake.said.not_publishable": (
        "Chưa thể công bố: còn câu hỏi hoặc lỗi.",
        "Not ready to be published: questions or errors remain.",
    ),
    # our own form
    "intake.template.title": (
        "Biểu số liệu tổ công nghệ số cộng đồng - {province}",
        "Community digital technology teams - {province}",
    ),
    "intake.template.date": ("Số liệu tính đến ngày: ", "Figures as of: "),
    "intake.template.how": (
        "Ghi số nguyên; không có thì ghi 0, chưa có số liệu thì để trống. Không sửa cột mã đơn vị.",
        "Write whole numbers; 0 for none, blank for no data. Leave the column of codes as it is.",
    ),
    "intake.template.whole": ("Chỉ ghi số nguyên từ 0 trở lên.", "Whole numbers from 0 on only."),
    "intake.template.score": (
        "Chỉ ghi điểm từ 0 đến {most}, tối đa hai số lẻ.",
        "Scores from 0 to {most} with up to two decimals only.",
    ),
    "intake.said.template": ("Đã ghi biểu mẫu {file}.", "The form {file} was written."),
    # questions
    "intake.question.same_name": (
        "“{text}” là tên của nhiều đơn vị. Là đơn vị nào?",
        "“{text}” is the name of several units. Which one is meant?",
    ),
    "intake.question.near": (
        "Không có đơn vị đúng tên “{text}”. Có phải một trong các đơn vị dưới đây?",
        "No unit is named exactly “{text}”. Is it one of these?",
    ),
    "intake.question.nothing": (
        "Không tìm thấy đơn vị “{text}”. Chọn đơn vị, hoặc bỏ hàng này.",
        "No unit “{text}” was found. Choose one, or leave the row out.",
    ),
    "intake.question.code_differs": (
        "Mã và tên ở hàng “{text}” chỉ hai đơn vị khác nhau. Lấy đơn vị nào?",
        "Code and name of the row “{text}” mean different units. Which one holds?",
    ),
    "intake.question.village_commune": (
        "Phiếu không cho biết “{text}” thuộc xã nào. Chọn xã, phường.",
        "The sheet does not say which commune “{text}” lies in. Choose the commune.",
    ),
    "intake.question.column": (
        "Chưa rõ cột “{text}” là chỉ số nào. Chọn chỉ số, hoặc bỏ qua cột này.",
        "It is not clear what the column “{text}” counts. Choose an indicator, or ignore the column.",
    ),
    "intake.question.column_clash": (
        "Có hơn một cột giống “{text}”. Cột nào là số liệu của kỳ báo cáo?",
        "More than one column reads like “{text}”. Which one holds the figures of the period?",
    ),
    "intake.question.column_titled": (
        "Tiêu đề của bảng nói đây là kế hoạch, số ước, chỉ một phần (hộ nghèo, tổ tình nguyện…), phần còn thiếu hoặc của kỳ khác. "
        "Cột “{text}” có phải là số hiện có của tất cả không?",
        "The title of the table says a plan, an estimate, a part (poor households, volunteers…), a lack or another period. Does "
        "column “{text}” hold what there is now of all?",
    ),
    "intake.question.column_noted": (
        "Ghi chú dưới bảng nói cột “{text}” chỉ tính một phần, tính thêm hoặc là số ước. Bỏ qua cột này, hay vẫn lấy?",
        "A note below the table says that the column “{text}” takes in less or more, or is estimated. Leave it out, or is it the "
        "indicator's figure?",
    ),
    "intake.question.column_shares": (
        "Các số trong cột “{text}” giống tỷ lệ (toàn số 1, hoặc 0,82 bên cạnh 82) hơn là số đếm. Bỏ qua cột này, hay đúng là số đếm?",
        "The numbers of the column “{text}” look like shares (1 in every row, or 0.82 beside 82). Leave it out, or are they counts?",
    ),
    "intake.question.column_period": (
        "Cột “{text}” ghi thời gian khác kỳ báo cáo, hoặc chỉ tính phần phát sinh. Bỏ qua, hay là số liệu của kỳ báo cáo?",
        "The column “{text}” names a time that is not the report's, or only what happened within it. Ignore it, or is it the figure of the period?",
    ),
    "intake.question.column_unnamed": (
        "Cột {text} không có tiêu đề. Là chỉ số nào, hay bỏ qua?",
        "Column {text} has no heading. Which indicator is it, or is it to be ignored?",
    ),
    "intake.question.village": (
        "“{text}” gần giống tên một thôn đã có. Là thôn đó hay thôn mới?",
        "“{text}” is close to the name of a known village. Is it that one, or a new one?",
    ),
    "intake.question.date_document": (
        "“{text}”: ngày này có thể là ngày ký hoặc ngày của văn bản. Số liệu tính đến ngày nào?",
        "“{text}”: this may be the day of a letter or signature. Up to which day do the figures hold?",
    ),
    "intake.question.date_several": (
        "“{text}”: tệp ghi hơn một ngày, hoặc ngày ghi không rõ. Số liệu tính đến ngày nào?",
        "“{text}”: the file names more than one day, or an unclear one. Up to which day do the figures hold?",
    ),
    "intake.question.date_future": (
        "“{text}”: ngày này chưa đến. Số liệu tính đến ngày nào?",
        "“{text}”: this day is still to come. Up to which day do the figures hold?",
    ),
    "intake.question.date_before_its_end": (
        "“{text}”: báo cáo được ký trước khi kỳ này kết thúc. Số liệu tính đến ngày nào?",
        "“{text}”: the report was signed before this period ended. Up to which day do the figures hold?",
    ),
    "intake.question.structure": (
        "Tên đơn vị trong tệp ({text}…) không thuộc danh mục hành chính của ngày số liệu. Đọc theo danh mục nào?",
        "The names in the file ({text}…) are not of the structure in force on its date. Which structure holds?",
    ),
    "intake.question.scale": (
        "Biểu ghi “{text}”. Nhân số trong các cột này với bao nhiêu?",
        "The table says “{text}”. What are the figures of these columns multiplied by?",
    ),
    "intake.question.row_notes": (
        "{rows} dòng có ghi chú “{text}”: không còn, hoặc chưa phải là tổ, thành viên hiện có. Có đếm các dòng này không?",
        "{rows} rows carry a note “{text}”: no longer, or not yet, teams or members of today. Are they counted?",
    ),
    "intake.choice.leave_rows_out": ("không đếm các dòng này", "the rows are not counted"),
    "intake.choice.count_rows": ("vẫn đếm", "they are counted"),
    "intake.question.codes": (
        "Phần lớn mã trong cột “{text}” là mã của đơn vị khác với tên bên cạnh. Đọc theo tên hay theo mã?",
        "Most codes of the column “{text}” are those of other units than the names beside them. Do names or codes hold?",
    ),
    "intake.choice.by_name": ("theo tên, bỏ cột mã", "the names; the codes are left out"),
    "intake.choice.by_code": ("theo mã", "the codes"),
    "intake.question.list": (
        "“{text}”: theo tiêu đề, danh sách này không phải các tổ, thành viên đang có (giải thể, dự kiến, kế hoạch, phần bổ sung…). "
        "Có đếm danh sách này không?",
        "“{text}”: by its title the list is not of the teams or members there are (dissolved, planned, added…). Is it counted?",
    ),
    "intake.question.printed": (
        "Bảng đọc từ PDF (trang {text}): đúng như bản in? So với bản in từng cột, từng hàng.",
        "The table read from the PDF (page {text}): is it as printed? Compare column by column, row by row.",
    ),
    "intake.question.printed_recognised": (
        "Bảng đọc từ PDF (trang {text}) là ảnh quét có chữ do máy nhận dạng, dễ sai từng con số: đúng như bản in?",
        "The table read from the PDF (page {text}) is a scan whose text a machine recognised, so any figure may be wrong: "
        "is it as printed?",
    ),
    "intake.question.files_province": (
        "{rows} tệp không ghi thuộc tỉnh nào; mọi tệp khác đều của {text}. Các tệp này cũng của {text}?",
        "{rows} files do not say their province; all the others are of {text}. Are these of {text} too?",
    ),
    "intake.choice.each": ("không, hỏi riêng từng tệp", "no, ask about each"),
    "intake.question.file": (
        "{text}: có trong hơn một tệp với số liệu khác nhau ({rows} đơn vị). Lấy số của tệp nào?",
        "{text}: told by more than one file with different figures ({rows} units). Which file holds?",
    ),
    "intake.choice.as_printed": ("đúng như bản in", "as printed"),
    "intake.choice.leave_table_out": ("không đúng, bỏ bảng này", "not as printed, leave the table out"),
    "intake.choice.leave_list_out": ("không đếm danh sách này", "the list is not counted"),
    "intake.choice.as_listed": ("đếm: đây là các tổ, thành viên đang có", "counted: these are what there is now"),
    "intake.choice.structure": ("danh mục {structure}", "the structure {structure}"),
    "intake.choice.times": ("nhân với {factor}", "multiplied by {factor}"),
    "intake.choice.as_is": ("giữ nguyên số đã ghi", "the figures as they stand"),
    # problems
    "intake.problem.not_number": (
        "“{value}” không phải là số. Sửa thành số nguyên, hoặc để trống nếu chưa có số liệu.",
        "“{value}” is no number. Write a whole number, or leave it blank if there is no data.",
    ),
    "intake.problem.fraction": (
        "{value} là số lẻ trong cột đếm. Sửa thành số nguyên.",
        "{value} is a fraction in a column of counts. Write a whole number.",
    ),
    "intake.problem.fraction_mark": (
        "{value} là số lẻ trong cột đếm; có thể là {suggestion} mà dấu chấm hàng nghìn bị hiểu là dấu thập phân. Sửa lại số.",
        "{value} is a fraction in a column of counts; perhaps {suggestion}, its thousands mark taken for a decimal point. Correct it.",
    ),
    "intake.problem.share_in_count": (
        "{value} là tỷ lệ trong cột đếm. Ghi số lượng, không ghi tỷ lệ.",
        "{value} is a percentage in a column of counts. Write the count.",
    ),
    "intake.problem.error_cell": (
        "Ô báo lỗi công thức {value}; xem như chưa có số liệu. Sửa công thức rồi gửi lại.",
        "The cell shows a formula error {value}; taken as no data. Mend the formula and send it again.",
    ),
    "intake.problem.number_format": (
        "Ô lưu số {value} nhưng định dạng “{format}” làm hiện ra số khác; chưa lấy số này. Đổi về định dạng số thường rồi gửi lại.",
        "The cell stores {value}, but its format “{format}” shows another number; it is not taken. Give it a plain number format and send it again.",
    ),
    "intake.problem.ragged_row": (
        "Hàng có {count} ô, hàng tiêu đề có {of} ô nên số có thể nằm lệch cột; chưa lấy hàng này. Kiểm tra dấu phân cách trong hàng.",
        "The row has {count} cells and the heading {of}, so its figures may stand in the wrong columns; they are not taken. Check the separators in the row.",
    ),
    "intake.problem.uncomputed": (
        "Ô là công thức chưa có kết quả; xem như chưa có số liệu. Mở tệp bằng Excel, lưu lại rồi gửi.",
        "The cell is a formula without a result; taken as no data. Open the file in Excel, save it and send it again.",
    ),
    "intake.problem.negative": (
        "{value} là số âm; số đếm không thể âm. Kiểm tra lại.",
        "{value} is negative; a count cannot be. Check it.",
    ),
    "intake.problem.no_score": (
        "“{value}” không phải điểm từ 0 đến {most}, tối đa hai số lẻ. Sửa lại số.",
        "“{value}” is no score from 0 to {most} with up to two decimals. Correct it.",
    ),
    "intake.problem.no_state": (
        "“{value}” không phải một trong các trạng thái: {states}. Sửa lại ô, hoặc để trống nếu chưa xếp.",
        "“{value}” is none of the states: {states}. Correct it, or leave it blank where none was given.",
    ),
    "intake.problem.score_scale": (
        "Mọi điểm của cột “{heading}” đều không quá 1: có lẽ chấm theo thang điểm 1. Đổi sang thang điểm 100.",
        "No score of the column “{heading}” is above 1: perhaps they are of a scale to 1. Write them of 100.",
    ),
    "intake.problem.score_mixed": (
        "Cột “{heading}” có {times} điểm không quá 1 bên cạnh các điểm theo thang 100: có lẽ chấm theo thang điểm 1. Sửa lại.",
        "The column “{heading}” has {times} scores of at most 1 beside scores of 100: perhaps they are of a scale to 1. Correct them.",
    ),
    "intake.problem.rounded": (
        "{times} ô có hơn hai số lẻ đã được làm tròn đến hai số lẻ.",
        "{times} cells with more than two decimals were rounded to two.",
    ),
    "intake.problem.rating_of_village": (
        "Cột “{heading}” là kết quả chấm cho xã, không có ở thôn: chưa lấy số nào từ cột này.",
        "The column “{heading}” rates communes, and villages have none: no figure was taken from it.",
    ),
    "intake.problem.duplicate": (
        "{name} đã có ở trang “{sheet}”, hàng {first}. Giữ lại một hàng.",
        "{name} stands already in sheet “{sheet}”, row {first}. Keep one row.",
    ),
    "intake.problem.answered_twice": (
        "“{text}” được trả lời là {name}, nhưng hàng {first} (trang “{sheet}”) đã là đơn vị này. Mở “Câu trả lời đang dùng” "
        "để hỏi lại: chọn đơn vị khác, hoặc để một hàng ngoài báo cáo. Nếu hai hàng là hai phần của một đơn vị, hãy cộng lại "
        "thành một hàng trong tệp.",
        "“{text}” was answered as {name}, but row {first} (sheet “{sheet}”) is this unit already. Open “Answers in use” to be "
        "asked again: choose another unit, or leave one row out. Where the two rows are parts of one unit, add them up in one "
        "row of the file.",
    ),
    "intake.problem.village_twice": (
        "“{name}” ({commune}) đã có ở trang “{sheet}”, hàng {first}. Giữ lại một hàng, hoặc ghi rõ tên từng thôn.",
        "“{name}” ({commune}) stands already in sheet “{sheet}”, row {first}. Keep one row, or name the villages apart.",
    ),
    "intake.problem.part_above_whole": (
        "{name}: {part_name} ({part}) lớn hơn {whole_name} ({whole}). Kiểm tra hai số.",
        "{name}: {part_name} ({part}) is greater than {whole_name} ({whole}). Check both.",
    ),
    "intake.problem.above_base": (
        "{name}: {part_name} ({part}) vượt {whole_name} ({whole}), tức trên 100%. Vẫn công bố kèm cảnh báo; đề nghị kiểm tra.",
        "{name}: {part_name} ({part}) is above {whole_name} ({whole}), more than 100%. Published with this warning; please check.",
    ),
    "intake.problem.sheet_total": (
        "Hàng “{label}” ghi {value}, cộng các hàng được {sum} (lệch {difference}). Lấy số cộng từ các hàng; đề nghị sửa hàng tổng.",
        "Row “{label}” says {value}, its rows add up to {sum} ({difference}). The sum of the rows is taken; mend the total.",
    ),
    "intake.problem.group_total": (
        "Hàng “{label}” ghi {value}, cộng các đơn vị trong nhóm được {sum} (lệch {difference}). Lấy số của từng đơn vị.",
        "Row “{label}” says {value}, its units add up to {sum} ({difference}). The units' own figures are taken.",
    ),
    "intake.problem.summary_differs": (
        "{name}: bảng tổng hợp ghi {value}, cộng các xã được {sum} (lệch {difference}). Lấy số của các xã.",
        "{name}: the summary says {value}, its communes add up to {sum} ({difference}). The communes' figures are taken.",
    ),
    "intake.problem.missing_units": (
        "{place}: thiếu {count} đơn vị trong tệp ({names}). Xem như chưa có số liệu.",
        "{place}: {count} units are not in the file ({names}). They count as no data.",
    ),
    "intake.problem.mostly_missing": (
        "{place}: tệp thiếu {count} trong {of} đơn vị; xem như chưa có số liệu. Kiểm tra xem có phải báo cáo từng phần không.",
        "{place}: {count} of {of} units are not in the file; they count as no data. Check whether it is a part only.",
    ),
    "intake.problem.date_structure": (
        "Ngày {date} không thuộc thời kỳ của danh mục {structure} (đúng ra là {right}). Kiểm tra ngày hoặc chọn lại danh mục.",
        "The date {date} lies outside the structure {structure} (it should be {right}). Check the date or choose the other structure.",
    ),
    "intake.problem.date_differs": (
        "Tệp ghi thời điểm {said}, khác ngày đã chọn {given}. Kiểm tra lại.",
        "The file says {said}, the date given is {given}. Check which holds.",
    ),
    "intake.problem.jump": (
        "{name}: {count}, kỳ trước {last} (chênh {difference}). Kiểm tra lại trước khi công bố.",
        "{name}: {count}, last period {last} ({difference}). Check before publishing.",
    ),
    "intake.problem.unclear_mark": (
        "{times} ô ghi “{value}” được xem là chưa có số liệu, không phải 0. Nếu là 0, đề nghị ghi số 0.",
        "{times} cells say “{value}”; taken as no data, not as 0. If it is 0, write 0.",
    ),
    "intake.problem.qualifier": (
        "“{value}” được đọc là {count}, kèm chữ “{qualifier}”. Nên ghi số chính xác.",
        "“{value}” is read as {count}, with its word “{qualifier}” kept. An exact count would be better.",
    ),
    "intake.problem.comparison_row": (
        "Hàng “{label}” là so sánh, bình quân hoặc kế hoạch, không phải số liệu của đơn vị; không đọc.",
        "Row “{label}” is a comparison, an average or a plan, not a unit's figures; it is not read.",
    ),
    "intake.problem.part_row": (
        "Hàng “{label}” là một phần của hàng trên, không phải đơn vị; không đọc.",
        "Row “{label}” is a part of the row above and no unit; it is not read.",
    ),
    "intake.problem.line_unread": (
        "Dòng “{heading}” là chỉ tiêu, kế hoạch, tỷ lệ hoặc tính theo nghìn, không phải số đếm; không đọc.",
        "The line “{heading}” is a target, a plan, a percentage or in thousands, no count; it is not read.",
    ),
    "intake.problem.page_picture": (
        "Trang {page} của tệp PDF là ảnh quét nên không đọc. Nếu trang này có số liệu, đề nghị gửi bản Excel hoặc Word.",
        "Page {page} of the PDF is a picture and was not read. If it holds figures, send the workbook or the Word file.",
    ),
    "intake.problem.other_time": (
        "“{file}” là số liệu kỳ {period}, danh mục {structure}, khác các tệp còn lại. Đề nghị nộp riêng, hoặc chọn ngày chung cho mọi tệp.",
        "“{file}” is of {period} and the structure {structure}, other than the other files. Hand it in by itself, or choose one date for all.",
    ),
    "intake.problem.printed_left_out": (
        "“{name}” đọc từ PDF không đúng như bản in nên đã bỏ.",
        "“{name}” was not read from the PDF as it is printed and was left out.",
    ),
    "intake.problem.table_unread": (
        "Bảng có tiêu đề “{heading}” không nêu đơn vị hành chính nào nên không đọc.",
        "The table headed “{heading}” names no administrative unit, so it is not read.",
    ),
    "intake.problem.list_left_out": (
        "Danh sách “{title}” không được đếm, theo câu trả lời.",
        "The list “{title}” is not counted, as was answered.",
    ),
    "intake.problem.levels_of_nobody": (
        "Bảng ghi số theo cấp tổ (cấp xã, cấp thôn…) nhưng không ghi của tỉnh hay xã nào. Chọn tỉnh rồi đọc lại.",
        "The table counts by level (commune, village…) and does not say of which province or commune. Choose the province and "
        "read it again.",
    ),
    "intake.problem.rows_left_out": (
        "{count} dòng có ghi chú “{note}” không được đếm, theo câu trả lời.",
        "{count} rows with the note “{note}” are not counted, as was answered.",
    ),
    "intake.problem.row_note": (
        "Hàng có ghi chú “{note}”: vẫn đọc số của hàng. Kiểm tra trước khi công bố.",
        "The row carries the note “{note}”; its figures are read. Check before publishing.",
    ),
    "intake.problem.level_apart": (
        "Hàng “{label}” là của tổ cấp tỉnh, tổ thanh niên tình nguyện hoặc tổ của trường học: không cộng vào số tổ của xã.",
        "Row “{label}” is about teams of the province, of volunteers or of schools: it is not counted with a commune's teams.",
    ),
    "intake.problem.level_column": (
        "Cột “{heading}” ghi theo từng cấp tổ nên không đọc: số này chỉ đọc được khi mỗi đơn vị có một hàng.",
        "Column “{heading}” is told by level of teams and is not read: it can be where each unit has one row.",
    ),
    "intake.problem.citizens_table": (
        "Bảng có tiêu đề “{heading}” ghi thông tin của công dân; không đọc, không lưu.",
        "The table headed “{heading}” is about citizens; it is neither read nor stored.",
    ),
    "intake.problem.personal_column": (
        "Cột “{heading}” là dữ liệu cá nhân; không đọc, không lưu.",
        "Column “{heading}” holds personal data; it is neither read nor stored.",
    ),
    "intake.problem.units_added": (
        "{name}: cộng số liệu của {count} đơn vị cũ đã nhập lại ({names}).",
        "{name}: the figures of {count} former units merged into it are added ({names}).",
    ),
    "intake.problem.hidden_row": (
        "Có {count} hàng ẩn chứa số liệu; vẫn được đọc. Kiểm tra xem có hàng cũ không.",
        "{count} hidden rows hold figures; they are read. Check whether any is out of date.",
    ),
    "intake.problem.hidden_sheet": (
        "Trang ẩn “{name}” không được đọc. Bỏ ẩn nếu cần đọc.",
        "The hidden sheet “{name}” is not read. Unhide it if it should be.",
    ),
    "intake.problem.sheet_unread": (
        "Trang “{name}” có số liệu nhưng không tìm thấy hàng tiêu đề nên không đọc. Thêm hàng tiêu đề nếu cần đọc.",
        "Sheet “{name}” holds figures but no heading row was found, so it is not read. Add one if it should be.",
    ),
    "intake.problem.strange_codes": (
        "Cột mã “{heading}” ({example}) không phải mã đơn vị hành chính: chỉ đọc theo tên.",
        "The codes of the column “{heading}” ({example}) are of no administrative unit: the names alone are read.",
    ),
    "intake.problem.district_unknown": (
        "Không nhận ra huyện “{name}”. Kiểm tra tên huyện.",
        "The district “{name}” is not known. Check its name.",
    ),
    "intake.problem.no_rows": (
        "Không có hàng nào mang tên đơn vị của tỉnh. Kiểm tra tỉnh và danh mục đã chọn.",
        "No row names a unit of the province. Check the province and the structure chosen.",
    ),
    "intake.problem.period_column": (
        "Cột “{heading}” là của kỳ khác hoặc là mức tăng, giảm: không lấy số liệu.",
        "The column “{heading}” is of another period, or of a change: no figure is taken from it.",
    ),
    "intake.problem.uncounted_column": (
        "Cột “{heading}” chưa có chỉ số tương ứng: không lấy số liệu.",
        "No indicator counts what the column “{heading}” counts: no figure is taken from it.",
    ),
    "intake.problem.target_column": (
        "Cột “{heading}” là chỉ tiêu hoặc kế hoạch, không phải kết quả; không đọc.",
        "Column “{heading}” holds targets, not results; it is not read.",
    ),
    "intake.problem.merged_count": (
        "Ô {value} gộp nhiều hàng nên không biết mỗi đơn vị bao nhiêu. Tách ô và ghi số từng hàng.",
        "The cell {value} is merged over several rows, so nobody knows each unit's count. Split it.",
    ),
    "intake.problem.value_column": (
        "Không rõ cột nào là giá trị của các mã. Ghi tiêu đề “Giá trị” trên cột đó rồi gửi lại.",
        "It is not clear which column holds the values of the codes. Write “Giá trị” over it and send it again.",
    ),
    "intake.problem.sums_of_levels": (
        "{name}: tổng {whole} khác cộng các cấp {part}. Kiểm tra lại.",
        "{name}: the total {whole} differs from the sum of the levels {part}. Check it.",
    ),
}

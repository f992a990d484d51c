"""What is asked about a draft before it is published."""

WORDS = {
    "draft_questions.conflict": (
        "{what} đã được người khác công bố khác đi. Giữ bản nào?",
        "Others have published {what} differently meanwhile. Which one stays?",
    ),
    "draft_questions.figure": (
        "{indicator} của {unit}, {period} (bản này: {mine}; bản đã công bố: {theirs})",
        "{indicator} of {unit}, {period} (this one: {mine}; the published one: {theirs})",
    ),
    **{
        f"draft_questions.table.{table}": texts
        for table, texts in {
            "villages": ("Thông tin thôn", "The village"),
            "teams": ("Thông tin tổ", "The team"),
            "team_villages": ("Thôn phụ trách", "A village served"),
            "people": ("Dữ liệu cá nhân của một thành viên", "A member's personal data"),
            "memberships": ("Vai trò của một thành viên", "A member's seat"),
            "trainings": ("Lớp tập huấn", "A course"),
            "attendances": ("Người dự tập huấn", "An attendance"),
            "assessments": ("Kết quả đánh giá", "An assessment"),
            "activities": ("Báo cáo hoạt động", "A report of activity"),
            "difficulties": ("Khó khăn đã nêu", "A difficulty"),
            "supplies": ("Hỗ trợ đã nhận", "A supply"),
        }.items()
    },
    "draft_questions.mine": ("Bản này", "This one"),
    "draft_questions.theirs": ("Bản đã công bố", "The published one"),
    "draft_questions.person": (
        "Trong danh sách có người trùng tên với thành viên dưới đây. Có phải cùng một người không?",
        "Somebody on the list bears the name of the member below. Is it the same person?",
    ),
    "draft_questions.nobody": ("Không, là người khác", "No, somebody else"),
    "draft_questions.first": (
        "Còn {count} câu hỏi cần trả lời trước khi công bố.",
        "{count} questions wait for an answer before publishing.",
    ),
    "draft_questions.keep": ("Lưu câu trả lời", "Keep the answers"),
}

"""What is asked about a draft before it is published."""

WORDS = {
    "draft_questions.conflict": (
        "{what} đã được người khác công bố khác đi. Giữ bản nào?",
        "Others have published {what} differently meanwhile. Which one stays?",
    ),
    "draft_questions.mine": ("Bản này", "This one"),
    "draft_questions.theirs": ("Bản đã công bố", "The published one"),
    "draft_questions.person": (
        "Trong danh sách có người trùng tên với thành viên dưới đây. Có phải cùng một người không?",
        "Somebody on the list bears the name of the member below. Is it the same person?",
    ),
    "draft_questions.nobody": ("Không, là người khác", "No, somebody else"),
    "draft_questions.first": (
        "Còn {count} câu hỏi cần trả lời trước khi công bố.", "{count} questions wait for an answer before publishing.",
    ),
    "draft_questions.keep": ("Lưu câu trả lời", "Keep the answers"),
}

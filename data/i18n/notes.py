"""Words around what sources say beside a figure."""

WORDS = {
    "notes.of": ("{name}, ", "{name}, "),
    "notes.qualifier": ("nguồn ghi “{text}”", "the source says “{text}”"),
    "notes.scope": ("phạm vi: {text}", "scope: {text}"),
    "notes.remark": ("{text}", "{text}"),
    "notes.column": ("Nguồn ghi thêm", "Notes of the source"),
}

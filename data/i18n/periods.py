"""Words about periods."""

WORDS = {
    "periods.bad": (
        "Kỳ báo cáo “{text}” không đúng dạng. Hãy ghi như 2026-Q3 (quý III năm 2026).",
        "The period “{text}” is not in the right form. Write it as 2026-Q3 (third quarter of 2026).",
    ),
}

"""The names of the sheets of our own form (data.intake.template), by which a filled one is known."""

from typing import Final

SHEET: Final = "Biểu mẫu CNSCĐ"
TEAMS: Final = "Danh sách tổ"

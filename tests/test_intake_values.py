"""Counts as written in Vietnamese: read to the unit, a missing one never to 0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.spreadsheets.cells import MARKS, read


@pytest.mark.parametrize(
    ("cell", "count", "qualifier"),
    [
        ("1.676", 1676, ""),
        ("1 676", 1676, ""),
        (" 12 ", 12, ""),
        ("1,676", 1676, ""),
        ("1.234.567", 1234567, ""),
        ("1\u00a0676", 1676, ""),
        ("12,0", 12, ""),
        ("1.234,00", 1234, ""),
        ("009", 9, ""),
        ("0", 0, ""),
        (12, 12, ""),
        (12.0, 12, ""),
        (11.9999999999, 12, ""),
        ("hơn 14.640", 14640, "hơn"),
        ("gần 2.300", 2300, "gần"),
        ("~300", 300, "~"),
        ("Trên 1.200 lượt người", 1200, "Trên"),
        ("12 tổ", 12, ""),
        ("331 hộ", 331, ""),
        ("(5)", -5, ""),
        ("-5", -5, ""),
        ("−5", -5, ""),
        ("'45", 45, ""),
        ("đạt 20", 20, ""),
    ],
)
def test_counts(cell, count, qualifier):
    assert (read(cell).kind, read(cell).count, read(cell).qualifier) == ("count", count, qualifier)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (None, "blank"),
        ("", "blank"),
        ("  ", "blank"),
        ("-", "mark"),
        ("x", "mark"),
        ("không", "mark"),
        ("…", "mark"),
        ("chưa có số liệu", "mark"),
        ("25,9%", "share"),
        ("100 %", "share"),
        (1.676, "fraction"),
        ("1,5", "fraction"),
        ("2.6", "fraction"),
        ("12,57", "fraction"),
        ("12.57", "fraction"),
        ("0,05", "fraction"),
        ("1.234,50", "fraction"),
        ("3,1416", "fraction"),
        (12.57, "fraction"),
        ("#REF!", "error"),
        ("#DIV/0!", "error"),
        ("abc", "text"),
        ("12a", "text"),
        ("1e5", "text"),
        ("2023-06-30", "text"),
        (True, "text"),
        (1e20, "text"),
        (float("nan"), "text"),
        ("9" * 40, "text"),
        ("{{ 7*7 }}", "text"),
        ("=1+1", "text"),
    ],
)
def test_what_is_no_count(cell, kind):
    assert (read(cell).kind, read(cell).count) == (kind, None)


FORMS = st.sampled_from(["{:d}", "{:,d}", " {:d} ", "{:d} hộ", "hơn {:,d}"])


@given(st.integers(0, 10**9), FORMS, st.sampled_from(".,  "))
def test_every_way_of_writing_gives_the_number(count, form, thousands):
    assert read(form.format(count).replace(",", thousands)).count == count


@given(st.text(max_size=30))
def test_any_text_is_read_without_inventing(text):
    """A text gives a count only if it holds a digit; nothing at all makes the reader fail."""
    found = read(text)
    assert found.count is None or any(letter.isdigit() for letter in text)


def test_missing_is_never_zero():
    assert all(read(mark).count is None for mark in MARKS)

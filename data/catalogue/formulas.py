"""Formulas over indicator codes: parsed once, so that every reader of a measure knows which codes it reads, and how.

A formula is an arithmetic expression in the syntax of Python, read by Python's own parser: codes, whole numbers,
`+`, `-`, `*` by a number, brackets, and two functions:

    first(a, b, …)              the first of these that is there
    where_missing(a, condition) a, but only where condition is missing

It is evaluated row by row of what a source says, before any summing. As soon as a part is missing the whole is
(SQL's NULL), so that "no data where any part is missing" holds of itself.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

FUNCTIONS: Final = ("first", "where_missing")
_SIGNS: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


Terms = tuple[tuple[str, int], ...]
"""Codes, each with the factor by which it enters a sum."""


class BadFormula(ValueError):
    """A text is no formula: `reason` is a words key, `word` the place where it stops being one."""

    def __init__(self, reason: str, word: str) -> None:
        super().__init__(f"{reason}: {word}")
        self.reason, self.word = reason, word


@dataclass(frozen=True)
class Formula:
    """A parsed formula.

    codes: every code that it reads, in order of appearance, each once; needs: those whose numbers enter the value (the
    condition of `where_missing` only decides); sql: the expression for DuckDB, over columns named by the codes.
    """

    text: str
    sql: str
    codes: tuple[str, ...]
    needs: tuple[str, ...]

    def __str__(self) -> str:
        return self.sql

    @property
    def is_code(self) -> bool:
        """Tell whether the formula is one plain code."""
        return self.codes == (self.sql,)

    def possible(self, present: Collection[str]) -> bool:
        """Tell whether the formula can have a value where the codes `present` alone can."""
        return _possible(ast.parse(self.text, mode="eval").body, present)

    @cached_property
    def sums(self) -> tuple[Terms, ...]:
        """Return every sum of codes that the formula can come to, each as codes and factors: of `first`, each part."""
        return tuple(_sums(ast.parse(self.text, mode="eval").body))


@lru_cache(maxsize=1024)
def parse(text: str) -> Formula:
    """Parse a formula. Raises BadFormula, naming the part that is none."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as fault:
        raise BadFormula("catalogue.fault.formula_syntax", text) from fault
    sql = _sql(tree)
    codes = tuple(dict.fromkeys(_names(tree, conditions=True)))
    return Formula(text.strip(), sql, codes, tuple(dict.fromkeys(_names(tree, conditions=False))))


def _sql(node: ast.expr) -> str:
    """Write a node as SQL. Raises BadFormula."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return str(number)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            inner = _sql(right)
            if isinstance(right, ast.BinOp):
                inner = f"({inner})"
            outer = f"({_sql(left)})" if isinstance(op, ast.Mult) and isinstance(left, ast.BinOp) else _sql(left)
            return f"{outer} {_SIGNS[type(op)]} {inner}"
        case ast.Call(func=ast.Name(id="first"), args=parts, keywords=[]) if len(parts) > 1:
            return f"coalesce({', '.join(map(_sql, parts))})"
        case ast.Call(func=ast.Name(id="where_missing"), args=[part, condition], keywords=[]):
            return f"CASE WHEN {_sql(condition)} IS NULL THEN {_sql(part)} END"
    raise BadFormula("catalogue.fault.formula_part", ast.unparse(node))


def _names(node: ast.expr, *, conditions: bool) -> Iterator[str]:
    """Give the codes of a tree in order; without those that only decide unless `conditions`."""
    match node:
        case ast.Name(id=name):
            yield name
        case ast.BinOp(left=left, right=right):
            yield from _names(left, conditions=conditions)
            yield from _names(right, conditions=conditions)
        case ast.Call(func=ast.Name(id="where_missing"), args=[part, condition]):
            yield from _names(part, conditions=conditions)
            if conditions:
                yield from _names(condition, conditions=conditions)
        case ast.Call(args=parts):
            for part in parts:
                yield from _names(part, conditions=conditions)


def _sums(node: ast.expr) -> Iterator[Terms]:
    match node:
        case ast.Name(id=name):
            yield ((name, 1),)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            sign = 1 if isinstance(op, ast.Add) else -1
            for first in _sums(left):
                for second in _sums(right):
                    yield (*first, *((name, sign * factor) for name, factor in second))
        case ast.Call(func=ast.Name(id="first"), args=parts):
            for part in parts:
                yield from _sums(part)
        case ast.Call(func=ast.Name(id="where_missing"), args=[part, _]):
            yield from _sums(part)


def _possible(node: ast.expr, present: Collection[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in present
        case ast.BinOp(left=left, right=right):
            return _possible(left, present) and _possible(right, present)
        case ast.Call(func=ast.Name(id="first"), args=parts):
            return any(_possible(part, present) for part in parts)
        case ast.Call(args=[part, *_]):
            return _possible(part, present)
    return True

"""Row conditions as strings: GX's (`col("x") > 1 & col("y").notNull()`) and pandas' queries (`x > 1 and y.notnull()`).

Of a pandas query, what compares columns with literals or columns: arithmetic, methods of text and `@names` are not. As
in pandas, `&` and `|` bind like `and` and `or`.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NoReturn

from .row_tokens import Language, Reading
from .row_trees import Both, Column, Compared, Either, Holds, Member, Missing, Not, Tree

_DEEPEST = 50
_COMPARES = ("==", "!=", "<=", ">=", "<", ">")
_FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NULL_TESTS = {"isnull": True, "isna": True, "notnull": False, "notna": False}
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
def parsed(given: str, parser: str | None) -> Tree:
    """`parser` as GX's `condition_parser`."""
    named_gx = parser is not None and parser.startswith("great_expectations")
    language: Language = "gx" if named_gx or (parser is None and re.search(r"\bcol\(", given)) else "pandas"
    reading = Reading(given, language)
    tree = _tree(reading, _either(reading))
    if reading.peek().kind != "end":
        _unknown(reading)
    return tree


def _either(reading: Reading) -> Any:
    return _chain(reading, _both, ("|", "or"), Either)


def _both(reading: Reading) -> Any:
    return _chain(reading, _negated, ("&", "and"), Both)


def _chain(reading: Reading, part: Callable[[Reading], Any], by: tuple[str, str], join: type[Both | Either]) -> Any:
    first = part(reading)
    marks = by[:1] if reading.language == "gx" else by
    parts = []
    while reading.takes(*marks):
        parts.append(_tree(reading, part(reading)))
    return join((_tree(reading, first), *parts)) if parts else first


def _negated(reading: Reading) -> Any:
    if reading.language == "gx":
        return _gx_condition(reading)
    if reading.takes("not"):
        return Not(_tree(reading, _deeper(reading, _negated)))
    return _comparison(reading)


def _deeper(reading: Reading, part: Callable[[Reading], Any]) -> Any:
    reading.depth += 1
    if reading.depth > _DEEPEST:
        reading.refuse("nested too deeply", "入れ子が深すぎます")
    found = part(reading)
    reading.depth -= 1
    return found


def _comparison(reading: Reading) -> Any:
    """`a > 1`, `1 < a <= 5`, `a in [1, 2]`, or what stands by itself."""
    left = _operand(reading)
    pairs: list[Tree] = []
    while True:
        operator = reading.takes(*_COMPARES)
        if operator is None and reading.takes("in"):
            operator = "in"
        elif operator is None and reading.peek().text == "not" and reading.peek(1).text == "in":
            reading.take(), reading.take()
            operator = "not in"
        if operator is None:
            return left if not pairs else pairs[0] if len(pairs) == 1 else Both(tuple(pairs))
        right = _operand(reading)
        pairs.append(_pair(reading, left, operator, right))
        left = right


def _pair(reading: Reading, left: Any, operator: str, right: Any) -> Tree:
    if isinstance(left, tuple) and isinstance(right, Column) and operator in ("==", "!="):
        left, right = right, left
    if isinstance(right, tuple) and isinstance(left, Column) and operator in ("in", "not in", "==", "!="):
        member = Member(left, right)  # pandas: `== [..]` is `in [..]`
        return member if operator in ("in", "==") else Not(member)
    if operator in ("in", "not in") or isinstance(left, tuple) or isinstance(right, tuple):
        reading.refuse(f"`{operator}` needs a column and a list", f"`{operator}` には列とリストが必要です")
    for side in (left, right):
        if isinstance(side, (Compared, Member, Missing, Holds, Not, Both, Either)):
            reading.refuse("a condition cannot be compared", "条件どうしは比較できません")
    if isinstance(left, Column):
        return Compared(left, operator, right)
    if isinstance(right, Column):
        return Compared(right, _FLIPPED[operator], left)
    return reading.refuse("a comparison needs a column", "比較には列が必要です")


def _operand(reading: Reading) -> Any:
    """A column, a literal, a tuple of literals, or a condition in parentheses."""
    if reading.takes("~"):
        if reading.peek().text != "(" and reading.peek().kind not in ("name", "quoted"):
            _unknown(reading)
        return Not(_tree(reading, _operand(reading)))
    if reading.takes("("):
        inner = _deeper(reading, _either)
        if reading.peek().text == ",":
            return _listed(reading, ")", inner)
        reading.wants(")")
        return inner
    if reading.takes("["):
        return _listed(reading, "]")
    token = reading.peek()
    if token.kind in ("number", "text") or token.text in ("+", "-", "True", "False"):
        return _literal(reading)
    if token.text == "None":
        reading.refuse(
            "nothing equals None: write `column.isnull()`", "None とは比較できません。`列.isnull()` と書いてください"
        )
    if token.kind == "quoted" or (token.kind == "name" and token.text not in ("and", "or", "not", "in")):
        return _column(reading)
    return _unknown(reading)


def _column(reading: Reading) -> Any:
    column = Column(reading.take().text.strip("`"))
    if reading.peek().text == "(":
        reading.refuse(f"function `{column.name}()` is not supported", f"関数 `{column.name}()` は使えません")
    if not reading.takes("."):
        return column
    method = reading.take().text
    if method not in _NULL_TESTS:
        known = ", ".join(f".{m}()" for m in _NULL_TESTS)
        reading.refuse(
            f"`.{method}` is not supported; {known} are", f"`.{method}` は使えません。使えるのは {known} です"
        )
    reading.wants("(")
    reading.wants(")")
    return Missing(column) if _NULL_TESTS[method] else Not(Missing(column))


def _listed(reading: Reading, end: str, *found: Any) -> tuple[Any, ...]:
    members = list(found)
    while not reading.takes(end):
        if members:
            reading.wants(",")
            if reading.takes(end):
                break
        members.append(_literal(reading))
    if any(not isinstance(m, (bool, int, float, str)) for m in members):
        reading.refuse("a list holds numbers and texts", "リストには数と文字列だけを書けます")
    return tuple(members)


def _literal(reading: Reading) -> Any:
    sign = reading.takes("+", "-")
    token = reading.take()
    if token.kind == "number":
        number = float(token.text) if re.search("[.eE]", token.text) else _integer(reading, token.text)
        return -number if sign == "-" else number
    if sign is None and token.kind == "text":
        return _unescaped(reading, token.text[1:-1])
    if sign is None and token.text in ("True", "False"):
        return token.text == "True"
    reading.next -= 1
    return _unknown(reading)


def _integer(reading: Reading, digits: str) -> int:
    if len(digits) > 300:
        reading.refuse("a number of more than 300 digits", "300 桁を超える数です")
    return int(digits)


def _unescaped(reading: Reading, text: str) -> str:
    if reading.language == "gx":
        return text

    def plain(escape: re.Match[str]) -> str:
        if escape[1] not in _ESCAPES:
            reading.refuse(f"the escape \\{escape[1]} is not supported", f"エスケープ \\{escape[1]} は使えません")
        return _ESCAPES[escape[1]]

    return re.sub(r"\\(.)", plain, text, flags=re.DOTALL)


def _gx_condition(reading: Reading) -> Tree:
    """`col("x") > 1`, `col("x") == "text"`, `col("x") < date("2024-01-01")`, `col("x").notNull()`, or parentheses."""
    if reading.takes("("):
        inner = _deeper(reading, _either)
        reading.wants(")")
        return _tree(reading, inner)
    if reading.peek().text != "col" or reading.peek(1).text != "(":
        reading.refuse('a condition of GX starts with `col("…")`', 'GX の条件は `col("…")` で始まります')
    column = Column(_called(reading))
    if reading.takes("."):
        if reading.peek().text.lower() != "notnull":
            reading.refuse("only `.notNull()` is supported here", "ここで使えるのは `.notNull()` だけです")
        reading.take()
        reading.wants("(")
        reading.wants(")")
        return Not(Missing(column))
    operator = reading.takes(*_COMPARES)
    if operator is None:
        reading.refuse(f"one of {' '.join(_COMPARES)} is missing", f"{' '.join(_COMPARES)} のいずれかがありません")
    if reading.peek().text == "date":
        written = _called(reading)
        try:
            return Compared(column, operator, _day(written))
        except ValueError:
            reading.refuse(f'date("{written}") is no ISO date', f'date("{written}") は ISO 形式の日付ではありません')
    return Compared(column, operator, _literal(reading))


def _called(reading: Reading) -> str:
    """The text in `col("…")` or `date("…")`."""
    reading.take()
    reading.wants("(")
    if reading.peek().kind != "text":
        reading.refuse("a quoted text is missing", "引用符で囲んだ文字列がありません")
    written = reading.take().text[1:-1]
    reading.wants(")")
    return written


def _day(written: str) -> date | datetime:
    return date.fromisoformat(written) if len(written) == 10 else datetime.fromisoformat(written)


def _tree(reading: Reading, found: Any) -> Tree:
    """What was read, as a condition: a column by itself is one where it is boolean."""
    if isinstance(found, Column):
        return Holds(found)
    if isinstance(found, (Compared, Member, Missing, Holds, Not, Both, Either)):
        return found
    return reading.refuse("a value is no condition", "値だけでは条件になりません")


def _unknown(reading: Reading) -> NoReturn:
    token = reading.peek()
    if token.text in ("+", "-", "*", "/", "//", "%", "**"):
        reading.refuse("arithmetic is not supported", "四則演算は使えません")
    if token.text == "@":
        reading.refuse("`@` names from Python are not supported", "`@` による Python の変数は使えません")
    if token.text == "=":
        reading.refuse("`=` is no comparison: write `==`", "`=` は比較ではありません。`==` と書いてください")
    if token.kind == "end":
        reading.refuse("something is missing", "続きがありません")
    if token.text in ("'", '"', "`"):
        reading.refuse("a quote is not closed", "引用符が閉じていません")
    one, other = ("&", "|") if reading.language == "gx" else ("and", "or")
    reading.refuse(
        f"`{token.text}` is not understood here (conditions are joined by `{one}` or `{other}`)",
        f"ここに `{token.text}` は置けません。条件は `{one}` か `{other}` でつなぎます",
    )

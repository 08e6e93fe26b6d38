"""Suite parameters: `{"$PARAMETER": "limit"}` stands for what the caller gives as `limit`."""

from __future__ import annotations

from ._nodes import Map, Node, Seq, from_python
from ._reading import At, near

KEY = "$PARAMETER"


def replaced(at: At) -> At | None:
    """The place with its parameters' values, where they were; None where one is yet to come or missing (a mistake)."""
    node = _replaced(at)
    return None if node is None else At(at.document, node, at.path, at.key)


def _replaced(at: At) -> Node | None:
    node = at.node
    if isinstance(node, Map):
        if any(key.raw == KEY for key, _ in node.entries):
            return _value(at)
        entries = [(key, _replaced(At(at.document, value, f"{at.path}.{key.raw}"))) for key, value in node.entries]
        kept = [(key, value) for key, value in entries if value is not None]
        return Map(node.line, node.column, kept) if len(kept) == len(entries) else None
    if isinstance(node, Seq):
        items = [_replaced(At(at.document, item, f"{at.path}[{i}]")) for i, item in enumerate(node.items)]
        present = [item for item in items if item is not None]
        return Seq(node.line, node.column, present) if len(present) == len(items) else None
    return node


def _value(at: At) -> Node | None:
    name = at.plain[KEY]
    given = at.document.parameters
    if not isinstance(name, str) or not name.isidentifier():
        at.mistake(
            f"`{name}` is not the name of a parameter",
            f"`{name}` はパラメーターの名前ではありません",
            (
                "a plain name; reckon outside and hand in the result",
                "名前だけを書き、計算は外で行って結果を渡してください",
            ),
        )
        return None
    if given is None:
        return None
    if name not in given:
        hint = near(at, name, given) or (f"give it: --param {name}=VALUE", f"--param {name}=値 で渡してください")
        at.mistake(f"no value is given for the parameter `{name}`", f"パラメーター `{name}` の値がありません", hint)
        return None
    value = from_python(given[name])
    value.line, value.column = at.node.line, at.node.column
    return value

"""Several results in one word: the worst one speaks, and says how many there are beside it."""

from .. import exit_codes
from ..result import RunError, ValidationResult
from ..sentences import Lang, Text, fill
from ._plain import one_line
from ._words import say

_MOVES = {
    exit_codes.CLOSED: Text("The publisher's move", "次に動くのは公表元です"),
    exit_codes.CALLER: Text("The caller's move", "次に動くのは dq を呼び出した側です"),
    exit_codes.OURS: Text("The move of whoever runs dq", "次に動くのは dq の運用者です"),
}
_NOBODYS = Text("Nobody's move", "対応は不要です")


def worst(results: dict[str, ValidationResult]) -> tuple[str, ValidationResult]:
    """The first of those with the worst exit code."""
    if not results:
        raise ValueError("no result to render")
    code = exit_codes.worst(r.exit_code for r in results.values())
    return next((uri, r) for uri, r in results.items() if r.exit_code == code)


def sentence(results: dict[str, ValidationResult], lang: Lang, longest: int = 1000) -> str:
    """One line for all, for whoever sees nothing else: with the hint and whose move it is where the run was stopped. How
    many there are is said whatever has to be cut for it.

    "jepx_spot: gate closed: … (of 40 files: 38 open, 2 closed)"
    """
    _, first = worst(results)
    said = first.summary[lang]
    if first.error is not None and first.exit_code != exit_codes.OPEN:
        move = _MOVES.get(first.exit_code, _NOBODYS)[lang]
        said += _remedy(first.error, lang) + say(lang, ". {move}", "。{move}", move=move)
    rest = _of_all(results, lang) if len(results) > 1 else ""
    return one_line(said, longest - len(rest)) + rest


def _remedy(error: RunError, lang: Lang) -> str:
    """The hint; of a suite's mistakes the first, with its place."""
    if error.mistakes:
        first = error.mistakes[0]
        where = f" ({first.where})" if first.where else ""
        return f": {first.message[lang]}{where}"
    return f" ({error.hint[lang]})" if error.hint is not None else ""


def _of_all(results: dict[str, ValidationResult], lang: Lang) -> str:
    names = {"open": Text("open", "開"), "closed": Text("closed", "閉"), "undecided": Text("undecided", "未判定")}
    gates = [r.gate for r in results.values()]
    count = {"en": "{n} {name}", "ja": "{name} {n}"}
    told = [fill(count, n=sum(g == gate for g in gates), name=name) for gate, name in names.items() if gate in gates]
    counts = Text(", ".join(t.en for t in told), "、".join(t.ja for t in told))
    return say(lang, " (of {n} files: {counts})", "(全 {n} ファイル: {counts})", n=len(gates), counts=counts)

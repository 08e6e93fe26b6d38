"""A column goes by another name: inferred from name, values and place, and it says how sure it is."""

from collections.abc import Iterator

from ..sentences import Text, fill, same
from ..spec.names import tail
from ._kind import Diff, Evidence, Finding, Kind, Pair, found
from ._words import examples

kind = Kind(
    grade="breaking",
    explains=frozenset({"columns", "types", "text", "values", "missing"}),
    says={
        "en": "column {sure}renamed: {before} → {after}{why}",
        "ja": "列名が変わ{sure}: {before} → {after}{why}",
    },
)

CERTAIN = 0.9


def find(diff: Diff) -> Iterator[Finding]:
    for pair in diff.pairs:
        if pair.renamed and not (diff.relabelled and tail(pair.before.name) == tail(pair.after.name)):
            yield _told(pair)


def _told(pair: Pair) -> Finding:
    sure = pair.score >= CERTAIN
    return found(
        kind,
        columns=(pair.before.name, pair.after.name),
        before=pair.before.name,
        after=pair.after.name,
        confidence=pair.score,
        evidence=Evidence(pair.equal if pair.aligned else None, pair.aligned or None, examples(pair.after)),
        sure=Text("" if sure else "probably ", "りました" if sure else "った可能性があります"),
        why=_why(pair),
    )


def _why(pair: Pair) -> Text:
    if pair.aligned and pair.equal >= 0.95 * pair.aligned:
        says = {
            "en": " (same values in {equal} of {aligned} rows)",
            "ja": "(突き合わせた {aligned} 行中 {equal} 行で値が同じ)",
        }
        return fill(says, equal=pair.equal, aligned=pair.aligned)
    return same("")

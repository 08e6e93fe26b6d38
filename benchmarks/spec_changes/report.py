"""The report: recall and false alarms by kind; pairs told exactly; near misses that stay silent."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from .answers import Answer


class Row(msgspec.Struct, frozen=True):
    """Of one kind: the changes made, those told, and those told that were not made."""

    kind: str
    made: int
    told: int
    false: int

    @property
    def recall(self) -> float:
        return self.told / self.made if self.made else 1.0

    @property
    def precision(self) -> float:
        return self.told / (self.told + self.false) if self.told + self.false else 1.0


def rows_of(answers: Iterable[Answer]) -> list[Row]:
    """By the kind that was made, or told wrongly."""
    made: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for a in answers:
        made.update(a.kinds)
        missed.update(c.kind for c in a.told.missed)
        false.update(words.split()[0] for words in a.told.false)
    return [Row(kind, made[kind], made[kind] - missed[kind], false[kind]) for kind in sorted(made.keys() | false.keys())]


def exactly(answers: Sequence[Answer]) -> list[tuple[str, int, int]]:
    """(what was done, pairs, of which told exactly): one finding for each change and nothing else."""
    groups: dict[str, list[Answer]] = {"one change": [], "two changes at once": [], "near misses: nothing to be told": []}
    for a in answers:
        n = 2 if a.job.near else len(a.job.mutations) > 1
        list(groups.values())[n].append(a)
    return [(name, len(of), sum(a.exact for a in of)) for name, of in groups.items()]


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def printed(answers: Sequence[Answer], markdown: bool) -> str:
    rows = rows_of(answers)
    rows.append(Row("all", sum(r.made for r in rows), sum(r.told for r in rows), sum(r.false for r in rows)))
    by_kind = [
        (r.kind, f"{r.made:,}", percent(r.told, r.made), f"{r.false:,}", percent(r.told, r.told + r.false)) for r in rows
    ]
    pairs = [(name, f"{n:,}", percent(hits, n)) for name, n, hits in exactly(answers)]
    if markdown:
        return "\n".join([
            *_markdown(("kind", "changes made", "told (recall)", "false alarms", "precision"), [(f"`{k}`" if "_" in k else k, *r) for k, *r in by_kind]),
            "",
            *_markdown(("pairs of files", "number", "told exactly"), pairs),
        ])  # fmt: skip
    return "\n".join([
        *(f"{k:24} {made:>7} {recall:>8} {false:>6} {precision:>8}" for k, made, recall, false, precision in by_kind),
        *(f"{name:34} {n:>7} {exact:>8}" for name, n, exact in pairs),
    ])  # fmt: skip


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    line = "|---|" + "--:|" * (len(head) - 1)
    return [f"| {' | '.join(head)} |", line, *(f"| {' | '.join(r)} |" for r in rows)]

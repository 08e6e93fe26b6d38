"""Runs the measurement: `python -m benchmarks.spec_changes.run [--quick] [--only WORD] [--base WORD] [--show] [--markdown]`.

Everything is deterministic. Each job makes a pair of files, calls `dq.gate.compare`, and scores what it told.
"""

import argparse
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .answers import Answer, run
from .bases import Base, examples, invented, real
from .jobs import jobs, pair_of, quick
from .report import printed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the subset that the tests run, of the bases that are part of the project")
    parser.add_argument("--only", default="", help="mutations whose name contains this")
    parser.add_argument("--base", default="", help="bases whose name contains this")
    parser.add_argument("--show", action="store_true", help="every pair that was not told exactly")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--sample", type=float, default=1.0, help="this share of the jobs")
    parser.add_argument("--keep", metavar="FOLDER", help="write the pairs that were not told exactly there")
    asked: Any = parser.parse_args()
    bases = [*invented(), *examples(), *([] if asked.quick else real())]
    wanted = quick(bases) if asked.quick else jobs(len(bases))
    chosen = [j for j in wanted if asked.only in j.name and asked.base in bases[j.base].name]
    chosen = [j for j in chosen if zlib.crc32(f"{bases[j.base].name} {j.name} {j.varied}".encode()) % 1000 < 1000 * asked.sample]
    answers = run(bases, chosen)
    for a in answers if asked.show or asked.keep else ():
        if not a.exact:
            _shown(a)
            if asked.keep:
                _kept(Path(asked.keep), a, bases)
    print(printed(answers, asked.markdown))
    return 0


def _shown(a: Answer) -> None:
    print(f"{a.base}: {a.job.name}{' varied' if a.job.varied else ''}{f'  CRASH {a.crash}' if a.crash else ''}")
    for m in a.told.missed:
        print(f"    missed {m.kind} {list(m.columns)} {m.before or ''} -> {m.after or ''}")
    for f in a.told.false:
        print(f"    FALSE  {f}")


def _kept(folder: Path, a: Answer, bases: Sequence[Base]) -> None:
    made = pair_of(bases[a.job.base], a.job)
    place = folder / f"{a.base}-{a.job.name}{'-varied' if a.job.varied else ''}"
    place.mkdir(parents=True, exist_ok=True)
    for name, table in zip(("before.csv", "after.csv"), (made or ())[:2], strict=False):
        (place / name).write_bytes(table.encoded())


if __name__ == "__main__":
    sys.exit(main())

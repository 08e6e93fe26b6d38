"""What it costs to find spec changes, over the plain scan: `dq check --baseline` and `dq compare`.

    python benchmarks/changes.py [--quick] [--large] [--case NAME]… [--markdown]

A rename, a split and a change of unit among 100 columns, beside the same files judged without a baseline; and `dq compare`
of 1,000,000 rows beside two plain scans, ours and the statement by hand. Contenders take turns as in bench.py. Of each
the least CPU time counts: a busy machine only ever adds to it. Exit 1 where a target is missed.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench import DATA, DQ, ENVIRONMENT, HERE, PYTHON, SUITE, Run, machine, run, say

BEGIN, END = "<!-- changes:begin -->", "<!-- changes:end -->"
PAGE = HERE / "README.md"
WIDE = HERE / "wide.yaml"
PLAIN = "dq check, no baseline"
FOUND = ["column_renamed", "column_split", "unit_changed"]


@dataclass(frozen=True)
class Target:
    """`of` the least CPU seconds and highest peaks, a figure, held against `limit`."""

    says: str
    of: Callable[[Mapping[str, Run]], float]
    limit: float
    unit: str

    def met(self, found: float) -> bool:
        return found <= self.limit


@dataclass(frozen=True)
class Case:
    """`commands` by name, each with the exit code that it leaves."""

    name: str
    title: str
    commands: Mapping[str, tuple[list[str], int]]
    targets: tuple[Target, ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer turns")
    parser.add_argument("--large", action="store_true", help="10 million rows too (3.2 GB)")
    names = ", ".join(c.name for c in cases(large=True))
    parser.add_argument("--case", action="append", default=[], metavar="NAME", help=f"only this one, of {names}")
    parser.add_argument("--markdown", action="store_true", help="put the tables into README.md here, between its marks")
    options = parser.parse_args()
    # In a process of its own: a child's peak begins at its parent's, so this one must stay small.
    subprocess.run([PYTHON, HERE / "make_changes.py", *(["--large"] if options.large else [])], check=True)
    chosen = [c for c in cases(options.large) if c.name in options.case or not options.case]
    for case in chosen:
        agree(case)
    page, met = report(chosen, {c.name: least(c, 2 if options.quick else 5) for c in chosen})
    print(page)
    if options.markdown:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{page}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0 if met else 1


def cases(large: bool) -> list[Case]:
    return [
        wide("10k", "10,000"),
        wide("200k", "200,000"),
        orders("1m", "1 million"),
        *([orders("10m", "10 million")] if large else []),
    ]


def wide(name: str, rows: str) -> Case:
    """The baseline as it is in production, a result document; and as a file, which is scanned too."""
    before, after, past = (str(DATA / f"wide_{name}{end}") for end in (".csv", "_next.csv", ".json"))
    check = [DQ, "check", after, "-s", str(WIDE)]
    return Case(
        f"wide {name}",
        f"100 columns, {rows} rows: a rename, a split, a unit",
        {
            PLAIN: (check, 0),
            "dq check --baseline RESULT": ([*check, "--baseline", past], 1),
            "dq check --baseline FILE": ([*check, "--baseline", before], 1),
        },
        (
            Target("over the plain scan", lambda r: r["dq check --baseline RESULT"].cpu - r[PLAIN].cpu, 1, " s"),
            Target("over two plain scans", lambda r: r["dq check --baseline FILE"].cpu - 2 * r[PLAIN].cpu, 1, " s"),
        ),
    )


def orders(name: str, rows: str) -> Case:
    before, after = (str(DATA / f"orders_{name}{end}.csv") for end in ("", "_next"))
    return Case(
        name,
        f"{rows} rows, 14 columns: a rename, a date format",
        {
            "dq compare": ([DQ, "compare", before, after], 1),
            "dq check": ([DQ, "check", before, "-s", str(SUITE)], 0),
            "DuckDB by hand": ([PYTHON, str(HERE / "bare_duckdb.py"), before], 0),
        },
        (
            Target("two of dq check", lambda r: r["dq compare"].cpu / (2 * r["dq check"].cpu), 1.5, " ×"),
            Target("two of DuckDB by hand", lambda r: r["dq compare"].cpu / (2 * r["DuckDB by hand"].cpu), 1.5, " ×"),
            Target("peak of dq compare", lambda r: r["dq compare"].peak, 400, " MB"),
        ),
    )


def agree(case: Case) -> None:
    """Nothing is timed before the changes are found, those and no others; the last good result is made on the way."""
    for name, (command, _) in case.commands.items():
        if name == PLAIN:
            before, past = (str(DATA / f"wide_{case.name.split()[1]}{end}") for end in (".csv", ".json"))
            subprocess.run(
                [DQ, "check", before, "-s", str(WIDE), "--output", f"json={past}"],
                check=True,
                stdout=subprocess.DEVNULL,
                env=ENVIRONMENT,
            )
        elif command[0] == DQ and ("--baseline" in command or "compare" in command):
            out = subprocess.run([*command, "--format", "json"], capture_output=True, check=False, env=ENVIRONMENT)
            kinds = sorted({f["kind"] for f in json.loads(out.stdout)["spec_changes"]})
            if kinds != (FOUND if "--baseline" in command else ["column_renamed", "date_format_changed"]):
                sys.exit(f"{case.title}: {name} found {kinds}")


def least(case: Case, turns: int) -> dict[str, Run]:
    """Of each contender the least time and the highest peak, after one turn that is not counted."""
    runs: dict[str, list[Run]] = {name: [] for name in case.commands}
    for turn in range(turns + 1):
        for name, (command, code) in case.commands.items():
            ran = run(command, code)
            runs[name] += [ran] if turn else []
        say(f"{case.title}: turn {turn} of {turns}")
    return {
        name: Run(min(r.wall for r in of), min(r.cpu for r in of), max(r.peak for r in of)) for name, of in runs.items()
    }


def report(chosen: list[Case], runs: dict[str, dict[str, Run]]) -> tuple[str, bool]:
    """Markdown, and whether every target is met."""
    lines = ["| | | CPU, s | wall, s | peak, MB |", "|---|---|--:|--:|--:|"]
    for case in chosen:
        for n, (name, of) in enumerate(runs[case.name].items()):
            lines.append(f"| {'' if n else case.title} | {name} | {of.cpu:.2f} | {of.wall:.2f} | {of.peak:,.0f} |")
    lines += ["", "| target | | found | |", "|---|---|--:|---|"]
    met = True
    for case in chosen:
        for target in case.targets:
            found = target.of(runs[case.name])
            met &= target.met(found)
            word = "met" if target.met(found) else "**missed**"
            bound = f"≤ {target.limit:g}{target.unit} {target.says}"
            lines.append(f"| {case.title} | {bound} | {found:.2f}{target.unit} | {word} |")
    return "\n".join([*lines, "", f"{machine()} Load after: {os.getloadavg()[0]:.1f}."]), met


if __name__ == "__main__":
    sys.exit(main())

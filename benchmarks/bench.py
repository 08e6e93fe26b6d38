"""dq against Great Expectations, against one hand-written DuckDB statement, and against the bare start of Python.

    python benchmarks/bench.py [--quick] [--large] [--case NAME]… [--markdown]

Whole processes, as a pipeline pays for them: wall time, CPU time and peak memory of each as the kernel counts them
(wait4). Contenders take turns, A B C A B C, after one turn that is not counted; a ratio is taken within each turn, as
both met the same machine there, and the median of those is held against the target. Before anything is timed, every
contender must give the same verdict on each of the 26 expectations. Exit 1 where a target is missed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
DATA = HERE / "data"
SUITE = HERE / "suite.yaml"
README = HERE.parent / "README.md"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
PYTHON = sys.executable
DQ = str(Path(PYTHON).with_name("dq"))
# As installed: packages have their bytecode. Where the caller forbids writing it, the warm-up turn could not make ours.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "DQ_"))}
ONE_QUERY = """
import _duckdb, sys
print(_duckdb.connect().execute(f"SELECT count(*) FROM '{sys.argv[1]}'").fetchall())
"""


@dataclass(frozen=True)
class Run:
    """One process: seconds of wall and CPU, megabytes at its peak."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Target:
    """`of` the turns of a case, a figure, held against `limit`."""

    says: str
    of: Callable[[dict[str, list[Run]]], float]
    limit: float
    at_least: bool = False
    unit: str = " ×"

    def met(self, found: float) -> bool:
        return found >= self.limit if self.at_least else found <= self.limit


@dataclass(frozen=True)
class Case:
    """Contenders by name, each a command; they leave `exit_code`."""

    name: str
    title: str
    commands: dict[str, list[str]]
    turns: int
    quick: int
    targets: tuple[Target, ...] = ()
    exit_code: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer turns")
    parser.add_argument("--large", action="store_true", help="10 million rows too, without GX (187 s and 6 GB a turn)")
    names = ", ".join(c.name for c in cases(large=True))
    parser.add_argument("--case", action="append", default=[], metavar="NAME", help=f"only this one, of {names}")
    parser.add_argument("--markdown", action="store_true", help="put the tables into README.md, between its marks")
    options = parser.parse_args()
    # In a process of their own: a child's peak begins at its parent's, so this one must stay small.
    subprocess.run([PYTHON, HERE / "make_data.py", *(["--large"] if options.large else [])], check=True)
    subprocess.run([PYTHON, "-c", SAME_SUITES, str(HERE)], check=True)
    chosen = [c for c in cases(options.large) if c.name in options.case or not options.case]
    for case in chosen:
        agree(case)
    say(f"load before: {os.getloadavg()[0]:.1f}")
    turns = {case.name: measure(case, case.quick if options.quick else case.turns) for case in chosen}
    page, met = report(chosen, turns)
    print(page)
    if options.markdown:
        before, rest = README.read_text(encoding="utf-8").split(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{page}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0 if met else 1


def cases(large: bool) -> list[Case]:
    def three(name: str, *, gx: bool = True) -> dict[str, list[str]]:
        path = str(DATA / name)
        commands = {"dq": [DQ, "check", path, "-s", str(SUITE)]}
        commands |= {"GX on pandas": [PYTHON, str(HERE / "gx_pandas.py"), path]} if gx else {}
        return commands | {"DuckDB by hand": [PYTHON, str(HERE / "bare_duckdb.py"), path]}

    small = str(DATA / "orders_1k.csv")
    memory = Target("peak of dq", lambda t: max(r.peak for r in t["dq"]), 400, unit=" MB")
    bare_start = {"Python, one query": [PYTHON, "-c", ONE_QUERY, small]}
    found = [
        Case("1k", "1,000 rows, CSV", three("orders_1k.csv") | bare_start, 15, 5,
             (faster(20), slower("Python, one query", 2.5))),
        Case("1m", "1 million rows, CSV", three("orders_1m.csv"), 7, 3,
             (faster(11), slower("DuckDB by hand", 1.25), memory)),
        Case("broken", "1 million rows, CSV, five expectations unsuccessful", three("orders_1m_broken.csv"), 5, 2,
             exit_code=1),
        Case("parquet", "1 million rows, Parquet", three("orders_1m.parquet"), 5, 2),
        Case("cp932", "1 million rows, CSV in CP932",
             {"dq": three("orders_1m_cp932.csv")["dq"], "dq, UTF-8": three("orders_1m.csv")["dq"]}, 7, 3,
             (slower("dq, UTF-8", 1.3),)),
        Case("help", "dq --help", {"dq": [DQ, "--help"], "import click": [PYTHON, "-c", "import click"]}, 21, 9,
             (slower("import click", 2),)),
    ]  # fmt: skip
    if large:
        found.append(Case("10m", "10 million rows, CSV", three("orders_10m.csv", gx=False), 3, 1,
                          (slower("DuckDB by hand", 1.25),)))  # fmt: skip
    return found


def faster(limit: float) -> Target:
    return Target("faster than GX", lambda t: paired(t, "GX on pandas", "dq"), limit, at_least=True)


def slower(other: str, limit: float) -> Target:
    return Target(f"the time of {other}", lambda t: paired(t, "dq", other), limit)


def paired(turns: dict[str, list[Run]], a: str, b: str) -> float:
    """The median of a / b, each within one turn."""
    return median(x.wall / y.wall for x, y in zip(turns[a], turns[b], strict=True))


SAME_SUITES = """
import json, sys
from ruamel.yaml import YAML
ours = YAML(typ="safe").load(open(sys.argv[1] + "/suite.yaml", encoding="utf-8"))["expectations"]
gx = json.load(open(sys.argv[1] + "/suite.gx.json", encoding="utf-8"))["expectations"]
sys.exit(0 if ours == gx and len(gx) == 26 else "suite.yaml and suite.gx.json do not hold the same 26 expectations")
"""


def agree(case: Case) -> None:
    """Every contender that judges gives the same 26 verdicts; what differs ends the benchmark."""
    told = {name: verdicts(name, command) for name, command in case.commands.items() if judges(command)}
    for first, expected in list(told.items())[:1]:
        for name, given in told.items():
            if given != expected or len(given) != 26:
                sys.exit(f"{case.title}: {first} and {name} judge differently:\n{expected}\n{given}")


def judges(command: list[str]) -> bool:
    return "check" in command or any(part.endswith(("gx_pandas.py", "bare_duckdb.py")) for part in command)


def verdicts(name: str, command: list[str]) -> list[bool]:
    asked = [*command, "--format", "json"] if command[0] == DQ else [*command, "--json"]
    out = subprocess.run(asked, capture_output=True, check=False, env=ENVIRONMENT)
    try:
        told = json.loads(out.stdout)
        results = told if isinstance(told, list) else [r for r in told["results"] if not r["meta"].get("implied")]
        # GX's quantile success is a numpy.bool, which its JSON writes as text.
        return [str(r["success"]) == "True" for r in results]
    except (ValueError, KeyError):
        sys.exit(f"{name} gave no verdicts (exit {out.returncode}):\n{out.stdout.decode()}\n{out.stderr.decode()}")


def measure(case: Case, turns: int) -> dict[str, list[Run]]:
    """`turns` runs of each contender, taking turns, after one turn that is not counted."""
    runs: dict[str, list[Run]] = {name: [] for name in case.commands}
    for turn in range(turns + 1):
        for name, command in case.commands.items():
            ran = run(command, case.exit_code)
            if turn:
                runs[name].append(ran)
        say(f"{case.title}: turn {turn} of {turns}")
    return runs


def run(command: list[str], exit_code: int) -> Run:
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != exit_code:
        sys.exit(f"exit {child.returncode}, not {exit_code}: {' '.join(command)}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def report(chosen: list[Case], turns: dict[str, dict[str, list[Run]]]) -> tuple[str, bool]:
    """Markdown, and whether every target is met."""
    lines = ["| | | wall, s | CPU, s | peak, MB | against dq |", "|---|---|--:|--:|--:|--:|"]
    for case in chosen:
        runs = turns[case.name]
        for name, of in runs.items():
            wall, cpu, peak = median(r.wall for r in of), median(r.cpu for r in of), max(r.peak for r in of)
            against = "" if name == "dq" else f"{paired(runs, name, 'dq'):.2f} ×"
            title = case.title if name == "dq" else ""
            lines.append(f"| {title} | {name} | {wall:.3f} | {cpu:.3f} | {peak:,.0f} | {against} |")
    lines += ["", "| target | | found | |", "|---|---|--:|---|"]
    met = True
    for case in chosen:
        for target in case.targets:
            found = target.of(turns[case.name])
            met &= target.met(found)
            bound = f"{'≥' if target.at_least else '≤'} {target.limit:g}{target.unit}"
            word = "met" if target.met(found) else "**missed**"
            lines.append(f"| {case.title} | {bound} {target.says} | {found:.2f}{target.unit} | {word} |")
    counted = ", ".join(f"{c.name} {len(next(iter(turns[c.name].values())))}" for c in chosen)
    return "\n".join([*lines, "", f"{machine()} Turns: {counted}. Load after: {os.getloadavg()[0]:.1f}."]), met


def machine() -> str:
    cpu = next(
        (line.split(":", 1)[1].strip() for line in read("/proc/cpuinfo").splitlines() if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ("duckdb", "great_expectations", "pandas", "pyarrow", "click")
    versions = ", ".join(f"{p.replace('_', '-')} {version(p)}" for p in packages)
    return f"{cpu}, {cores} cores, {memory:.0f} GB; Python {platform.python_version()}, {versions}."


def read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8") if Path(path).exists() else ""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

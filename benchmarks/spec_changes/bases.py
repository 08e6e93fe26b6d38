"""Bases: pairs of files that did not change, real ones where they are at hand, and those of invented publishers."""

import gzip
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from ruamel.yaml import YAML

from .publishers import PUBLISHERS
from .table import Table, parsed

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "cases"  # real pairs, each with a case.yaml; they are never part of the project
MOST_ROWS = 700
BYTES_ALONE = frozenset({"line_ending_changed", "bom_changed"})


class Base(msgspec.Struct, frozen=True):
    name: str
    before: Table
    after: Table


def invented() -> list[Base]:
    return [Base(make.__name__, *(make(Random(f"{make.__name__} {n}"), n) for n in (0, 1))) for make in PUBLISHERS]


def examples() -> list[Base]:
    """Our own good examples: the second file is the first, or the one of the week after."""
    landed = ROOT / "examples" / "landed"
    weeks = [(landed / "day_ahead_20260413.csv").read_bytes(), gzip.decompress((landed / "day_ahead_20260420.csv.gz").read_bytes())]
    demand, fuel = (landed / "area_demand_20260421.csv").read_bytes(), (landed / "fuel_prices_202604.csv").read_bytes()
    read = [
        ("example_day_ahead", *(parsed(data, "cp932", [0]) for data in weeks)),
        ("example_area_demand", *(parsed(demand, "cp932", [_first_of(demand, "cp932")]) for _ in range(2))),
        ("example_fuel_prices", *(parsed(fuel, "utf-8", [0]) for _ in range(2))),
    ]
    return [Base(name, before, after) for name, before, after in read if before is not None and after is not None]


def _first_of(data: bytes, encoding: str) -> int:
    """The line of the header: the first one as wide as most."""
    widths = [line.count(",") for line in data.decode(encoding).splitlines()]
    return widths.index(max(set(widths), key=widths.count))


def real(cases: Path = CASES) -> list[Base]:
    """Real pairs of which nothing changed, or the line ending alone; [] where there are none on this machine."""
    found = []
    for path in sorted(cases.glob("*/case.yaml")):
        case: dict[str, Any] = YAML(typ="safe").load(path.read_text("utf-8"))
        if {c["kind"] for c in case["changes"] or ()} - BYTES_ALONE:
            continue
        sides = [_side(path.parent, case[side]) for side in ("before", "after")]
        if sides[0] is not None and sides[1] is not None:
            after = sides[1].replace(eol=sides[0].eol, bom=sides[0].bom)
            found.append(Base(case["name"], sides[0], after))
    return found


def _side(folder: Path, facts: dict[str, Any]) -> Table | None:
    data = (folder / facts["file"]).read_bytes()
    table = parsed(data, facts["encoding"], facts["header_rows"], facts["delimiter"])
    return None if table is None else table.replace(rows=table.rows[:MOST_ROWS])

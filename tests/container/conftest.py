"""One image for all tests of this folder, and a container for each."""

from pathlib import Path

import _container
import pytest


@pytest.fixture(scope="session")
def image() -> str:
    return _container.built()


@pytest.fixture
def container(image: str, tmp_path: Path) -> _container.Container:
    """With the example files and their suites at /dq/data."""
    made = _container.Container(image, tmp_path)
    (made.data / "expectations").mkdir()
    (made.data / "expectations" / "prices.yaml").write_text(
        "name: prices\nowner: market-data\nlanded: {match: ['prices_*']}\n"
        "columns:\n  - {name: hour, type: integer, required: true}\n  - {name: price, type: number}\n"
    )
    (made.data / "prices_1.csv").write_text("hour,price\n1,2.5\n2,3\n")
    (made.data / "prices_2.csv").write_text("hour,price\n1,2.5\nx,3\n")
    return made

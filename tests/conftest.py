"""Options of the whole test run."""

from __future__ import annotations

import pytest
from hypothesis import settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-pages",
        action="store_true",
        help="write tests/pages/*/record.json from what the code does now; read the difference before you commit it",
    )


@pytest.fixture
def update_pages(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-pages"))


# One example may load the phrase packs, or run beside other work: what is slow is measured elsewhere.
settings.register_profile("dehusk", deadline=None)
settings.load_profile("dehusk")

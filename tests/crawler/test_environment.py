from __future__ import annotations

import pytest

from crawler.cli.errors import UserError
from crawler.environment import VARIABLES, settings_from


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEHUSK_CONCURRENCY", "0"),
        ("DEHUSK_CONCURRENCY", "eight"),
        ("DEHUSK_WORKERS", "-1"),
        ("DEHUSK_WORKERS", "1.5"),
        ("DEHUSK_MAX_PAGES", "many"),
        ("DEHUSK_DELAY", "nan"),
        ("DEHUSK_MEMORY_MB", "1"),
    ],
)
def test_a_value_that_makes_no_sense_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(UserError, match=f"{name}={value} in the environment"):
        settings_from({name: value})


def test_variables_of_others_and_empty_ones_are_no_settings() -> None:
    assert settings_from({"PATH": "/bin", "DEHUSK_USER_AGENT": "", "DEHUSK_CONCURENCY": "9"}) == {}


def test_each_variable_becomes_its_setting() -> None:
    given = {**dict.fromkeys(VARIABLES, "256"), "DEHUSK_ARCHIVE": "1"}
    assert settings_from(given) == {VARIABLES[name]: value for name, value in given.items()}
    assert settings_from({"DEHUSK_CONCURRENCY": "1", "DEHUSK_DELAY": "0.5"}) == {
        "CONCURRENT_REQUESTS": "1",
        "DOWNLOAD_DELAY": "0.5",
    }

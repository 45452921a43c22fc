"""What a run is set up with: rules of one host change nothing on another, and a record says which rules made it."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

from cleaners.page import Page
from output.processing import Task, process
from output.record import Facts
from output.setup import Setup
from output.tools import NO_TOOLS, Tools

CORPUS = Path(__file__).parents[1] / "site_rules"
STORY = (
    "The old ferry will sail again from Monday, after a winter in which her engine was taken apart and mended twice."
)
PROMO = "The Harbour Post, every morning in your letter box!"
HTML = f"<html><body><div id=story><p>{STORY}</p><div class=promo-a><p>{PROMO}</p></div></div></body></html>"
RULED = Tools(Setup((str(CORPUS),)))


def text(host: str) -> Task:
    return Task(None, f"{STORY}\n{PROMO}\nShare this article", Facts("test", url=f"https://{host}/a"))


def page(host: str) -> Task:
    return Task(Page(f"https://{host}/a", HTML.encode()), None, Facts("test"))


def record(task: Task, tools: Tools) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(process(task, tools).record)
    return row


def test_rules_of_one_host_change_nothing_on_another() -> None:
    for task in (text("example.test"), page("example.test"), Task(None, f"{STORY}\n{PROMO}", Facts("test"))):
        assert process(task, RULED) == process(task, NO_TOOLS)


def test_a_record_names_the_rules_of_its_host() -> None:
    for task in (text("www.example.org"), page("www.example.org")):
        plain, ruled = record(task, NO_TOOLS), record(task, RULED)
        assert ruled["metadata"]["rules"].startswith(plain["metadata"]["rules"] + "+s")
        assert PROMO not in ruled["text"]


def test_what_the_rules_keep_stays() -> None:
    assert "Share this article" not in record(text("example.org"), NO_TOOLS)["text"]
    assert record(text("example.org"), RULED)["text"].split("\n") == [STORY, "Share this article"]


def test_a_host_that_only_the_input_names_has_its_rules() -> None:
    task = Task(None, f"{STORY}\n{PROMO}", Facts("test"), metadata=(("hostname", "www.example.org"),))
    assert record(task, RULED)["text"] == STORY


def test_a_setup_reaches_a_worker() -> None:
    setup = Setup((str(CORPUS),))
    assert pickle.loads(pickle.dumps(setup)) == setup

"""The benchmarks' own promises: the topics that the documents name are there."""

import re
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as benchmarks

PROJECT = Path(__file__).resolve().parent.parent


def test_topics_of_the_benchmarks_are_written_down(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        told = text[text.index("`make bench TOPIC=") :].split("\n\n")[0].split("\n|")[0]
        assert {topic for topic in re.findall(r"`([a-z]+)`", told)} == set(benchmarks.TOPICS), name
    assert benchmarks.main(["weather"]) == 2 and "weather" in capsys.readouterr().err

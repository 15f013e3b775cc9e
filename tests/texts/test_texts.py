"""Every text that a user may read is collected into one list for a reader, and holds no banned phrase."""

import os
from pathlib import Path

import pytest
from texts.text_collector import (
    Banned,
    Text,
    banned_phrases,
    code_texts,
    faults,
    help_texts,
    is_text,
    listed,
    page_texts,
    source_texts,
    window_texts,
)

from eegview.ui.workstation import Workstation

# What opens a dialog, a panel or a view without asking for a file or anything else first.
OPENING = (
    *(
        "study.notices",
        "study.channels",
        "study.patient",
        "study.reviewer",
        "study.export",
        "study.sign",
        "study.completeness",
    ),
    *("edit.history", "page.go_to", "montage.edit", "display.filters", "display.rows", "display.calibrate"),
    *("video.files", "video.movement", "video.match", "cluster.list", "detector.run", "detector.panel"),
    *("detector.trends", "detector.about", "display.measure", "display.butterfly", "help.keys", "help.own_keys"),
    *("help.commands", "help.guide", "help.about", "triage.open"),
    *("staging.open", "sleep.show", "score.open"),
)


@pytest.fixture(scope="module")
def written() -> list[Text]:
    """Return the texts of the sources and of the command line."""
    return [*source_texts(), *help_texts()]


def test_the_sources_hold_no_banned_phrase(written: list[Text]) -> None:
    found = faults(written, banned_phrases())
    assert not found, "\n".join(found)


def test_the_window_holds_no_banned_phrase_and_all_texts_are_listed(
    station: Workstation, written: list[Text], tmp_path: Path
) -> None:
    """`./run texts FILE` has the list written to FILE."""
    texts = list(window_texts())
    for command_id in OPENING:
        action = station.actions[command_id]
        if action.isEnabled():
            action.trigger()
            texts += window_texts()
    path = Path(os.environ.get("EEGVIEW_TEXTS") or tmp_path / "texts.txt")
    path.write_text(listed([*written, *texts]), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    shown = {line.partition("\t")[0] for line in lines}
    assert {"Marks list", "Traces only", "Sign this review…", "Epileptic spasms"} <= shown
    assert lines == sorted(lines, key=lambda line: (line.partition("\t")[0].casefold(), line.partition("\t")[0]))
    found = faults(texts, banned_phrases())
    assert not found, "\n".join(found)


def test_a_planted_phrase_is_found_where_it_stands() -> None:
    source = 'def f(box):\n    """Say first look."""\n    box.setText(f"Your first look at {box.name} is not done.")\n'
    planted = code_texts(source, "ui/planted.py")
    assert planted == [Text("Your first look at {…} is not done.", "ui/planted.py:3")]
    (fault,) = faults(planted, banned_phrases())
    assert fault.startswith("ui/planted.py:3: “first look”, better “first read”")


def test_a_phrase_is_met_as_whole_words_and_not_where_it_is_right() -> None:
    banned = Banned("stretch", "section", ("stretch reflex",))
    assert banned.is_in("Stretch of sleep")
    assert not banned.is_in("The filter is stretched")
    assert not banned.is_in("a stretch reflex")
    assert banned.is_in("a stretch beside a stretch reflex")


@pytest.mark.parametrize(
    "string", ["mark.free_note", r"(\d+) s", "#c2410c", "SELECT a FROM b", "VideoSource | None", ""]
)
def test_names_and_patterns_are_no_texts(string: str) -> None:
    assert not is_text(string)


def test_pages_are_read_by_paragraph_and_row() -> None:
    page = "# Title\n\nOne line\nand another.\n\n| Key | Does |\n|---|---|\n- an item\n"
    assert [text.text for text in page_texts(page, "a.md")] == [
        "# Title",
        "One line and another.",
        "| Key | Does |",
        "- an item",
    ]


def test_a_list_names_each_text_once_with_its_places() -> None:
    texts = [Text("b", "two:1"), Text("A", "one:1"), Text("b", "two:9")]
    assert listed(texts) == "A\tone:1\nb\ttwo:1, two:9\n"

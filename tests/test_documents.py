"""Documents name files that are there."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), PROJECT / "plugins" / "README.md"])
FOLDERS = ("eegview", "tests", "plugins", "resources", "docs", ".ci")
IN_ROOMS = re.compile(r"[A-Z]{3,}|…")  # eegview/ui/ROOM/panel.py: to be filled in by the reader

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))


def paths_in(text: str) -> set[str]:
    """Return the paths of the project that stand in backticks, without those that hold a word to be filled in."""
    quoted = re.findall(r"`([\w./+-]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return {path for path in quoted if path.split("/")[0] in FOLDERS and "/" in path and not IN_ROOMS.search(path)}


@each_document
def test_every_file_named_is_there(document: Path) -> None:
    missing = {path for path in paths_in(document.read_text(encoding="utf-8")) if not (PROJECT / path).exists()}
    assert missing == set()


@each_document
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_a_missing_file_would_be_seen() -> None:
    assert paths_in("`eegview/model/span.py` and `eegview/cli/NAME.py`, `not/ours.py`, `word`") == {
        "eegview/model/span.py"
    }

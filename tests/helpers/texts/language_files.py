"""Gather the texts that the window shows, and bring the catalogues of languages up to date with them.

Run it with `./run languages`: every `resources/languages/*.po` gets the texts of today, those translated before keep
their translation, and its `.mo` is compiled anew.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from eegview.app.commands import COMMANDS, MENUS, SUBMENUS
from eegview.app.key_table import SCOPE_LABELS
from eegview.app.languages import DRAFT, NAME

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = ROOT / "resources" / "languages"
_KEYWORDS = {"tr": None, "tr_later": None, "tr_n": (1, 2), "tr_kept": None, "tr_kept_n": (1, 2)}
_LAST_CHANGE = datetime(2026, 1, 1, tzinfo=UTC)  # the same each time: what changed is seen in the lines themselves
# What Qt writes on the buttons of its dialogs, without the letter for Alt.
_QT_TEXTS = (
    *("OK", "Cancel", "Save", "Open", "Close", "Apply", "Reset", "Help", "Discard", "Yes", "No", "Ignore", "Retry"),
    *("Abort", "Save All", "Yes to All", "No to All", "Restore Defaults", "Don't Save", "Undo", "Redo", "Cut", "Copy"),
    *("Paste", "Delete", "Select All"),
)


def template() -> Catalog:
    """Return a catalogue of all texts there are today, in English, without their places."""
    found = Catalog(charset="utf-8", fuzzy=False, creation_date=_LAST_CHANGE)
    for text in _data_texts():
        if text not in found:
            found.add(text)
    for path in sorted((ROOT / "eegview").rglob("*.py")):
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=_KEYWORDS):
            found.add(message)
    return found


def updated(path: Path, texts: Catalog) -> Catalog:
    """Return the catalogue of a file with the texts of today: none that is gone, none by likeness."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "eegview", "1", "see CONTRIBUTING.md"
    catalogue.last_translator, catalogue.revision_date = "eegview", _LAST_CHANGE
    catalogue.update(texts, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as its file holds it, sorted by the English text, so that a change is a line of the diff."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, omit_header=False, include_previous=False)
    return written.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def translated(catalogue: Catalog) -> list[Message]:
    """Return the messages that have a translation, without the header."""
    return [message for message in catalogue if message.id and message.string and any(forms(message.string))]


def forms(text: object) -> tuple[str, ...]:
    """Return the forms of a text, for one thing and for many; one where it has no number."""
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text),)


def _data_texts() -> Iterator[str]:
    """Yield texts that are data where they stand and are looked up where they are drawn."""
    for command in COMMANDS:
        yield command.title
        yield command.help
    yield from (NAME, DRAFT)
    yield from MENUS
    yield from SUBMENUS.values()
    yield from SCOPE_LABELS.values()
    yield from _QT_TEXTS


def main() -> None:
    """Bring every catalogue up to date."""
    texts = template()
    for path in sorted(LANGUAGES.glob("*.po")):
        catalogue = updated(path, texts)
        path.write_bytes(po_bytes(catalogue))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
        sys.stdout.write(f"{path.name}: {len(translated(catalogue))} of {len(catalogue)} texts translated\n")


if __name__ == "__main__":
    main()

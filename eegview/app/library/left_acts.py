"""Acts that another reviewer, or work on another recording, left waiting on this computer: sent, or told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from eegview.app.library.act_lines import Owner
from eegview.app.library.journal import ActJournal
from eegview.app.library.journal_file import SUFFIX, find, set_aside
from eegview.app.library.opening import MarksPlace, Reviewer, library_address, waiting_folder
from eegview.app.library.saving import LibraryWriter
from eegview.model.errors import EegViewError, LibraryAway
from eegview.model.issue import Issue
from eegview.model.vocabulary import Vocabulary


@dataclass(slots=True)
class LeftActs:
    """What became of the acts that waited on this computer for one library.

    saved, waiting : how many, by the reviewer's name
    refused : why one of them was not done
    away : why they wait
    """

    saved: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    refused: list[EegViewError] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    away: LibraryAway | None = None


def send_left(library_url: str | None, vocabulary: Vocabulary, folder: Path | None = None) -> LeftActs:
    """Save what waits for a library and is in no program's hands; call it on the store lane.

    It is done in the name of whoever did it. Where the library is away all stays as it is.

    folder : where acts wait; None = the user's own
    """
    folder = folder or waiting_folder()
    left = LeftActs()
    paths = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    owners = dict.fromkeys(owner for owner in (_owner_of(path, left) for path in paths) if owner is not None)
    if not owners:
        return left
    address = library_address(library_url)
    for owner in owners:
        if owner.library == address:
            _send(owner, folder, library_url, vocabulary, left)
    return left


def _owner_of(path: Path, left: LeftActs) -> Owner | None:
    """Return whose acts a file holds, None where a program has it, or nobody knows."""
    found = find(path)
    left.issues += found.issues
    if found.file is None:
        return None
    read = found.read
    is_unreadable = (read.is_damaged or read.is_newer) and not read.acts and read.owner is None
    if is_unreadable:
        try:
            where = f"it was set aside as “{set_aside(path)}”"
        except OSError:
            where = "it cannot be renamed"
        why = "was written by a newer version of eegview" if read.is_newer else "is damaged and cannot be read"
        left.issues.append(Issue("waiting_file", f"The file of unsaved changes “{path}” {why}; {where}."))
    is_empty = not (read.acts or read.is_damaged or read.is_newer)
    found.file.close(is_needed=not is_empty)
    return read.owner if read.acts and not is_unreadable else None


def _send(owner: Owner, folder: Path, library_url: str | None, vocabulary: Vocabulary, left: LeftActs) -> None:
    place = MarksPlace(library_url, owner.fingerprint, Reviewer(owner.author, owner.role), vocabulary)
    writer = LibraryWriter(place.open, ActJournal(folder, lambda: owner))
    try:
        left.issues += writer.recover().issues
        if left.away is None and writer.waiting:
            update = writer.poll()
            left.away = update.away
            left.refused += [outcome.refused for outcome in update.outcomes if outcome.refused is not None]
            left.saved[owner.author] += sum(outcome.refused is None for outcome in update.outcomes)
        left.waiting[owner.author] += len(writer.waiting)
    finally:
        writer.close(is_last_try=False)


def counted(counts: Counter[str]) -> str:
    """Return `3 changes by ann and 1 change by bob`, "" for none."""
    return _joined(f"{changes_text(n)} by {name}" for name, n in sorted(counts.items()) if n)


def changes_text(count: int) -> str:
    """Return a number of acts as text: `1 change`, `3 changes`."""
    return f"{count} change" if count == 1 else f"{count} changes"


def _joined(parts: Iterable[str]) -> str:
    *others, last = [*parts] or [""]
    return f"{', '.join(others)} and {last}" if others else last

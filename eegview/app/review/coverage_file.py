"""Store what each reviewer has viewed of a recording: one append-only file of lines a reviewer."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from eegview.app.resources import data_folder
from eegview.app.review.coverage import DisplayState, ReviewedTime, Seen
from eegview.model.errors import EegViewError
from eegview.model.issue import Issue
from eegview.model.span import Span

FORMAT = "eegview reviewed time 1"
_TAKEN_BACK = "taken_back"  # names a line above that counts no more


class NotKept(EegViewError):
    """What was viewed could not be written; reviewing goes on."""


@dataclass(slots=True)
class ReviewedByAll:
    """What was viewed, by reviewer's name, and the imperfections of the files."""

    by_reviewer: dict[str, ReviewedTime] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


def reviewed_folder() -> Path:
    """Return where these files lie; it may not exist yet."""
    return data_folder() / "reviewed"


def reviewed_path(fingerprint: str, reviewer: str, folder: Path | None = None) -> Path:
    """Return the file of one reviewer; names are hashed, for they may hold signs no file name can."""
    name = hashlib.sha256(reviewer.encode()).hexdigest()[:16]
    return (folder or reviewed_folder()) / fingerprint[:32] / f"{name}.jsonl"


def keep_seen(fingerprint: str, reviewer: str, seen: Iterable[Seen], folder: Path | None = None) -> None:
    """Add lines to the reviewer's file; they are on the disk when this returns.

    Each line is written in one piece at the end of the file, so two windows of one reviewer do not disturb each other.

    Raises
    ------
    NotKept : the disk could not be written
    """
    at_utc = datetime.now(UTC).isoformat(timespec="seconds")
    _append(fingerprint, reviewer, [json.dumps(_row(one) | {"at": at_utc}, ensure_ascii=False) for one in seen], folder)


def hand_over_seen(fingerprint: str, was: str, reviewer: str, seen: Iterable[Seen], folder: Path | None = None) -> None:
    """Make what was kept under one name that of a reviewer who has given theirs since: it is the same person.

    Nothing is rewritten: the lines are added to the reviewer's file, and the other file says that they are taken back.

    Raises
    ------
    NotKept : the disk could not be written
    """
    held = tuple(seen)
    keep_seen(fingerprint, reviewer, held, folder)
    _append(fingerprint, was, [json.dumps({_TAKEN_BACK: _row(one)}, ensure_ascii=False) for one in held], folder)


def _append(fingerprint: str, reviewer: str, lines: list[str], folder: Path | None) -> None:
    if not lines:
        return
    path = reviewed_path(fingerprint, reviewer, folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            lines.insert(0, json.dumps({"format": FORMAT, "fingerprint": fingerprint, "reviewer": reviewer}))
        with path.open("ab") as file:
            # a line break first: should the last line have been torn by a power cut, this one is whole all the same
            file.write(("\n" + "\n".join(lines) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        reason = error.strerror or "the disk could not be written"
        raise NotKept(
            f"The record of what you reviewed could not be written ({reason.lower()}).",
            "The strip “reviewed” is kept only until you quit. Marks are not affected.",
        ) from None


def read_reviewed(fingerprint: str, folder: Path | None = None) -> ReviewedByAll:
    """Return what everybody has viewed of a recording; a torn or foreign line is left out and becomes an issue."""
    found = ReviewedByAll()
    n_bad = 0
    for path in sorted(reviewed_path(fingerprint, "", folder).parent.glob("*.jsonl")):
        reviewer, seen, bad = _read(path)
        n_bad += bad
        if reviewer:
            found.by_reviewer[reviewer] = ReviewedTime(seen)
    if n_bad:
        lines = "1 line" if n_bad == 1 else f"{n_bad} lines"
        found.issues = (Issue("reviewed_time_damaged", f"{lines} of the review record cannot be read and is ignored."),)
    return found


def _read(path: Path) -> tuple[str, list[Seen], int]:
    reviewer, seen, n_bad = "", [], 0
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if "format" in row:
                reviewer = str(row["reviewer"])
            elif _TAKEN_BACK in row:
                seen.remove(_seen(row[_TAKEN_BACK]))  # a ValueError where there is none
            else:
                seen.append(_seen(row))
        except (ValueError, KeyError, TypeError):  # torn by a power cut, or written by something else
            n_bad += 1
    return reviewer, seen, n_bad


def _row(seen: Seen) -> dict[str, object]:
    display = seen.display
    return {
        "start_s": round(seen.span.start_s, 3),
        "stop_s": round(seen.span.stop_s, 3),
        "page_s": display.page_s,
        "montage": display.montage_id,
        "filters": display.filters,
        "video": seen.has_video,
    }


def _seen(row: dict[str, object]) -> Seen:
    display = DisplayState(float(row["page_s"]), str(row["montage"]), str(row["filters"]))  # type: ignore[arg-type]
    span = Span(float(row["start_s"]), float(row["stop_s"]))  # type: ignore[arg-type]
    return Seen(span, display, row["video"] is True)

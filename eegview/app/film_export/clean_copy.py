"""Copy a clip without what its container tells: pictures and sound as they were, checked before the copy appears."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from eegview.app.film_export.targets import check_dateless, check_free
from eegview.exchange.anonymize import Withheld
from eegview.exchange.identity import Scrubber, identity_of
from eegview.exchange.identity_search import IdentityLeft
from eegview.exchange.name_pattern import NamePattern
from eegview.exchange.writing import cannot_write
from eegview.model.errors import UsageError
from eegview.model.film.clip_metadata import ClipMetadata, ClipTag, TagKind
from eegview.model.recording import Progress, Recording, no_progress
from eegview.readers.companion_files import VIDEO_SUFFIXES
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.video.tags.metadata import read_metadata

DATE_TAG = "com.apple.quicktime.creationdate"
# What the writing library calls parts of any film, and itself.
_OF_EVERY_FILE = re.compile(r"(?:VideoHandler|SoundHandler|Lavf[\d.]*|Lavc[\d.]*(?: \w+)?)?")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")  # digits in a row could look like a date
_ENDINGS = (".mp4", ".m4v", ".mov", ".mkv")
_OWN_TAG = re.compile(re.escape(DATE_TAG.encode()), re.IGNORECASE)  # its name holds that of a maker of cameras
_LEAST_SEARCHED = 5  # letters; less turns up by chance among pictures
_LEAST_FOLDED = 7
_BLOCK = 1 << 24
_NAMES = {
    TagKind.PLACE: "place",
    TagKind.DEVICE: "device, program",
    TagKind.DATE: "date",
    TagKind.PERSON: "person",
    TagKind.TEXT: "text",
    TagKind.IDENTIFIER: "identifier",
    TagKind.OTHER: "other entry",
}


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """The report of a copy.

    removed : (kind, count) of what was removed, never the text itself
    n_looked_for : number of texts of the original that the copy was searched for
    moved_s : how much later a picture is shown in the copy
    """

    path: Path
    removed: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    scrubber: Scrubber
    n_looked_for: int
    moved_s: float


def copy_clean(
    source: Path,
    out: Path,
    recording: Recording,
    withheld: Withheld,
    with_sound: bool,
    progress: Progress = no_progress,
) -> CleanCopy:
    """Write a copy of a clip without what its container tells; `out` may be a folder, then the name is a neutral one.

    A name without an ending is a folder, too; it is made where it is not there.

    recording : the clip, opened
    withheld : the date is dropped, moved or kept as its own; a clip's time of day goes with its date

    Raises
    ------
    UsageError : the copy is there already, its name tells a name or a date, or what was asked for cannot be kept
    UnreadableFile : the clip cannot be copied without being made anew
    IdentityLeft : something of the original was found in the copy; nothing was written
    CannotWrite : the copy cannot be written
    """
    if out.suffix or out.exists():
        return _copied(source, out, recording, withheld, with_sound, progress)
    try:
        out.mkdir()
    except OSError as error:
        raise cannot_write(out.name, error) from None
    try:
        return _copied(source, out, recording, withheld, with_sound, progress)
    except BaseException:
        with suppress(OSError):  # somebody else put something there
            out.rmdir()
        raise


def _copied(
    source: Path, out: Path, recording: Recording, withheld: Withheld, with_sound: bool, progress: Progress
) -> CleanCopy:
    from eegview.readers.video.copying import copy_pictures  # loads the decoding library

    found = read_metadata(source)
    if out.is_dir():
        seed = hashlib.sha256(f"copy {fingerprint_of_files([source])}".encode()).hexdigest()[:8].translate(_LETTERS)
        ending = source.suffix.lower()
        out = out / f"clip_{seed}{ending if ending in _ENDINGS else '.mkv'}"
    if out.suffix.lower() not in VIDEO_SUFFIXES:
        told = f"“{out.suffix}” is not the ending of a video" if out.suffix else "The copy's name has no ending"
        raise UsageError(f"{told}: a clip is copied as a clip.", f"Let it end in {source.suffix.lower()} or .mkv.")
    check_free(out, (source,))
    identity = identity_of("", "", withheld.names)
    if identity.words and NamePattern(identity.words).search(out.name):
        raise UsageError("The name of the copy contains a name.", "Choose another, or give a folder.")
    tags = _kept_date(recording, withheld)
    if not tags or withheld.shift_days is not None:
        check_dateless(out.stem)
    try:
        with tempfile.TemporaryDirectory(prefix=".eegview-", dir=out.parent) as folder:
            copy = Path(folder) / f"copy{out.suffix}"
            moved_s = copy_pictures(source, copy, with_sound, progress, tags=tags)
            words, unsearched = _words(found, tags, withheld.names)
            _check(copy, words, tags)
            copy.replace(out)
    except OSError as error:
        raise cannot_write(out.name, error) from None
    removed = _removed(found, with_sound, recording)
    scrubber = Scrubber(identity, keep_dates=withheld.keep_date, keep_clock=withheld.keeps_clock)
    return CleanCopy(
        out, removed, (*_notes(withheld, with_sound), *_unsearched_note(unsearched)), scrubber, len(words), moved_s
    )


def _kept_date(recording: Recording, withheld: Withheld) -> dict[str, str]:
    """Return the tag of the date where it is kept or moved: local time, without its zone, which tells a region.

    Raises
    ------
    UsageError : the clip has no date, or the moved one cannot be written
    """
    if withheld.keep_date is False and withheld.shift_days is None:
        if withheld.keep_clock:
            raise UsageError(
                "A clip has its time of day only with its date.", "Give --keep-dates or --shift-days, too."
            )
        return {}
    started: datetime | None = recording.started_at
    if started is None:
        raise UsageError("The clip does not say when it was filmed.", "Leave --keep-dates and --shift-days out.")
    try:
        moved = started + timedelta(days=withheld.shift_days or 0)
    except OverflowError:
        raise UsageError("The date cannot be moved that far.", "Give fewer days.") from None
    return {DATE_TAG: moved.isoformat(timespec="seconds")}


def _words(found: ClipMetadata, tags: dict[str, str], names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts of the original that must not be in the copy, and what those are that are too short to search.

    The latter are told by where they stand, never by themselves.
    """
    told = [(f"“{tag.key}” of {tag.where}", tag.value.strip()) for tag in found.revealing]
    told += [(f"name {number} of those given", name.strip()) for number, name in enumerate(names, 1)]
    told = [(what, word) for what, word in told if not says_nothing(word)]
    told = [(what, word) for what, word in told if not any(word in one for one in tags.values())]
    searched = dict.fromkeys(word for _what, word in told if len(word) >= _LEAST_SEARCHED)
    return tuple(searched), tuple(dict.fromkeys(what for what, word in told if len(word) < _LEAST_SEARCHED))


def _unsearched_note(unsearched: tuple[str, ...]) -> tuple[str, ...]:
    if not unsearched:
        return ()
    what = ", ".join(unsearched)
    text = f"Too short to be searched for among the pictures (fewer than {_LEAST_SEARCHED} letters): {what}."
    return (f"{text} They are not in the container's entries.",)


def _check(copy: Path, words: tuple[str, ...], tags: dict[str, str]) -> None:
    """Read the copy again, its container and all of its bytes.

    Raises
    ------
    IdentityLeft : it tells something
    """
    advice = "Write it with “eegview film”, which copies nothing of the container."
    again = read_metadata(copy)
    if again.other_streams or again.hidden or left_over(again, tags):
        raise IdentityLeft("The copy still tells something beside its pictures, so it was deleted.", advice)
    if words and _holds_any(copy, words):
        raise IdentityLeft("Something that the clip tells was found in the copy, so it was deleted.", advice)


def left_over(metadata: ClipMetadata, tags: dict[str, str] | None = None) -> tuple[ClipTag, ...]:
    """Return what a copy's container tells of place, device, dates or people, beside `tags`."""
    kept = set((tags or {}).values())
    return tuple(tag for tag in metadata.revealing if not says_nothing(tag.value) and tag.value.strip() not in kept)


def says_nothing(value: str) -> bool:
    """Whether any film says this: the writing library's own names."""
    return _OF_EVERY_FILE.fullmatch(value.strip()) is not None


def _holds_any(path: Path, words: Iterable[str]) -> bool:
    """Whether a text is anywhere in a file, in UTF-8 or UTF-16, in small or large letters.

    The name of `DATE_TAG` is left out. Texts of `_LEAST_FOLDED` letters or more are found in any mixture of them;
    shorter ones would turn up by chance.
    """
    exact: set[bytes] = set()
    folded: set[bytes] = set()
    for word in words:
        for written in {word, word.lower(), word.upper(), word.title()}:
            for coding in ("utf-8", "utf-16-le", "utf-16-be"):
                exact.add(written.encode(coding))
                if len(word) >= _LEAST_FOLDED:
                    folded.add(written.encode(coding).lower())
    longest = max(map(len, exact))
    blank = bytes(len(DATE_TAG))
    with path.open("rb") as file:
        before, block = b"", b" "
        while block:
            block = file.read(_BLOCK)
            part = _OWN_TAG.sub(blank, before + block)
            # The end waits for the next block, so that no half of the own tag's name is searched.
            whole = part[: -len(DATE_TAG)] if block else part
            if any(one in whole for one in exact):
                return True
            small = whole.lower() if folded else b""
            if any(one in small for one in folded):
                return True
            before = part[-longest - len(DATE_TAG) :]
    return False


def _removed(found: ClipMetadata, with_sound: bool, recording: Recording) -> tuple[tuple[str, int], ...]:
    """Return what was removed, by kind."""
    removed = [
        (name, len([tag for tag in found.of_kind(kind) if not says_nothing(tag.value)]))
        for kind, name in _NAMES.items()
    ]
    removed += [
        (f"track of its own ({stream.kind} {stream.codec})".replace(" )", ")"), 1) for stream in found.other_streams
    ]
    removed.append(("block that no tag names", len(found.hidden)))
    if not with_sound and any(stream.kind == "audio" for stream in found.streams):
        removed.append(("sound", 1))
    if recording.clips and recording.clips[0].clock.started_at is not None and not found.of_kind(TagKind.DATE):
        removed.append(("date in the file name", 1))
    return tuple((what, n) for what, n in removed if n)


def _notes(withheld: Withheld, with_sound: bool) -> tuple[str, ...]:
    face = "Faces are as they were"
    voice = "and voices, too" if with_sound else "the sound is left out"
    notes = [f"{face}, {voice}: “eegview film” covers faces and makes a tone of the sound. Look at all of the copy."]
    if withheld.keep_age:
        notes.append("A clip's file holds no age, so none is kept.")
    if withheld.shift_days is not None or withheld.keep_date:
        notes.append("The time of day stays with the date; the time zone is left out.")
    return tuple(notes)

"""Several clips on one timeline: each where its clock says, those without a clock behind them, apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from eegview.model.film.clip import ClipClock, ClockSource, FilmClip
from eegview.model.issue import Issue
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import joined_spans
from eegview.model.time.clock import elapsed_text
from eegview.readers.clip.names import natural_key
from eegview.readers.clip.recording import ClipSource
from eegview.readers.fingerprint import fingerprint_of_parts

APART_S = 600.0  # before a clip without a clock: more than within a cluster of spasms, so that none spans two clips
_FOLLOWS_S = (
    4.0  # clocks to the second on both sides, with the moments between pressing the button and the first picture
)
_FAR_APART_S = 2 * 86400.0
_UNSURE_S = 60.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A clip and where it begins on the common timeline (s)."""

    recording: Recording
    start_s: float

    @property
    def clip(self) -> FilmClip:
        return self.recording.clips[0]

    @property
    def name(self) -> str:
        return Path(self.recording.path).name

    @property
    def stop_s(self) -> float:
        return self.start_s + self.recording.duration_s


def join_clips(sources: Sequence[SignalSource]) -> SignalSource:
    """Put clips on one timeline, whatever the order in which they are given; 0 s is the first picture of the earliest.

    A clip that is given twice counts once. Clips that overlap by their clocks keep their places: two people may have
    filmed at once.
    """
    issues: list[Issue] = []
    recordings = _without_repeats([source.recording for source in sources], issues)
    if len(recordings) == 1:
        return ClipSource(replace(recordings[0], issues=(*recordings[0].issues, *issues)))
    placed = _placed(recordings, issues)
    issues += _doubts(placed)
    clips = tuple(replace(one.clip, span=one.clip.span.shifted(one.start_s)) for one in placed)
    earliest = placed[0].recording
    recording = Recording(
        path=earliest.path,
        format=" + ".join(dict.fromkeys(one.recording.format for one in placed)),
        channels=(),
        segments=joined_spans(clip.span for clip in clips),
        started_at=earliest.started_at,
        fingerprint=_fingerprint(placed),
        issues=(*(_named(one, issue) for one in placed for issue in one.recording.issues), *issues),
        clips=clips,
    )
    return ClipSource(recording)


def _without_repeats(recordings: Sequence[Recording], issues: list[Issue]) -> list[Recording]:
    kept: dict[str, Recording] = {}
    for recording in sorted(recordings, key=lambda one: (natural_key(Path(one.path).stem), one.path)):
        if (known := kept.get(recording.fingerprint)) is not None:
            text = f"{Path(recording.path).name} is the same clip as {Path(known.path).name}; it is used once."
            issues.append(Issue("file_repeated", text))
        else:
            kept[recording.fingerprint] = recording
    return list(kept.values())


def _placed(recordings: Sequence[Recording], issues: list[Issue]) -> list[_Placed]:
    """Return the clips in order of time."""
    begins = _instants(recordings, issues)
    known = sorted(((begins[one.fingerprint], one) for one in recordings if one.fingerprint in begins), key=_begin)
    placed: list[_Placed] = []
    for instant, recording in known:
        start_s = (instant - known[0][0]).total_seconds()
        reached_s = max((one.stop_s for one in placed), default=0.0)
        if 0 < reached_s - start_s < _FOLLOWS_S:
            issues.append(_follows_issue(Path(recording.path).name, reached_s - start_s))
            start_s = reached_s
        placed.append(_Placed(recording, start_s))
    reached_s = max((one.stop_s for one in placed), default=-APART_S)
    for recording in (one for one in recordings if one.fingerprint not in begins):
        if placed:
            issues.append(_no_start_issue(Path(recording.path).name))
        placed.append(_Placed(recording, reached_s + APART_S))
        reached_s = placed[-1].stop_s
    return placed


def _begin(one: tuple[datetime, Recording]) -> tuple[datetime, tuple[tuple[int, int, str], ...]]:
    return one[0], natural_key(Path(one[1].path).stem)


def _instants(recordings: Sequence[Recording], issues: list[Issue]) -> dict[str, datetime]:
    """Return when each clip with a clock began, by fingerprint, all in one zone; never by this computer's.

    In UTC where all clips tell it, so that nights in which clocks are set keep their length. Else in local time; a clip
    that tells UTC alone is taken into the zone of the clip nearest in time that says one.
    """
    clocks = [(one, one.clips[0].clock) for one in recordings]
    clocks = [(one, clock) for one, clock in clocks if clock.started_at is not None]
    if all(clock.utc_offset_min is not None for _, clock in clocks):
        return {one.fingerprint: _utc(clock) for one, clock in clocks}
    said = [clock for _, clock in clocks if clock.source not in _UTC_ALONE and clock.utc_offset_min is not None]
    found = {}
    for one, clock in clocks:
        assert clock.started_at is not None
        found[one.fingerprint] = clock.started_at
        if clock.source in _UTC_ALONE:
            utc = _utc(clock)
            near = min(said, key=lambda other: (abs(_utc(other) - utc), _utc(other)), default=None)
            offset_min = (near.utc_offset_min or 0) if near is not None else 0
            found[one.fingerprint] = utc + timedelta(minutes=offset_min)
            if near is None:
                issues.append(_no_zone_issue(Path(one.path).name))
    return found


_UTC_ALONE = (ClockSource.CONTAINER_UTC, ClockSource.NAME_UTC)  # shown in this computer's zone


def _utc(clock: ClipClock) -> datetime:
    assert clock.started_at is not None
    return clock.started_at - timedelta(minutes=clock.utc_offset_min or 0)


def _doubts(placed: Sequence[_Placed]) -> list[Issue]:
    """Return what may be wrong with the places of clips."""
    issues = []
    for number, one in enumerate(placed):
        clock = one.clip.clock
        if clock.started_at is not None and (clock.uncertainty_s is None or clock.uncertainty_s > _UNSURE_S):
            issues.append(Issue("clip_clock_unsure", f"{one.name}: its place in time is unsure ({clock.text})."))
        for other in placed[:number]:
            shared_s = min(one.stop_s, other.stop_s) - max(one.start_s, other.start_s)
            if shared_s > 0:
                text = f"{one.name} and {other.name} overlap by {elapsed_text(shared_s, 0)} by their clocks: either two"
                issues.append(Issue("file_overlap", f"{text} people filmed at once, or one of the clocks is wrong."))
        before_s = max((other.stop_s for other in placed[:number]), default=one.start_s)
        if one.start_s - before_s >= _FAR_APART_S:
            issues.append(_far_issue(one.name, one.start_s - before_s))
    return issues


def _follows_issue(name: str, shared_s: float) -> Issue:
    text = f"{name} begins {shared_s:.1f} s before the clip before it ends, by clocks that are exact to seconds"
    return Issue("file_overlap_small", f"{text}; it is placed after it.")


def _no_start_issue(name: str) -> Issue:
    text = f"{name} does not say when it was filmed; it is placed {APART_S / 60:.0f} min after the others"
    return Issue("file_without_start", f"{text}, and no time between it and them means anything.")


def _no_zone_issue(name: str) -> Issue:
    text = f"{name} tells its time in UTC, other clips of the study tell local time, and none says its time zone"
    return Issue("clip_zone_unknown", f"{text}: it is placed as in UTC, which may be hours off.")


def _far_issue(name: str, apart_s: float) -> Issue:
    text = f"{name} was filmed {apart_s / 86400:.0f} days after the clip before it."
    own = "Clips of different days are studies of their own; an infant's timeline shows them together."
    return Issue("files_far_apart", f"{text} {own}")


def _named(one: _Placed, issue: Issue) -> Issue:
    return Issue(issue.code, f"{one.name}: {issue.message}")


def _fingerprint(placed: Sequence[_Placed]) -> str:
    """Return the identity of the study, by which its marks are found again: of what its clips are, sorted.

    It depends neither on the order in which clips are given nor on this computer's time zone. Where only names say when
    clips were filmed, or in which order, that counts too: after a name was changed, marks would lie beside their
    pictures.
    """
    named, n_loose = [], 0
    for one in placed:
        clock = one.clip.clock
        told = ""
        if clock.started_at is None:
            n_loose += 1
            told = f", without a clock, number {n_loose}"
        elif clock.source is ClockSource.NAME:
            told = f", named {clock.started_at.isoformat()}"
        elif clock.source is ClockSource.NAME_UTC:
            told = f", named {_utc(clock).isoformat()} UTC"
        named.append(one.recording.fingerprint + told)
    return fingerprint_of_parts(["clips", *sorted(named)])

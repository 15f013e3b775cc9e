"""The laws that a detector keeps: each is given a trial of it, and says in a sentence where it is broken."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.detect.manifest import Engine, Need
from eegview.detect.reporting import Stopped
from eegview.model.channel import ChannelKind
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.testing.differences import (
    NEARLY,
    SAME,
    SETTLED,
    Tolerance,
    described,
    event_differences,
    trend_differences,
)
from eegview.testing.made_recording import MadeRecording
from eegview.testing.running import RunResult, on_its_file
from eegview.testing.trial import Broken, Trial

_OTHER_LENGTHS_S = (47.0, 113.0)
_READ_SHARES = (0.55, 0.8)
_SHORT_S = (0.5, 3.0, 20.0)
_LEFT_OUT = {  # what the recording is called, and the electrodes that it lacks
    "no F3, C4 and Fz": ("F3", "C4", "Fz"),
    "the left half of the head alone": ("Fp2", "F4", "C4", "P4", "O2", "F8", "T8", "P8", "A2"),
}
_TWO = ("C3", "C4")
_MOST_NAMED = 3
_SLACK_S = 0.05


@dataclass(frozen=True, slots=True)
class Breach:
    """One law that a detector breaks.

    law : its name in `LAWS`
    recording : on which input
    what : what came out, a clause
    """

    law: str
    recording: str
    what: str

    def __str__(self) -> str:
        return f"{self.law}: {LAWS[self.law][0]}; with {self.recording}, {self.what}."


Law = Callable[[Trial], Iterator[tuple[str, str]]]


def _lawful(trial: Trial) -> Iterator[tuple[str, str]]:
    with trial.told(trial.made) as broken:
        for one in _unexplained(trial.whole) if trial.manifest.engine is not Engine.COMMAND else ():
            broken.append(f"{one} has no terms, so a reader cannot see why")
    yield from broken.named(trial.made)


def _unexplained(result: RunResult) -> list[str]:
    return [described(one) for one in result.events if not one.terms][:1]


def _tried(trial: Trial) -> Iterator[tuple[str, str]]:
    with trial.told(trial.made) as broken:
        if not trial.whole.events and not trial.whole.trends:
            broken.append("it told nothing, so the other laws were tried on nothing; give another recording=…")
    yield from broken.named(trial.made)


def _deterministic(trial: Trial) -> Iterator[tuple[str, str]]:
    with trial.told(trial.made) as broken:
        again = trial.run(trial.made)
        broken += _differences(trial.whole, again, trial.made)
    yield from broken.named(trial.made)


def _cuts(trial: Trial) -> Iterator[tuple[str, str]]:
    """Cut stretches otherwise, and read and filter what frames and data are made of in other pieces.

    It is less strict than it reads. Pieces are of whole seconds: with 47.3 s one trend value of plugins/spikes, which
    bins by whole seconds, came out otherwise. Onset, duration and score may differ by 0.01 (`NEARLY`), as sums are
    formed in another order. Frames have the same samples however they are read, but for the last digits, so a detector
    on frames or data breaks it only where such digits decide.
    """
    if not trial.can_cut:
        return
    for length_s in _OTHER_LENGTHS_S:
        made = replace(trial.made, name=f"{trial.made.name} handed out in pieces of {length_s:g} s")
        with trial.told(made) as broken:
            broken += _differences(_final(trial.whole), _final(trial.run(made, length_s=length_s)), made, NEARLY)
        yield from broken.named(made)


def _final(result: RunResult) -> RunResult:
    return replace(result, events=tuple(one for one in result.events if one.is_final))


def _more_read(trial: Trial) -> Iterator[tuple[str, str]]:
    for share in _READ_SHARES:
        stop_s = round(share * trial.made.duration_s, 1)
        made = trial.made.until(stop_s)
        settled_s = stop_s - trial.settled_s
        with trial.told(made) as broken:
            part = trial.run(made)
            whole = trial.whole
            told = [one for one in whole.events if not _is_pending(one.onset_s, part)]
            settled = replace(whole, events=tuple(told))
            found = event_differences(_final(part), settled, SETTLED, others_until_s=settled_s)
            found += trend_differences(part, whole, Span(0.0, max(settled_s, 0.0)))
            broken += [f"{one} (first run: this; second run: all of the recording)" for one in found[:_MOST_NAMED]]
        yield from broken.named(made)


def _is_pending(onset_s: float, part: RunResult) -> bool:
    """Whether something not final was told at a time: it may change, so it is not compared."""
    return any(not one.is_final and abs(one.onset_s - onset_s) <= 1.0 for one in part.events)


def _part(trial: Trial) -> Iterator[tuple[str, str]]:
    stop_s = trial.made.duration_s
    for span in (Span(0.337 * stop_s, stop_s), Span(0.0, 0.6 * stop_s)):
        until = "on" if span.stop_s == stop_s else f"to {span.stop_s:.1f} s"
        made = replace(trial.made, name=f"a search from {span.start_s:.1f} s {until}")
        with trial.told(made):
            trial.run(made, span)
        yield from trial.last.named(made)


def _gaps(trial: Trial) -> Iterator[tuple[str, str]]:
    start_s = round(0.4 * trial.made.duration_s, 1)
    made = trial.made.with_gap(start_s, start_s + 30.7)
    with trial.told(made) as broken:
        found = trial.run(made).events
        if trial.manifest.input.video is not Need.NO:
            found = ()  # a camera films on
        broken += [f"{described(one)} begins in the gap" for one in found if not _is_recorded(one.onset_s, made)]
    yield from broken.named(made)


def _is_recorded(time_s: float, made: MadeRecording) -> bool:
    return any(one.start_s - _SLACK_S <= time_s <= one.stop_s for one in made.segments)


def _missing(trial: Trial) -> Iterator[tuple[str, str]]:
    if trial.is_isolated:  # a file cannot hold NaN
        return
    start_s = round(0.4 * trial.made.duration_s, 1)
    yield from _ends(trial, trial.made.with_missing(start_s, start_s + 12.3))
    nothing = replace(trial.made.with_missing(0.0, trial.made.duration_s), name="nothing but missing bytes")
    yield from _ends(trial, nothing)


def _flat(trial: Trial) -> Iterator[tuple[str, str]]:
    yield from _ends(trial, trial.made.flat())
    yield from _ends(trial, trial.made.flat(50.0))


def _short(trial: Trial) -> Iterator[tuple[str, str]]:
    for stop_s in _SHORT_S:
        yield from _ends(trial, trial.made.until(stop_s))


def _rows(trial: Trial) -> Iterator[tuple[str, str]]:
    eeg = {channel.name for channel in trial.made.source.recording.channels if channel.kind is ChannelKind.EEG}
    for name, left_out in _LEFT_OUT.items():
        yield from _ends(trial, replace(trial.made.without(left_out), name=name))
    yield from _ends(trial, replace(trial.made.without(eeg - set(_TWO)), name="only C3 and C4"))
    yield from _ends(trial, replace(trial.made.without(eeg), name="no electrode at all"))


def _bare(trial: Trial) -> Iterator[tuple[str, str]]:
    channels = trial.made.source.recording.channels
    others = [channel.name for channel in channels if channel.kind is not ChannelKind.EEG]
    made = replace(trial.made.without(others), movement=None, age_months=None, name="EEG alone, the age not known")
    yield from _ends(trial, made)
    if trial.marks:
        yield from _ends(trial.without_marks(), replace(trial.made, name="a reader who made no marks"))


def _stops(trial: Trial) -> Iterator[tuple[str, str]]:
    if trial.is_isolated:
        return
    n_messages = n_wishes = 0

    def count() -> None:
        nonlocal n_messages
        n_messages += 1

    def is_asked() -> bool:
        nonlocal n_wishes
        n_wishes += n_messages > 0
        return n_messages > 0

    made = replace(trial.made, name=f"{trial.made.name} and a wish to stop after the first report")
    with trial.told(made) as broken:
        try:
            trial.run(made, is_asked_to_stop=is_asked, on_message=count)
        except Stopped:
            pass
        else:
            if n_wishes > 1:
                broken.append("it went on after the wish was raised; “except BaseException” keeps it from stopping")
    yield from broken.named(made)


def _isolated(trial: Trial) -> Iterator[tuple[str, str]]:
    if trial.is_isolated:
        return
    with tempfile.TemporaryDirectory(prefix="eegview-isolated-") as folder:
        made = replace(on_its_file(trial.made, Path(folder)), name="a process of its own")
        with trial.told(made) as broken:
            broken += _differences(trial.run(made), trial.run_isolated(made), made)
        yield from broken.named(made)


def _ends(trial: Trial, made: MadeRecording) -> Iterator[tuple[str, str]]:
    """Check that a run comes to its end with lawful reports, or is refused in a sentence before it begins."""
    with trial.told(made) as broken:
        try:
            trial.run(made)
        except UsageError:
            return
    yield from broken.named(made)


def _differences(first: RunResult, second: RunResult, made: MadeRecording, tolerance: Tolerance = SAME) -> Broken:
    found = event_differences(first, second, tolerance) + trend_differences(first, second, made.source.recording.span)
    return Broken(found[:_MOST_NAMED])


LAWS: dict[str, tuple[str, Law]] = {
    "lawful": ("it ends, the program accepts every report, and each suggestion says why", _lawful),
    "tried": ("the recording holds something that it tells", _tried),
    "deterministic": ("the same recording gives the same result", _deterministic),
    "cuts": ("how long the pieces are that it is handed changes nothing", _cuts),
    "more read": ("what it told for good stays when more of the recording is read", _more_read),
    "part": ("a search of a part reports only what lies in it", _part),
    "gaps": ("a gap does not break it, and no suggestion begins in one", _gaps),
    "missing": ("missing bytes, which are NaN, do not break it", _missing),
    "flat": ("a flat line does not break it", _flat),
    "short": ("a short recording does not break it", _short),
    "rows": ("missing electrodes do not break it, or it is refused for them", _rows),
    "bare": ("it does without polygraphy, video, age and marks, or is refused for them", _bare),
    "stops": ("it ends when it is asked to stop", _stops),
    "isolated": ("a process of its own gives the same result", _isolated),
}

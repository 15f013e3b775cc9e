"""Sleep coverage of a recording: how much of it is staged, whether sleep and an awakening were seen.

A question about infantile spasms wants at least one full sleep–wake cycle with its awakening; some guidelines want
20–30 minutes recorded after waking. Only stages that somebody marked count: unstaged time is reported, never assumed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.clinical.cluster_summary import AROUSAL_TERM, SLEEP_TERM, STAGE, WAKE
from eegview.model.annotation import Annotation
from eegview.model.span import Span

SLEEP_STAGES = ("N1", "N2", "N3", "R")
STAGES = (WAKE, *SLEEP_STAGES)
WANTED_AFTER_WAKING_MIN = (20, 30)


@dataclass(frozen=True, slots=True)
class SleepCoverage:
    """The coverage of a recording by the sleep stages of one layer.

    recorded_s : seconds with samples
    seconds : recorded seconds of each of `STAGES`; time staged twice counts once, by the later mark
    unsure_s : seconds that were inspected and left open ("not sure", or a mark without a stage)
    fell_asleep_s : when staged sleep first follows staged wakefulness, None where that was not seen
    woke_s : when wakefulness was last staged after sleep, None where that was not seen
    arousal_s : the last arousal marked in or after staged sleep, None where there is none
    after_waking_s : seconds recorded from `woke_s` to the next staged sleep or the end; None without an awakening
    """

    recorded_s: float
    seconds: tuple[float, ...] = (0.0,) * len(STAGES)
    unsure_s: float = 0.0
    fell_asleep_s: float | None = None
    woke_s: float | None = None
    arousal_s: float | None = None
    after_waking_s: float | None = None

    @property
    def staged_s(self) -> float:
        return sum(self.seconds)

    @property
    def staged_share(self) -> float:
        """Return the share (0–1) of the recorded time that has a stage."""
        return self.staged_s / self.recorded_s if self.recorded_s else 0.0

    @property
    def sleep_s(self) -> float:
        return sum(self.seconds[1:])

    @property
    def has_cycle(self) -> bool:
        """Whether staged sleep ended in a staged awakening."""
        return self.woke_s is not None


def coverage_of(marks: Iterable[Annotation], segments: Sequence[Span]) -> SleepCoverage:
    """Return the coverage of a recording by the sleep stages and arousals among the marks of one layer.

    segments : spans in which samples exist
    """
    marks = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    epochs = _without_overlap([mark for mark in marks if mark.term_id == SLEEP_TERM])
    seconds = dict.fromkeys(STAGES, 0.0)
    unsure_s = 0.0
    for span, stage in epochs:
        recorded_s = _recorded_s(span, segments)
        if stage in seconds:
            seconds[stage] += recorded_s
        else:
            unsure_s += recorded_s
    known = [(span, stage) for span, stage in epochs if stage in seconds]
    fell_asleep_s, woke_s, slept_since_s = _changes(known)
    stop_s = segments[-1].stop_s if segments else 0.0
    after_s = None
    if woke_s is not None:
        after_s = _recorded_s(Span(woke_s, max(woke_s, stop_s if slept_since_s is None else slept_since_s)), segments)
    first_sleep_s = next((span.start_s for span, stage in known if stage in SLEEP_STAGES), None)
    arousals_s = [m.onset_s for m in marks if m.term_id == AROUSAL_TERM]
    return SleepCoverage(
        sum(segment.duration_s for segment in segments),
        tuple(seconds.values()),
        unsure_s,
        fell_asleep_s,
        woke_s,
        max((t for t in arousals_s if first_sleep_s is not None and t > first_sleep_s), default=None),
        after_s,
    )


def _without_overlap(epochs: Sequence[Annotation]) -> list[tuple[Span, str]]:
    """Return span and stage of epochs given by onset; where two overlap, the earlier ends when the later begins."""
    found: list[tuple[Span, str]] = []
    for number, mark in enumerate(epochs):
        next_s = epochs[number + 1].onset_s if number + 1 < len(epochs) else mark.stop_s
        stop_s = min(mark.stop_s, next_s)
        if stop_s > mark.onset_s:
            found.append((Span(mark.onset_s, stop_s), mark.attribute(STAGE) or ""))
    return found


def _changes(known: Sequence[tuple[Span, str]]) -> tuple[float | None, float | None, float | None]:
    """Return when sleep first followed wakefulness, when wakefulness last followed sleep, and the first sleep after it.

    Times are s; None where a change was not seen.
    """
    fell_asleep_s = woke_s = slept_since_s = None
    last = ""
    for span, stage in known:
        if last == WAKE and stage != WAKE and fell_asleep_s is None:
            fell_asleep_s = span.start_s
        if last not in ("", WAKE) and stage == WAKE:
            woke_s, slept_since_s = span.start_s, None
        elif woke_s is not None and stage != WAKE and slept_since_s is None:
            slept_since_s = span.start_s
        last = stage
    return fell_asleep_s, woke_s, slept_since_s


def _recorded_s(span: Span, segments: Sequence[Span]) -> float:
    return sum(part.duration_s for segment in segments if (part := segment.intersection(span)) is not None)

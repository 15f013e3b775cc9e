"""Sleep coverage of a recording: how much of it is staged, whether sleep and an awakening were seen.

A question about infantile spasms wants at least one full sleep–wake cycle with its awakening; some guidelines want
20–30 minutes recorded after waking. Only stages that somebody marked count: unstaged time is reported, never assumed.
An awakening is seen where wakefulness follows sleep directly, with neither a gap nor unstaged time in between.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.clinical.hypnogram import TOUCHING_S, stage_spans
from eegview.clinical.stages import AROUSAL_TERM, SLEEP_STAGES, STAGES, WAKE
from eegview.model.annotation import Annotation
from eegview.model.span import Span

WANTED_AFTER_WAKING_MIN = (20, 30)


@dataclass(frozen=True, slots=True)
class SleepCoverage:
    """The coverage of a recording by the sleep stages of one layer.

    recorded_s : seconds with samples
    seconds : recorded seconds of each of `STAGES`; time staged twice counts once, see `clinical.hypnogram`
    unsure_s : seconds that were inspected and left open ("not scorable", or a mark without a stage)
    fell_asleep_s : when staged sleep first follows staged wakefulness directly, None where that was not seen
    woke_s : when staged wakefulness last followed staged sleep directly, None where that was not seen
    arousal_s : the last arousal marked in or after staged sleep, None where there is none
    after_waking_s : seconds recorded from `woke_s` to the next staged sleep or the end; None without an awakening
    awake_again_s : when wakefulness was first staged after sleep but with a gap or unstaged time in between, so that
        nobody saw the awakening; None where that was not so
    """

    recorded_s: float
    seconds: tuple[float, ...] = (0.0,) * len(STAGES)
    unsure_s: float = 0.0
    fell_asleep_s: float | None = None
    woke_s: float | None = None
    arousal_s: float | None = None
    after_waking_s: float | None = None
    awake_again_s: float | None = None

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
    epochs = [(part.span, part.stage) for part in stage_spans(marks)]
    seconds = dict.fromkeys(STAGES, 0.0)
    unsure_s = 0.0
    for span, stage in epochs:
        recorded_s = _recorded_s(span, segments)
        if stage in seconds:
            seconds[stage] += recorded_s
        else:
            unsure_s += recorded_s
    known = _pieces([(span, stage) for span, stage in epochs if stage in seconds], segments)
    changes = _changes(known)
    woke_s, slept_since_s = changes.woke_s, changes.slept_since_s
    stop_s = segments[-1].stop_s if segments else 0.0
    after_s = None
    if woke_s is not None:
        after_s = _recorded_s(Span(woke_s, max(woke_s, stop_s if slept_since_s is None else slept_since_s)), segments)
    first_sleep_s = next((span.start_s for span, stage, _segment in known if stage in SLEEP_STAGES), None)
    arousals_s = [m.onset_s for m in marks if m.term_id == AROUSAL_TERM]
    return SleepCoverage(
        sum(segment.duration_s for segment in segments),
        tuple(seconds.values()),
        unsure_s,
        changes.fell_asleep_s,
        woke_s,
        max((t for t in arousals_s if first_sleep_s is not None and t > first_sleep_s), default=None),
        after_s,
        changes.awake_again_s,
    )


def _pieces(epochs: Sequence[tuple[Span, str]], segments: Sequence[Span]) -> list[tuple[Span, str, int]]:
    """Return what was recorded of each epoch with its stage and the segment it lies in, in order of time."""
    found = [
        (part, stage, number)
        for span, stage in epochs
        for number, segment in enumerate(segments)
        if (part := span.intersection(segment)) is not None and part.duration_s > 0
    ]
    return sorted(found, key=lambda piece: piece[0])


@dataclass(slots=True)
class _Changes:
    """When sleep and waking followed each other (s); None where a change was not seen.

    slept_since_s : first sleep after `woke_s`
    """

    fell_asleep_s: float | None = None
    woke_s: float | None = None
    slept_since_s: float | None = None
    awake_again_s: float | None = None


def _changes(pieces: Sequence[tuple[Span, str, int]]) -> _Changes:
    """Return how sleep and waking follow each other in pieces of staged time."""
    found = _Changes()
    last: tuple[Span, str, int] | None = None
    for span, stage, segment in pieces:
        is_direct = last is not None and last[2] == segment and span.start_s - last[0].stop_s <= TOUCHING_S
        before = last[1] if last is not None else ""
        if before == WAKE and stage != WAKE and found.fell_asleep_s is None and is_direct:
            found.fell_asleep_s = span.start_s
        if before not in ("", WAKE) and stage == WAKE:
            if is_direct:
                found.woke_s, found.slept_since_s = span.start_s, None
            elif found.awake_again_s is None:
                found.awake_again_s = span.start_s
        elif found.woke_s is not None and stage != WAKE and found.slept_since_s is None:
            found.slept_since_s = span.start_s
        last = span, stage, segment
    return found


def _recorded_s(span: Span, segments: Sequence[Span]) -> float:
    return sum(part.duration_s for segment in segments if (part := segment.intersection(span)) is not None)

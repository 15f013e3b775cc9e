"""Coverage and synchronization: recorded, reviewed, with video, and how exactly video and EEG are matched."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import NOT_APPLICABLE, NOT_ASSESSED, Answer, Computed, Making, given, listed
from eegview.app.report.sections.episodes import recorded_and_reviewed_s
from eegview.app.report.study import ReportClip, within
from eegview.clinical.hypnogram import summary_of
from eegview.model.report.document import Line, Run, Tone, Value, Words
from eegview.model.report.link import Place
from eegview.model.span import Span, gaps_between
from eegview.model.sync import REFUSE_ABOVE_MS, WARN_ABOVE_MS

MOST_GAPS = 6  # gaps named one by one
LEAST_GAP_S = 1.0  # a shorter hole between two files of one camera is not named


def _recorded(making: Making) -> Answer:
    recorded_s, _reviewed_s = recorded_and_reviewed_s(making)
    return given((making.seconds(recorded_s, "coverage.recorded_s", making.evidence.at(Place.COVERAGE)),))


def _reviewed(making: Making) -> Answer:
    study = making.study
    recorded_s, _own = recorded_and_reviewed_s(making)
    parts: list[tuple[Run, ...]] = []
    for reader in sorted(study.reviewed, key=lambda name: (name != study.reader, name)):
        seconds = sum(span.duration_s for span in within(study.recording, study.reviewed[reader].spans))
        if seconds and recorded_s:
            link = making.evidence.at(Place.COVERAGE)
            basis = making.labels("basis.reviewed")
            share = making.percent(seconds / recorded_s, "coverage.reviewed", link, basis)
            length = making.seconds(seconds, "coverage.reviewed_s", link, basis)
            parts.append((Words(f"{reader} "), length, Words(" ("), share, Words(")")))
    return given(listed(parts))


def _with_video(making: Making) -> Answer:
    study = making.study
    if not study.clips:
        return NOT_APPLICABLE
    reviewed = study.reviewed.get(study.reader)
    recorded_s, _own = recorded_and_reviewed_s(making)
    if reviewed is None or not recorded_s:
        return NOT_ASSESSED
    seconds = sum(span.duration_s for span in within(study.recording, reviewed.spans_with_video))
    link = making.evidence.at(Place.COVERAGE)
    share = making.percent(seconds / recorded_s, "coverage.with_video", link, making.labels("basis.reviewed"))
    return given((making.seconds(seconds, "coverage.with_video_s", link), Words(" ("), share, Words(")")))


def _states(making: Making) -> Answer:
    study = making.study
    if not study.hypnogram.bouts:
        return NOT_ASSESSED
    summary = summary_of(study.hypnogram, study.recording.duration_s)
    rem_s = study.hypnogram.seconds("R") + study.hypnogram.seconds("A")
    yes, no = making.labels("answer.yes"), making.labels("answer.no")
    times = study.hypnogram.awakenings_s
    woke = making.evidence.page(Span(times[0], times[0])) if times else making.evidence.at(Place.COVERAGE)
    n = making.count(len(times), "coverage.awakenings", woke)
    return given(
        making.sentence(
            "coverage.states",
            sleep=yes if summary.sleep_s else no,
            rem=yes if rem_s else no,
            awakening=yes if times else no,
            n=n,
        )
    )


def video_gaps(making: Making) -> tuple[Span, ...]:
    """Return the recorded parts without video of any camera, those of less than a second left out."""
    study = making.study
    holes = gaps_between(study.video_spans, study.recording.span)
    return tuple(span for span in within(study.recording, holes) if span.duration_s >= LEAST_GAP_S)


def _video_gaps(making: Making) -> Answer:
    if not making.study.clips:
        return NOT_APPLICABLE
    gaps = video_gaps(making)
    if not gaps:
        return given(making.line("coverage.no_gaps"))
    parts: list[tuple[Run, ...]] = [
        (
            making.word(
                f"{making.clock(gap.start_s)} – {making.clock(gap.stop_s)}",
                "coverage.video_gap",
                making.evidence.page(gap),
            ),
        )
        for gap in gaps[:MOST_GAPS]
    ]
    if len(gaps) > MOST_GAPS:
        parts.append((Words(making.labels("list.more", n=len(gaps) - MOST_GAPS)),))
    total = making.seconds(sum(gap.duration_s for gap in gaps), "coverage.without_video_s")
    return given((total, Words(": "), *listed(parts, ", ")))


def _sync(making: Making) -> Answer:
    clips = making.study.clips
    if not clips:
        return NOT_APPLICABLE
    return given(*(_clip_line(making, clip, len(clips) > 1) for clip in clips))


def _clip_line(making: Making, clip: ReportClip, is_one_of_many: bool) -> Line:
    start = [Words(f"{clip.camera}, {making.clock(clip.span.start_s)}: ")] if is_one_of_many else []
    if not clip.is_placed:
        return (*start, Words(making.labels("coverage.sync_unknown"), Tone.CAUTION))
    if clip.fit is None:
        return (*start, Words(making.labels("coverage.sync_not_checked"), Tone.CAUTION))
    fit, link = clip.fit, making.evidence.at(Place.COVERAGE, clip.span)
    worst_ms = 1000 * max(fit.uncertainty_s(clip.span.start_s), fit.uncertainty_s(clip.span.stop_s))
    error_ms = max(fit.worst_residual_ms, worst_ms)
    text = making.labels("unit.plus_minus_ms", value=f"{error_ms:.0f}")
    error = Value(text, "coverage.sync_ms", round(error_ms, 3), "ms", basis=making.labels("basis.sync"), link=link)
    pairs = making.count(fit.n_used, "coverage.sync_pairs", link)
    drift = (
        making.labels("unit.ppm", value=f"{fit.sync.drift_ppm:+.0f}")
        if fit.is_drift_fitted
        else making.labels("coverage.drift_not_fitted")
    )
    line: Line = (*start, *making.sentence("coverage.sync", error=error, pairs=pairs, drift=drift))
    if error_ms > REFUSE_ABOVE_MS:
        return (*line, Words(making.labels("coverage.sync_refused", limit=f"{REFUSE_ABOVE_MS:g}"), Tone.CAUTION))
    if error_ms > WARN_ABOVE_MS:
        return (*line, Words(making.labels("coverage.sync_warned", limit=f"{WARN_ABOVE_MS:g}"), Tone.CAUTION))
    return line


COMPUTED: Mapping[str, Computed] = {
    "coverage.recorded": _recorded,
    "coverage.reviewed": _reviewed,
    "coverage.with_video": _with_video,
    "coverage.states": _states,
    "coverage.video_gaps": _video_gaps,
    "coverage.sync": _sync,
}

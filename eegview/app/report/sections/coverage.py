"""Coverage and synchronization: recorded, reviewed, with video, and how exactly video and EEG are matched."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.labels import Labels
from eegview.app.report.making import NOT_APPLICABLE, NOT_ASSESSED, Answer, Computed, Lines, Making, given, listed
from eegview.app.report.sections.episodes import coverage_of
from eegview.app.report.study import ReportClip
from eegview.model.annotation import FINAL_LAYER
from eegview.model.report.document import Line, Run, Tone, Value, Words
from eegview.model.report.link import Place
from eegview.model.signature import Meaning
from eegview.model.span import Span
from eegview.model.sync import REFUSE_ABOVE_MS, WARN_ABOVE_MS

SIGNED = "coverage.signed"  # the field of the signatures under marks
MOST_GAPS = 6  # gaps named one by one
LEAST_GAP_S = 1.0  # a shorter hole between two files of one camera is not named


def _recorded(making: Making) -> Answer:
    recorded_s = coverage_of(making).recorded_s
    return given((making.seconds(recorded_s, "coverage.recorded_s", making.evidence.at(Place.COVERAGE)),))


def _reviewed(making: Making) -> Answer:
    coverage, study = coverage_of(making), making.study
    parts: list[tuple[Run, ...]] = []
    for one in sorted(coverage.readers, key=lambda one: (one.reader != study.reader, one.reader)):
        if one.reviewed_s and coverage.recorded_s:
            link, basis = making.evidence.at(Place.COVERAGE), making.labels("basis.reviewed")
            share = making.percent(one.reviewed_s / coverage.recorded_s, "coverage.reviewed", link, basis)
            length = making.seconds(one.reviewed_s, "coverage.reviewed_s", link, basis)
            parts.append((Words(f"{one.reader} "), length, Words(" ("), share, Words(")")))
    return given(listed(parts))


def _with_video(making: Making) -> Answer:
    coverage = coverage_of(making)
    if not coverage.n_clips:
        return NOT_APPLICABLE
    if coverage.reviewed_with_video_s is None or not coverage.recorded_s:
        return NOT_ASSESSED
    seconds, link = coverage.reviewed_with_video_s, making.evidence.at(Place.COVERAGE)
    share = making.percent(seconds / coverage.recorded_s, "coverage.with_video", link, making.labels("basis.reviewed"))
    return given((making.seconds(seconds, "coverage.with_video_s", link), Words(" ("), share, Words(")")))


def _states(making: Making) -> Answer:
    coverage = coverage_of(making)
    if not coverage.staged_s:
        return NOT_ASSESSED
    yes, no = making.labels("answer.yes"), making.labels("answer.no")
    times = coverage.awakenings_s
    woke = making.evidence.page(Span(times[0], times[0])) if times else making.evidence.at(Place.COVERAGE)
    return given(
        making.counted(
            "coverage.states",
            making.count(len(times), "coverage.awakenings", woke, stages_basis(making)),
            sleep=yes if coverage.sleep_captured else no,
            rem=yes if coverage.rem_captured else no,
            awakening=yes if coverage.awakening_captured else no,
        )
    )


def stages_basis(making: Making) -> str:
    """Return whose sleep stages hold."""
    return making.labels("basis.stages", layer=coverage_of(making).stages_layer)


def _video_gaps(making: Making) -> Answer:
    coverage = coverage_of(making)
    if not coverage.n_clips:
        return NOT_APPLICABLE
    gaps = [gap for gap in coverage.video_gaps if gap.duration_s >= LEAST_GAP_S]
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
    link = making.evidence.at(Place.COVERAGE)
    total = making.seconds(sum(gap.duration_s for gap in gaps), "coverage.without_video_s", link)
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


def lines_when_signed(lines: Lines, labels: Labels, layer: str, meaning: Meaning) -> Lines:
    """Return the signatures under marks of a report whose own signature is one of them."""
    name = labels("layer.final") if layer == FINAL_LAYER else layer
    none: Line = (Words(labels("coverage.not_signed")),)
    word = labels(f"meaning.{meaning.value}")
    own: Line = (Words(labels("coverage.signed_here", layer=name, meaning=word)),)
    return (*(line for line in lines if line != none), own)


def _signed(making: Making) -> Answer:
    lines: list[Line] = []
    for one in making.study.signatures:
        signature = one.signature
        at = signature.at_utc.replace("T", " ").removesuffix("+00:00") + " UTC"
        link = making.evidence.at(Place.HISTORY)
        by = making.word(f"{signature.printed_name}, {signature.role}", "coverage.signed", link, signature.marks_hash)
        layer = making.labels("layer.final") if signature.layer == FINAL_LAYER else signature.layer
        key = "coverage.signed" if one.is_matching else "coverage.signed_changed"
        meaning = making.labels(f"meaning.{signature.meaning.value}")
        lines.append(making.sentence(key, layer=layer, by=by, meaning=meaning, at=at))
    return given(*lines) if lines else given(making.line("coverage.not_signed"))


COMPUTED: Mapping[str, Computed] = {
    "coverage.recorded": _recorded,
    "coverage.reviewed": _reviewed,
    "coverage.with_video": _with_video,
    "coverage.states": _states,
    "coverage.video_gaps": _video_gaps,
    "coverage.sync": _sync,
    SIGNED: _signed,
}

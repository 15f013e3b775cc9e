"""Limits in plain words, each computed from the study: what this recording and this reading cannot say."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.blind_reading.texts import not_blind_since, time_text
from eegview.app.report.labels import Labels
from eegview.app.report.making import Answer, Computed, Lines, Making, given
from eegview.app.report.sections.coverage import LEAST_GAP_S
from eegview.app.report.sections.episodes import coverage_of, layer_name, spasms_of
from eegview.app.report.sections.interictal import visible_sheets
from eegview.app.report.sections.treatment import PARTS
from eegview.clinical.response_state import ResponseStatus
from eegview.model.annotation import FINAL_LAYER
from eegview.model.patient import is_placeholder_day
from eegview.model.report.document import Line, Tone, Words
from eegview.model.report.link import Place
from eegview.model.signature import Meaning
from eegview.model.suggestion.judgement import n_unseen
from eegview.model.sync import REFUSE_ABOVE_MS

FIELD_ID = "limits.computed"
_NO_SPASMS_ONLY = ("under_first_hour", "under_series", "as_in_series")  # of absence: said only where none is marked


def lines_when_signed(lines: Lines, labels: Labels, layer: str, meaning: Meaning) -> Lines:
    """Return the limits of a report whose signature signs its layer: no longer that nobody did, or that it changed."""
    name = labels("layer.final") if layer == FINAL_LAYER else layer
    unsigned = tuple((Words(labels(key, layer=name)),) for key in ("limits.not_signed", "limits.changed_since_signed"))
    word = labels(f"meaning.{meaning.value}")
    signed: Line = (Words(labels("limits.signed_here", layer=name, meaning=word)),)
    return tuple(signed if line in unsigned else line for line in lines)


def computed_limits(making: Making) -> Lines:
    """Return a line for each limit, the gravest for the question of spasms first."""
    return (
        *_film(making),
        *_absence(making),
        *_video(making),
        *_marks(making),
        *_scores(making),
        *_detectors(making),
        *_recording(making),
        *_response(making),
        making.line("limits.single_study"),
    )


def _film(making: Making) -> list[Line]:
    """Return how far reading of film alone can be trusted, where there is no EEG."""
    if not making.study.recording.is_film:
        return []
    return [making.line("limits.film_clinicians"), making.line("limits.film_recall")]


def _absence(making: Making) -> list[Line]:
    """Return the warnings of the coverage with their sources; those on absence only where no spasm is marked."""
    lines: list[Line] = []
    for warning in coverage_of(making).warnings:
        if warning.code in _NO_SPASMS_ONLY and spasms_of(making).n_total:
            continue
        key = f"warning.{warning.code}"
        sentence = making.labels(key) if making.labels.has(key) else warning.sentence
        source = f" ({warning.source})" if warning.code in _NO_SPASMS_ONLY else ""
        lines.append((Words(sentence, Tone.CAUTION), Words(source, Tone.QUIET)) if source else (Words(sentence),))
    return lines


def _video(making: Making) -> list[Line]:
    coverage, link = coverage_of(making), making.evidence.at(Place.COVERAGE)
    if not coverage.n_clips:
        return [making.line("limits.no_video")]
    lines: list[Line] = []
    without_s = sum(gap.duration_s for gap in coverage.video_gaps if gap.duration_s >= LEAST_GAP_S)
    if without_s:
        lines.append(
            making.sentence("limits.without_video", duration=making.seconds(without_s, "limits.without_video_s", link))
        )
    if coverage.reviewed_s is not None and coverage.reviewed_with_video_s is not None:
        unwatched_s = coverage.reviewed_s - coverage.reviewed_with_video_s
        if unwatched_s >= 1.0:
            value = making.seconds(unwatched_s, "limits.read_without_video_s", link)
            lines.append(making.sentence("limits.read_without_video", duration=value))
    if coverage.n_unplaced:
        lines.append((Words(making.labels.counted("limits.unplaced", coverage.n_unplaced)),))
    unsure_s = coverage.video_s - coverage.matched_video_s
    if unsure_s >= 1.0:
        value = making.seconds(unsure_s, "limits.sync_unsure_s", link)
        lines.append(making.sentence("limits.sync_unsure", duration=value, limit=f"{REFUSE_ABOVE_MS:g}"))
    return lines


def _marks(making: Making) -> list[Line]:
    study = making.study
    lines: list[Line] = []
    signed = next((one for one in study.signatures if one.signature.layer == study.layer), None)
    if signed is None:
        lines.append(making.line("limits.not_signed", layer=layer_name(making)))
    elif not signed.is_matching:
        lines.append(making.line("limits.changed_since_signed", layer=layer_name(making)))
    lines += _blindness(making)
    found = spasms_of(making)
    for key, n in (("doubted", found.n_doubted), ("unreviewed", len(found.unreviewed))):
        if n:
            lines.append((Words(making.labels.counted(f"limits.{key}", n)),))
    if unseen := n_unseen(study.counted):
        lines.append((Words(making.labels.counted("limits.accepted_unseen", unseen)),))
    if study.statistics.not_counted:
        names = ", ".join(study.statistics.not_counted)
        lines.append(making.line("limits.other_layers", layers=names))
    return lines


def _blindness(making: Making) -> list[Line]:
    """Return how blind the counted layer was read, where the study ever asked for it."""
    found = making.study.blindness
    if not found.settings or making.study.layer == FINAL_LAYER:
        return []
    since = not_blind_since(found)
    if since:
        return [making.line("limits.not_blind", layer=layer_name(making), time=time_text(since))]
    if not found.first_signed_utc:
        return [making.line("limits.blind_unsigned", layer=layer_name(making))]
    asked, signed = time_text(found.first_asked_utc), time_text(found.first_signed_utc)
    lines = [making.line("limits.blind_signed", layer=layer_name(making), asked=asked, time=signed)]
    if found.is_changed_since:
        lines.append(making.line("limits.signed_again", layer=layer_name(making), time=time_text(found.signed_utc)))
    return lines


def _scores(making: Making) -> list[Line]:
    sheets = visible_sheets(making)
    lines: list[Line] = []
    if sheets:
        lines.append(making.line("limits.based_severity"))
    if any(sheet.parameters.confirm for sheet in sheets):
        lines.append(making.line("limits.parameters_unconfirmed"))
    if any(not sheet.is_committed for sheet in sheets):
        lines.append(making.line("limits.sheet_open"))
    if any(line.is_hidden for line in making.study.sheets):
        lines.append(making.line("limits.sheets_hidden"))
    return lines


def _detectors(making: Making) -> list[Line]:
    runs = making.study.runs
    lines: list[Line] = []
    if n_open := sum(run.n_open for run in runs):
        lines.append((Words(making.labels.counted("limits.proposals_open", n_open)),))
    if any(run.is_partial for run in runs):
        lines.append(making.line("limits.run_partial"))
    return lines


def _recording(making: Making) -> list[Line]:
    study = making.study
    lines: list[Line] = []
    if study.bad_channels:
        names = ", ".join(study.bad_channels)
        lines.append(making.line("limits.bad_channels", names=names))
    if study.recording.started_at is None:
        lines.append(making.line("limits.no_clock"))
    elif is_placeholder_day(study.recording.started_at):
        lines.append(making.line("limits.no_date"))
    lines += [(Words(text, Tone.CAUTION),) for text in study.patient.infant_problems]
    if study.recording.issues:
        lines.append((Words(making.labels.counted("limits.issues", len(study.recording.issues))),))
    if study.is_simulated:
        lines.append(making.line("limits.simulated"))
    return lines


def _response(making: Making) -> list[Line]:
    response = making.study.response
    states = [of(response) for _name, of in PARTS] if response is not None else []
    is_provisional = any(state.status is ResponseStatus.PROVISIONAL for state in states)
    return [making.line("limits.response_provisional")] if is_provisional else []


def _computed(making: Making) -> Answer:
    return given(*computed_limits(making))


COMPUTED: Mapping[str, Computed] = {FIELD_ID: _computed}

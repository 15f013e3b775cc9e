"""Artifacts, and what the marks and notes of polygraphic channels say; physiologic patterns are the reader's."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from eegview.app.report.making import NOT_APPLICABLE, NOT_ASSESSED, Answer, Computed, Making, given, listed
from eegview.app.report.sections.background import choice_label
from eegview.app.report.sections.episodes import coverage_of, layer_basis
from eegview.clinical.clusters import counted_once
from eegview.clinical.statistics.time_spans import common_of, seconds_of
from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.report.document import Run, Value, Words
from eegview.model.report.link import Place

ARTIFACT_TERM = "artifact"
HEART_RATE = "heart_rate"  # column of the trends


def _marked(making: Making) -> Answer:
    marks = tuple(mark for mark in making.study.counted if mark.term_id == ARTIFACT_TERM)
    if not marks:
        return NOT_ASSESSED
    seconds = seconds_of(common_of((mark.span for mark in marks), making.study.recording.segments))
    recorded_s = coverage_of(making).recorded_s
    link = making.evidence.marks(marks, ARTIFACT_TERM, Place.PAGE)
    share = making.percent(seconds / recorded_s if recorded_s else 0.0, "artifacts.marked", link, layer_basis(making))
    by_kind: dict[str, list[Annotation]] = {}
    for mark in marks:
        by_kind.setdefault(mark.attribute("kind") or "", []).append(mark)
    parts: list[tuple[Run, ...]] = []
    events = {kind: counted_once(found, making.study.same_event) for kind, found in by_kind.items()}
    for kind, found in sorted(events.items(), key=lambda item: -len(item[1])):
        label = choice_label(making, ARTIFACT_TERM, "kind", kind) if kind else making.labels("state.not_said")
        n = making.count(
            len(found), f"artifacts.{kind or 'not_said'}", making.evidence.marks(found, ARTIFACT_TERM, Place.PAGE)
        )
        parts.append((Words(f"{label} "), n))
    return given(making.sentence("artifacts.marked", share=share), listed(parts))


def _automatic(making: Making) -> Answer:
    share = coverage_of(making).artifact_share
    if share is None:
        return NOT_ASSESSED
    link = making.evidence.at(Place.TRENDS)
    value = making.percent(share, "artifacts.automatic", link, making.labels("basis.trends"))
    return given(making.sentence("artifacts.automatic", share=value))


def _ecg(making: Making) -> Answer:
    """Return the median heart rate where the trends are sure of the beats; regularity is the reader's to judge."""
    trends = making.study.trends
    column = trends.column(HEART_RATE) if trends is not None else None
    if trends is None or column is None:
        return _of_kind(ChannelKind.ECG)(making)
    values = trends.values(HEART_RATE)
    known = values[np.isfinite(values)]
    if not len(known):
        return NOT_ASSESSED
    rate = float(np.median(known))
    text = making.labels("unit.per_min", value=f"{rate:.0f}")
    basis = making.labels("basis.heart_rate", n=len(known), seconds=f"{column.step_s:g}")
    why = making.labels("artifacts.no_interval")
    link = making.evidence.at(Place.TRENDS)
    value = Value(text, "artifacts.heart_rate", round(rate, 3), "per_min", None, None, why, basis, link)
    return given(making.sentence("artifacts.heart_rate", rate=value))


def _of_kind(kind: ChannelKind) -> Computed:
    def computed(making: Making) -> Answer:
        has_any = any(channel.kind is kind for channel in making.study.recording.channels)
        return NOT_ASSESSED if has_any else NOT_APPLICABLE

    return computed


COMPUTED: Mapping[str, Computed] = {
    "artifacts.marked": _marked,
    "artifacts.automatic": _automatic,
    "artifacts.ecg": _ecg,
    "artifacts.emg": _of_kind(ChannelKind.EMG),
    "artifacts.respiration": _of_kind(ChannelKind.RESPIRATION),
}

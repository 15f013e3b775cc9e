"""Recording conditions: what was recorded, and how it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given
from eegview.model.channel import Channel, ChannelKind
from eegview.model.display.montage import is_scalp_electrode
from eegview.model.patient import is_placeholder_day
from eegview.model.report.document import Line, Value, Words
from eegview.model.report.link import Place
from eegview.model.text.dates import iso_time

_POLYGRAPHY = (
    ChannelKind.EOG,
    ChannelKind.EMG,
    ChannelKind.ECG,
    ChannelKind.RESPIRATION,
    ChannelKind.SPO2,
    ChannelKind.MOVEMENT,
)


_FRONT = ("Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8")
_BACK = ("T7", "C3", "Cz", "C4", "T8", "P7", "P3", "Pz", "P4", "P8", "O1", "O2")
TEN_TWENTY = frozenset((*_FRONT, *_BACK))


def _recorded(making: Making) -> Answer:
    recording = making.study.recording
    whole = making.evidence.at(Place.COVERAGE)
    seconds = sum(segment.duration_s for segment in recording.segments)
    length = making.seconds(seconds, "recording.recorded_s", whole, making.labels("basis.samples"))
    started, day = recording.started_at, making.study_day
    clock = ""
    if started is not None:
        stopped = started + timedelta(seconds=recording.duration_s)
        clock = f"{iso_time(started, False)} – {iso_time(stopped, False)}"
        if stopped.date() != started.date() and not is_placeholder_day(started):
            clock += f" ({making.day(stopped)})"
        clock += ", "
    lines: list[Line] = [(Words(f"{day}, {clock}"), length)]
    if recording.gaps:
        gaps = sum(gap.duration_s for gap in recording.gaps)
        n = making.count(len(recording.gaps), "recording.gaps", making.evidence.at(Place.COVERAGE, recording.gaps[0]))
        lines.append(making.counted("recording.gaps", n, duration=making.seconds(gaps, "recording.gaps_s", n.link)))
    return given(*lines)


def _electrodes(making: Making) -> Answer:
    eeg = [channel for channel in making.study.recording.channels if channel.kind is ChannelKind.EEG]
    if not eeg:
        return NOT_ASSESSED
    scalp = [channel for channel in eeg if is_scalp_electrode(channel.name)]
    others = [channel for channel in eeg if channel not in scalp]
    parts: list[Line] = []
    if scalp:
        is_whole = {channel.name for channel in scalp} >= TEN_TWENTY
        parts.append(_channels(making, "recording.scalp_10_20" if is_whole else "recording.scalp", scalp))
    if others:
        parts.append(_channels(making, "recording.other_eeg", others))
    return given(*parts)


def _channels(making: Making, name: str, channels: list[Channel]) -> Line:
    n = making.count(len(channels), name, making.evidence.start, making.labels("basis.file"))
    return making.counted(name, n, names=", ".join(channel.name for channel in channels))


def _polygraphy(making: Making) -> Answer:
    kinds = Counter(channel.kind for channel in making.study.recording.channels)
    found = [
        making.labels("recording.kind", kind=making.labels(f"kind.{kind.value}"), n=kinds[kind])
        for kind in _POLYGRAPHY
        if kinds[kind]
    ]
    if not found:
        return given(making.line("recording.no_polygraphy"))
    return given((Words(", ".join(found)),))


def _sampling(making: Making) -> Answer:
    rates = Counter(c.rate_hz for c in making.study.recording.channels if c.kind is ChannelKind.EEG)
    rates = rates or Counter(c.rate_hz for c in making.study.recording.channels)
    if not rates:
        return NOT_ASSESSED
    runs = [
        Value(
            making.labels("unit.hz", value=f"{rate:g}"),
            "recording.rate_hz",
            rate,
            "Hz",
            basis=making.labels("basis.file"),
            link=making.evidence.start,
        )
        for rate in sorted(rates)
    ]
    line: list[Words | Value] = []
    for value in runs:
        line += [Words(", "), value] if line else [value]
    return given((*line, Words(f", {making.study.recording.format}")))


def _montages(making: Making) -> Answer:
    viewed: Counter[str] = Counter()
    for seen in _own_seen(making):
        viewed[seen[0]] += round(seen[1])
    if not viewed:
        return NOT_ASSESSED
    texts = [making.montage(name) for name, _seconds in viewed.most_common()]
    return given((Words(", ".join(texts)),))


def _own_seen(making: Making) -> list[tuple[str, float]]:
    reviewed = making.study.reviewed.get(making.study.reader)
    seen = reviewed.seen if reviewed is not None else ()
    return [(one.display.montage_id, one.span.duration_s) for one in seen if one.display.is_reading]


def _filters(making: Making) -> Answer:
    reviewed = making.study.reviewed.get(making.study.reader)
    if reviewed is None:
        return NOT_ASSESSED
    viewed: Counter[str] = Counter()
    for one in reviewed.seen:
        if one.display.is_reading:
            viewed[one.display.filters] += round(one.span.duration_s)
    return given(*((Words(making.filters(text)),) for text, _seconds in viewed.most_common(3)))


def _sensitivity(making: Making) -> Answer:
    display = making.study.display
    if display is None:
        return NOT_ASSESSED
    value, basis, link = display.sensitivity_uv_per_mm, making.labels("basis.display"), making.evidence.start
    text = making.labels("unit.uv_per_mm", value=f"{value:g}")
    sensitivity = Value(text, "recording.sensitivity", value, "uV/mm", basis=basis, link=link)
    page = making.seconds(display.page_s, "recording.page_s", link, basis)
    return given(making.sentence("recording.sensitivity", sensitivity=sensitivity, page=page))


def _video(making: Making) -> Answer:
    study = making.study
    if not study.clips:
        return given(making.line("recording.no_video"))
    coverage = study.statistics.coverage
    share = coverage.video_s / coverage.recorded_s if coverage.recorded_s else 0.0
    value = making.percent(share, "recording.video", making.evidence.at(Place.COVERAGE), making.labels("basis.video"))
    n_cameras = len({clip.camera for clip in study.clips})
    lines = [making.sentence("recording.video", share=value, cameras=making.labels.counted("unit.cameras", n_cameras))]
    if any(not clip.is_placed for clip in study.clips):
        lines.append(making.line("recording.video_unplaced"))
    return given(*lines)


def _bad_channels(making: Making) -> Answer:
    bad = making.study.bad_channels
    if not bad:
        return given(making.line("recording.no_bad_channels"))
    return given((Words(", ".join(bad)),))


COMPUTED: Mapping[str, Computed] = {
    "recording.recorded": _recorded,
    "recording.electrodes": _electrodes,
    "recording.polygraphy": _polygraphy,
    "recording.sampling": _sampling,
    "recording.montages": _montages,
    "recording.filters": _filters,
    "recording.sensitivity": _sensitivity,
    "recording.video": _video,
    "recording.bad_channels": _bad_channels,
}

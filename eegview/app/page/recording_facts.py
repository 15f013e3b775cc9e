"""Describe a recording and its channels in texts for a person."""

from eegview.model.channel import Channel, ChannelKind
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.text.dates import day_text, time_of_day_text
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text

KIND_NAMES = {
    ChannelKind.EEG: "EEG",
    ChannelKind.EOG: "EOG",
    ChannelKind.ECG: "ECG",
    ChannelKind.EMG: "EMG",
    ChannelKind.RESPIRATION: "Respiration",
    ChannelKind.SPO2: "SpO₂",
    ChannelKind.TRIGGER: "Trigger",
    ChannelKind.OTHER: "Other",
}
CHANNEL_COLUMNS = ("Name", "Label in the file", "Kind", "Rate", "Unit", "Range", "Filter in the file")


def recording_facts(recording: Recording) -> tuple[tuple[str, str], ...]:
    """Return (what, value) lines about the whole recording; no patient identity."""
    if recording.is_film:
        return film_facts(recording)
    started = recording.started_at
    gaps = recording.gaps
    lost_s = sum(gap.duration_s for gap in gaps)
    return (
        ("Format", recording.format),
        ("Start", f"{day_text(started)} {time_of_day_text(started, decimals=3)}" if started else "not in the file"),
        ("Duration", elapsed_text(recording.duration_s, 3)),
        ("Gaps", f"{len(gaps)}, together {elapsed_text(lost_s, 1)}" if gaps else "none"),
        ("Channels", str(len(recording.channels))),
        ("Fingerprint", f"{recording.fingerprint[:12]}…" if len(recording.fingerprint) > 12 else recording.fingerprint),
    )


def film_facts(recording: Recording) -> tuple[tuple[str, str], ...]:
    """Return (what, value) lines about a study that is film alone, clip by clip."""
    lines = [(tr("Format"), recording.format)]
    for number, clip in enumerate(recording.clips, 1):
        started = clip.clock.started_at
        when = f"{day_text(started)} {time_of_day_text(started, decimals=3)}" if started else tr("time not known")
        parts = elapsed_text(clip.span.duration_s, 3), when, clip.clock.text
        if clip.slowness != 1:
            parts = (*parts, tr("slow motion {slowness:g}×, shown at true speed", slowness=clip.slowness))
        if clip.slowness_text:
            parts = (*parts, tr("speed {source}", source=clip.slowness_text))
        lines.append((tr("Clip {number}", number=number), " · ".join(filter(None, parts))))
    name = recording.fingerprint
    return (*lines, (tr("Fingerprint"), f"{name[:12]}…" if len(name) > 12 else name))


def gap_issues(recording: Recording) -> tuple[Issue, ...]:
    """Return a notice about the gaps; none where the file's reader has one of its own, or where nothing is missing.

    What lies between the clips of a film is missing nowhere.
    """
    gaps = recording.gaps
    if not gaps or recording.is_film or any("gap" in issue.code for issue in recording.issues):
        return ()
    longest = max(gaps, key=lambda gap: gap.duration_s)
    long_text, begun = elapsed_text(longest.duration_s, 1), elapsed_text(longest.start_s, 0)
    if len(gaps) == 1:
        text = f"1 gap: nothing was recorded for {long_text}, at {begun} from start."
    else:
        lost = elapsed_text(sum(gap.duration_s for gap in gaps), 1)
        text = f"{len(gaps)} gaps: nothing was recorded for {lost} together; the longest, {long_text}, is at {begun} "
        text += "from start."
    return (Issue("gaps", text),)


def channel_facts(channel: Channel) -> tuple[str, ...]:
    """Return one text for each of `CHANNEL_COLUMNS`."""
    low, high = channel.minimum_uv, channel.maximum_uv
    return (
        channel.name,
        channel.label,
        KIND_NAMES[channel.kind],
        f"{channel.rate_hz:g} Hz",
        unit_text(channel.unit),
        f"{low:.5g} to {high:.5g}".replace("-", "−") if low is not None and high is not None else "",
        channel.prefilter,
    )


def unit_text(unit: str) -> str:
    """Return the unit as people write it."""
    return "µV" if unit == "uV" else unit

"""What every reader must do, as plain checks: one call per reader is its contract test.

Use: `check_source_contract(open_something(path))`. The caller closes the source.
"""

import itertools
import threading

import numpy as np
from waiting import wait_for_thread

from eegview.model.annotation import FILE_LAYER
from eegview.model.channel import ChannelKind
from eegview.model.recording import Recording, Samples, SignalSource, sample_range
from eegview.model.span import Span


def check_source_contract(source: SignalSource, window_s: float = 12.0, n_channels: int = 8) -> None:
    """Check one open source against the promises of `SignalSource`.

    At most `n_channels` channels (first, last and some between) and `window_s` seconds at the start, middle and end
    of the first and last segments are read, so a long recording is checked as quickly as a short one.
    """
    recording = source.recording
    check_recording(recording)
    channels = _some(len(recording.channels), n_channels)
    for segment_index in _some(len(recording.segments), 3):
        for window in _windows(recording.segments[segment_index], window_s):
            whole = source.read(channels, segment_index, window)
            _check_shapes(recording, channels, segment_index, window, whole)
            _check_slices(source, channels, segment_index, window, whole)
            _check_order(source, channels, segment_index, window, whole)
            _check_reopened(source, channels, segment_index, window, whole)
        _check_outside(source, channels, segment_index)
    check_events(source)


def check_recording(recording: Recording) -> None:
    """Check that the nouns make sense: numbering, unique names, known rates, ascending segments, an identity."""
    assert [c.index for c in recording.channels] == list(range(len(recording.channels)))
    names = [c.name for c in recording.channels]
    assert len(set(names)) == len(names), "channel names are not unique"
    for channel in recording.channels:
        assert channel.name.strip() == channel.name
        assert channel.name
        assert np.isfinite(channel.rate_hz)
        assert channel.rate_hz > 0
        assert isinstance(channel.kind, ChannelKind)
        assert channel.unit not in ("V", "mV", "µV", "nV"), "voltages are converted to uV"
        if channel.minimum_uv is not None and channel.maximum_uv is not None:
            assert channel.minimum_uv < channel.maximum_uv
    reached_s = 0.0
    for segment in recording.segments:
        assert segment.start_s >= reached_s - 1e-9, "segments overlap or go backwards"
        assert segment.duration_s > 0
        reached_s = segment.stop_s
    assert recording.format
    assert len(recording.fingerprint) >= 32
    assert set(recording.fingerprint) <= set("0123456789abcdef")
    for issue in recording.issues:
        assert issue.code == issue.code.lower()
        assert " " not in issue.code
        assert issue.message.strip()


def check_events(source: SignalSource) -> None:
    """Check that the file's own notes are in layer `file`, in order of time, with ids that stay the same."""
    shares: list[float] = []
    events = source.scan_events(shares.append)
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert shares == sorted(shares)
    onsets = [a.onset_s for a in events.annotations]
    assert onsets == sorted(onsets)
    assert all(np.isfinite(a.onset_s) and a.duration_s >= 0 for a in events.annotations)
    assert all(a.layer == FILE_LAYER and a.term_id == "file_note" for a in events.annotations)
    ids = [a.annotation_id for a in events.annotations]
    assert len(set(ids)) == len(ids), "annotation ids are not unique"
    again = source.reopen()
    try:
        assert again.scan_events() == events
    finally:
        again.close()


def _check_shapes(
    recording: Recording, channels: list[int], segment_index: int, span: Span, samples: list[Samples]
) -> None:
    segment = recording.segments[segment_index]
    assert isinstance(samples, list)
    assert len(samples) == len(channels)
    for channel, values in zip(channels, samples, strict=True):
        first, stop = sample_range(segment, recording.channels[channel].rate_hz, span)
        assert values.dtype == np.float32
        assert values.shape == (stop - first,), f"{recording.channels[channel].name}: {values.shape}, {(first, stop)}"
        assert not np.isinf(values).any()


def _check_slices(
    source: SignalSource, channels: list[int], segment_index: int, window: Span, whole: list[Samples]
) -> None:
    """A span read alone equals the same slice of a longer read; spans that meet lose and repeat no sample."""
    recording = source.recording
    segment = recording.segments[segment_index]
    slowest_hz = min((c.rate_hz for c in recording.channels), default=1.0)
    cuts = [window.start_s + share * window.duration_s for share in (0.0, 0.1, 0.11, 1 / 3, 0.5, 0.77, 1.0)]
    cuts += [
        window.start_s + 1.0,
        window.start_s + 1.0 + 1.0 / slowest_hz,
    ]  # record and block borders are whole seconds
    cuts = sorted(min(c, window.stop_s) for c in cuts)
    pieces = [source.read(channels, segment_index, Span(a, b)) for a, b in itertools.pairwise(cuts)]
    for i, channel in enumerate(channels):
        rate_hz = recording.channels[channel].rate_hz
        base = sample_range(segment, rate_hz, window)[0]
        for (a, b), piece in zip(itertools.pairwise(cuts), pieces, strict=True):
            first, stop = sample_range(segment, rate_hz, Span(a, b))
            np.testing.assert_array_equal(piece[i], whole[i][first - base : stop - base])
        np.testing.assert_array_equal(np.concatenate([piece[i] for piece in pieces]), whole[i])


def _check_order(
    source: SignalSource, channels: list[int], segment_index: int, window: Span, whole: list[Samples]
) -> None:
    """Any order, a repeated channel, one channel and none at all."""
    backwards = source.read(channels[::-1], segment_index, window)
    for one, other in zip(backwards[::-1], whole, strict=True):
        np.testing.assert_array_equal(one, other)
    assert source.read([], segment_index, window) == []
    if channels:
        twice = source.read([channels[-1], channels[-1]], segment_index, window)
        np.testing.assert_array_equal(twice[0], whole[-1])
        np.testing.assert_array_equal(twice[1], whole[-1])


def _check_reopened(
    source: SignalSource, channels: list[int], segment_index: int, window: Span, whole: list[Samples]
) -> None:
    """Another thread's own handle describes and reads the same, also while this one is in use."""
    found: list[list[Samples]] = []
    other = source.reopen()
    try:
        assert other.recording == source.recording
        thread = threading.Thread(target=lambda: found.append(other.read(channels, segment_index, window)))
        thread.start()
        here = source.read(channels, segment_index, window)
        wait_for_thread(thread)
    finally:
        other.close()
    for one, two, before in zip(found[0], here, whole, strict=True):
        np.testing.assert_array_equal(one, before)
        np.testing.assert_array_equal(two, before)


def _check_outside(source: SignalSource, channels: list[int], segment_index: int) -> None:
    """Nothing lies outside a segment, and a span that reaches over its edges gets what is inside."""
    segment = source.recording.segments[segment_index]
    outside = (
        Span(segment.start_s - 5.0, segment.start_s),
        Span(segment.stop_s, segment.stop_s + 5.0),
        Span(segment.start_s - 9.0, segment.start_s - 5.0),
        Span(segment.start_s, segment.start_s),
    )
    for span in outside:
        assert [len(values) for values in source.read(channels, segment_index, span)] == [0] * len(channels)
    length_s = min(segment.duration_s, 2.0)
    over = source.read(channels, segment_index, Span(segment.start_s - 1.0, segment.start_s + length_s))
    inside = source.read(channels, segment_index, Span(segment.start_s, segment.start_s + length_s))
    for one, other in zip(over, inside, strict=True):
        np.testing.assert_array_equal(one, other)


def _windows(segment: Span, window_s: float) -> list[Span]:
    """Return windows at the start, the middle and the end of a segment, or the whole of a short one."""
    if segment.duration_s <= window_s:
        return [segment]
    middle_s = segment.start_s + (segment.duration_s - window_s) / 2
    starts = (segment.start_s, middle_s, segment.stop_s - window_s)
    return [Span(start_s, min(start_s + window_s, segment.stop_s)) for start_s in starts]


def _some(n: int, at_most: int) -> list[int]:
    """Return up to `at_most` numbers below n, spread out, first and last among them."""
    return sorted({round(x) for x in np.linspace(0, n - 1, min(n, at_most))}) if n else []

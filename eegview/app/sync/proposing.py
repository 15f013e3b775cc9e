"""Find instants that a camera and a recording share, for the reviewer to confirm. Runs on any thread."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from eegview.app.video.opening import open_kept_video
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UsageError
from eegview.model.film.video import SyncMap
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.span import Span
from eegview.model.sync import Anchor, SuggestedAnchor

if TYPE_CHECKING:
    from eegview.app.video.movement_cache import MovementCache
    from eegview.dsp.sync.movement import MovementLag

Times = npt.NDArray[np.float64]

LEAST_SURENESS = 0.25  # below this a suggestion only costs the reviewer's time
MOST_BY_MOVEMENT = 8  # spread over the video; more show nothing new
_CHUNK_S = 600.0  # of samples or sound held in memory at a time
_SOUND_BEFORE_S = 3.0  # of one chunk goes before the next, so that what begins there has something before it
_SAME_INSTANT_S = 0.2
_ALL_NOTES = "one of the file's annotations"


@dataclass(frozen=True, slots=True)
class Instants:
    """Instants of one kind: what they are, and when (s)."""

    what: str
    times_s: Times


def suggest_anchors(
    source: SignalSource,
    video_path: str,
    guess: SyncMap,
    progress: Progress = no_progress,
    marks: Iterable[Annotation] = (),
    farthest_s: float = 10.0,
    cache: "MovementCache | None" = None,
) -> tuple[SuggestedAnchor, ...]:
    """Return pairs of instants that are probably the same, surest first within each kind.

    Flashes and sounds of the video are held against trigger channels, the recorder's notes and `marks`; movement of
    the picture against EMG channels, where there are any.

    Parameters
    ----------
    source : a handle that does nothing else meanwhile
    guess : where the video lies as far as is known; flashes and sounds are looked for everywhere
    farthest_s : how far from the guess, or from what flashes and sounds say, movement is looked for
    cache : where traces of movement are kept, None = the user's own folder

    Raises
    ------
    UnreadableFile : the video or the recording cannot be read
    Cancelled : from `progress`
    """
    rows = recording_instants(source, marks)
    found: list[SuggestedAnchor] = []
    emg = _channels(source, ChannelKind.EMG)
    share = 0.45 if emg else 0.9
    if rows:
        flashes = Instants("flash", video_flashes(video_path, lambda done: progress(done * share)))
        sounds = Instants("sound", video_sounds(video_path))
        for instants in (flashes, sounds):
            found = _without_repeats(found, _paired(instants, rows, guess))
    if emg:
        near = _line_of(found) or guess
        trace = (video_path, lambda done: progress(share + done * (0.95 - share)), cache)
        found += _by_movement(source, emg, near, farthest_s, *trace)
    progress(1.0)
    return tuple(found)


def recording_instants(source: SignalSource, marks: Iterable[Annotation] = ()) -> tuple[Instants, ...]:
    """Return instants of the recording that a camera may have recorded too, by kind; two or more of each."""
    from eegview.dsp.sync.onsets import trigger_onsets

    rows = []
    for channel in _channels(source, ChannelKind.TRIGGER):
        onsets = [trigger_onsets(samples, channel.rate_hz, at_s) for at_s, samples in _chunks(source, channel)]
        rows.append(Instants(f"trigger on {channel.name}", np.concatenate([np.empty(0), *onsets])))
    notes = source.scan_events().annotations
    by_text: dict[str, list[float]] = {}
    for mark in (*notes, *marks):
        text = f"note “{mark.text.strip()[:40]}”" if mark.layer == FILE_LAYER else f"mark “{mark.term_id}”"
        by_text.setdefault(text, []).append(mark.onset_s)
    rows += [Instants(text, np.array(times_s)) for text, times_s in by_text.items()]
    rows.append(Instants(_ALL_NOTES, np.array([mark.onset_s for mark in notes], np.float64)))
    return tuple(row for row in rows if len(row.times_s) > 1)


def video_flashes(video_path: str, progress: Progress = no_progress) -> Times:
    """Return when the picture brightens suddenly, s of the stream."""
    from eegview.dsp.sync.onsets import flash_onsets
    from eegview.readers.video.luma import luma_planes

    video = open_kept_video(video_path)
    try:
        times_s, luma = [], []
        for pts_s, plane in luma_planes(video):
            times_s.append(pts_s)
            luma.append(float(plane[::4, ::4].mean()))
            progress((pts_s - video.first_s) / max(video.last_s - video.first_s, 1e-9))
    finally:
        video.close()
    return flash_onsets(times_s, luma)


def video_sounds(video_path: str) -> Times:
    """Return when a sound begins suddenly, s of the stream; none where the video is silent."""
    from eegview.dsp.sync.onsets import SOUND_BLOCK_S, apart, sound_levels_db, sound_onsets
    from eegview.readers.video.audio import open_audio

    video = open_kept_video(video_path)
    index, last_s = video.facts.times.index, video.last_s
    video.close()
    audio = open_audio(video_path, index)
    if audio is None:
        return np.empty(0)
    try:
        # whole blocks from the first sample on, whatever the rate
        n_block = max(1, round(audio.rate_hz * SOUND_BLOCK_S))
        chunk_s = round(_CHUNK_S / SOUND_BLOCK_S) * n_block / audio.rate_hz
        block_s = n_block / audio.rate_hz
        found, levels_db = [np.empty(0)], np.empty(0)
        for at_s in np.arange(audio.first_s, last_s, chunk_s):
            before_db = levels_db[-round(_SOUND_BEFORE_S / block_s) :]
            levels_db = sound_levels_db(audio.read(at_s, min(at_s + chunk_s, last_s)), audio.rate_hz)
            joined_db = np.concatenate([before_db, levels_db])
            found.append(sound_onsets(joined_db, float(at_s) - len(before_db) * block_s, block_s))
    finally:
        audio.close()
    return apart(np.concatenate(found))


def _paired(instants: Instants, rows: tuple[Instants, ...], guess: SyncMap) -> list[SuggestedAnchor]:
    """Return the pairs with the row of the recording that meets best."""
    from eegview.dsp.sync.proposing import pair_onsets

    tried = [(row, pair_onsets(instants.times_s, row.times_s, guess, n_tried=len(rows))) for row in rows]
    met = [(row, pairing) for row, pairing in tried if pairing is not None and pairing.sureness >= LEAST_SURENESS]
    if not met:
        return []
    row, pairing = max(met, key=lambda one: (one[1].sureness * len(one[1].video_s), one[1].sureness))
    why = f"{instants.what} and {row.what}: {len(pairing.video_s)} of {pairing.n_video} meet on one line"
    return [
        SuggestedAnchor(Anchor(float(video_s), float(eeg_s), instants.what, row.what), pairing.sureness, why)
        for video_s, eeg_s in zip(pairing.video_s, pairing.eeg_s, strict=True)
    ]


def _without_repeats(found: list[SuggestedAnchor], more: list[SuggestedAnchor]) -> list[SuggestedAnchor]:
    """Return both, without those of `more` that repeat a pair of `found`."""

    def is_said(one: SuggestedAnchor) -> bool:
        return any(
            abs(one.anchor.eeg_s - other.anchor.eeg_s) < _SAME_INSTANT_S
            and abs(one.anchor.video_s - other.anchor.video_s) < _SAME_INSTANT_S
            for other in found
        )

    return [*found, *(one for one in more if not is_said(one))]


def _line_of(found: list[SuggestedAnchor]) -> SyncMap | None:
    """Return the line through the pairs found so far, None where there are too few."""
    from eegview.dsp.sync.fit import fit_anchors

    sure = [one.anchor for one in found if one.sureness > 0.5]
    try:
        fit = fit_anchors(sure) if sure else None
    except UsageError:
        return None  # they do not agree; the guess stands
    return fit.sync if fit is not None and fit.is_agreed else None


def _by_movement(
    source: SignalSource,
    emg: tuple[Channel, ...],
    guess: SyncMap,
    farthest_s: float,
    video_path: str,
    progress: Progress,
    cache: "MovementCache | None",
) -> list[SuggestedAnchor]:
    from eegview.app.video.movement import movement_trace
    from eegview.dsp.sync.movement import movement_lags

    trace = movement_trace(video_path, progress=progress, cache=cache)
    lags = movement_lags(trace.times_s, trace.values, _envelope(source, emg), guess, farthest_s=farthest_s)
    names = ", ".join(channel.name for channel in emg)
    return [
        SuggestedAnchor(
            Anchor(lag.video_s, lag.eeg_s, "movement", names),
            lag.sureness,
            f"movement and EMG ({names}) alike for a minute, correlation {lag.correlation:.2f}",
        )
        for lag in _spread(_agreeing([lag for lag in lags if lag.sureness >= LEAST_SURENESS]))
    ]


def _agreeing(lags: "list[MovementLag]") -> "list[MovementLag]":
    """Return the windows without those that contradict the others."""
    from eegview.dsp.sync.fit import fit_anchors

    if len(lags) < 4:
        return lags
    try:
        fit = fit_anchors([Anchor(lag.video_s, lag.eeg_s) for lag in lags])
    except UsageError:
        return []  # no two of them fit together
    return [lags[number] for number in fit.used] if fit.is_agreed else []


def _spread(lags: "list[MovementLag]") -> "list[MovementLag]":
    """Return the surest window of each part of the video."""
    if len(lags) <= MOST_BY_MOVEMENT:
        return lags
    first_s = lags[0].video_s
    part_s = (lags[-1].video_s - first_s) / MOST_BY_MOVEMENT + 1e-6
    parts: dict[int, MovementLag] = {}
    for lag in lags:
        part = int((lag.video_s - first_s) / part_s)
        parts[part] = max(parts.get(part, lag), lag, key=lambda one: one.sureness)
    return [parts[part] for part in sorted(parts)]


def _envelope(source: SignalSource, emg: tuple[Channel, ...]) -> Times:
    """Return (n_steps,) mean envelope of the EMG channels over the whole recording, NaN in gaps, from 0 s."""
    from eegview.dsp.sync.movement import GRID_HZ, emg_envelope

    n_steps = int(source.recording.duration_s * GRID_HZ) + 2
    sums, counts = np.zeros(n_steps), np.zeros(n_steps, np.intp)
    for channel in emg:
        for at_s, samples in _chunks(source, channel):
            part = emg_envelope(samples, channel.rate_hz, at_s)
            first = int(np.floor(at_s * GRID_HZ + 1e-6))
            part = part[: n_steps - first]
            is_known = np.isfinite(part)
            sums[first : first + len(part)] += np.where(is_known, part, 0)
            counts[first : first + len(part)] += is_known
    return np.divide(sums, counts, out=np.full(n_steps, np.nan), where=counts > 0)


def _channels(source: SignalSource, kind: ChannelKind) -> tuple[Channel, ...]:
    return tuple(channel for channel in source.recording.channels if channel.kind is kind)


def _chunks(source: SignalSource, channel: Channel) -> Iterator[tuple[float, npt.NDArray[np.float32]]]:
    """Yield the time of the first sample and the samples, ten minutes at a time, segment by segment."""
    for number, segment in enumerate(source.recording.segments):
        n_samples = round(segment.duration_s * channel.rate_hz)
        n_chunk = max(1, round(_CHUNK_S * channel.rate_hz))
        for first in range(0, n_samples, n_chunk):
            at_s = segment.start_s + first / channel.rate_hz
            stop_s = segment.start_s + min(first + n_chunk, n_samples) / channel.rate_hz
            (samples,) = source.read([channel.index], number, Span(at_s, stop_s))
            yield at_s, samples

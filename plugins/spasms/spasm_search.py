"""Go through a recording once and give out candidates with everything measured, a minute or two behind the reading."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from eeg_tracks import MARGIN_S, SIDES, STEP_HZ, burst_track, eeg_tracks
from spasm_candidates import REACH_S, Candidate, add_slow_track, find_peaks, measure
from spasm_quiet import LOOK_BACK_S, MuscleRange
from spasm_rolling import AFTER_S, BLOCK_S, KEPT_S, Rolling
from spasm_sites import choose_sites

from eegview.plugin import Span

STRETCH_S = 60.0
OWN_AHEAD_S = REACH_S + BLOCK_S + AFTER_S + MARGIN_S  # what is measured of a candidate rests on no more after it
_BEHIND = round(REACH_S * STEP_HZ)


class Search:
    """One pass over a recording; `candidates` yields them in order of time, with how far the search has come."""

    def __init__(self, recording) -> None:
        self.recording = recording
        self.numbers, self.sites = choose_sites(tuple(recording.rows))
        self.emg_names = tuple(recording.names("emg"))

    @property
    def is_possible(self) -> bool:
        return bool(self.numbers)

    def row_names(self, side: int) -> tuple[str, ...]:
        """Return the names of the signals of one hemisphere; none for both."""
        if side == 0:
            return ()
        wanted = SIDES[side]
        names = [self.recording.rows[number] for number in self.numbers]
        return tuple(name for name, own in zip(names, self.sites.signal_sides, strict=True) if own == wanted)

    def candidates(self) -> Iterator[tuple[list[Candidate], float]]:
        """Yield (new candidates, time up to which all are known).

        An hour before what is to be searched is gone through as well, where it was recorded: what a candidate is
        compared with does not depend on where the search starts.
        """
        rolling, muscle, next_step = Rolling(), MuscleRange(), 0
        stretches = self._stretches()
        stretch = next(stretches, None)
        while stretch is not None:
            following = next(stretches, None)
            is_end = following is None or abs(following.span.start_s - stretch.span.stop_s) > 1e-6
            span = (stretch.span.start_s, stretch.span.stop_s)
            if not rolling.kept:
                next_step = int(np.ceil(span[0] * STEP_HZ - 1e-6))
            data = stretch.data[self.numbers]
            tracks = eeg_tracks(data, stretch.rate_hz, stretch.start_s, span, self.sites)
            rolling.append(tracks, self._emg(stretch, span, tracks.n_steps))
            muscle.add(tracks.first, tracks.muscle)
            rolling.compare(is_end)
            add_slow_track(rolling, self.sites)
            ready = rolling.first + (rolling.n_compared if is_end else rolling.n_compared - _BEHIND)
            found = []
            if rolling.n_compared and ready > next_step:
                peaks = find_peaks(rolling, next_step, ready)
                found = [measure(rolling, self.sites, muscle, step, side) for step, side in peaks]
                next_step = ready
            yield found, span[1] if is_end else next_step / STEP_HZ
            rolling.forget_before(rolling.first + rolling.n_compared - round(KEPT_S * STEP_HZ))
            if is_end:
                rolling = Rolling()
            stretch = following

    def _stretches(self) -> Iterator:
        """Yield what lies within an hour before the searched span, then the span itself."""
        kinds = ("emg",) if self.emg_names else ()
        start_s = self.recording.span.start_s
        for segment in self.recording.segments:
            at_s, stop_s = max(segment.start_s, start_s - LOOK_BACK_S), min(segment.stop_s, start_s)
            while at_s < stop_s - 1e-6:
                until_s = min(at_s + STRETCH_S, stop_s)
                around = Span(max(at_s - MARGIN_S, segment.start_s), min(until_s + MARGIN_S, segment.stop_s))
                piece = self.recording.piece(around, kinds)
                if piece is not None:
                    yield replace(piece, span=Span(at_s, until_s))
                at_s = until_s
        yield from self.recording.stretches(STRETCH_S, MARGIN_S, MARGIN_S, kinds)

    def _emg(self, stretch, span: tuple[float, float], n_steps: int) -> np.ndarray:
        tracks = [burst_track(values, rate_hz, stretch.start_s, span) for rate_hz, values in stretch.extra.values()]
        return np.stack(tracks) if tracks else np.empty((0, n_steps), np.float32)

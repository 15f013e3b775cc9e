"""Propose which instants of a video and of a recording are the same one.

Times and arrays in, pairs with a sureness out, for a person to confirm. Must not know files.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp.sync.onsets import apart
from eegview.model.film.video import SyncMap

Times = npt.NDArray[np.float64]

MATCH_WITHIN_S = 0.10  # two instants this close on a common line count as one
CLOCKS_APART_PPM = 300.0  # rates tried; clocks further apart are not found
_LEAST_SECOND_S = 1.0  # another line counts as another from here on
_MOST_PAIRS = 200_000  # keeps the search within seconds
_MOST_VOTES = 20_000_000  # pairs times rates


@dataclass(frozen=True, slots=True)
class Pairing:
    """Instants of the video and of the recording that fall on one line.

    video_s, eeg_s : (n,) float64, s, matched one to one, ascending
    sureness : 0-1; 1 = nothing else comes near, and chance would not do it
    n_video : instants of the video that could have matched
    """

    video_s: Times
    eeg_s: Times
    sureness: float
    n_video: int


def pair_onsets(
    video_s: npt.ArrayLike, eeg_s: npt.ArrayLike, guess: SyncMap, farthest_s: float = float("inf"), n_tried: int = 1
) -> Pairing | None:
    """Find the line on which most instants of the video meet instants of the recording.

    Every pair votes for an offset, under each of a row of clock rates; the narrow window of offsets with most votes
    wins, near the guess where two hold as many. Sureness falls with the votes of the next best line, and with the
    number of lines on which that many would meet by chance (Poisson).

    Parameters
    ----------
    video_s : (n_video,) s of the stream
    eeg_s : (n_eeg,) s from recording start
    guess : where the video lies as far as is known
    farthest_s : how far from the guess to look
    n_tried : how many rows of instants the best is chosen from; the more, the likelier one fits by chance

    Returns
    -------
    None where fewer than two pairs meet
    """
    video_s, eeg_s = apart(video_s), apart(eeg_s)
    if len(video_s) < 2 or len(eeg_s) < 2 or len(video_s) * len(eeg_s) > _MOST_PAIRS:
        return None
    middle_s = float(np.mean(video_s))  # rates turn about the middle, so that they are distinguished from offsets
    reach_s = float(np.max(np.abs(video_s - middle_s)))
    drifts_ppm = _drifts_ppm(reach_s, _MOST_VOTES // (len(video_s) * len(eeg_s)))
    votes = [_votes(video_s, eeg_s, middle_s, drift_ppm, guess, farthest_s) for drift_ppm in drifts_ppm]
    best = max((vote for vote in votes if vote is not None), key=_Votes.merit, default=None)
    if best is None or best.n_most < 2:
        return None
    n_second = max(vote.most_beyond(best.ahead_s) for vote in votes if vote is not None)
    drift = best.drift_ppm * 1e-6
    ahead_s = eeg_s[None, :] - video_s[:, None] - drift * (video_s[:, None] - middle_s)
    rows, columns = np.nonzero(np.abs(ahead_s - best.ahead_s) <= MATCH_WITHIN_S / 2 + 1e-9)
    searched_s = min(2 * farthest_s, float(np.ptp(eeg_s) + np.ptp(video_s)))
    by_chance = _lines_by_chance(len(video_s) * len(eeg_s), searched_s, best.n_most, n_tried * len(drifts_ppm))
    ahead_of_second = (best.n_most - n_second) / (best.n_most - 1)
    return Pairing(video_s[rows], eeg_s[columns], max(0.0, ahead_of_second * (1 - min(1.0, by_chance))), len(video_s))


def _drifts_ppm(reach_s: float, n_most: int) -> Times:
    """Return rates near enough to each other that the instants farthest out still meet."""
    step_ppm = MATCH_WITHIN_S / 2 / max(reach_s, 1.0) * 1e6
    n_each_side = min(int(np.ceil(CLOCKS_APART_PPM / step_ppm)), n_most // 2)
    return np.linspace(-1, 1, 2 * n_each_side + 1) * min(CLOCKS_APART_PPM, n_each_side * step_ppm)


@dataclass(frozen=True, slots=True)
class _Votes:
    """Offsets that pairs vote for under one rate: ascending, and how many fall in the window that starts at each."""

    drift_ppm: float
    offsets_s: Times
    counts: npt.NDArray[np.intp]
    ahead_s: float
    n_most: int
    off_guess_s: float

    def merit(self) -> tuple[int, float, float]:
        return self.n_most, -self.off_guess_s, -abs(self.drift_ppm)

    def most_beyond(self, ahead_s: float) -> int:
        """Return the most votes a line at least a second away got."""
        is_other = np.abs(self.offsets_s - ahead_s) >= _LEAST_SECOND_S
        return int(self.counts[is_other].max(initial=0))


def _votes(
    video_s: Times, eeg_s: Times, middle_s: float, drift_ppm: float, guess: SyncMap, farthest_s: float
) -> _Votes | None:
    offsets_s = eeg_s[None, :] - video_s[:, None] - drift_ppm * 1e-6 * (video_s[:, None] - middle_s)
    guessed_s = guess.to_recording_s(middle_s) - middle_s
    offsets_s = np.sort(offsets_s[np.abs(offsets_s - guessed_s) <= farthest_s])
    if not len(offsets_s):
        return None
    counts = np.searchsorted(offsets_s, offsets_s + MATCH_WITHIN_S, side="right") - np.arange(len(offsets_s))
    n_most = int(counts.max())
    starts = np.flatnonzero(counts == n_most)
    held_s = offsets_s[starts + n_most - 1]
    middles_s = (offsets_s[starts] + held_s) / 2
    nearest = int(np.argmin(np.abs(middles_s - guessed_s) + (held_s - offsets_s[starts])))
    spread_s = float(held_s[nearest] - offsets_s[starts][nearest])
    off_guess_s = float(abs(middles_s[nearest] - guessed_s)) + spread_s
    return _Votes(drift_ppm, offsets_s, counts, float(middles_s[nearest]), n_most, off_guess_s)


def _lines_by_chance(n_pairs: int, searched_s: float, n_met: int, n_tried: int) -> float:
    """Return on how many lines `n_met` unrelated instants would meet."""
    if searched_s <= MATCH_WITHIN_S:
        return 1.0
    expected = n_pairs * MATCH_WITHIN_S / searched_s
    term, tail = np.exp(-expected), 0.0
    for k in range(1, n_met + 30):
        term *= expected / k
        if k >= n_met:
            tail += term
    return float(tail * n_tried * searched_s / MATCH_WITHIN_S)

"""The spasms of the average as a table: one row each, with lags, amplitude, distance and whether it is left out."""

import math
from collections.abc import Callable

from eegview.app.statistics.locked_epochs import LockedEpochs
from eegview.exchange.plain_table import comma_text

HEAD = (
    "onset_s",
    "time",
    "in_average",
    "outlier_distance",
    "slow_wave_peak_s",
    "slow_wave_gfp_uv",
    "fast_onset_left_s",
    "fast_onset_right_s",
    "slow_onset_left_s",
    "slow_onset_right_s",
)
NOT_MEASURABLE = "n/a"


def spasms_csv(epochs: LockedEpochs, clock: Callable[[float], str]) -> str:
    """Return a row for each spasm, in order of time; times of waves are seconds from the marked onset.

    clock : writes a time of the recording
    """
    rows: list[tuple[str, ...]] = [HEAD]
    for number, onset_s in enumerate(epochs.onsets_s):
        rows.append(
            (
                f"{onset_s:.3f}",
                clock(onset_s),
                "no" if epochs.spasm_ids[number] in epochs.excluded else "yes",
                _text(epochs.distances[number], 3),
                _text(epochs.lags_s[number], 4),
                _text(epochs.peaks_uv[number], 1),
                *(_text(side[number], 4) for side in epochs.sides),
            )
        )
    return comma_text(rows)


def _text(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}" if math.isfinite(value) else NOT_MEASURABLE

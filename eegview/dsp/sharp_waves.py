"""Count seconds with sharp transients, coarsely: enough for a trend, not to mark single spikes."""

import numpy as np
import numpy.typing as npt

from eegview.dsp.epochs import bins_of

_REACH_S = 0.04  # a spike of 20-70 ms stands out from what lies this long before and after it
_MAD_TO_SIGMA = 1.4826


def sharp_bins(
    data: npt.NDArray[np.floating], rate_hz: float, least_uv: float = 40.0, least_z: float = 4.5, bin_s: float = 1.0
) -> npt.NDArray[np.bool_]:
    """Say for each row and bin whether a sharp transient stands out in it.

    A sample's sharpness is how far it stands from the mean of the samples 40 ms before and after. It must pass
    `least_uv`, and `least_z` robust standard deviations of the row's sharpness, both over all of `data` and in its own
    bin: the waves of a spindle are all equally sharp, so none of them stands out.

    Parameters
    ----------
    data : (n_rows, n_samples) µV, some ten seconds

    Returns
    -------
    (n_rows, n_bins) bool; a rest shorter than a bin is left out, a bin with NaN is never sharp
    """
    reach = max(1, round(_REACH_S * rate_hz))
    sharpness = np.zeros(data.shape, np.float32)
    if data.shape[1] > 2 * reach:
        beside = (data[:, : -2 * reach] + data[:, 2 * reach :]) / 2
        sharpness[:, reach:-reach] = np.abs(data[:, reach:-reach] - beside)
    bins = bins_of(sharpness, rate_hz, bin_s)
    if not bins.size:
        return np.zeros(bins.shape[:2], np.bool_)
    # every fourth sample is enough to know what is usual
    usual_there = _MAD_TO_SIGMA * np.median(bins[:, :, ::4], axis=2)
    usual = _MAD_TO_SIGMA * np.median(np.nan_to_num(bins[:, :, ::4]), axis=(1, 2))[:, None]
    return bins.max(axis=2) >= np.maximum(least_uv, least_z * np.maximum(usual, usual_there))

"""When and where the simulator puts spikes: they are drawn by chance and stand in no list, so they are drawn again."""

import numpy as np

from eegview.simulate import graphoelements
from eegview.simulate.plan import StudyPlan

PEAK_S = 0.1  # after a spike's start


class _Listening:
    """Stands in for the canvas: each wave is drawn at one instant, its peak, and kept."""

    def __init__(self, plan: StudyPlan) -> None:
        self.start_s, self.stop_s = 0.0, plan.duration_s
        self.starts_s: list[float] = []
        self.fields: list[np.ndarray] = []
        self.eeg = np.zeros((21, 1))

    def window(self, onset_s: float, _duration_s: float) -> tuple[slice, np.ndarray]:
        self.eeg = np.zeros((21, 1))
        self.starts_s.append(onset_s)
        self.fields.append(self.eeg)
        return slice(0, 1), np.array([PEAK_S])


def true_spikes(plan: StudyPlan) -> tuple[np.ndarray, np.ndarray]:
    """Return the times of the spikes' peaks (n,) s, ascending, and their potentials (n, 21) µV."""
    listening = _Listening(plan)
    all_rates = graphoelements._rates

    def spikes_only(*args) -> list:
        return all_rates(*args)[:1]  # spikes are drawn first, so what follows changes nothing

    graphoelements._rates = spikes_only
    try:
        graphoelements.add_graphoelements(listening, plan)  # type: ignore[arg-type]
    finally:
        graphoelements._rates = all_rates
    order = np.argsort(listening.starts_s)
    return np.array(listening.starts_s)[order] + PEAK_S, np.array(listening.fields)[order, :, 0]

"""One short study, made once for all tests of the simulator."""

from dataclasses import dataclass

import numpy as np
import pytest

from eegview.simulate.plan import StudyPlan
from eegview.simulate.signals import CHANNELS, make_simulation, stretches
from eegview.simulate.study import plan_study


@dataclass(frozen=True)
class Made:
    """A plan and all its samples: label → (n_samples,) µV."""

    plan: StudyPlan
    samples: dict[str, np.ndarray]

    def eeg(self, name: str) -> np.ndarray:
        return self.samples[f"EEG {name}-Ref"]

    def deltoid(self, side: str) -> np.ndarray:
        first, second = {"left": ("EMG1", "EMG2"), "right": ("EMG3", "EMG4")}[side]
        return self.samples[first] - self.samples[second]


@pytest.fixture(scope="session")
def made() -> Made:
    plan = plan_study(0.1, 3)
    parts = list(stretches(make_simulation(plan)))
    return Made(plan, {c.label: np.concatenate([part[i] for part in parts]) for i, c in enumerate(CHANNELS)})

"""A recording that is long enough to be scored."""

from pathlib import Path

import numpy as np
import pytest
from windows.window_fixtures import (  # noqa: F401 - pytest finds them by name
    ELECTRODES,
    clock,
    empty_station,
    library_url,
    own_folders,
    small_edf,
    start_station,
    station,
)

RATE_HZ, DURATION_S = 100.0, 700


@pytest.fixture(scope="session")
def long_edf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 700 s of slow waves and seeded noise on 18 of 19 electrodes: T5 (P7) was not recorded."""
    import edfio

    rng = np.random.default_rng(1)
    n_samples = round(RATE_HZ * DURATION_S)
    wave_uv = 120 * np.sin(2 * np.pi * 2.0 * np.arange(n_samples) / RATE_HZ)
    signals = [
        edfio.EdfSignal(
            np.clip((number % 3) * wave_uv + 20 * rng.standard_normal(n_samples), -990, 990),
            RATE_HZ,
            label=f"EEG {name}-Ref",
            physical_dimension="uV",
            physical_range=(-1000, 1000),
        )
        for number, name in enumerate(ELECTRODES)
        if name != "T5"
    ]
    path = tmp_path_factory.mktemp("recording") / "long.edf"
    edfio.Edf(signals).write(path)
    return path

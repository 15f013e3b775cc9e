"""Two recordings of one infant: the second a fortnight later, without T7, with a respiration."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from windows.window_fixtures import (  # noqa: F401 - pytest finds them by name
    ELECTRODES,
    clock,
    empty_station,
    library_url,
    open_file,
    own_folders,
    start_station,
)

RATE_HZ, DURATION_S = 100.0, 120


def written(path: Path, started_at: datetime | None, seed: int, without: str = "", code: str = "SIM-9") -> Path:
    """Write seeded noise on the electrodes of an infant, and return the file's path."""
    import edfio

    rng = np.random.default_rng(seed)
    names = [name for name in ELECTRODES if name != without]
    signals = [
        edfio.EdfSignal(
            30 * rng.standard_normal(round(RATE_HZ * DURATION_S)),
            RATE_HZ,
            label=f"EEG {name}-Ref",
            physical_dimension="uV",
            physical_range=(-500, 500),
        )
        for name in names
    ]
    if without:
        breath = edfio.EdfSignal(
            100 * rng.standard_normal(round(RATE_HZ * DURATION_S)),
            RATE_HZ,
            label="Resp",
            physical_dimension="uV",
            physical_range=(-3000, 3000),
        )
        signals.append(breath)
    edf = edfio.Edf(signals, patient=edfio.Patient(code=code, sex="F", birthdate=date(2019, 9, 1)))
    if started_at is not None:
        edf.startdate, edf.starttime = started_at.date(), started_at.time()
    edf.write(path)
    return path


@pytest.fixture(scope="module")
def two_studies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the study before and the one after, which starts half a minute later by the clock."""
    folder = tmp_path_factory.mktemp("infant")
    before = written(folder / "before.edf", datetime(2020, 3, 2, 9, 0, 0), 1)
    return before, written(folder / "after.edf", datetime(2020, 3, 16, 9, 0, 30), 2, without="T3")


@pytest.fixture
def later_study(tmp_path: Path) -> Path:
    """Return a third study of the infant, five weeks after the first."""
    return written(tmp_path / "later.edf", datetime(2020, 4, 6, 9, 0, 0), 3)

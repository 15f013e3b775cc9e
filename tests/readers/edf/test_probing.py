from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.readers.clock import Precision
from eegview.readers.edf.probing import probed_records
from eegview.readers.edf.times import fitted_clock, map_records, times_by

AT_256_HZ = Precision(1 / 256)
N_RECORDS = 20_000


def reader(times_s: Sequence[float | None]) -> tuple[list[int], Callable[[int], float | None]]:
    asked: list[int] = []

    def onset_of(record: int) -> float | None:
        asked.append(record)
        return times_s[record]

    return asked, onset_of


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(1, N_RECORDS - 1), st.floats(0.01, 5000), max_size=40), st.floats(-500, 500))
def test_a_few_records_tell_the_same_as_all(pauses: dict[int, float], drift_ppm: float) -> None:
    times_s = np.arange(N_RECORDS) * (1 + drift_ppm * 1e-6)
    for record, pause_s in pauses.items():
        times_s[record:] += pause_s
    asked, onset_of = reader(times_s.tolist())
    found = probed_records(onset_of, N_RECORDS, AT_256_HZ.tolerance_s)
    everything = map_records(np.asarray(times_s, np.float64), 1.0, AT_256_HZ, False, 256)
    assert len(asked) < 1000
    if found is None:
        assert len(pauses) > 20  # so many that hardly an interval is without
        return
    clock, counted_s = fitted_clock(*found, 1.0, AT_256_HZ, 256)
    times = times_by(clock, counted_s, *found, N_RECORDS, AT_256_HZ, False)
    assert times.first_records == everything.first_records
    np.testing.assert_allclose(
        [(s.start_s, s.stop_s) for s in times.segments],
        [(s.start_s, s.stop_s) for s in everything.segments],
        atol=1 / 256,
    )


@pytest.mark.parametrize("fault", ["back", "missing", "short"])
def test_what_few_records_cannot_tell_is_left_to_all(fault: str) -> None:
    times_s: list[float | None] = [float(record) for record in range(N_RECORDS)]
    if fault == "missing":
        times_s[N_RECORDS - 1] = None
    if fault == "back":
        times_s[10_000:] = times_s[:10_000]
    if fault == "short":
        times_s = times_s[:20]
    _asked, onset_of = reader(times_s)
    assert probed_records(onset_of, len(times_s), 0.002) is None


def test_pauses_in_every_wide_interval_are_found_too() -> None:
    records = np.arange(N_RECORDS)
    times_s = records * 1.0001 + np.searchsorted(np.arange(1, 100) * 200, records, side="right") * 60.0
    asked, onset_of = reader(times_s.tolist())
    found = probed_records(onset_of, N_RECORDS, AT_256_HZ.tolerance_s)
    assert found is not None
    assert len(asked) < 1500
    clock, counted_s = fitted_clock(*found, 1.0, AT_256_HZ, 256)
    times = times_by(clock, counted_s, *found, N_RECORDS, AT_256_HZ, False)
    assert times.first_records == tuple(range(0, N_RECORDS, 200))

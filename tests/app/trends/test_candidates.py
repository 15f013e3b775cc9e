"""The worst five minutes."""

import numpy as np
import pytest
from trends.trend_tables import column, table_of

from eegview.app.trends.candidates import why_none, worst_epochs
from eegview.clinical.hypnogram import Hypnogram, StageSpan
from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.model.span import Span

INDEX = column("background_index", "", 10.0)
SPIKES = column("spike_bins", "%", 10.0)
AMPLITUDE = column("background_amplitude_median", "µV", 10.0)
ARTIFACT = column("artifact", "%", 2.0)


def hour(**at: tuple[int, int, float]) -> dict[TrendColumn, np.ndarray]:
    """Return an hour of quiet background."""
    return {
        INDEX: np.full(360, -3.0),
        SPIKES: np.full(360, 10.0),
        AMPLITUDE: np.full(360, 80.0),
        ARTIFACT: np.zeros(1800),
    }


def test_the_worst_come_first_without_overlap_and_say_why() -> None:
    values = hour()
    values[INDEX][100:130] = 4.0
    values[INDEX][200:230] = 2.0
    values[SPIKES][100:130] = 62.0
    values[AMPLITUDE][100:130] = 298.0
    values[ARTIFACT][500:520] = 30.0
    found = worst_epochs(table_of(3600.0, values), n=3)
    assert [one.span for one in found[:2]] == [Span(1000.0, 1300.0), Span(2000.0, 2300.0)]
    assert found[0].index == 4.0
    assert found[0].why == ("sharp waves 62 %", "p-p 298 µV", "artifact 4 %")
    assert len(found) == 3
    for one in found:
        assert not any(one.span.overlaps(other.span) for other in found if other is not one)


def test_state_and_the_nearest_spasm() -> None:
    values = hour()
    values[INDEX][100:130] = 4.0
    stages = Hypnogram(
        (StageSpan(Span(0, 1010), "W"), StageSpan(Span(1010, 1200), "N2"), StageSpan(Span(1200, 2000), "N3"))
    )
    table = table_of(3600.0, values)

    def nearest(*spasms_s: float) -> float | None:
        return worst_epochs(table, stages, spasms_s, n=1)[0].nearest_spasm_s

    assert worst_epochs(table, stages)[0].state == "N2 63 %, N3 33 %"
    assert worst_epochs(table)[0].state == ""
    assert nearest() is None
    assert nearest(900.0, 2000.0) == -100.0
    assert nearest(100.0, 1350.0) == 50.0
    assert nearest(900.0, 1100.0) == 0.0


def test_gaps_and_artifact_beyond_a_limit_leave_an_epoch_out() -> None:
    values = hour()
    values[INDEX][100:130] = 4.0
    values[INDEX][105:117] = np.nan  # 12 of 30: just allowed
    assert worst_epochs(table_of(3600.0, values), n=1)[0].span == Span(1000.0, 1300.0)
    values[ARTIFACT][5 * 120 : 5 * 121] = 80.0  # one more
    assert worst_epochs(table_of(3600.0, values), n=1)[0].span != Span(1000.0, 1300.0)
    values[INDEX][:] = np.nan
    table = table_of(3600.0, values)
    assert worst_epochs(table) == ()
    assert why_none(table) == "Gaps or artifact take more than 40 % of every 5 minutes."


def test_short_recordings_and_those_without_an_index_say_so() -> None:
    short = table_of(299.0, {INDEX: 1.0})
    assert worst_epochs(short) == ()
    assert why_none(short) == "The recording is shorter than 5 minutes, so no epoch can be proposed."
    table = table_of(600.0, {SPIKES: 1.0}, (MissingTrend("background_index", "Index", "There are no rows."),))
    assert worst_epochs(table) == ()
    assert why_none(table) == "There are no rows."
    early = table_of(600.0, {INDEX: np.nan}, computed=(Span(0, 300),))
    assert why_none(early) == "The trends are not computed yet."


@pytest.mark.parametrize("duration_s", [300.0, 305.0, 309.9])
def test_an_epoch_never_reaches_past_the_recording(duration_s: float) -> None:
    found = worst_epochs(table_of(duration_s, {INDEX: 1.0}))
    assert [one.span for one in found] == [Span(0.0, 300.0)]

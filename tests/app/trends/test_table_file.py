"""Trends as a CSV with one row for each 10 s."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from trends.trend_tables import column, panel, table_of

from eegview.app.trends.curve_names import curve_name
from eegview.app.trends.table_file import columns_of, table_facts, table_text, write_table
from eegview.app.trends.ten_seconds import how_ten_seconds, ten_second_values
from eegview.dsp.trends.block import MissingTrend
from eegview.exchange.writing import CannotWrite
from eegview.model.span import Span

UPPER, SHARE = column("aeeg_upper_left"), column("suppression_left", "%", 2.0)
SLOW, MAP = column("sef95", "Hz", 10.0), column("cdsa_left", "dB re 1 µV²/Hz", 2.0, (0.0, 0.5))


def test_names_end_in_the_unit() -> None:
    names = [curve_name(one) for one in (UPPER, SHARE, SLOW, column("synchrony", ""), column("heart_rate", "bpm"))]
    assert names == ["aeeg_upper_left_uv", "suppression_left_percent", "sef95_hz", "synchrony", "heart_rate_bpm"]
    assert curve_name(column("rate", "1/min")) == "rate_per_min"


def test_one_value_for_10_s() -> None:
    values = np.arange(30.0)
    values[3] = 1000.0
    values[10:16] = np.nan  # six of ten: none
    values[20:25] = np.nan  # half: still one
    table = table_of(30.0, {UPPER: values})
    found = ten_second_values(table, UPPER)
    np.testing.assert_array_equal(found, [5.5, np.nan, 27.0])
    shares = table_of(20.0, {SHARE: np.array([0, 0, 0, 0, 50.0, np.nan, np.nan, 20.0, 20.0, 50.0])})
    np.testing.assert_array_equal(ten_second_values(shares, SHARE), [10.0, 30.0])
    assert how_ten_seconds(UPPER).startswith("median of its 10 values of 1 s")
    assert how_ten_seconds(SHARE).startswith("mean of its 5 values of 2 s")
    assert how_ten_seconds(SLOW) == "its value"


def test_the_last_seconds_count_as_far_as_they_were_recorded() -> None:
    table = table_of(24.0, {UPPER: np.arange(24.0)})
    np.testing.assert_array_equal(ten_second_values(table, UPPER), [4.5, 14.5, 21.5])


def test_the_table(tmp_path: Path) -> None:
    table = table_of(
        35.0,
        {
            UPPER: np.repeat([5.0, np.nan, 7.25, 8.0], 10)[:35],
            SLOW: np.array([1.0, 2, np.nan, 4]),
            MAP: np.full((18, 2), 3.0),
        },
    )
    rows = list(csv.reader(io.StringIO(table_text(table))))
    assert rows == [
        ["time_s", "aeeg_upper_left_uv", "sef95_hz"],
        ["0", "5", "1"],
        ["10", "", "2"],
        ["20", "7.25", ""],
        ["30", "8", "4"],
    ]
    with_maps = list(csv.reader(io.StringIO(table_text(table, with_spectrograms=True))))
    assert with_maps[0][-2:] == ["cdsa_left_0hz_db", "cdsa_left_0.5hz_db"]
    assert with_maps[1][-2:] == ["3", "3"]
    part = list(csv.reader(io.StringIO(table_text(table, (SLOW,), Span(12.0, 30.0)))))
    assert part == [["time_s", "sef95_hz"], ["10", "2"], ["20", ""]]
    write_table(table, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == table_text(table)
    with pytest.raises(CannotWrite):
        write_table(table, tmp_path / "none" / "out.csv")


def test_columns_of_panels_and_their_facts() -> None:
    table = table_of(20.0, {SLOW: 1.0, UPPER: 2.0, MAP: 0.0}, (MissingTrend("sef90", "SEF 90", "No rows."),))
    chosen = columns_of(table, [panel("aeeg_left"), panel("spasms"), panel("sef")])
    assert chosen == (UPPER, SLOW)
    facts = table_facts(table)
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts
    assert facts["columns"][0]["name"] == "sef95_hz"
    assert facts["columns"][2]["frequencies_hz"] == [0.0, 0.5]
    assert facts["missing"] == [{"id": "sef90", "title": "SEF 90", "why": "No rows."}]
    assert facts["computed"] == [[0.0, 20.0]]

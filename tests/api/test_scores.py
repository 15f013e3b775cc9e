"""Scored epochs as a table; another's score is hidden while one scores the same epoch."""

from datetime import UTC, datetime

import pytest
from reports.report_study import OTHER, READER, scored, source_at

from eegview.api.columns import SCORES
from eegview.api.scores import score_table


def test_a_sheet_is_a_row() -> None:
    source = source_at(datetime(2026, 3, 1, tzinfo=UTC), "ab" * 32)
    stored = scored(source, 300.0, {n: ["P4"] for n in range(40)})
    table = score_table(stored, "", source.recording.segments, source.recording.duration_s)
    (row,) = table.to_dict("records")
    assert [*table.columns] == [*SCORES]
    assert (row["start_s"], row["stop_s"], row["reader"], row["is_hidden"]) == (300.0, 600.0, READER, False)
    assert row["score"] in row["possible"]
    assert row["n_pages_read"] == row["n_pages"] == 20


@pytest.mark.parametrize("is_committed", [True, False])
def test_anothers_score_is_hidden_while_one_scores(is_committed: bool) -> None:
    source = source_at(datetime(2026, 3, 1, tzinfo=UTC), "ab" * 32)
    theirs = scored(source, 300.0, {3: ["P4"]}, reader=OTHER)
    own = scored(source, 300.0, {5: ["P4"]}, is_committed=is_committed)
    table = score_table([*theirs, *own], READER, source.recording.segments, source.recording.duration_s)
    other = table[table["reader"] == OTHER].iloc[0]
    assert other["is_hidden"] == (not is_committed)
    assert table["score"].isna().tolist() == [(not is_committed) and reader == OTHER for reader in table["reader"]]

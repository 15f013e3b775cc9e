"""A picture of the page shows the rows that are shown, in their order."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from recordings.edf_files import plain, write_file
from recordings.memory_source import noise_source

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.page.recording_facts import CHANNEL_COLUMNS, channel_facts, recording_facts
from eegview.app.page.snapshot import Snapshot, age_text, only_rows
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.page import PageRequest
from eegview.model.display.view import ViewState
from eegview.model.span import Span


def page():
    source = noise_source()
    montage = montage_by_id("longitudinal_bipolar")
    return build_page(source, PageRequest("memory", Span(0.0, 10.0), montage, NO_FILTERS))


def test_rows_come_in_the_order_asked_with_their_own_samples():
    whole = page()
    part = only_rows(whole, (3, 0))
    assert [row.label for row in part.rows] == [whole.rows[3].label, whole.rows[0].label]
    for new, old in ((0, 3), (1, 0)):
        expected = next(trace.values for trace in whole.traces if trace.row == old)
        assert np.array_equal(next(trace.values for trace in part.traces if trace.row == new), expected)
    assert len(part.traces) == 2


@pytest.mark.parametrize(
    ("born", "text"),
    [("01-MAR-2021", "1 day"), ("12-FEB-2021", "18 days"), ("15-SEP-2020", "5.5 months"), ("02-MAR-2016", "5.0 years")],
)
def test_the_age_is_in_the_picture_and_the_name_is_not(tmp_path: Path, born: str, text: str):
    file = plain(2, 8, 50, reserved="EDF+C").with_(patient=f"P1 F {born} Secret_Name".encode())
    path = write_file(tmp_path / "night.edf", file)
    assert age_text(path, datetime(2021, 3, 2, 10, 20, 30)) == text
    whole = page()
    snapshot = Snapshot(whole, (0, 1), ViewState(), (900, 500), str(path), datetime(2021, 3, 2, 10, 20, 30))
    svg = snapshot.write(tmp_path / "page.svg").read_text(encoding="utf-8")
    assert f"age {text}" in svg
    assert "night.edf" in svg
    for secret in ("Secret", "P1 F", born, str(tmp_path)):
        assert secret not in svg
    assert "SIMULATED" not in svg
    simulated = replace(snapshot, is_simulated=True)
    assert "SIMULATED" in simulated.write(tmp_path / "simulated.svg").read_text(encoding="utf-8")
    typed = replace(snapshot, age="167 days")
    assert "age 167 days" in typed.write(tmp_path / "typed.svg").read_text(encoding="utf-8")


def test_no_age_where_the_file_has_none(tmp_path: Path):
    path = write_file(tmp_path / "night.edf", plain(2, 8, 50))
    assert age_text(path, datetime(2021, 3, 2)) == age_text(path, None) == age_text("", datetime(2021, 3, 2)) == ""


def test_facts_name_no_path_and_fill_every_column():
    recording = noise_source(segments=((0.0, 10.0), (15.0, 20.0))).recording
    facts = dict(recording_facts(recording))
    assert facts["Gaps"].startswith("1,")
    assert "memory.edf" not in " ".join(facts.values())
    assert all(len(channel_facts(channel)) == len(CHANNEL_COLUMNS) for channel in recording.channels)

"""The session: one owner of the view, and which rows are on the page."""

from dataclasses import replace
from datetime import datetime

import pytest
from recordings.memory_source import SCALP_10_20, make_channels, make_recording

from eegview.app.montage.store import load_montages
from eegview.app.page.session import Session, best_montage_id
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Derivation, Montage
from eegview.model.display.view import ALL_ROWS, RowStyle, ViewState
from eegview.model.recording import Recording

BIPOLAR = Montage(
    "bipolar",
    "Bipolar",
    tuple(Derivation(f"{a}-{b}", ((a, 1.0), (b, -1.0))) for a, b in (("Fp1", "F3"), ("F3", "C3"), ("C3", "P3"))),
)
WITH_MARKER = replace(
    BIPOLAR,
    montage_id="marker",
    derivations=(*BIPOLAR.derivations, Derivation("Mark1", (("Mark1", 1.0),), ChannelKind.TRIGGER)),
)
AS_RECORDED = Montage("none", "As recorded", as_recorded=True)


@pytest.fixture
def recording() -> Recording:
    eeg = make_channels(SCALP_10_20)
    ecg = make_channels(["ECG"], kind=ChannelKind.ECG, first_index=len(eeg))
    other = make_channels(["X1", "X2"], kind=ChannelKind.OTHER, first_index=len(eeg) + 1)
    trigger = make_channels(["Mark1"], kind=ChannelKind.TRIGGER, first_index=len(eeg) + 3)
    return make_recording((*eeg, *ecg, *other, *trigger))


def session_on(recording: Recording, montage_id: str) -> Session:
    return Session(recording, (BIPOLAR, WITH_MARKER, AS_RECORDED), ViewState(montage_id=montage_id))


def labels(session: Session) -> list[str]:
    return [session.rows[i].label for i in session.visible_rows()]


def test_markers_and_unnamed_inputs_are_left_out_of_a_montage(recording: Recording) -> None:
    assert labels(session_on(recording, "bipolar")) == ["Fp1-F3", "F3-C3", "C3-P3", "ECG"]


def test_as_recorded_shows_every_channel(recording: Recording) -> None:
    assert labels(session_on(recording, "none")) == [c.name for c in recording.channels]


def test_a_marker_that_the_montage_names_is_shown(recording: Recording) -> None:
    assert labels(session_on(recording, "marker")) == ["Fp1-F3", "F3-C3", "C3-P3", "Mark1", "ECG"]


def test_the_reviewers_choice_goes_before_the_kind(recording: Recording) -> None:
    session = session_on(recording, "bipolar")
    session.change(row_styles=(RowStyle("X2", is_hidden=False), RowStyle("ECG", is_hidden=True)))
    assert labels(session) == ["Fp1-F3", "F3-C3", "C3-P3", "X2"]


def test_a_gain_alone_leaves_a_row_as_hidden_as_it_was(recording: Recording) -> None:
    session = session_on(recording, "bipolar")
    session.change(row_styles=(RowStyle("X1", gain=2.0),))
    assert "X1" not in labels(session)


def test_order_and_scrolling_are_applied_to_what_is_not_hidden(recording: Recording) -> None:
    session = session_on(recording, "bipolar")
    session.change(row_order=("ECG", "C3-P3"))
    assert labels(session) == ["ECG", "C3-P3", "Fp1-F3", "F3-C3"]
    session.change(n_rows=2, first_row=1)
    assert labels(session) == ["C3-P3", "Fp1-F3"]
    assert session.rows_shown.text == "rows 2–3 of 4"
    session.change(first_row=99)
    assert labels(session) == ["Fp1-F3", "F3-C3"], "the last rows fill the page"
    assert session.rows_shown.text == "rows 3–4 of 4"
    session.change(n_rows=0)
    assert session.rows_shown.text == ""
    assert len(session.unhidden_rows()) == 4


def test_listeners_hear_of_a_change_once_and_not_of_none(recording: Recording) -> None:
    session, heard = session_on(recording, "bipolar"), []
    session.view_changed.connect(heard.append)
    session.change(page_s=15.0)
    session.change(page_s=10.0)
    assert [view.page_s for view in heard] == [10.0]


def test_a_montage_that_went_away_falls_back_to_the_first(recording: Recording) -> None:
    assert session_on(recording, "gone").montage == BIPOLAR


@pytest.mark.parametrize(
    ("names", "wanted", "expected"),
    [
        (SCALP_10_20, "bipolar", "bipolar"),
        (["Fp1", "F3", "C3"], "bipolar", "bipolar"),
        (["EEG1", "EEG2"], "bipolar", "none"),
        (["EEG1", "EEG2"], "none", "none"),
        (SCALP_10_20, "unknown", "none"),
    ],
)
def test_the_montage_wanted_is_used_where_half_of_it_can_be_shown(names: list[str], wanted: str, expected: str) -> None:
    recording = make_recording(make_channels(names))
    assert best_montage_id((BIPOLAR, AS_RECORDED), recording, wanted) == expected


def test_a_reduced_cap_is_shown_in_the_reduced_montage() -> None:
    recording = make_recording(make_channels(["Fp1", "Fp2", "C3", "C4", "T7", "T8", "O1", "O2", "Cz"]))
    assert best_montage_id(load_montages(), recording, "longitudinal_bipolar") == "neonatal"


def many_rows() -> Session:
    session = session_on(make_recording(make_channels([f"E{i}" for i in range(1, 261)])), "none")
    session.legible_rows = 60
    return session


def test_of_many_rows_as_many_are_shown_as_can_be_read() -> None:
    session = many_rows()
    assert len(labels(session)) == 60
    assert session.rows_shown.text == "rows 1–60 of 260"
    session.legible_rows = 40  # the window is made lower
    assert session.rows_shown.text == "rows 1–40 of 260"


def test_rows_are_turned_by_pages_and_scrolled_one_by_one() -> None:
    session = many_rows()
    session.turn_rows(1)
    assert session.rows_shown.text == "rows 61–120 of 260"
    session.scroll_rows(1)
    assert session.rows_shown.text == "rows 62–121 of 260"
    session.turn_rows(9)
    assert session.rows_shown.text == "rows 201–260 of 260"
    session.turn_rows(-9)
    session.scroll_rows(-1)  # held a little too long: still no more than can be read
    assert session.rows_shown.text == "rows 1–60 of 260"


def test_all_of_many_rows_are_shown_where_they_are_asked_for() -> None:
    session = many_rows()
    session.change(n_rows=ALL_ROWS)
    assert (len(labels(session)), session.has_all_rows, session.rows_shown.text) == (260, True, "")
    session.scroll_rows(1)
    assert session.rows_shown.text == "rows 2–61 of 260"


def test_few_rows_are_all_shown_and_scroll_by_half(recording: Recording) -> None:
    session = session_on(recording, "none")
    session.legible_rows = 60
    n_all = len(labels(session))
    session.turn_rows(1)
    assert len(labels(session)) == n_all
    session.scroll_rows(1)
    assert len(labels(session)) == n_all // 2
    session.scroll_rows(-1)
    session.scroll_rows(-1)
    assert len(labels(session)) == n_all


def test_times_are_written_as_the_list_is_set(recording: Recording) -> None:
    started = replace(recording, started_at=datetime(2020, 3, 2, 23, 59, 50, 500_000))
    session = session_on(started, "bipolar")
    assert session.time_text(12.25, 3) == "00:00:02.750"
    assert session.time_text(1.2) == "23:59:52"
    session.is_clock = False
    assert session.time_text(12.25, 3) == "00:00:12.250"
    assert session_on(replace(recording, started_at=None), "bipolar").time_text(3724.0) == "01:02:04"

"""Two sessions side by side: what is locked is alike, linked pages keep their difference."""

from dataclasses import replace

import pytest
from recordings.memory_source import SCALP_10_20, make_channels, make_recording

from eegview.app.page import navigation
from eegview.app.page.session import Session
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.display.montage import Derivation, Montage
from eegview.model.display.view import RowStyle, ViewState
from eegview.model.recording import Recording
from eegview.ui.response.locks import ALL_LOCKS, DISPLAY_LOCKS, Lock
from eegview.ui.response.matching.aligned_rows import aligned, electrodes_text
from eegview.ui.response.paired_views import OPEN, OTHER, PairedViews

MONTAGES = tuple(
    Montage(
        name,
        name.title(),
        tuple(Derivation(f"{a}-{b}", ((a, 1.0), (b, -1.0))) for a, b in (("Fp1", "F3"), ("F3", "C3"), ("T7", "P7"))),
    )
    for name in ("bipolar", "other")
)
WIDE = DisplayFilters().with_kind(ChannelKind.EEG, FilterSpec(0.1, 35.0))


def recording(names: list[str], duration_s: float = 600.0, more: tuple[str, ...] = ()) -> Recording:
    eeg = make_channels(names)
    rest = make_channels(list(more), kind=ChannelKind.RESPIRATION, first_index=len(eeg))
    return make_recording((*eeg, *rest), ((0.0, duration_s),))


@pytest.fixture
def pair() -> PairedViews:
    opened = Session(recording(SCALP_10_20), MONTAGES, ViewState(montage_id="bipolar", start_s=100.0))
    lacking = [name for name in SCALP_10_20 if name != "T7"]
    other = Session(recording(lacking, 200.0, ("Resp",)), MONTAGES, ViewState(montage_id="other", start_s=40.0))
    return PairedViews(opened, other)


def test_what_is_locked_is_as_the_open_study_has_it_and_follows_either_side(pair: PairedViews) -> None:
    opened, other = pair.sessions
    assert other.view.montage_id == "bipolar"
    opened.change(filters=WIDE, sensitivity_uv_per_mm=30.0)
    assert (other.view.filters, other.view.sensitivity_uv_per_mm) == (WIDE, 30.0)
    other.change(page_s=20.0)
    assert opened.view.page_s == 20.0
    hidden = (RowStyle("F3-C3", is_hidden=True),)
    opened.set_view(replace(opened.view, montage_id="other"))
    opened.change(row_styles=hidden)
    assert (other.view.montage_id, other.view.row_styles) == ("other", hidden)


def test_linked_pages_keep_their_difference_also_past_the_end_of_the_shorter_one(pair: PairedViews) -> None:
    opened, other = pair.sessions
    assert pair.difference_s == -60.0
    pair.move(lambda view, whole: navigation.by_pages(view, 1, whole))
    assert (opened.view.start_s, other.view.start_s) == (115.0, 55.0)
    pair.activate(OTHER)
    pair.move(lambda view, whole: navigation.by(view, -5.0, whole))
    assert (opened.view.start_s, other.view.start_s) == (110.0, 50.0)
    pair.activate(OPEN)
    pair.move(lambda view, whole: navigation.to(view, 500.0, whole))
    assert other.view.start_s == 199.0  # its last second
    pair.move(lambda view, whole: navigation.to(view, 200.0, whole))
    assert other.view.start_s == 140.0
    pair.place(OTHER, 10.0)
    assert (opened.view.start_s, pair.difference_s) == (200.0, -190.0)
    pair.unlock(Lock.SCROLL)
    pair.move(lambda view, whole: navigation.by(view, 7.0, whole))
    assert (opened.view.start_s, other.view.start_s) == (207.0, 10.0)
    pair.lock(Lock.SCROLL)
    assert pair.difference_s == -197.0


def test_unlocked_the_active_page_alone_changes_whichever_it_is(pair: PairedViews) -> None:
    opened, other = pair.sessions
    pair.unlock(*DISPLAY_LOCKS)
    opened.change(sensitivity_uv_per_mm=30.0)
    assert other.view.sensitivity_uv_per_mm == 15.0
    pair.activate(OTHER)
    opened.set_view(navigation.with_sensitivity_step(opened.view, -1))  # as the window's keys do it
    assert (opened.view.sensitivity_uv_per_mm, other.view.sensitivity_uv_per_mm) == (30.0, 10.0)
    opened.change(filters=WIDE)
    assert (opened.view.filters, other.view.filters) == (ViewState().filters, WIDE)
    opened.set_view(navigation.with_page_step(opened.view, 1, opened.recording.span))
    assert (opened.view.page_s, other.view.page_s) == (15.0, 20.0)
    opened.change(montage_id="other")
    assert (opened.view.montage_id, other.view.montage_id) == ("bipolar", "other")
    pair.lock(*DISPLAY_LOCKS)  # as the active page has it
    assert (opened.view.sensitivity_uv_per_mm, opened.view.montage_id) == (10.0, "other")


def test_a_pair_that_is_put_away_leaves_both_alone_and_takes_up_its_locks_again(pair: PairedViews) -> None:
    opened, other = pair.sessions
    pair.is_on = False
    opened.change(sensitivity_uv_per_mm=100.0, start_s=0.0)
    assert (other.view.sensitivity_uv_per_mm, other.view.start_s) == (15.0, 40.0)
    pair.resume()
    assert other.view.sensitivity_uv_per_mm == 100.0
    assert pair.locks == ALL_LOCKS


def test_rows_of_both_stand_at_the_same_places_and_what_lacks_is_said(pair: PairedViews) -> None:
    rows = [[session.rows[i] for i in session.visible_rows()] for session in pair.sessions]
    assert [row.label for row in aligned(*rows)] == ["Fp1-F3", "F3-C3", "T7-P7", "Resp"]
    assert [row.label for row in aligned(rows[1], rows[0])] == ["Fp1-F3", "F3-C3", "T7-P7", "Resp"]
    text, tip = electrodes_text(*(session.recording for session in pair.sessions))
    assert text == "After lacks T7"
    assert "no electrode replaces another" in tip
    same = pair.sessions[OPEN].recording
    assert electrodes_text(same, same)[0] == "the same in both"

"""Looks of single rows: what is set can be forgotten, and nothing else changes."""

from recordings.memory_source import noise_source

from eegview.app.montage.store import montage_by_id
from eegview.app.page.row_styles import (
    electrodes_of,
    row_notice,
    with_all_rows,
    with_only,
    with_row,
    without_row_styles,
)
from eegview.model.display.binding import bind
from eegview.model.display.view import RowStyle, ViewState


def test_a_plain_look_is_forgotten():
    view = with_row(ViewState(), RowStyle("Fp1-F7", gain=2.0))
    assert view.row_styles == (RowStyle("Fp1-F7", gain=2.0),)
    assert with_row(view, RowStyle("Fp1-F7")) == ViewState()


def test_only_hides_the_rest_and_none_shows_all():
    view = with_only(ViewState(), ("a", "b", "c"), ("b",))
    assert {style.label: style.is_hidden for style in view.row_styles} == {"a": True, "b": False, "c": True}
    view = with_only(view, ("a", "b", "c"), ())
    assert all(style.is_hidden is False for style in view.row_styles)
    assert without_row_styles(view) == ViewState()


def test_all_rows_come_back_with_their_gains():
    view = ViewState(
        row_styles=(RowStyle("a", 2.0, is_hidden=True), RowStyle("b", is_hidden=True), RowStyle("X1", is_hidden=False)),
        only_rows=("a",),
        first_row=3,
        n_rows=2,
    )
    kept = (RowStyle("X1", is_hidden=False), RowStyle("a", 2.0))
    shown = with_all_rows(view)
    assert tuple(sorted(shown.row_styles, key=lambda style: style.label)) == kept
    assert (shown.only_rows, shown.first_row, shown.n_rows) == ((), 0, 0)


def test_electrodes_of_an_average_row_are_its_own():
    recording = noise_source().recording
    for montage_id, label, expected in (
        ("common_average", "Fp1-AVG", ("Fp1",)),
        ("longitudinal_bipolar", "Fp1-F7", ("Fp1", "F7")),
        ("none", "Fp1", ("Fp1",)),
    ):
        montage = montage_by_id(montage_id)
        row = next(row for row in bind(montage, recording) if row.label == label)
        assert electrodes_of(row, montage, recording) == expected
        assert row_notice(row) == ""

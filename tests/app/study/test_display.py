"""However montages are flipped and rows changed: each montage shows its rows as they were left, reopened too."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from recordings.memory_source import SCALP_10_20, make_channels, make_recording

from eegview.app.montage.store import load_montages
from eegview.app.page.row_styles import with_all_rows, with_only, with_row, without_row_styles
from eegview.app.page.session import Session
from eegview.model.channel import ChannelKind
from eegview.model.display.view import ViewState
from eegview.model.study.display_state import (
    held_page,
    held_rows,
    page_display,
    page_from_json,
    page_to_json,
    rows_from_json,
    rows_to_json,
    with_page_display,
)

CHANNELS = make_channels(SCALP_10_20)
RECORDING = make_recording((*CHANNELS, *make_channels(["X1"], kind=ChannelKind.OTHER, first_index=len(CHANNELS))))
MONTAGES = tuple(m for m in load_montages([]) if m.montage_id in ("longitudinal_bipolar", "common_average", "none"))
ACTS = st.tuples(
    st.sampled_from(("flip", "hide", "show", "gain", "offset", "order", "only", "zoom", "all", "reset", "scroll")),
    st.integers(0, 2),
    st.integers(0, 17),
)


def act(session: Session, what: str, number: int, place: int) -> None:
    """Do something that a hand may do to the rows."""
    view, labels = session.view, [row.label for row in session.rows]
    label = labels[place % len(labels)]
    style = view.row_style(label)
    if what == "flip":
        session.change(montage_id=MONTAGES[number].montage_id)
    elif what in ("hide", "show"):
        session.set_view(with_row(view, replace(style, is_hidden=what == "hide")))
    elif what == "gain":
        session.set_view(with_row(view, replace(style, gain=float(number + 1))))
    elif what == "offset":
        session.set_view(with_row(view, replace(style, offset_mm=float(number - 1))))
    elif what == "order":
        session.change(row_order=(*labels[place:], *labels[:place]))
    elif what == "only":
        session.set_view(with_only(view, labels, labels[place : place + 3]))
    elif what == "zoom":
        session.change(only_rows=(label,))
    elif what == "scroll":
        session.change(first_row=place, n_rows=number)
    else:
        session.set_view(with_all_rows(view) if what == "all" else without_row_styles(view))


@given(st.lists(ACTS, max_size=30))
def test_rows_are_as_they_were_left(acts: list[tuple[str, int, int]]) -> None:
    session = Session(RECORDING, MONTAGES, ViewState(montage_id=MONTAGES[0].montage_id))
    left = {}  # by montage: styles and order when it was shown last
    for one in acts:
        was = session.view.montage_id
        act(session, *one)
        if session.view.montage_id != was:
            styles, order = left.get(session.view.montage_id, (set(), ()))
            assert set(session.view.row_styles) == styles, "as it was left"
            assert session.view.row_order == order
        left[session.view.montage_id] = set(session.view.row_styles), session.view.row_order
    page = page_from_json(page_to_json(page_display(session.view)))
    assert page is not None
    again = Session(RECORDING, MONTAGES, with_page_display(ViewState(), page))
    kept = {i: rows_from_json(rows_to_json(rows)) for i, rows in session.arrangements.items()}
    again.arrange({i: rows for i, rows in kept.items() if rows is not None})
    for montage in MONTAGES:
        for one_session in (session, again):
            one_session.change(montage_id=montage.montage_id)
            one_session.change(only_rows=(), first_row=0, n_rows=0)
        assert [again.rows[i].label for i in again.visible_rows()] == [
            session.rows[i].label for i in session.visible_rows()
        ]
        assert again.rows_shown == session.rows_shown
        for row in session.rows:
            assert again.view.row_style(row.label) == session.view.row_style(row.label)
    assert held_page(page)
    assert all(held_rows(rows) for rows in session.arrangements.values())


def test_hidden_and_scrolled_rows_are_counted_together() -> None:
    session = Session(RECORDING, MONTAGES, ViewState(montage_id="longitudinal_bipolar"))
    assert session.rows_shown.text == ""
    n_all = session.rows_shown.n_all
    labels = [session.rows[i].label for i in session.visible_rows()]
    assert n_all == len(labels), "X1 is left out by its kind, which hides nothing"
    session.set_view(with_row(session.view, replace(session.view.row_style(labels[0]), is_hidden=True)))
    assert session.rows_shown.text == f"{n_all - 1} of {n_all} rows shown"
    session.change(first_row=2, n_rows=5)
    assert session.rows_shown.text == f"rows 3–7 of {n_all - 1} · 1 hidden"
    session.set_view(with_all_rows(session.view))
    assert session.rows_shown.text == ""
    session.change(only_rows=tuple(labels[:2]))
    assert session.rows_shown.text == f"2 of {n_all} rows shown"

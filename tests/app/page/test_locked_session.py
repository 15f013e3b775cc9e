"""A task locks how a page is displayed: what it locks is never the reviewer's own choice."""

from dataclasses import replace

from eegview.app.page.session import Session
from eegview.model.display.montage import Montage
from eegview.model.display.view import RowStyle, ViewState
from eegview.model.recording import Recording
from eegview.model.span import Span


def locked(view: ViewState) -> ViewState:
    return replace(view, montage_id="b", sensitivity_uv_per_mm=30.0, row_styles=(RowStyle("ECG", is_hidden=True),))


def test_a_locked_display_is_given_back_as_it_was() -> None:
    recording = Recording("a.edf", "EDF", (), (Span(0.0, 600.0),), None, "f" * 64)
    session = Session(recording, (Montage("a", "A", ()), Montage("b", "B", ())), ViewState(montage_id="a"))
    session.change(montage_id="b")
    session.change(row_styles=(RowStyle("Cz", gain=2.0),))
    session.change(montage_id="a")
    session.change(row_styles=(RowStyle("Fz", gain=3.0),), start_s=30.0)
    before, arranged, seen = session.view, session.arrangements, []
    session.view_changed.connect(seen.append)
    session.lock_display(locked)
    assert session.is_locked
    assert session.view.montage_id == "b"
    session.change(montage_id="a", sensitivity_uv_per_mm=5.0)
    assert len(seen) == 1  # nothing of it was shown
    session.change(start_s=45.0, bad_channels=frozenset({"T5"}))
    assert session.view.start_s == 45.0
    assert (session.lasting_view, session.arrangements) == (before, arranged)
    session.unlock_display()
    assert session.view == replace(before, bad_channels=frozenset({"T5"}))
    assert session.arrangements == arranged
    session.unlock_display()  # again: nothing
    assert len(seen) == 3
    session.change(montage_id="b")
    assert session.view.row_styles == (RowStyle("Cz", gain=2.0),)

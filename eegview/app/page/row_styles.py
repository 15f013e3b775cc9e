"""Change how single rows are drawn: pure functions from one view to the next."""

from collections.abc import Iterable
from dataclasses import replace

from eegview.model.channel import ChannelKind
from eegview.model.display.montage import AVERAGE, Montage, Row
from eegview.model.display.view import RowStyle, ViewState
from eegview.model.recording import Recording

MARKED_BAD = "marked bad"
CLUTTER_KINDS = (ChannelKind.OTHER, ChannelKind.TRIGGER)


def is_clutter(row: Row, montage: Montage) -> bool:
    """Check whether a row is left out unless the reviewer asks for it.

    Trigger, marker and unnamed inputs (Mark1, DC01, X5) are, unless the montage names them or shows the file as
    recorded.
    """
    if montage.as_recorded or row.kind not in CLUTTER_KINDS:
        return False
    return all(derivation.label != row.label for derivation in montage.derivations)


def with_row(view: ViewState, style: RowStyle) -> ViewState:
    """Return the view with this style of one row; a style like all others' is dropped."""
    others = tuple(other for other in view.row_styles if other.label != style.label)
    return replace(view, row_styles=others if style == RowStyle(style.label) else (*others, style))


def with_only(view: ViewState, labels: Iterable[str], shown: Iterable[str]) -> ViewState:
    """Return the view that shows the rows `shown` of `labels` and hides the rest; all of them for none."""
    shown = set(shown)
    for label in labels:
        view = with_row(view, replace(view.row_style(label), is_hidden=bool(shown) and label not in shown))
    return replace(view, only_rows=(), first_row=0, n_rows=0)


def with_all_rows(view: ViewState) -> ViewState:
    """Return the view in which no row of the montage is hidden by hand, zoomed or scrolled away; gains stay."""
    for style in view.row_styles:
        if style.is_hidden:
            view = with_row(view, replace(style, is_hidden=None))
    return replace(view, only_rows=(), first_row=0, n_rows=0)


def without_row_styles(view: ViewState) -> ViewState:
    """Return the view with every row as the montage has it; bad channels stay bad."""
    return replace(view, row_styles=(), row_order=(), only_rows=(), first_row=0, n_rows=0)


def electrodes_of(row: Row, montage: Montage, recording: Recording) -> tuple[str, ...]:
    """Return the channels a reviewer would name when the row looks bad; not those of an average behind it."""
    derivation = next((d for d in montage.derivations if d.label == row.label), None)
    if derivation is not None:
        named = tuple(n for n, _weight in derivation.weights if n != AVERAGE and recording.channel(n) is not None)
        if named:
            return named
    return tuple(recording.channels[index].name for index in row.channels)


def row_notice(row: Row) -> str:
    """Return a short text on what is wrong with a row; "" if nothing is."""
    if row.missing:
        return f"{', '.join(row.missing)} not recorded"
    return row.problem or (MARKED_BAD if row.is_bad else "")

"""The menu of a row's name on the page."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QMenu, QWidget

from eegview.model.display.view import RowStyle
from eegview.model.text.language import tr
from eegview.ui.widgets.mnemonics import as_heading, letters_when_shown

ChangeStyle = Callable[[RowStyle], RowStyle]


def build_row_menu(
    parent: QWidget,
    label: str,
    electrodes: tuple[str, ...],
    bad: frozenset[str],
    change: Callable[[ChangeStyle], None],
    mark_bad: Callable[[str, bool], None],
    open_rows: Callable[[], None],
    switch_crosshair: Callable[[], None],
    average: str = "",
) -> QMenu:
    """Return the menu of one row.

    electrodes : channels of the recording that make the row
    change : applies a change of the row's look
    mark_bad : (channel, whether it is bad)
    switch_crosshair : reads the row at the cursor, or ends that
    average : what the average is made of that the row is measured against
    """
    menu = QMenu(parent)
    menu.setObjectName("row_menu")
    letters_when_shown(menu)
    head = menu.addAction(label)
    as_heading(head)
    if average:
        stated = menu.addAction(average)
        stated.setObjectName("row.average")
        as_heading(stated)
    menu.addSeparator()
    crosshair = menu.addAction(tr("Crosshair"))
    crosshair.setObjectName("row.crosshair")
    crosshair.triggered.connect(lambda _checked=False: switch_crosshair())
    styles: tuple[tuple[str, str, ChangeStyle], ...] = (
        ("row.taller", "Gain ×2", lambda style: replace(style, gain=min(style.gain * 2, 100.0))),
        ("row.flatter", "Gain ×½", lambda style: replace(style, gain=max(style.gain / 2, 0.01))),
        ("row.reset", "Reset gain and offset", lambda style: replace(style, gain=1.0, offset_mm=0.0)),
        ("row.hide", "Hide this row", lambda style: replace(style, is_hidden=True)),
    )
    for name, text, style_change in styles:
        action = menu.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(lambda _checked=False, c=style_change: change(c))
    menu.addSeparator()
    for electrode in electrodes:
        is_bad = electrode in bad
        action = menu.addAction(
            tr("Unmark {electrode} as bad", electrode=electrode)
            if is_bad
            else tr("Mark {electrode} as bad", electrode=electrode)
        )
        action.setObjectName(f"row.bad.{electrode}")
        action.triggered.connect(lambda _checked=False, e=electrode, b=is_bad: mark_bad(e, not b))
    menu.addSeparator()
    rows = menu.addAction(tr("All rows…"))
    rows.setObjectName("row.all")
    rows.triggered.connect(lambda _checked=False: open_rows())
    return menu

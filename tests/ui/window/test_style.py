"""What the style sheet says can be read and seen in every theme, and the keyboard's place always shows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QDoubleSpinBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QTableView,
    QTextBrowser,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from eegview.app.contrast import GRAPHIC_CONTRAST, TEXT_CONTRAST, contrast
from eegview.app.resources import resources_folder
from eegview.app.themes import Theme, read_theme
from eegview.app.vocabulary.letters import letters_of
from eegview.app.vocabulary.store import load_vocabulary
from eegview.ui.page.trace_view import TraceView
from eegview.ui.widgets.chips import Chips
from eegview.ui.widgets.key_legend import LegendButton, LegendEntry
from eegview.ui.window.style import apply_style, style_sheet

THEMES = [read_theme(path) for path in sorted((resources_folder() / "themes").glob("*.toml"))]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
CONTROLS = ("QPushButton", "QLineEdit", "QToolButton", 'role="switch"')


@pytest.fixture(params=THEMES, ids=lambda theme: theme.theme_id)
def theme(request: pytest.FixtureRequest) -> Theme:
    return request.param


def rules(theme: Theme) -> Iterator[tuple[str, dict[str, str]]]:
    for selector, body in RULE.findall(style_sheet(theme, 1.0)):
        said = dict(line.split(":", 1) for line in body.split(";") if ":" in line)
        yield " ".join(selector.split()), {name.strip(): value.strip() for name, value in said.items()}


def test_text_can_be_read_on_its_ground(theme: Theme) -> None:
    n_checked = 0
    for selector, said in rules(theme):
        if ":disabled" in selector or not COLOUR.fullmatch(said.get("color", "")):
            continue  # what cannot be used is pale in every program, and in WCAG
        own = [value for name, value in said.items() if name.startswith("background") and COLOUR.fullmatch(value)]
        is_filled = "primary" in selector and "keycap" not in selector
        filled = [theme.accent] if is_filled else [theme.page, theme.ground]
        for ground in own or filled:
            assert contrast(said["color"], ground) >= TEXT_CONTRAST, selector
            n_checked += 1
    assert n_checked > 20


def test_edges_of_controls_can_be_seen(theme: Theme) -> None:
    n_checked = 0
    for selector, said in rules(theme):
        border = COLOUR.search(said.get("border", ""))
        if border is None or ":disabled" in selector or not any(one in selector for one in CONTROLS):
            continue
        grounds = [theme.accent] if "dashed" in said["border"] else [theme.page, theme.ground]
        assert all(contrast(border.group(), ground) >= GRAPHIC_CONTRAST for ground in grounds), selector
        n_checked += 1
    assert n_checked > 8


def test_what_cannot_be_used_can_still_be_seen(theme: Theme) -> None:
    for selector, said in rules(theme):
        if ":disabled" in selector and COLOUR.fullmatch(said.get("color", "")):
            assert contrast(said["color"], theme.page) >= GRAPHIC_CONTRAST, selector


def button(role: str = "", checked: bool = False) -> Callable[[], QWidget]:
    def make() -> QWidget:
        made = QPushButton("Export")
        made.setProperty("role", role)
        made.setCheckable(True)
        made.setChecked(checked)
        return made

    return make


def tool(role: str) -> Callable[[], QWidget]:
    def make() -> QWidget:
        made = QToolButton()
        made.setText("15 s")
        made.setProperty("role", role)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made

    return make


def view(kind: type[QTableView] | type[QTreeView] | type[QListView]) -> Callable[[], QWidget]:
    def make() -> QWidget:
        made = kind()
        model = QStandardItemModel(made)
        model.appendRow([QStandardItem("Spasm")])
        made.setModel(model)
        return made

    return make


def chips() -> QWidget:
    term = load_vocabulary(built_in_only=True).term("spasm")
    assert term is not None
    made = Chips(term.questions[0], letters_of(term)[term.questions[0].name])
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def legend() -> QWidget:
    return LegendButton(LegendEntry("1", "Spasm", action=QAction("Spasm", QApplication.instance())))


WIDGETS: dict[str, Callable[[], QWidget]] = {
    "button": button(),
    "primary button": button("primary"),
    "checked button": button(checked=True),
    "chip": button("chip"),
    "key": button("key"),
    "primary key": button("key-primary"),
    "strip": tool("value"),
    "filter": tool("filter"),
    "switch": tool("switch"),
    "title": tool("title"),
    "rail": tool("rail"),
    "plain tool": tool(""),
    "line": QLineEdit,
    "combo": QComboBox,
    "spin": QSpinBox,
    "double spin": QDoubleSpinBox,
    "date": QDateTimeEdit,
    "check": lambda: QCheckBox("Dim"),
    "radio": lambda: QRadioButton("Causal"),
    "slider": lambda: QSlider(Qt.Orientation.Horizontal),
    "table": view(QTableView),
    "tree": view(QTreeView),
    "list": view(QListView),
    "text": QPlainTextEdit,
    "browser": QTextBrowser,
    "chips": chips,
    "legend": legend,
}


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def n_changed(before: QImage, after: QImage) -> int:
    """Return how many pixels differ by a contrast that graphics need."""
    assert before.size() == after.size()
    one, other = colours(before), colours(after)
    pairs = Counter(zip(one[one != other].tolist(), other[one != other].tolist(), strict=True))
    return sum(n for (a, b), n in pairs.items() if contrast(f"#{a:06x}", f"#{b:06x}") >= GRAPHIC_CONTRAST)


def colours(image: QImage) -> npt.NDArray[np.uint32]:
    """Return the colours of all pixels as numbers."""
    lines = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return (lines[:, : image.width()] & np.uint32(0xFFFFFF)).ravel()


@pytest.fixture
def styled(qapp: QApplication, theme: Theme) -> Iterator[Theme]:
    apply_style(qapp, theme, 1.0)
    yield theme
    qapp.setStyleSheet("")


@pytest.mark.parametrize("kind", WIDGETS)
def test_the_focus_is_seen(styled: Theme, qtbot: QtBot, kind: str) -> None:
    window, other, widget = QWidget(), QPushButton("Other"), WIDGETS[kind]()
    layout = QVBoxLayout(window)
    layout.addWidget(other)
    layout.addWidget(widget)
    widget.setMaximumHeight(60)
    qtbot.addWidget(window)
    window.resize(160, 120)
    window.show()
    window.activateWindow()
    other.setFocus()
    before, size = picture(widget), widget.size()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert widget.hasFocus()
    after = picture(widget)
    assert widget.size() == size  # nothing jumps
    assert n_changed(before, after) >= widget.width()  # as much as a line along one side


def test_the_page_shows_that_it_has_the_keyboard(styled: Theme, qtbot: QtBot) -> None:
    window, other, page = QWidget(), QPushButton("Other"), TraceView(styled)
    layout = QVBoxLayout(window)
    layout.addWidget(other)
    layout.addWidget(page, 1)
    qtbot.addWidget(window)
    window.resize(200, 160)
    window.show()
    window.activateWindow()
    other.setFocus()
    before = picture(page)
    page.setFocus()
    assert n_changed(before, picture(page)) >= 2 * (page.width() + page.height())


def test_the_frame_of_a_box_does_not_touch_its_text(styled: Theme, qtbot: QtBot) -> None:
    box = QCheckBox("Print the dates, from")
    qtbot.addWidget(box)
    box.adjustSize()
    option = QStyleOptionButton()
    box.initStyleOption(option)
    text = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, box)
    assert text.width() >= box.fontMetrics().horizontalAdvance(box.text())
    assert box.width() - text.x() - text.width() >= 5

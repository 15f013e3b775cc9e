"""Find what is cut, overlaps or lies outside of its window: `from windows.layout_faults import layout_faults`."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QTabBar,
    QWidget,
)

_LEEWAY_PX = 1
_ELIDING = ("ElidedLabel", "ElidedButton", "RightLabel")  # they shorten their text, and say all of it in a tip
_OVER_OTHERS = ("overlay",)  # roles of what lies over the page for a while
_OVER_NAMES = ("tour.pointer",)
_ICON_GAP_PX = 4
_BOX_PX = 20  # at least, of a check or radio button's box


def layout_faults(top: QWidget) -> list[str]:
    """Return a line for each fault of a window as it stands now: what, which widget, its text.

    A text is cut where its widget is narrower, or when it wraps lower, than the text; widgets that shorten their text
    on purpose are left out, and so is what has been scrolled out of sight upwards or downwards.
    """
    found: list[str] = []
    for widget in (top, *top.findChildren(QWidget)):
        if not widget.isVisible() or widget.window() is not top:
            continue
        found += [f"cut: {_named(widget)}: {text}" for text in _cut_texts(widget)]
        if widget is not top and _is_outside(widget, top):
            found.append(f"outside: {_named(widget)}")
        found += [f"overlap: {_named(one)} and {_named(other)}" for one, other in _overlaps(widget)]
    return sorted(set(found))


def _named(widget: QWidget) -> str:
    """Return the name of a widget, or its class and the nearest name above it."""
    if widget.objectName() and not widget.objectName().startswith("qt_"):
        return widget.objectName()
    parent = widget.parentWidget()
    while parent is not None and (not parent.objectName() or parent.objectName().startswith("qt_")):
        parent = parent.parentWidget()
    return f"{type(widget).__name__} in {parent.objectName() if parent is not None else 'a window'}"


# texts


def _cut_texts(widget: QWidget) -> Iterator[str]:
    """Yield the texts of a widget that are not whole."""
    if type(widget).__name__ in _ELIDING:
        return
    if isinstance(widget, QLabel):
        if _is_label_cut(widget):
            yield widget.text()
    elif isinstance(widget, QAbstractButton):
        if _is_button_cut(widget):
            yield widget.text()
    elif isinstance(widget, QTabBar):
        for index in range(widget.count()):
            wide_px = widget.fontMetrics().horizontalAdvance(_plain(widget.tabText(index)))
            area = widget.tabRect(index)
            if widget.isTabVisible(index) and (wide_px > area.width() or not widget.rect().contains(area)):
                yield widget.tabText(index)
    elif isinstance(widget, QHeaderView):
        yield from _cut_headers(widget)
    elif isinstance(widget, QComboBox):
        wide_px = widget.fontMetrics().horizontalAdvance(widget.currentText())
        if wide_px > widget.width() - widget.fontMetrics().height():  # the arrow takes about as much
            yield widget.currentText()
    is_field = isinstance(widget, QComboBox | QLineEdit | QAbstractSpinBox) and not _is_inner(widget)
    if is_field and widget.height() < widget.sizeHint().height() - 2 * _LEEWAY_PX:
        yield "(too low)"


def _is_label_cut(label: QLabel) -> bool:
    text = label.text()
    if not text.strip() or not label.pixmap().isNull():
        return False
    if label.wordWrap():
        # a word that is wider than the label, or lines below its lower edge
        return label.heightForWidth(label.width()) > label.height() + 2 * _LEEWAY_PX
    hint = label.sizeHint()
    return hint.width() > label.width() + _LEEWAY_PX or hint.height() > label.height() + 2 * _LEEWAY_PX


def _is_button_cut(button: QAbstractButton) -> bool:
    text = _plain(button.text())
    style = getattr(button, "toolButtonStyle", None)
    if not text or (style is not None and style() == Qt.ToolButtonStyle.ToolButtonIconOnly):
        return False
    metrics = QFontMetrics(button.font())
    if isinstance(button, QPushButton) and button.sizeHint().width() > button.width() + 4 * _LEEWAY_PX:
        return button.layout() is None
    wide_px = max(metrics.horizontalAdvance(line) for line in text.splitlines())
    if isinstance(button, QCheckBox | QRadioButton):
        return wide_px + _BOX_PX > button.width() or button.sizeHint().width() > button.width() + _LEEWAY_PX
    is_beside = style is None or style() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    if not button.icon().isNull() and is_beside:
        wide_px += button.iconSize().width() + _ICON_GAP_PX
    return wide_px > button.width() + _LEEWAY_PX or metrics.height() > button.height() + 2 * _LEEWAY_PX


def _cut_headers(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None or header.orientation() is not Qt.Orientation.Horizontal:
        return
    for section in range(header.count()):
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        size_px = header.sectionSize(section)
        if text and not header.isSectionHidden(section) and header.fontMetrics().horizontalAdvance(text) > size_px:
            yield text


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


# places


def _is_outside(widget: QWidget, top: QWidget) -> bool:
    """Whether a widget lies beyond its window, or sideways beyond what scrolls up and down only."""
    parent = widget.parentWidget()
    if parent is None or widget.width() == 0 or widget.height() == 0 or _is_inner(widget):
        return False
    area = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size())
    scroll = _scroll_area_of(widget)
    if scroll is None:
        return not top.rect().adjusted(-_LEEWAY_PX, -_LEEWAY_PX, _LEEWAY_PX, _LEEWAY_PX).contains(area)
    if scroll.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return False
    port = scroll.viewport()
    left_px = port.mapTo(top, QPoint(0, 0)).x()
    return area.left() < left_px - _LEEWAY_PX or area.right() > left_px + port.width() + _LEEWAY_PX


def _scroll_area_of(widget: QWidget) -> QAbstractScrollArea | None:
    """Return what scrolls a widget, None where nothing does."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        above = parent.parentWidget()
        if isinstance(above, QAbstractScrollArea) and above.viewport() is parent:
            return above
        parent = above
    return None


def _is_inner(widget: QWidget) -> bool:
    """Whether it is a part of a control, which places it itself."""
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit | QTabBar | QMenuBar | QHeaderView) or (
        isinstance(parent, QAbstractScrollArea) and not isinstance(parent, QScrollArea)
    )


def _overlaps(parent: QWidget) -> Iterator[tuple[QWidget, QWidget]]:
    """Yield the pairs of a widget's children that share more than an edge."""
    if isinstance(parent, QMainWindow | QSplitter | QAbstractScrollArea | QAbstractSpinBox | QComboBox | QLineEdit):
        return
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow() and not _lies_over(child)
    ]
    if len(children) > 200:
        return  # a table of widgets places them itself
    for place, one in enumerate(children):
        for other in children[place + 1 :]:
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > 2 * _LEEWAY_PX and shared.height() > 2 * _LEEWAY_PX:
                yield one, other


def _lies_over(widget: QWidget) -> bool:
    is_through = widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return is_through or widget.property("role") in _OVER_OTHERS or widget.objectName() in _OVER_NAMES

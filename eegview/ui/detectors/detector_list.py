"""The list of detectors to run: name, version in quiet ink, state where it matters; examples to copy come last."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from eegview.detect.discovery import FoundPlugin
from eegview.model.text.language import tr
from eegview.ui.detectors.texts import below_text, can_run, is_example, origin_text, shared_titles

ID_ROLE = int(Qt.ItemDataRole.UserRole)
VERSION_ROLE, STATE_ROLE = ID_ROLE + 1, ID_ROLE + 2
EXAMPLES_TEXT = tr("Example")
LINES = 1.5  # of text each line of the list is high


class DetectorList(QListWidget):
    """The detectors by name, those that can run with a tick box; a heading cannot be chosen."""

    ticks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detector.list")
        self.setAccessibleName(tr("Detectors"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shared: frozenset[str] = frozenset()  # titles that several have
        self._lacking: dict[str, str] = {}
        self.setItemDelegate(_Delegate(self))
        self.itemChanged.connect(lambda _item: self.ticks_changed.emit())

    def fill(self, plugins: Iterable[FoundPlugin], lacking: Mapping[str, str] | None = None) -> None:
        """List detectors as they come, the examples after the others.

        lacking : what a detector needs and the study lacks, by its id: such a one has no tick box
        """
        plugins, self._lacking = tuple(plugins), dict(lacking or {})
        examples = [plugin for plugin in plugins if is_example(plugin)]
        self._shared = shared_titles(plugins)
        for plugin in plugins:
            if plugin not in examples:
                self._add(plugin)
        if examples:
            heading = QListWidgetItem(EXAMPLES_TEXT)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(heading)
        for plugin in examples:
            self._add(plugin)
        self._show_names_whole()

    def _show_names_whole(self) -> None:
        """Ask for the width that the longest name takes with its version, within reason."""
        metrics = self.fontMetrics()
        unit_px = metrics.averageCharWidth()
        texts = [f"{self.item(row).text()} {self.item(row).data(VERSION_ROLE) or ''}" for row in range(self.count())]
        widest_px = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        edges_px = 12 + 3 * unit_px + self.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
        edges_px += self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.setMinimumWidth(min(max(widest_px + edges_px, 34 * unit_px), 56 * unit_px))

    def _add(self, plugin: FoundPlugin) -> None:
        item = QListWidgetItem(plugin.title)
        item.setData(ID_ROLE, plugin.detector_id)
        item.setToolTip(f"{plugin.summary}\n{origin_text(plugin)}".strip())
        self.addItem(item)
        self.show_state(plugin)

    def show_state(self, plugin: FoundPlugin) -> None:
        """Show the state a detector has now."""
        for row in range(self.count()):
            item = self.item(row)
            if item.data(ID_ROLE) == plugin.detector_id:
                item.setData(VERSION_ROLE, plugin.version)
                lacking = self._lacking.get(plugin.detector_id, "")
                item.setData(STATE_ROLE, lacking or below_text(plugin, self._shared))
                has_box = can_run(plugin) and not is_example(plugin) and not lacking
                held = item.data(Qt.ItemDataRole.CheckStateRole)
                item.setData(Qt.ItemDataRole.CheckStateRole, (held or Qt.CheckState.Unchecked) if has_box else None)

    def tick(self, detector_ids: Iterable[str]) -> None:
        """Tick these detectors and no others; those that cannot run have no box."""
        wanted = frozenset(detector_ids)
        for item in self._with_box():
            is_wanted = item.data(ID_ROLE) in wanted
            item.setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)

    @property
    def ticked_ids(self) -> tuple[str, ...]:
        """The detectors that are ticked, as they stand in the list."""
        return tuple(str(i.data(ID_ROLE)) for i in self._with_box() if i.checkState() is Qt.CheckState.Checked)

    def _with_box(self) -> list[QListWidgetItem]:
        items = [self.item(row) for row in range(self.count())]
        return [item for item in items if item.data(Qt.ItemDataRole.CheckStateRole) is not None]

    @property
    def chosen_id(self) -> str:
        """The detector looked at, "" = none."""
        item = self.currentItem()
        return str(item.data(ID_ROLE) or "") if item is not None else ""

    def choose(self, detector_id: str) -> None:
        """Look at this detector, or at the first where there is none of that name."""
        ids = [str(self.item(row).data(ID_ROLE) or "") for row in range(self.count())]
        if detector_id and detector_id in ids:
            self.setCurrentRow(ids.index(detector_id))
        elif any(ids):
            self.setCurrentRow(next(row for row, held in enumerate(ids) if held))


class _Delegate(QStyledItemDelegate):
    """A line of the list: the name, cut with “…” where there is no room, and the version at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = QFontMetricsF(option.font)
        n_lines = LINES + (1.0 if index.data(STATE_ROLE) else 0.0) + (0.0 if index.data(ID_ROLE) else 0.5)
        return QSize(0, round(metrics.height() * n_lines))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        widget, font = option.widget, QFont(option.font)
        name, version, state = option.text, index.data(VERSION_ROLE) or "", index.data(STATE_ROLE) or ""
        text_area = widget.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, widget)
        option.text = ""
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        metrics = QFontMetricsF(font)
        area = QRectF(option.rect).adjusted(6, 0, -6, 0)
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            area.setLeft(max(area.left(), text_area.left()))
        line = QRectF(area.left(), area.top(), area.width(), metrics.height() * LINES)
        ink, quiet = widget.palette().color(QPalette.ColorRole.Text), QColor(widget.palette().placeholderText().color())
        painter.save()
        painter.setFont(font)
        if not index.data(ID_ROLE):
            painter.setPen(quiet)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, name)
            painter.restore()
            return
        version_px = metrics.horizontalAdvance(version) + metrics.averageCharWidth()
        painter.setPen(quiet)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, version)
        painter.setPen(ink)
        room_px = line.width() - version_px
        fitting = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room_px)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)
        if state:
            painter.setPen(quiet)
            below = QRectF(area.left(), line.bottom() - metrics.height() * 0.2, area.width(), metrics.height())
            text = metrics.elidedText(state, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

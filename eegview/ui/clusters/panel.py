"""The list of clusters with their rule, and the curves of the one chosen: intervals and intensity."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.themes import Theme
from eegview.clinical.cluster_summary import ClusterSummary
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.model.text.language import tr
from eegview.ui.widgets.flow_layout import FlowLayout

_COLUMNS = (tr("Start"), tr("Spasms"), tr("Duration"), tr("Median interval"), tr("State"), tr("After waking"))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ClustersPanel(QWidget):
    """Shows the clusters it is given; emits which one was chosen and which rule was asked for."""

    cluster_chosen = Signal(object)  # ClusterSummary
    rule_changed = Signal(object)  # ClusterRule
    same_event_changed = Signal(object)  # SameEventRule

    def __init__(self, theme: Theme, rule: ClusterRule, same_event: SameEventRule) -> None:
        super().__init__()
        self.setObjectName("clusters")
        self._theme = theme
        self._facts: tuple[ClusterSummary, ...] = ()
        self._plots: tuple | None = None  # made when first needed: the plotting library takes long to load
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(self._rule_line(rule))
        layout.addWidget(self._same_event_line(same_event))
        self.summary = QLabel()
        self.summary.setObjectName("clusters.summary")
        self.summary.setWordWrap(True)
        self.summary.setProperty("role", "quiet")
        layout.addWidget(self.summary)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setObjectName("clusters.table")
        self.table.setAccessibleName(tr("Clusters"))
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.currentCellChanged.connect(self._row_chosen)
        layout.addWidget(self.table, 2)
        self._curves = QVBoxLayout()
        layout.addLayout(self._curves, 2)

    def _rule_line(self, rule: ClusterRule) -> QWidget:
        holder = QWidget()
        line = FlowLayout(holder, 6, 2)  # on a narrow panel it takes two lines: the page keeps its width
        self.min_spasms = QSpinBox()
        self.min_spasms.setObjectName("clusters.min_spasms")
        self.min_spasms.setAccessibleName(tr("Fewest spasms of a cluster"))
        self.min_spasms.setRange(1, 20)
        self.min_spasms.setValue(rule.min_spasms)
        self.max_interval = QDoubleSpinBox()
        self.max_interval.setObjectName("clusters.max_interval")
        self.max_interval.setAccessibleName(tr("Longest interval within a cluster"))
        self.max_interval.setRange(1, 600)
        self.max_interval.setDecimals(0)
        self.max_interval.setSuffix(" s")
        self.max_interval.setValue(rule.max_interval_s)
        line.addWidget(_together(QLabel(tr("At least")), self.min_spasms, QLabel("spasms,")))
        line.addWidget(_together(QLabel(tr("onsets at most")), self.max_interval, QLabel("apart")))
        for box in (self.min_spasms, self.max_interval):
            box.setKeyboardTracking(False)
            box.setToolTip(tr("There is no agreed definition of a cluster; this rule is printed with every count."))
            box.valueChanged.connect(lambda _value: self.rule_changed.emit(self.rule))
        return holder

    def _same_event_line(self, rule: SameEventRule) -> QWidget:
        self.within = QDoubleSpinBox()
        self.within.setObjectName("clusters.same_event")
        self.within.setAccessibleName(tr("One event within"))
        self.within.setRange(0, 30)
        self.within.setDecimals(2)
        self.within.setSingleStep(0.1)
        self.within.setSuffix(" s")
        self.within.setValue(rule.within_s)
        self.within.setKeyboardTracking(False)
        self.within.setToolTip(
            tr(
                "Marks of one term that begin this close together are one event, regardless of reviewer: where spasms "
                "are counted, where marks are copied or added to the final layer, and where suggestions are decided on."
            )
        )
        self.within.valueChanged.connect(lambda _value: self.same_event_changed.emit(self.same_event))
        holder = QWidget()
        line = FlowLayout(holder, 6, 2)
        line.addWidget(_together(QLabel(tr("Marks within")), self.within))
        line.addWidget(QLabel(tr("are one event")))
        return holder

    @property
    def same_event(self) -> SameEventRule:
        return SameEventRule(self.within.value())

    @property
    def rule(self) -> ClusterRule:
        return ClusterRule(self.min_spasms.value(), self.max_interval.value())

    def show_clusters(
        self,
        facts: tuple[ClusterSummary, ...],
        n_spasms: int,
        times: list[str],
        rule: ClusterRule,
        whose: str = "My marks",
        stages_of: str = "",
    ) -> None:
        """Show these clusters.

        times : texts of their starts
        whose : the one layer that is counted
        stages_of : the layer whose sleep stages hold for want of stages in the counted one, "" where that has its own
        """
        row = self.table.currentRow()
        self._facts = facts
        n_in = sum(f.n_spasms for f in facts)
        if n_spasms:
            spasms = "1 spasm" if n_spasms == 1 else f"{n_spasms} spasms"
            clusters = "1 cluster" if len(facts) == 1 else f"{len(facts)} clusters"
            self.summary.setText(
                tr(
                    "{whose}: {spasms}, {n_in} of them in {clusters} ({text}; {text_2}).",
                    whose=whose,
                    spasms=spasms,
                    n_in=n_in,
                    clusters=clusters,
                    text=self.same_event.text,
                    text_2=rule.text,
                )
                + (tr(" Sleep stages: {stages_of}.", stages_of=stages_of) if stages_of else "")
            )
            self.summary.setToolTip(
                tr("One layer is counted at a time; choose it under “Count from” in the layers menu.")
            )
        else:
            self.summary.setText(tr("Mark spasms with 1; spasms in close succession are listed here as clusters."))
        self.table.blockSignals(True)
        self.table.setRowCount(len(facts))
        for i, (fact, start) in enumerate(zip(facts, times, strict=True)):
            for column, text in enumerate(_cells(fact, start)):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(i, column, item)
        if 0 <= row < len(facts):
            self.table.setCurrentCell(row, 0)
        self.table.blockSignals(False)
        self.show_curves(facts[row] if 0 <= row < len(facts) else facts[0] if facts else None)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._plots is not None:
            for plot in self._plots:
                self._curves.removeWidget(plot)
                plot.deleteLater()
            self._plots = None
            row = self.table.currentRow()
            self.show_curves(self._facts[row] if 0 <= row < len(self._facts) else None)

    def show_curves(self, facts: ClusterSummary | None) -> None:
        """Draw the intervals and intensities of one cluster over its spasms; nothing while the panel is hidden."""
        if not self.isVisible() or facts is None:
            return
        intervals, intensity = self._plots or self._make_plots()
        onsets_s = [spasm.onset_s - facts.cluster.spasms[0].onset_s for spasm in facts.cluster.spasms]
        intervals.clear()
        intervals.plot(onsets_s[1:], list(facts.cluster.intervals_s), pen=self._theme.accent, symbol="o", symbolSize=6)
        intervals.setYRange(0, max(facts.cluster.intervals_s, default=1.0) * 1.15)
        for plot in (intervals, intensity):
            plot.setXRange(0, max(onsets_s[-1], 1.0))
        known = [(t, i) for t, i in zip(onsets_s, facts.intensities, strict=True) if i is not None]
        intensity.clear()
        intensity.plot([t for t, _ in known], [i for _, i in known], pen=self._theme.accent, symbol="s", symbolSize=6)
        missing = len(onsets_s) - len(known)
        note = (
            tr(" – {missing} of {n_onsets_s} not marked", missing=missing, n_onsets_s=len(onsets_s)) if missing else ""
        )
        intensity.setTitle(tr("Intensity of movement, 1–5{note}", note=note), size="9pt", color=self._theme.quiet)

    def _make_plots(self) -> tuple:
        import pyqtgraph

        pyqtgraph.setConfigOptions(antialias=True)
        plots = []
        for title, unit in ((tr("Interval to previous spasm"), "s"), (tr("Intensity of movement, 1–5"), "")):
            plot = pyqtgraph.PlotWidget(background=self._theme.page)
            plot.setTitle(f"{title}{f', {unit}' if unit else ''}", size="9pt", color=self._theme.quiet)
            plot.setMouseEnabled(False, False)
            plot.hideButtons()
            plot.setMenuEnabled(False)
            plot.setLabel("bottom", "s since the first spasm", color=self._theme.quiet)
            for side in ("left", "bottom"):
                plot.getAxis(side).setPen(self._theme.edge)
                plot.getAxis(side).setTextPen(self._theme.quiet)
            plot.setMinimumHeight(110)
            plot.getAxis("left").setWidth(34)
            self._curves.addWidget(plot)
            plots.append(plot)
        plots[1].setYRange(0.5, 5.5)
        self._plots = tuple(plots)
        return self._plots

    def _row_chosen(self, row: int, *_rest: int) -> None:
        if 0 <= row < len(self._facts):
            self.show_curves(self._facts[row])
            self.cluster_chosen.emit(self._facts[row])


def _cells(facts: ClusterSummary, start: str) -> tuple[str, ...]:
    every = "–" if facts.median_interval_s is None else f"{facts.median_interval_s:.1f} s"
    awake = "–" if facts.minutes_awake is None else f"{facts.minutes_awake:.0f} min"
    minutes, seconds = divmod(round(facts.duration_s), 60)
    return (
        start,
        str(facts.n_spasms),
        tr("{minutes}:{seconds:02d} min", minutes=minutes, seconds=seconds),
        every,
        facts.state or "–",
        awake,
    )


def _together(*widgets: QWidget) -> QWidget:
    """Return widgets in a row that is not broken: a number stays with its words."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder

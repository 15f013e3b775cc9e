"""What a detector was tested on, and what its scores were worth there: as text and as a diagram."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from eegview.app.suggestions.score_meaning import DEPENDS, NOT_CALIBRATED, range_text, share_text
from eegview.detect.manifest import CalibrationBin, Evidence, Manifest
from eegview.model.text.language import tr
from eegview.ui.detectors.page_text import PageText
from eegview.ui.detectors.reliability_diagram import SIGNS, ReliabilityDiagram

NO_EVIDENCE = "*The manifest names no data this detector was tested on.*"
NOT_STATED = tr("not stated")
HOW_TO_READ = (
    "*Read* is how much was read, *Looked at* how often these data had been looked at when the figure was made, and "
    "*Fitted on it* what was fitted on the same data. A figure tells most about new recordings where the data were "
    "looked at once and nothing was fitted on them. Brackets hold 95 % intervals."
)
WHAT_IT_SHOWS = tr(
    "Of the suggestions with such a score in tests, the share that was true, with its 95 % interval (Wilson). On the "
    "dashed line, score and share are the same."
)


def evidence_markdown(manifest: Manifest | None) -> str:
    """Return a detector's evidence as a table, with how to read it."""
    evidence = manifest.evidence if manifest is not None else ()
    if not evidence:
        return NO_EVIDENCE
    rows = "\n".join(
        f"| {_cell(e.data)} | {_cell(e.result)} | {read_text(e)} | {looks_text(e)} | {_cell(fitted_text(e))} |"
        for e in evidence
    )
    head = tr("| Data | Result | Read | Looked at | Fitted on it |\n|---|---|---|---|---|")
    return f"{head}\n{rows}\n\n{HOW_TO_READ}"


def read_text(evidence: Evidence) -> str:
    """Return `18 min`, `1.7 h`, `60 h`: how much was read."""
    if evidence.read_h is None:
        return NOT_STATED
    if evidence.read_h < 1:
        return f"{60 * evidence.read_h:.0f}\u00a0min"
    return f"{evidence.read_h:.1f}".removesuffix(".0") + "\u00a0h"


def looks_text(evidence: Evidence) -> str:
    """Return `once`, `4 times`: how often the data had been looked at."""
    if evidence.looks is None:
        return NOT_STATED
    return "once" if evidence.looks == 1 else f"{evidence.looks}\u00a0times"


def fitted_text(evidence: Evidence) -> str:
    """Return what was fitted on the same data, `nothing` for nothing."""
    return NOT_STATED if evidence.fitted is None else evidence.fitted or "nothing"


def sets_of(bins: Sequence[CalibrationBin]) -> tuple[tuple[CalibrationBin, ...], ...]:
    """Return the ranges of scores by set of data, in the order in which these are named."""
    names = dict.fromkeys(one.data for one in bins)
    return tuple(tuple(one for one in bins if one.data == name) for name in names)


def calibration_markdown(manifest: Manifest | None) -> str:
    """Return the diagram as tables, one for each set of data under its sign."""
    parts = []
    for number, bins in enumerate(sets_of(manifest.calibration if manifest is not None else ())):
        rows = "\n".join(f"| {range_text(b)} | {b.n} | {b.n_true} | {share_text(b) or '–'} |" for b in bins)
        parts.append(
            f"**{SIGNS[number % len(SIGNS)]} {_cell(bins[0].data)}**\n\n"
            f"| Score | Suggestions | True | Share, 95 % interval |\n|---|---|---|---|\n{rows}"
        )
    return "\n\n".join(parts)


def calibration_words(manifest: Manifest | None) -> str:
    """Return the diagram as sentences, for those who do not see it."""
    bins = manifest.calibration if manifest is not None else ()
    parts = [
        tr(
            "{data}, score {range_text}: {n_true} of {n} true ({share_text})",
            data=b.data,
            range_text=range_text(b),
            n_true=b.n_true,
            n=b.n,
            share_text=share_text(b),
        )
        for b in bins
        if b.n
    ]
    return "; ".join(parts)


class ScorePage(QScrollArea):
    """What a score means: the reliability diagram, the same as a table, and what it depends on."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detectors.score")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.what, self.depends = QLabel(), QLabel()
        self.what.setObjectName("detectors.score.what")
        for label in (self.what, self.depends):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.diagram = ReliabilityDiagram()
        self.table = PageText("detectors.score.table", tr("Score table"))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(8, 8, 8, 8)
        for widget in (self.what, self.diagram, self.table, self.depends):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(self._body)

    def show_manifest(self, manifest: Manifest | None) -> None:
        """Show what a detector's scores were worth, or that nobody counted."""
        is_calibrated = manifest is not None and bool(manifest.calibration)
        for widget in (self.diagram, self.table, self.depends):
            widget.setVisible(is_calibrated)
        if manifest is None or not is_calibrated:
            self.what.setText(NOT_CALIBRATED)
            return
        others = [term.replace("_", " ") for term in manifest.terms[1:]]
        only = f" Counted for “{manifest.terms[0].replace('_', ' ')}” only." if others else ""
        self.what.setText(f"{WHAT_IT_SHOWS}{only}")
        self.diagram.show_bins(sets_of(manifest.calibration), calibration_words(manifest))
        self.table.show_markdown(calibration_markdown(manifest))
        self.depends.setText(
            tr(
                "{depends} It holds for version {version} and its default settings.",
                depends=DEPENDS,
                version=manifest.version,
            )
        )
        self._fit_table()
        self.verticalScrollBar().setValue(0)

    def _fit_table(self) -> None:
        """Be as high as the table is: the page scrolls as a whole."""
        document = self.table.document()
        document.setTextWidth(max(self.viewport().width() - 24, 100))
        self.table.setFixedHeight(round(document.size().height()) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_table()


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")

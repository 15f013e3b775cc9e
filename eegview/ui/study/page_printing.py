"""The page on paper: a picture file, or the printer."""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QObject, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from eegview.app.page.butterfly import overlaid_on_paper
from eegview.app.page.picture_marks import PictureMarks
from eegview.app.page.row_styles import is_clutter
from eegview.app.page.snapshot import Snapshot
from eegview.app.study.patient import age_with_source, known_patient
from eegview.model.recording import patient_of
from eegview.model.text.language import tr
from eegview.model.time.wall_clock import even_start
from eegview.ui.page.view_data import ShownPage
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

NO_PRINTER = tr("No printer is installed on this computer. The page can be saved as PDF and printed elsewhere.")
REFUSED = tr("The printer did not accept the page. Check its queue, or save the page as PDF.")
SAVE_PDF = tr("Save as PDF…")
MARGIN_MM = 10.0
PAPER_DPI = 300.0  # finer lines cannot be told apart on paper
_MM_AN_INCH, _PX_AN_INCH = 25.4, 96.0


def snapshot_of(context: Context, study: OpenStudy, page: ShownPage, size_px: tuple[int, int]) -> Snapshot:
    """Return the page as it is shown now, with its marks, to be drawn on paper."""
    result, rows, notes = page.result, tuple(shown.placement.row for shown in page.rows), ()
    if page.overlaid:
        notes = (tr("{butterfly_text}, at one sensitivity", butterfly_text=study.presenter.butterfly_text),)
        overlaid = tuple(placement.row for placement in page.overlaid)
        result, rows = overlaid_on_paper(result, overlaid, page.rows[0].row.label), (0,)
    else:
        n_rows = sum(not is_clutter(row, result.request.montage) for row in result.rows)
        notes = (
            (tr("{n_rows} of {n_rows_2} rows shown", n_rows=len(rows), n_rows_2=n_rows),) if len(rows) < n_rows else ()
        )
    author, privacy = study.review.author, context.studies.privacy
    patient = patient_of(study.source)
    of_infant = context.studies.infant.study(study.recording.fingerprint)
    age = age_with_source(known_patient(patient, study.recording.started_at, study.kept.all(), of_infant))
    return Snapshot(
        result,
        rows,
        study.view,
        size_px,
        "" if privacy.is_hidden else study.paths[0],
        even_start(study.recording, page.span),
        PictureMarks(study.review.within(page.span), context.studies.vocabulary, author),
        notes,
        age,
        patient.is_simulated,
    )


class PagePrinting(QObject):
    """Prints the page that is shown, on A4 paper, landscape, a millimetre true to its scale."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        self._printer: QPrinter | None = None

    def ask(self, save_as_pdf: Callable[[], None]) -> None:
        """Ask for a printer, then print; where there is none, offer to save the page as PDF.

        save_as_pdf : asks for a place, and saves
        """
        if self._context.window.page.shown_page is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            self._context.say(NO_PRINTER, SAVE_PDF, save_as_pdf)
            return
        self._printer = paper()
        dialog = QPrintDialog(self._printer, self._context.window)
        dialog.setObjectName("print")
        dialog.setWindowTitle(tr("Print page"))
        dialog.accepted.connect(self._print_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()

    def _print_chosen(self) -> None:
        if self._printer is not None:
            self.print_on(self._printer)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the page on the work lane, then hand it to the printer."""
        page = self._context.window.page.shown_page
        if page is None:
            return
        snapshot = snapshot_of(self._context, self._study, page, room_px(printer))
        dots_per_inch = min(PAPER_DPI, float(printer.resolution()))
        self._printer = printer  # held until the page is on it
        self._context.studies.work.submit(
            lambda: snapshot.png(dots_per_inch), self._study.scope.while_open(self._paint), self._context.studies.fail
        )

    def _paint(self, picture: bytes) -> None:
        printer, self._printer = self._printer, None
        if printer is None:
            return
        painter = QPainter()
        if not painter.begin(printer):
            self._context.say(REFUSED)
            return
        room = printer.pageLayout().paintRectPixels(printer.resolution())
        image = QImage.fromData(picture)
        painter.drawImage(QRectF(0, 0, room.width(), room.height()), image)
        if painter.end():
            self._context.say(tr("The page was sent to the printer."))
        else:
            self._context.say(REFUSED)


def paper() -> QPrinter:
    """Return a printer set to A4 paper, landscape."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    printer.setCreator("eegview")
    printer.setDocName("EEG page")
    return printer


def room_px(printer: QPrinter) -> tuple[int, int]:
    """Return the size of the paper inside its margins, in px of 1/96 inch."""
    room = printer.pageLayout().paintRect(QPageLayout.Unit.Millimeter)
    return round(room.width() / _MM_AN_INCH * _PX_AN_INCH), round(room.height() / _MM_AN_INCH * _PX_AN_INCH)

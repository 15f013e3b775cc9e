"""Signing a report in the window: the dialog, the signed PDF, its record in the log, and what became of it since."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.blind_reading.acts import check_not_blind
from eegview.app.marks.opinions import when_text
from eegview.app.report.signed_report import SignedReport, sign_document, sign_further
from eegview.app.report.signing.signed_study import SignedStudy, study_in_library
from eegview.app.report.signing.signing import Signatory
from eegview.exchange.writing import write_whole
from eegview.model.errors import EegViewError, LibraryAway, UsageError
from eegview.model.report.document import State
from eegview.model.report.signature import ReportSignature, report_signatures
from eegview.model.text.language import tr, tr_n
from eegview.ui.report.building import ReportBuilding, now_text
from eegview.ui.report.exporting import ReportExporting
from eegview.ui.report.sign_dialog import FURTHER, ReportSignDialog, ShownKey, WantedSignature
from eegview.ui.report.sources import ReportSources
from eegview.ui.report.texts import OPEN, state_of
from eegview.ui.report.view import ReportView
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

DIALOG = "report.sign.dialog"
PDF_FILTER = tr("Signed PDF (*.pdf)")


class ReportSigning(QObject):
    """Signs with the reader's own key; the PDF is written first, then its record."""

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ReportView,
        building: ReportBuilding,
        exporting: ReportExporting,
        sources: ReportSources,
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._view = context, study, view
        self._building, self._exporting, self._sources = building, exporting, sources
        self._while_open = study.scope.while_open
        study.review.records.changed.connect(self._while_open(lambda _records: self.show_signed()))
        building.built.connect(lambda _pages: self.show_signed())
        context.studies.study_closing.connect(self._close_dialog)  # also when another reader goes on
        study.scope.ended.connect(self._close_dialog)

    def _close_dialog(self) -> None:
        close_dialogs(self._context.window, (DIALOG,))

    # what was signed

    @property
    def signatures(self) -> tuple[ReportSignature, ...]:
        """Return the signatures of reports of this study, oldest first."""
        return tuple(signature for _record, signature in report_signatures(self._study.review.records))

    def show_signed(self) -> None:
        """Say who signed last, and that a later report is an addendum."""
        self._view.header.show_signed(self.signed_text)

    @property
    def signed_text(self) -> str:
        signatures, document = self.signatures, self._exporting.document
        if not signatures:
            return ""
        last = signatures[-1]
        who = f"Signed {when_text(last.at_utc)} by {last.printed_name} ({last.meaning.value})."
        names = ("marks", "scores", "entries")
        is_changed = document is not None and any(
            document.binding.get(name) != last.binding.get(name) for name in names if name in last.binding
        )
        addendum = self._building.addendum
        if addendum is None:
            return who  # of other marks, by another reader: a report of this reader is a first one
        if is_changed:
            return tr(
                "{who} Changed since: signed again it becomes addendum {number}.", who=who, number=addendum.number
            )
        return tr("{who} Later changes become addendum {number}.", who=who, number=addendum.number)

    # the dialog

    def ask(self) -> None:
        """Open the dialog that signs, once the report of now stands and the reader has said who they are."""
        self._study.review.acts.introduction.first(lambda: self._exporting.when_drawn(self._show))

    def _show(self) -> None:
        show_dialog(self._context.window, DIALOG, self._dialog)
        self._context.studies.work.submit(_shown_key, self._while_open(self._show_key), self._while_open(self._no_key))

    def _dialog(self) -> ReportSignDialog:
        context, sections = self._context, self._building.sections
        reviewer = context.studies.reviewer
        fields = [(section, field) for section in sections for field in section.fields]
        none = [field.label for _section, field in fields if state_of(field) == State.NOT_ASSESSED]
        n_open = sum(state_of(field) == OPEN for _section, field in fields)
        items = list(self._sources.open_items(self._study.review.layers.counted))
        if n_open:
            items.append(
                tr_n("{n} item of the report without an answer", "{n} items of the report without an answer", n_open)
            )
        items += self._exporting.warnings(self._building.study)
        addendum = self._building.addendum
        dialog = ReportSignDialog(
            context.window,
            reviewer,
            context.settings.text("reviewer/printed_name") or reviewer.name,
            self._boxes(),
            items,
            none,
            f"addendum {addendum.number}" if addendum is not None else "",
        )
        dialog.signed.connect(self._file_wanted)
        return dialog

    def _boxes(self) -> tuple[str, ...]:
        """Return who stands in each box for a signature, a line each."""
        document, signed = self._exporting.document, {one.meaning.value: one for one in self.signatures}
        lines = []
        for box in document.signatures if document is not None else ():
            held = signed.get(box.meaning_id)
            who = f"{held.printed_name}, {when_text(held.at_utc)}" if held is not None else "not signed"
            lines.append(tr("Box “{meaning}”: {who}", meaning=box.meaning, who=who))
        return tuple(lines)

    def _show_key(self, key: ShownKey) -> None:
        dialog = open_dialog(self._context.window, DIALOG)
        if isinstance(dialog, ReportSignDialog):
            dialog.show_key(key)

    def _no_key(self, error: EegViewError) -> None:
        self._show_key(ShownKey(problem=f"{error.sentence} {error.advice}".strip()))

    # signing

    def _file_wanted(self, wanted: WantedSignature) -> None:
        """Ask for the files, then sign; a dialog that was left without a file stays open."""
        context = self._context
        source: Path | None = None
        if wanted.what == FURTHER:
            folder = str(context.settings.save_folder(self._study.paths[0]))
            chosen, _kind = QFileDialog.getOpenFileName(
                asking_window(context.window), tr("Signed report"), folder, PDF_FILTER
            )
            if not chosen:
                return
            source = Path(chosen)
        path = self._exporting.ask_for_path(tr("Sign and save report"), "report_signed", PDF_FILTER, (".pdf",))
        if path is not None:
            self.sign(wanted, path, source)

    def sign(self, wanted: WantedSignature, path: Path, source: Path | None = None) -> None:
        """Sign the report as it stands, or one more time the signed PDF `source`, and write it to `path`.

        All acts must be in the library: the study is fetched from there, and compared with the report.
        """
        study, fail = self._study, self._while_open(self._failed)
        try:
            check_not_blind(study.review.blindness)
        except UsageError as error:
            fail(error)
            return
        if study.review.n_waiting or study.review.problem is not None:
            fail(LibraryAway("The library is unavailable, so nothing was signed.", "Sign once all changes are saved."))
            return
        self._context.settings.put("reviewer/printed_name", wanted.printed_name)
        fingerprint = study.recording.fingerprint
        reviewer = self._context.studies.reviewer

        def found(held: SignedStudy | None) -> None:
            document = self._exporting.document
            if document is None:
                return
            signatory = Signatory(wanted.printed_name, reviewer.name, reviewer.role, wanted.meaning, now_text())

            def work() -> SignedReport:
                if source is not None:
                    end = sign_further(source, signatory, wanted.passphrase, held, fingerprint, wanted.open_items)
                else:
                    end = sign_document(document, signatory, wanted.passphrase, held, wanted.open_items)
                write_whole(path, end.content)
                return end

            self._context.studies.work.submit(work, self._while_open(lambda end: self._signed(end, path)), fail)

        study.review.ask_library(
            lambda library: study_in_library(library, fingerprint, True), self._while_open(found), fail
        )

    def _signed(self, end: SignedReport, path: Path) -> None:
        close_dialogs(self._context.window, (DIALOG,))
        self._study.review.acts.do_together(end.changes, "signed the report", self._while_open(self.show_signed))
        self._exporting.tell_written(path)

    def _failed(self, error: EegViewError) -> None:
        """Say why it was not signed, in the dialog where that is open."""
        dialog = open_dialog(self._context.window, DIALOG)
        if isinstance(dialog, ReportSignDialog):
            dialog.show_problem(f"{error.sentence} {error.advice}".strip())
        else:
            self._context.studies.fail(error)


def _shown_key() -> ShownKey:
    """Return the reader's key, made now where there is none."""
    from eegview.app.report.signing.keys import ensure_key

    key = ensure_key()
    return ShownKey(key.fingerprint, key.is_locked)

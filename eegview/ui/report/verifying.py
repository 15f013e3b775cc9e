"""Check a signed report that somebody sent: its file is asked for, and what was found is shown."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from eegview.app.blind_reading.texts import NOT_COMPARED
from eegview.app.report.signing.signed_study import SignedStudy, study_in_library
from eegview.app.report.signing.verifying import Verification
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.ui.report.verify_dialog import VerifyDialog
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.window.context import Context

DIALOG = "report.verify.dialog"


class ReportVerifying(QObject):
    """Works with and without an open study; where the report's study is open, it is compared as well."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        context.actions.connect({"report.verify": self.ask})

    def ask(self) -> None:
        """Ask for a file, then check it."""
        context = self._context
        study = context.studies.study
        folder = context.settings.save_folder(study.paths[0] if study is not None else "")
        path, _kind = QFileDialog.getOpenFileName(
            asking_window(context.window), tr("Verify a signed report"), str(folder), tr("Signed reports (*.pdf)")
        )
        if path:
            self.check(Path(path))

    def check(self, path: Path) -> None:
        """Check a file on the work lane; with the open study, which the store lane has, where there is one."""
        study = self._context.studies.study
        if study is None:
            self._verify(path, ())
            return
        fingerprint = study.recording.fingerprint

        def found(held: SignedStudy | None) -> None:
            self._verify(path, (held,) if held is not None else ())

        def without(_error: EegViewError) -> None:
            self._verify(path, ())  # the library is away; the check says what it could not compare

        if study.review.blindness.is_blind:  # what was changed since would tell of others' work
            self._context.say(NOT_COMPARED)
            self._verify(path, ())
        elif study.review.is_open:
            study.review.ask_library(lambda library: study_in_library(library, fingerprint, True), found, without)
        else:
            self._verify(path, ())

    def _verify(self, path: Path, studies: tuple[SignedStudy, ...]) -> None:
        def work() -> Verification:
            from eegview.app.report.signing.keys import KeyRefused, own_key
            from eegview.app.report.signing.reading import read_report
            from eegview.app.report.signing.trusted_keys import known_keys
            from eegview.app.report.signing.verifying import verify

            content = read_report(path)
            try:
                own = own_key()
            except KeyRefused:  # the report can be checked without it; what is wrong is told where one signs
                own = None
            return verify(content, known_keys(), own.fingerprint if own is not None else "", studies)

        self._context.studies.work.submit(work, lambda found: self._show(path, found), self._context.studies.fail)

    def _show(self, path: Path, found: Verification) -> None:
        window, name = self._context.window, self._context.studies.privacy.text(path.name)
        close_dialogs(window, (DIALOG,))
        show_dialog(window, DIALOG, lambda: VerifyDialog(window, name, found.is_ok, found.lines, found.proves_not))

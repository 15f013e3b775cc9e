"""The score sheet that is shown, saved as a page to print or keep."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from eegview.app.page.picture_file import PICTURE_SUFFIXES
from eegview.app.scoring.epoch_context import context_text
from eegview.app.scoring.picture import draw_score, facts_of
from eegview.app.scoring.scales import load_scales
from eegview.app.study.patient import age_with_source, known_patient
from eegview.model.recording import patient_of
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.scoring.side import ScoreSide
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

FILTERS = tr("PDF page (*.pdf);;PNG image (*.png);;SVG drawing (*.svg)")
NO_SHEET = tr("No epoch is being scored. Open the BASED workbench first.")
MESSAGE_MS = 15_000


class SheetSaving(QObject):
    """Writes the sheet beside the page as PDF, PNG or SVG, on the work lane."""

    def __init__(self, context: Context, study: OpenStudy, side: ScoreSide) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._side = context, study, side

    def ask(self) -> None:
        """Ask where to, then write the sheet."""
        view, context = self._side.view, self._context
        if view is None or view.sheet is None:
            context.say(NO_SHEET)
            return
        recording, settings = self._study.paths[0], context.settings
        at = elapsed_text(view.sheet.span.start_s, 0).replace(":", "")
        name = context.studies.privacy.file_name(recording, "score")
        suggested = settings.save_folder(recording) / f"{Path(name).stem}_score_{at}.pdf"
        path, _kind = ask_where_to_save(context.window, tr("Save score sheet"), suggested, FILTERS, PICTURE_SUFFIXES)
        if path is not None:
            settings.saved_in(path.parent, recording)
            self.save(path)

    def save(self, path: Path) -> None:
        """Write the sheet that is shown; the status line says where it went."""
        view, studies = self._side.view, self._context.studies
        if view is None or view.sheet is None:
            self._context.say(NO_SHEET)
            return
        sheet, recording = view.sheet, self._study.recording
        scale = next((one for one in load_scales([]) if one.scale_id == sheet.key.scale_id), None)
        if scale is None:
            self._context.say(
                tr(
                    "The scale “{scale_id}” is not installed here, so the sheet cannot be drawn.",
                    scale_id=sheet.key.scale_id,
                )
            )
            return
        is_own = sheet.reader == self._study.review.author
        role = view.roles.get(sheet.reader, studies.reviewer.role if is_own else "")
        state = context_text(self._study.review.marks, sheet.span, self._study.review.layers.counted)
        facts = replace(facts_of(recording, scale, role, view.amplitudes, state), age=self._age())
        if studies.privacy.is_hidden:
            facts = replace(facts, file_name="")
        bar = self._context.window.statusBar()
        studies.work.submit(
            lambda: draw_score(sheet, path, facts),
            lambda _none: bar.showMessage(
                studies.privacy.text(tr("Score sheet saved as {name}.", name=path.name)), MESSAGE_MS
            ),
            studies.fail,
        )

    def _age(self) -> str:
        study = self._study
        of_infant = self._context.studies.infant.study(study.recording.fingerprint)
        facts, started_at = patient_of(study.source), study.recording.started_at
        return age_with_source(known_patient(facts, started_at, study.kept.all(), of_infant))

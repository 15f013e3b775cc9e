"""What the reader chooses for a report: template, language, video frames; shown in the strip, and remembered."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from eegview.app.report.labels import languages
from eegview.app.report.template import FILM_TEMPLATE, Template, first_template_id, load_templates
from eegview.app.resources import own_label
from eegview.model.errors import EegViewError
from eegview.model.issue import Issue
from eegview.model.text.language import tr
from eegview.ui.report.building import ReportChoices
from eegview.ui.report.header import LANGUAGE_TIP
from eegview.ui.report.remembered import RememberedReport
from eegview.ui.report.sources import ReportSources
from eegview.ui.report.view import ReportView
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_MOST_NAMED = 10
_LANGUAGE_NAMES = {"en": tr("English"), "de": tr("Deutsch"), "fr": "Français", "es": "Español", "it": tr("Italiano")}


class ReportOptions(QObject):
    """The choices for the report of one study; frames are never on without being asked for.

    changed : one of them, by the reader
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ReportView,
        remembered: RememberedReport,
        sources: ReportSources,
    ) -> None:
        super().__init__(study.scope)
        self._context, self._view, self._remembered, self._sources = context, view, remembered, sources
        self.templates: tuple[Template, ...] = ()
        self._own: dict[str, Path] = {}  # templates of the user's own in use, by id
        self.with_frames = False
        self._recording, self._of_film = study.recording, FILM_TEMPLATE
        view.header.template_chosen.connect(self._choose_template)
        view.header.language_chosen.connect(self._choose_language)

    def load(self) -> bool:
        """Read the templates; returns whether there is one. A file of the user's own with a fault is told of."""
        issues: list[Issue] = []
        try:
            self.templates = self.templates or load_templates(issues, self._own)
        except EegViewError as error:
            self._context.studies.fail(error)
            return False
        return True

    @property
    def template(self) -> Template | None:
        """Return the template chosen, the first one where none was; None where there is none."""
        if not self.load():
            return None
        by_id = {one.template_id: one for one in self.templates}
        if self._recording.is_film:  # what was chosen for EEG holds for EEG
            wanted = self._of_film
        else:
            wanted = self._remembered.template_id
        return by_id.get(wanted) or by_id.get(first_template_id(self._recording), self.templates[0])

    @property
    def choices(self) -> ReportChoices | None:
        """Return all that is chosen, None where there is no template."""
        template = self.template
        if template is None:
            return None
        return ReportChoices(template, self._language(template), self.with_frames, self._view.preview.ppi)

    def _language(self, template: Template) -> str:
        """Return the language of the labels: the one chosen, where there still is one, else the template's."""
        chosen = self._remembered.language
        return chosen if chosen in languages() else template.language

    def show(self) -> None:
        """Show in the strip what is chosen."""
        header, template = self._view.header, self.template
        if template is None:
            return
        offered = [(one.template_id, own_label(one.label, one.template_id in self._own)) for one in self.templates]
        header.show_templates(offered, template.template_id)
        known = [(one, _LANGUAGE_NAMES.get(one, one)) for one in languages()]
        header.show_languages(known, self._language(template))
        header.show_frames(self.with_frames, self._sources.has_video())
        self._context.actions.set_checked("report.frames", self.with_frames)

    def show_missing(self, missing: tuple[str, ...]) -> None:
        """Name in the tip of the language what it has no text for."""
        tip = LANGUAGE_TIP
        if missing:
            more = f"\nand {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
            tip += tr("\n\nIn English, because the file of this language lacks them:\n")
            tip += "\n".join(missing[:_MOST_NAMED]) + more
        self._view.header.language.setToolTip(tip)

    def _choose_template(self, template_id: str) -> None:
        if self._recording.is_film:
            self._of_film = template_id
        else:
            self._remembered.template_id = template_id
        self.changed.emit()

    def _choose_language(self, language: str) -> None:
        self._remembered.language = language
        self.changed.emit()

    def switch_frames(self) -> None:
        """Put video frames into the report, or leave them out."""
        if not self.with_frames and not self._sources.has_video():
            self._context.say(tr("This study has no video, so there are no frames for the report."))
        else:
            self.with_frames = not self.with_frames
        self.changed.emit()

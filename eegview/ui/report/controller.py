"""The report in the window: opened and closed, its form, pages and figures kept true while it is open."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal

from eegview.app.report.form import FormSection
from eegview.app.report.labels import languages
from eegview.app.report.pages import ReportPages
from eegview.app.report.template import Template, load_templates
from eegview.app.trends.study_trends import CANCELLED, DONE
from eegview.model.errors import EegViewError
from eegview.model.issue import Issue
from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.report.building import ReportBuilding, ReportChoices
from eegview.ui.report.entries import ReportEntries
from eegview.ui.report.exporting import ReportExporting
from eegview.ui.report.figures import ReportFigures
from eegview.ui.report.gathering import ReportGathering, ReportSources
from eegview.ui.report.links import ReportLinks
from eegview.ui.report.previous import PreviousStudy
from eegview.ui.report.remembered import RememberedReport
from eegview.ui.report.signing import ReportSigning
from eegview.ui.report.texts import FACES, NOTHING_MARKED, OTHER_INFANT
from eegview.ui.report.view import ReportView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy

_LANGUAGE_NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano"}


@dataclass(slots=True)
class _Place:
    """Where the reader was when the screen was left, until the study is closed."""

    section_id: str = ""
    page_place: int = 0
    form_px: int = 0


class ReportController(WindowTask):
    """The report of one study in the whole window.

    score_asked : a span is to be opened in the scoring workbench
    """

    score_asked = Signal(object)

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ReportView,
        play: PlayController,
        video: VideoPlace,
        sources: ReportSources,
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "report", digit_claimants)
        self._context, self._say, self.view = context, context.say, view
        self.remembered = RememberedReport(context.settings, study.recording.fingerprint)
        self.templates: tuple[Template, ...] = ()
        self.with_frames = False
        self._place: _Place | None = None
        self._sources = sources
        self.previous = PreviousStudy(context, study, view.header)
        self.figures = ReportFigures(context, study, view.progress)
        self.gathering = ReportGathering(context, study, sources, lambda: self.previous.paths)
        self.building = ReportBuilding(
            context, study, self.gathering.fetch, self._choices, lambda: self.figures.figures
        )
        self.entries = ReportEntries(context, study, view.form, lambda: self.is_open)
        self.links = ReportLinks(context, study)
        self.exporting = ReportExporting(context, study, view, self.building, self.figures, self._choices)
        self.signing = ReportSigning(context, study, view, self.building, self.exporting, sources)
        self._connect(context, study)

    def _connect(self, context: Context, study: OpenStudy) -> None:
        context.actions.connect(self._handlers(), study.scope)
        header, form, preview, while_open = self.view.header, self.view.form, self.view.preview, study.scope.while_open
        header.template_chosen.connect(self._choose_template)
        header.language_chosen.connect(self._choose_language)
        form.followed.connect(self._follow)
        form.section_shown.connect(self._section_shown)
        preview.followed.connect(self._follow)
        preview.sharpness_asked.connect(self.building.sharpen)
        preview.zoomed.connect(self._zoomed)
        self.building.formed.connect(self._formed)
        self.building.built.connect(self._built)
        self.building.failed.connect(self._build_failed)
        self.building.busy_changed.connect(self._show_state)
        self.figures.changed.connect(self._figures_changed)
        self.entries.changed.connect(self._answered)
        self.previous.changed.connect(self._previous_changed)
        self.links.leaving.connect(self.close)
        self.links.opened.connect(self._link_opened)
        self.links.score_asked.connect(self.score_asked)
        self.links.other_asked.connect(self._other_asked)
        changed = while_open(lambda _what: self._marks_changed())
        study.review.marks_changed.connect(changed)
        study.review.layers.counted_changed.connect(changed)
        self._sources.clusters.changed.connect(changed)
        self._sources.trends.changed.connect(while_open(lambda _none: self._trends_changed()))
        study.scope.ended.connect(self._ended)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        form, preview = self.view.form, self.view.preview
        return {
            "report.open": self.switch,
            "report.close": self.close,
            "report.export": lambda: self._when_open(self.exporting.ask),
            "report.sign": lambda: self._when_open(self.signing.ask),
            "report.previous": self.previous.ask_for_file,
            "report.no_previous": lambda: self.previous.choose(()),
            "report.frames": self._switch_frames,
            "report.not_assessed": form.switch_not_assessed,
            "report.rest_not_assessed": form.rest_not_assessed,
            "report.next_open": lambda: self._go_to_open(1),
            "report.previous_open": lambda: self._go_to_open(-1),
            "report.next_section": lambda: form.step_section(1),
            "report.previous_section": lambda: form.step_section(-1),
            "report.next_page": lambda: preview.go_to_page(preview.page + 1),
            "report.previous_page": lambda: preview.go_to_page(preview.page - 1),
            "report.first_page": lambda: preview.go_to_page(0),
            "report.last_page": lambda: preview.go_to_page(preview.n_pages - 1),
            "report.fit_width": lambda: preview.use_zoom(0.0),
            "report.full_size": lambda: preview.use_zoom(1.0),
            "report.zoom_in": lambda: preview.zoom_by(1),
            "report.zoom_out": lambda: preview.zoom_by(-1),
            "report.next_link": lambda: preview.pages.choose_link(1),
            "report.previous_link": lambda: preview.pages.choose_link(-1),
            "report.follow": preview.pages.follow_link,
            "report.redraw": self._redraw,
        }

    # opening and closing

    def open(self) -> None:
        """Show form and pages, where they were left."""
        if self.is_open or not self._load_templates():
            return
        self.opening.emit()
        self.mode.enter()
        view, remembered = self.view, self.remembered
        self._show_choices()
        view.set_shown(True)
        if not remembered.splitter.isEmpty():
            view.body.restoreState(remembered.splitter)
        view.preview.zoom = remembered.zoom
        view.preview.show_pages(self.building.pages)
        view.form.show_sections(self.building.sections)
        self._go_back_to_place()
        self.entries.show_saved()
        if self._sources.trends.state not in (CANCELLED, DONE):
            self._sources.compute_trends()
        self.building.build()
        self._update_conditions()

    def close(self) -> None:
        """Go back to the page where one was; all answers are kept."""
        if not self.is_open:
            return
        view = self.view
        view.form.save()
        form_px = view.form.area.verticalScrollBar().value()
        self._place = _Place(view.form.list.section_id, view.preview.place, form_px)
        self.remembered.splitter = view.body.saveState()
        view.set_shown(False)
        self.mode.leave()
        self._update_conditions()

    def _when_open(self, act: Callable[[], None]) -> None:
        """Do something with the report in sight, and with what is typed in it."""
        self.open()
        if self.is_open:
            self.view.form.save()
            act()

    def _ended(self) -> None:
        if self.is_open:
            self.view.set_shown(False)
        self.view.clear()

    def _go_back_to_place(self) -> None:
        view, place = self.view, self._place
        section_id = place.section_id if place is not None else self.remembered.section_id
        if any(one.section_id == section_id for one in view.form.sections):
            view.form.show_section(section_id)
        view.form.focus_first()
        if place is not None:
            view.preview.go_to_place(place.page_place)
            view.form.area.verticalScrollBar().setValue(place.form_px)

    @property
    def conditions(self) -> frozenset[str]:
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        return frozenset({"report"}) if self.is_open else frozenset()

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while the report has the window, and tell how marking comes back."""
        if self.is_open:
            self._say(
                f"The report is open, so {term.label.lower()} is not marked. Go back to the page (Esc), then mark."
            )
        return self.is_open

    # choices

    def _load_templates(self) -> bool:
        issues: list[Issue] = []
        try:
            self.templates = self.templates or load_templates(issues)
        except EegViewError as error:
            self._studies.fail(error)
            return False
        return True

    @property
    def template(self) -> Template | None:
        """Return the template chosen, the first one where none was."""
        if not self._load_templates():
            return None
        wanted = self.remembered.template_id
        return next((one for one in self.templates if one.template_id == wanted), self.templates[0])

    def _choices(self) -> ReportChoices | None:
        template = self.template
        if template is None:
            return None
        return ReportChoices(template, self.remembered.language, self.with_frames, self.view.preview.ppi)

    def _show_choices(self) -> None:
        header, template = self.view.header, self.template
        if template is None:
            return
        header.show_templates([(one.template_id, one.label) for one in self.templates], template.template_id)
        known = [(one, _LANGUAGE_NAMES.get(one, one)) for one in languages()]
        header.show_languages(known, self.remembered.language or template.language)
        has_video = self._sources.has_video()
        header.show_frames(self.with_frames, has_video)
        self._actions.set_checked("report.frames", self.with_frames)
        self.previous.show()
        self._show_notice()

    def _choose_template(self, template_id: str) -> None:
        self.remembered.template_id = template_id
        self._refresh()

    def _choose_language(self, language: str) -> None:
        self.remembered.language = language
        self._refresh()

    def _switch_frames(self) -> None:
        if not self.with_frames and not self._sources.has_video():
            self._say("This study has no video, so there are no frames for the report.")
        else:
            self.with_frames = not self.with_frames
        self._refresh()

    def _previous_changed(self) -> None:
        self.figures.forget()
        self._refresh()

    def _refresh(self) -> None:
        if self.is_open:
            self._show_choices()
            self.building.build_soon()

    def _zoomed(self, zoom: float) -> None:
        self.remembered.zoom = zoom

    def _section_shown(self, section_id: str) -> None:
        self.remembered.section_id = section_id

    # following

    def _formed(self, sections: tuple[FormSection, ...]) -> None:
        if not self.is_open:
            return
        had_none = not self.view.form.sections
        self.view.form.show_sections(sections)
        if had_none:
            self._go_back_to_place()
        self._show_notice()

    def _built(self, pages: ReportPages) -> None:
        if self.is_open:
            self.view.preview.show_pages(pages)
            quality = next((one.remark for one in pages.document.sections if one.section_id == "quality"), "")
            self.view.form.show_quality(f"Quality indicators: {quality.partition(' · ')[0]}" if quality else "")
            self._show_state()
            self._ask_for_figures()

    def _build_failed(self, sentence: str) -> None:
        if self.is_open:
            self.view.preview.show_failure(sentence)

    def _ask_for_figures(self) -> None:
        study, choices = self.building.study, self._choices()
        if study is not None and choices is not None:
            key = self.gathering.figures_key(study, choices)
            language = choices.language or choices.template.language
            wanted, videos = choices.template.figures, self.gathering.videos
            before = self.previous.paths if study.previous is not None else ()
            self.figures.ask(study, wanted, choices.with_frames, key, videos, before, language)
            self._show_state()

    def _figures_changed(self) -> None:
        if self.is_open:
            self.building.build()

    def _redraw(self) -> None:
        self.figures.forget()
        if self.is_open:
            self.building.build()

    def _answered(self) -> None:
        if self.is_open:
            self.building.build_soon()

    def _marks_changed(self) -> None:
        if self.is_open:
            self.building.build_soon()

    def _trends_changed(self) -> None:
        if self.is_open and self._sources.trends.state == DONE:
            self.building.build_soon()

    def _show_state(self) -> None:
        busy = "Updating …" if self.building.is_busy else "Drawing figures …" if self.figures.is_drawing else ""
        self.view.preview.show_state(busy or self.figures.problem)

    def _show_notice(self) -> None:
        study = self.building.study
        notices = [NOTHING_MARKED] if study is not None and not study.counted else []
        notices += [FACES] if self.with_frames else []
        notices += [self.gathering.previous_problem] if self.gathering.previous_problem else []
        if study is not None and study.previous is not None:
            ids = {one.patient.patient_id for one in (study, study.previous)}
            notices += [OTHER_INFANT] if len(ids) > 1 and "" not in ids else []
        self.view.header.show_notice(" ".join(notices))

    def _go_to_open(self, steps: int) -> None:
        if not self.view.form.go_to_open(steps):
            self._say("Every item is answered.")

    # links

    def _follow(self, url: str) -> None:
        pages = self.building.pages
        self.links.follow(url, pages.basis.get(url, "") if pages is not None else "")

    def _link_opened(self, text: str) -> None:
        self.view.back.show_text(text or "A value of the report")

    def _other_asked(self, _fingerprint: str) -> None:
        paths = self.previous.paths
        text = "This value is of the previous study, which is not open in this window."
        if paths:
            self._say(text, "Open it", lambda: self._studies.open(list(paths)))
        else:
            self._say(text)

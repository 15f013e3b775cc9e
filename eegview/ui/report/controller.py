"""The report in the window: opened and closed, its form, pages and figures kept true while it is open."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal

from eegview.app.report.form import FormSection
from eegview.app.report.pages import ReportPages
from eegview.app.trends.study_trends import CANCELLED, DONE
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.report.building import ReportBuilding
from eegview.ui.report.entries import ReportEntries
from eegview.ui.report.exporting import ReportExporting
from eegview.ui.report.figures import ReportFigures
from eegview.ui.report.gathering import ReportGathering
from eegview.ui.report.links import ReportLinks
from eegview.ui.report.options import ReportOptions
from eegview.ui.report.preview import page_handlers
from eegview.ui.report.previous import PreviousStudy
from eegview.ui.report.remembered import RememberedReport
from eegview.ui.report.signing import ReportSigning
from eegview.ui.report.sources import ReportSources
from eegview.ui.report.texts import notices
from eegview.ui.report.view import ReportView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


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
        self.options = ReportOptions(context, study, view, self.remembered, sources)
        self._place: _Place | None = None
        self._sources = sources
        self.previous = PreviousStudy(context, study, view.header)
        self.figures = ReportFigures(context, study, view.progress)
        self.gathering = ReportGathering(context, study, sources, lambda: self.previous.paths)
        self.building = ReportBuilding(
            context,
            study,
            self.gathering.fetch,
            lambda: self.options.choices,
            lambda: self.figures.figures,
            self.gathering.addendum,
        )
        self.entries = ReportEntries(context, study, view.form, lambda: self.is_open)
        self.links = ReportLinks(context, study, view, lambda: self.previous.paths)
        self.exporting = ReportExporting(
            context, study, view, self.building, self.figures, lambda: self.options.choices
        )
        self.signing = ReportSigning(context, study, view, self.building, self.exporting, sources)
        self._connect(context, study)
        QTimer.singleShot(0, self, self.links.follow_wanted)  # once all parts of the study stand

    def _connect(self, context: Context, study: OpenStudy) -> None:
        context.actions.connect(self._handlers(), study.scope)
        form, preview, while_open = self.view.form, self.view.preview, study.scope.while_open
        self.options.changed.connect(self._refresh)
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
        changed = while_open(lambda _what: self._answered())
        study.review.marks_changed.connect(changed)
        context.studies.privacy.changed.connect(self._patient_hidden_or_shown)
        study.review.layers.counted_changed.connect(changed)
        self._sources.clusters.changed.connect(changed)
        self._sources.trends.changed.connect(while_open(lambda _none: self._trends_changed()))
        study.scope.ended.connect(self._ended)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        form = self.view.form
        return {
            "report.open": self.switch,
            "report.close": self.close,
            "report.export": lambda: self._when_open(self.exporting.ask),
            "report.sign": lambda: self._when_open(self.signing.ask),
            "report.previous": self.previous.ask_for_file,
            "report.no_previous": lambda: self.previous.choose(()),
            "report.frames": self.options.switch_frames,
            "report.not_assessed": form.switch_not_assessed,
            "report.rest_not_assessed": form.rest_not_assessed,
            "report.next_open": lambda: self._go_to_open(1),
            "report.previous_open": lambda: self._go_to_open(-1),
            "report.next_section": lambda: form.step_section(1),
            "report.previous_section": lambda: form.step_section(-1),
            **page_handlers(self.view.preview),
            "report.redraw": self._redraw,
        }

    # opening and closing

    def open(self) -> None:
        """Show form and pages, where they were left."""
        if self.is_open or not self.options.load():
            return
        self.opening.emit()
        self.mode.enter()
        view, remembered = self.view, self.remembered
        self._show_options()
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

    def _study_closing(self) -> None:
        super()._study_closing()
        if not self._studies.is_introducing:  # another reader may see less than this one
            for part in (self.building.forget, self.figures.drop, self.view.clear):
                part()

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
                tr(
                    "The report is open, so {lower} is not marked. Go back to the page (Esc), then mark.",
                    lower=term.label.lower(),
                )
            )
        return self.is_open

    # choices

    def _previous_changed(self) -> None:
        self.figures.forget()
        self._refresh()

    def _refresh(self) -> None:
        if self.is_open:
            self._show_options()
            self.building.build_soon()

    def _show_options(self) -> None:
        self.options.show()
        self.previous.show()
        self._show_notice()

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
        study, choices = self.building.study, self.options.choices
        if study is not None and choices is not None:
            key = self.gathering.figures_key(study, choices)
            wanted, videos = choices.template.figures, self.gathering.videos
            before = self.previous.paths if study.previous is not None else ()
            self.figures.ask(study, wanted, choices.with_frames, key, videos, before, choices.language)
            self._show_state()

    def _figures_changed(self) -> None:
        if self.is_open:
            self.building.build()

    def _redraw(self) -> None:
        self.figures.forget()
        self._figures_changed()

    def _answered(self) -> None:
        if self.is_open:
            self.building.build_soon()

    def _patient_hidden_or_shown(self) -> None:
        """Show nothing of before, then the report as it may be seen now."""
        self.building.forget()
        if self.is_open:
            self.view.preview.show_pages(None)
            self.building.build()

    def _trends_changed(self) -> None:
        if self.is_open and self._sources.trends.state == DONE:
            self.building.build_soon()

    def _show_state(self) -> None:
        busy = "Updating …" if self.building.is_busy else "Drawing figures …" if self.figures.is_drawing else ""
        self.view.preview.show_state(busy or self.figures.problem)

    def _show_notice(self) -> None:
        missing = self.building.missing_labels
        self.options.show_missing(missing)
        told = notices(self.building.study, self.options.with_frames, self.gathering.previous_problem, len(missing))
        self.view.header.show_notice(" ".join(told))

    def _go_to_open(self, steps: int) -> None:
        if not self.view.form.go_to_open(steps):
            self._say(tr("Every item is answered."))

    # links

    def _follow(self, url: str) -> None:
        pages = self.building.pages
        self.links.follow(url, pages.basis.get(url, "") if pages is not None else "")

    def _link_opened(self, text: str) -> None:
        self.view.back.show_text(text or tr("A value of the report"))

"""The report behind its screen: gathered, put together and set on a lane, again after each change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.report.building import build_report
from eegview.app.report.form import FormSection, report_form
from eegview.app.report.hidden_patient import form_without_patient, without_patient
from eegview.app.report.labels import load_labels
from eegview.app.report.pages import ReportPages, render_pages, render_pictures
from eegview.app.report.signing.addendum import Addendum, as_addendum
from eegview.app.report.study import ReportStudy
from eegview.app.report.template import Template
from eegview.model.errors import EegViewError
from eegview.model.recording import SignalSource
from eegview.model.report.document import Figure, ReportDocument
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane

_SOON_MS = 250  # a burst of answers is set once
Gather = Callable[[SignalSource], ReportStudy]  # on the lane
Fetch = Callable[[Callable[[Gather], None]], None]


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """What the reader chose for the report.

    language : of the labels
    ppi : pixels an inch of the pages' pictures
    """

    template: Template
    language: str
    with_frames: bool
    ppi: float


class ReportBuilding(QObject):
    """Sets the report as it stands; answers come first, the pages follow.

    fetch : fetches what window and library know now, then calls what it is given with what makes a `ReportStudy` of it
        on the lane
    choices : returns what is chosen now
    document : what the pages say; while the patient is hidden they say it without them, see `app.report.hidden_patient`
    addendum : returns, on the lane, what a report adds to one that was signed before
    formed : what the form shows, before the pages are set
    built : the pages; failed : a sentence
    """

    formed = Signal(object)  # tuple[FormSection, ...]
    built = Signal(object)  # ReportPages
    failed = Signal(str)
    busy_changed = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        fetch: Fetch,
        choices: Callable[[], ReportChoices | None],
        figures: Callable[[], Mapping[str, Figure]],
        addendum: Callable[[ReportDocument], Addendum | None],
    ) -> None:
        super().__init__(study.scope)
        self._post, self._fetch, self._choices, self._figures = context.studies.bridge.post, fetch, choices, figures
        self._addendum_of = addendum
        self.study: ReportStudy | None = None
        self.sections: tuple[FormSection, ...] = ()
        self.missing_labels: tuple[str, ...] = ()  # keys that stand in English
        self.pages: ReportPages | None = None
        self.document: ReportDocument | None = None
        self._privacy = context.studies.privacy
        self.addendum: Addendum | None = None  # what the pages add to a signed report
        self.is_busy = False
        self._number = 0  # of the newest work asked for
        self._while_open = study.scope.while_open
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.build)
        study.scope.ended.connect(self._soon.stop)
        self._lane = StudyLane(study, self._post, "report")

    def build_soon(self) -> None:
        """Set the report anew once the changes of this moment are over."""
        self._soon.start()

    def build(self) -> None:
        """Set the report as it stands now."""
        self._soon.stop()
        choices = self._choices()
        if choices is None:
            return
        self._number += 1
        number, figures = self._number, dict(self._figures())
        self._set_busy(True)

        def fetched(gather: Gather) -> None:
            if number == self._number:
                self._lane.ask(lambda: self._build(number, gather, choices, figures))

        self._fetch(self._while_open(fetched))

    def forget(self) -> None:
        """Drop what was set, and what is being set: it is of another reader, or the patient is hidden or shown now."""
        self._number += 1
        self._soon.stop()
        self.study, self.pages, self.document, self.addendum = None, None, None, None
        self.sections = ()
        self._set_busy(False)

    def sharpen(self, ppi: float) -> None:
        """Draw the pages that are shown in another size."""
        pages, document = self.pages, self.document
        if pages is None or document is None or self.is_busy:
            return  # what is being set has the size of its time, and is looked at again
        self._number += 1
        number, addendum = self._number, self.addendum
        self._lane.ask(
            lambda: self._try(number, lambda: self._done(number, render_pictures(pages, ppi), document, addendum))
        )

    # on the lane

    def _build(self, number: int, gather: Gather, choices: ReportChoices, figures: Mapping[str, Figure]) -> None:
        self._try(number, lambda: self._built(number, gather, choices, figures))

    def _built(self, number: int, gather: Gather, choices: ReportChoices, figures: Mapping[str, Figure]) -> None:
        study = gather(self._lane.source())
        labels = load_labels(choices.language)
        hide = self._privacy.text
        sections = form_without_patient(report_form(study, choices.template, labels), hide)
        missing = labels.missing if labels.language == choices.language else ()
        self._post(self._while_open(lambda: self._formed(number, study, sections, missing)))
        document = build_report(study, choices.template, now_text(), figures, labels)
        addendum = self._addendum_of(document)
        if addendum is not None:
            document = as_addendum(document, addendum)
        shown = without_patient(document, hide) if self._privacy.is_hidden else document
        self._done(number, render_pages(shown, choices.ppi), document, addendum)

    def _done(self, number: int, pages: ReportPages, document: ReportDocument, addendum: Addendum | None) -> None:
        self._post(self._while_open(lambda: self._take(number, pages, document, addendum)))

    def _try(self, number: int, work: Callable[[], None]) -> None:
        try:
            work()
        except EegViewError as error:
            sentence = f"{error.sentence} {error.advice}".strip()
            self._post(self._while_open(lambda: self._fail(number, sentence)))

    # where results arrive

    def _formed(
        self, number: int, study: ReportStudy, sections: Sequence[FormSection], missing: tuple[str, ...]
    ) -> None:
        if number == self._number:
            self.study, self.sections, self.missing_labels = study, tuple(sections), missing
            self.formed.emit(self.sections)

    def _take(self, number: int, pages: ReportPages, document: ReportDocument, addendum: Addendum | None) -> None:
        if number == self._number:
            self.pages, self.document, self.addendum = pages, document, addendum
            self._set_busy(False)
            self.built.emit(pages)

    def _fail(self, number: int, sentence: str) -> None:
        if number == self._number:
            self._set_busy(False)
            self.failed.emit(sentence)

    def _set_busy(self, is_busy: bool) -> None:
        if is_busy != self.is_busy:
            self.is_busy = is_busy
            self.busy_changed.emit()


def now_text() -> str:
    """Return the time now, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")

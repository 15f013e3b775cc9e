"""Keeps what stands around the two pages true: the strip of locks, the lines over the pages, the courses under them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from eegview.model.text.language import tr
from eegview.model.treatment.course import TreatmentCourse
from eegview.ui.response.compared_studies import ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.header import LockText
from eegview.ui.response.locks import Lock
from eegview.ui.response.moves import ResponseMoves
from eegview.ui.response.paired_views import OPEN, OTHER, PairedViews
from eegview.ui.response.pane_header import BEFORE, PaneTexts
from eegview.ui.response.parts import ResponseParts
from eegview.ui.response.showing import (
    age_text,
    electrodes,
    lock_texts,
    pane_texts,
    patient_warning,
    shown_course,
    treatment_course,
    value_texts,
)
from eegview.ui.window.study.infant_of_study import InfantOfStudy
from eegview.ui.window.study.open_study import OpenStudy

_SOON_MS = 300  # marks and trends that come in a burst are drawn once


class ResponseDisplay(QObject):
    """Shows the comparison of one open study; what a page turn changes is shown at once, all else soon."""

    def __init__(
        self,
        study: OpenStudy,
        parts: ResponseParts,
        studies: ComparedStudies,
        moves: ResponseMoves,
        px_per_mm: Callable[[], float],
        infant: InfantOfStudy,
    ) -> None:
        super().__init__(study.scope)
        self._study, self._parts, self._studies, self._moves = study, parts, studies, moves
        self._px_per_mm, self._infant = px_per_mm, infant
        self._course = TreatmentCourse(False)
        self._days: dict[str, int | None] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.show_all)
        self._page_soon = QTimer(self, singleShot=True, interval=0)  # both pages turn first
        self._page_soon.timeout.connect(self._show_page)
        study.presenter.page_shown.connect(self.page_changed)

    def study_changed(self) -> None:
        """Show marks, records and trends as they are now, soon."""
        if not self._soon.isActive():
            self._soon.start()

    def page_changed(self, _view: object = None) -> None:
        """Show where the pages are and what is locked, once both are turned."""
        if self._parts.is_shown and not self._page_soon.isActive():
            self._page_soon.start()

    def show_all(self) -> None:
        """Show everything as it is now."""
        if not self._parts.is_shown:
            return
        self._soon.stop()
        self._course, self._days = treatment_course(self._studies, self._infant.records)
        for course, study in zip(self._parts.courses, self._sides(), strict=True):
            course.show_course(shown_course(study) if study is not None else None)
        text, tip = electrodes(self._studies)
        warning = patient_warning(self._studies)
        header, danger = self._parts.header, self._danger
        if warning:
            header.show_electrodes(warning, f"{warning}\n{tip}", True, danger, "Patient")
        else:
            header.show_electrodes(text or "—", tip, "lacks" in text, danger)
        self._show_page()

    @property
    def _danger(self) -> str:
        return self._parts.courses[0].theme.danger

    def _sides(self) -> tuple[ComparedStudy | None, ComparedStudy | None]:
        """Return the study at the left and the one at the right."""
        return self._studies.pair or (self._studies.opened, None)

    def _show_page(self) -> None:
        parts, pair = self._parts, self._moves.pair
        if not parts.is_shown or not self._study.scope.is_open:
            return
        theme = parts.courses[0].theme
        colours = theme.danger, theme.accent
        studies = self._sides()
        for number, study in enumerate(studies):
            header, course = parts.headers[number], parts.courses[number]
            if study is None or pair is None:
                name = "Open study" if study is not None else "Other study"
                day = study.patient.age_text if study is not None else ""
                header.show_texts(PaneTexts(name, "", age_text(study) if study and day else "", "", False), theme.ink)
                course.show_page(self._study.view.span if study is not None else None)
                continue
            side = OPEN if study.is_open_study else OTHER
            view, name = pair.views[side], self._moves.name(side)
            is_active = pair.active == side
            texts = pane_texts(study, name, view, self._course, self._days.get(study.fingerprint), is_active)
            header.show_texts(texts, colours[0] if name == BEFORE else colours[1])
            course.show_page(view.span)
        parts.header.show_mode(self._moves.shown_mode)
        parts.header.show_locks(self._lock_texts(pair), theme.danger)

    def _lock_texts(self, pair: PairedViews | None) -> dict[Lock, LockText]:
        speed = self._mm_per_s(self._study.view.page_s)
        if pair is None:
            texts = value_texts(self._study.view, self._study.session.montage, speed)
            texts |= {Lock.SCROLL: tr("no other study chosen"), Lock.STATE: "—"}
            return {lock: LockText(text, True) for lock, text in texts.items()}
        return lock_texts(self._moves, pair, (speed, self._mm_per_s(pair.views[OTHER].page_s)))

    def _mm_per_s(self, page_s: float) -> float:
        return self._parts.traces_px / page_s / self._px_per_mm()

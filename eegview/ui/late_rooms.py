"""Rooms that the first page does not need: their commands are there from the start, they are built when first used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.ui.infant.owner import InfantOwner
from eegview.ui.marks.form import MarkForm
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.resembling.said import SaidSimilarity
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.window.context import Context
from eegview.ui.window.late_part import LatePart
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.vocabulary_change import VocabularyChange

if TYPE_CHECKING:
    from eegview.ui.case_maker.controller import CaseMakerController
    from eegview.ui.department.controller import DepartmentController
    from eegview.ui.exchange.controller import ExchangeController
    from eegview.ui.film.add_clips_controller import AddClipsController
    from eegview.ui.film.controller import FilmController
    from eegview.ui.film_export.controller import FilmExportController
    from eegview.ui.infant.controller import InfantController
    from eegview.ui.library.controller import LibraryController
    from eegview.ui.mimics.controller import MimicsController
    from eegview.ui.resembling.controller import ResemblingController
    from eegview.ui.vocabulary.controller import VocabularyController

_OF_EXCHANGE = (
    *("study.export", "study.import", "study.bundle", "edit.history", "study.export_recording", "study.header"),
)

Evidence = tuple[Callable[[Edit], str], Callable[[Annotation], bool]]


def film_of(context: Context, study: OpenStudy, video: StudyVideo, panel: VideoPanel) -> FilmController | None:
    """Return what sets the window for a study of clips; None for any other study."""
    if not study.recording.is_film:
        return None
    from eegview.ui.film.controller import FilmController

    return FilmController(context, study, video, panel)


class LateRooms:
    """Those that live as long as the window.

    owner : keeps whose the open study is
    """

    def __init__(self, context: Context, form: MarkForm, change: VocabularyChange) -> None:
        self._context, self._change, actions = context, change, context.actions
        self.owner = InfantOwner(context)
        self.infants = LatePart(actions, ("infant.open", "infant.diary"), self._infants)
        self.mimics = LatePart(actions, ("mimics.open",), self._mimics)
        self.department = LatePart(actions, ("department.open",), self._department)
        self.library = LatePart(actions, ("library.open",), self._library)
        self.vocabulary = LatePart(actions, ("vocabulary.edit",), self._vocabulary)
        self.case_maker = LatePart(actions, ("training.make_set",), self._case_maker)
        self.added_clips = LatePart(actions, ("film.add_clips",), self._added_clips)
        form.compare_asked.connect(lambda _mark: self.mimics.part.open())

    def restyle(self) -> None:
        """Draw what is built in the theme and the size of text as they are now."""
        for room in (self.infants.built, self.mimics.built, self.department.built):
            if room is not None:
                room.restyle()

    def _infants(self) -> InfantController:
        from eegview.ui.infant.controller import InfantController

        return InfantController(self._context, self.owner)

    def _mimics(self) -> MimicsController:
        from eegview.ui.mimics.controller import MimicsController

        return MimicsController(self._context)

    def _department(self) -> DepartmentController:
        from eegview.ui.department.controller import DepartmentController

        return DepartmentController(self._context)

    def _library(self) -> LibraryController:
        from eegview.ui.library.controller import LibraryController

        return LibraryController(self._context)

    def _vocabulary(self) -> VocabularyController:
        from eegview.ui.vocabulary.controller import VocabularyController

        return VocabularyController(self._context, self._change)

    def _added_clips(self) -> AddClipsController:
        from eegview.ui.film.add_clips_controller import AddClipsController

        return AddClipsController(self._context)

    def _case_maker(self) -> CaseMakerController:
        from eegview.ui.case_maker.controller import CaseMakerController

        return CaseMakerController(self._context)


class LateStudyRooms:
    """Those that live as long as one study.

    evidence : what the history hides, and what opens evidence for a score, see `ExchangeController.use_evidence`
    """

    def __init__(
        self, context: Context, study: OpenStudy, video: StudyVideo, marks: MarksPanel, evidence: Evidence
    ) -> None:
        self._context, self._study, self._video, self._evidence = context, study, video, evidence
        actions, scope = context.actions, study.scope
        self.exchange = LatePart(actions, _OF_EXCHANGE, self._exchange, scope)
        self.film_export = LatePart(actions, ("study.export_clip",), self._film_export, scope)
        self._said = SaidSimilarity(study, marks)
        self.resembling = LatePart(actions, ("resembling.open",), self._resembling, scope)
        marks.form.resembles_asked.connect(scope.while_open(lambda _mark: self.resembling.part.open()))

    def _exchange(self) -> ExchangeController:
        from eegview.ui.exchange.controller import ExchangeController

        exchange = ExchangeController(self._context, self._study)
        exchange.use_evidence(*self._evidence)
        return exchange

    def _film_export(self) -> FilmExportController:
        from eegview.ui.film_export.controller import FilmExportController

        return FilmExportController(self._context, self._study, self._video)

    def _resembling(self) -> ResemblingController:
        from eegview.ui.resembling.controller import ResemblingController

        return ResemblingController(self._context, self._study, self._said)

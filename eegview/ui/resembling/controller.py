"""Links an event of a film to the recorded event that it resembles: chosen, seen side by side, said, undone."""

from __future__ import annotations

from PySide6.QtCore import QObject

from eegview.app.infant.study_reading import CountRules
from eegview.app.links.recordings import FoundRecording, RecordingState, find_recording
from eegview.app.resembling.beside_footage import open_beside_footage
from eegview.app.resembling.recorded_studies import (
    RecordedEvent,
    RecordedStudies,
    RecordedStudy,
    event_of,
    read_recorded_studies,
    type_names,
)
from eegview.app.resources import data_folder
from eegview.app.study.records import Statement
from eegview.app.video.footage import OpenedFootage
from eegview.model.annotation import Annotation
from eegview.model.study.records import RESEMBLES_TERM
from eegview.model.study.resemblance import Resemblance, held_resemblance, held_withdrawal
from eegview.model.sync import is_clinical
from eegview.model.text.language import tr, tr_n
from eegview.ui.resembling.dialog import ResemblingDialog
from eegview.ui.resembling.film_side import FilmSide
from eegview.ui.resembling.recorded_side import RecordedSide
from eegview.ui.resembling.said import SaidSimilarity
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.settings import assumed_px_per_mm
from eegview.ui.window.study.open_study import OpenStudy

NAME = "resembling"


def _no_study(infant: str) -> str:
    """Return why there is nothing to compare with, and a way on."""
    if infant:
        return tr("No EEG belongs to the infant {name} yet. Add one, or describe the type below.", name=infant)
    return tr(
        "The library has no EEG to compare with. Open one, or say under “Infant…” whose clip this is and add its EEG; "
        "or describe the type below."
    )


class ResemblingController(QObject):
    """Of one open study, whose film is the left side; what is read of other studies ends with the dialog.

    said : what was said of the study's events
    """

    def __init__(self, context: Context, study: OpenStudy, said: SaidSimilarity) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._said = context, study, said
        self._window, self._studies = context.window, context.studies
        self._mark: Annotation | None = None  # the home event of the dialog
        self._found: RecordedStudies | None = None
        self._left: FilmSide | None = None
        self._right: RecordedSide | None = None
        while_open = study.scope.while_open
        context.actions.connect({"resembling.open": self.open}, study.scope)
        study.kept.changed.connect(while_open(lambda _none: self._said_changed()))
        context.studies.reviewer_changed.connect(while_open(self._close))
        study.scope.ended.connect(self._close)

    @property
    def dialog(self) -> ResemblingDialog | None:
        """Return the comparison while it is open."""
        found = open_dialog(self._window, NAME)
        return found if isinstance(found, ResemblingDialog) else None

    def _said_changed(self) -> None:
        dialog, mark = self.dialog, self._mark
        if dialog is not None and mark is not None:
            self._tell_said(dialog, mark)

    def _tell_said(self, dialog: ResemblingDialog, mark: Annotation) -> None:
        dialog.show_said(self._said.text_of(mark), self._said.own_word(mark.annotation_id))

    # opening

    def open(self) -> None:
        """Compare the selected event of a film with recorded ones."""
        mark = self._study.review.selection.mark
        if not self._study.recording.is_film:
            self._context.say(tr("This links events of home clips. Open the clip, and select the event in it."))
            return
        if mark is None or not is_clinical(mark):
            self._context.say(tr("Select an event of the clip first."))
            return
        dialog = self.dialog
        if dialog is not None and self._mark is not None and self._mark.annotation_id != mark.annotation_id:
            dialog.close()
        self._mark = mark
        show_dialog(self._window, NAME, self._build)
        self._begin(mark)

    def _px_per_mm(self) -> float:
        screen = self._window.screen()
        return self._context.settings.px_per_mm(screen) or assumed_px_per_mm(screen)

    def _build(self) -> ResemblingDialog:
        post = self._studies.bridge.post
        left = self._left = FilmSide("resembling.left", tr("Film of the home event"), post)
        right = self._right = RecordedSide(self._context, self._study, self._px_per_mm)
        dialog = ResemblingDialog(self._window, left.picture, right.widget)
        dialog.event_chosen.connect(self._show_recorded)
        dialog.linked.connect(self._link)
        dialog.withdrawn.connect(self._withdraw)
        dialog.infant_asked.connect(self._context.actions["infant.open"].trigger)
        dialog.closing.connect(self._put_away)
        dialog.clock.moved.connect(self._ask)
        right.failed.connect(dialog.show_right)
        right.shown.connect(lambda: self._ask(dialog.clock.since_onset_s))
        return dialog

    def _begin(self, mark: Annotation) -> None:
        dialog, study, studies = self.dialog, self._study, self._studies
        if dialog is None:
            return
        label = event_of(mark, studies.vocabulary).label
        dialog.show_event(tr("Clip, {at}: {label}", at=study.session.time_text(mark.onset_s), label=label))
        self._tell_said(dialog, mark)
        dialog.offer_words(type_names(studies.vocabulary))
        paths, recording, url, viewer = study.paths, study.recording, studies.library_url, studies.reviewer.name
        left, vocabulary = self._left, studies.vocabulary

        def opened(footage: OpenedFootage | None) -> None:
            if left is None or left is not self._left or self.dialog is None:
                if footage is not None:
                    footage.close()
                return
            left.show(footage, mark.onset_s, self.dialog.clock.stop_s)
            left.ask(self.dialog.clock.since_onset_s)

        dialog.clock.use_length(mark.duration_s)
        studies.work.submit(lambda: open_beside_footage(paths, recording, url, viewer), opened, studies.fail)
        fingerprint = recording.fingerprint
        counting = CountRules(self._context.settings.cluster_rule, self._context.settings.same_event)
        studies.work.submit(
            lambda: read_recorded_studies(url, fingerprint, viewer, vocabulary, counting),
            self._show_studies,
            studies.fail,
        )

    def _show_studies(self, found: RecordedStudies) -> None:
        dialog, mark = self.dialog, self._mark
        if dialog is None or mark is None or found.viewer != self._studies.reviewer.name:
            return
        self._found = found
        if found.infant:
            place = tr("Studies of the infant {name}. Marks are those of the layer that counts.", name=found.infant)
        else:
            place = tr(
                "This clip belongs to no infant yet: these are all studies of the library. Check whose they are."
            )
        if found.n_left_out:
            place = tr_n(
                "This clip belongs to no infant yet: these are the newest studies of the library; {n} more is left "
                "out. Enter whose clip it is, then all of the infant's are here.",
                "This clip belongs to no infant yet: these are the newest studies of the library; {n} more are left "
                "out. Enter whose clip it is, then all of the infant's are here.",
                found.n_left_out,
            )
        dialog.show_studies(found, place if found.studies else _no_study(found.infant), self._name)
        said = self._said.own_word(mark.annotation_id)
        if said is not None and said.is_recorded:
            dialog.choose(said.study, said.other_id)

    def _name(self, study: RecordedStudy) -> str:
        name = "" if self._studies.privacy.is_hidden else study.name
        return " · ".join(filter(None, (study.title, name)))

    # beside

    def _show_recorded(self, fingerprint: str, event: RecordedEvent) -> None:
        dialog, right, mark = self.dialog, self._right, self._mark
        if dialog is None or right is None or mark is None:
            return
        dialog.clock.use_length(max(mark.duration_s, event.duration_s))
        stop_s = dialog.clock.stop_s
        if self._left is not None:
            self._left.use_onset(mark.onset_s, stop_s)
        dialog.show_right(tr("Recorded: {label}", label=event.label))

        right.say(tr("Opening the recorded study …"))

        def found(recording: FoundRecording) -> None:
            if right is not self._right or self.dialog is None:
                return
            if recording.state is RecordingState.UNCHANGED:
                right.show_event(fingerprint, recording.paths, event.onset_s, stop_s)
            else:
                dialog.show_right(f"{recording.sentence} {tr('Open it once, then it is found.')}")

        if right.compared is not None and right.compared.fingerprint == fingerprint:
            right.show_event(fingerprint, (), event.onset_s, stop_s)
        else:
            self._studies.opening_lane.submit(
                lambda: find_recording(data_folder(), fingerprint), found, self._studies.fail
            )

    def _ask(self, since_s: float) -> None:
        if self._left is not None:
            self._left.ask(since_s)
        if self._right is not None:
            self._right.ask(since_s)

    # saying

    @property
    def _current(self) -> Annotation | None:
        """Return the home event as it is now, None once it is deleted."""
        return self._study.review.marks.get(self._mark.annotation_id) if self._mark is not None else None

    def _link(self, how: str, note: str) -> None:
        dialog, mark = self.dialog, self._current
        if dialog is None or mark is None:
            return
        said = Resemblance(mark.annotation_id, mark.onset_s, how_alike=how, note=note.strip())
        chosen, words = dialog.chosen, dialog.words.text().strip()
        if words:
            said = Resemblance(mark.annotation_id, mark.onset_s, label=words, how_alike=how, note=note.strip())
        elif chosen is not None:
            study, event = chosen
            said = Resemblance(
                mark.annotation_id, mark.onset_s, study.fingerprint, event.mark_id, event.onset_s, event.duration_s,
                event.label, how, note.strip(),
            )  # fmt: skip
        else:
            return
        self._study.kept.say([Statement(RESEMBLES_TERM, mark.annotation_id, held_resemblance(said))])

    def _withdraw(self) -> None:
        mark = self._current
        if mark is not None:
            held = held_withdrawal(mark.onset_s)
            self._study.kept.say([Statement(RESEMBLES_TERM, mark.annotation_id, held)])

    # end

    def _put_away(self) -> None:
        left, self._left = self._left, None
        right, self._right = self._right, None
        if left is not None:
            left.close()
        if right is not None:
            right.close()
        self._found = None

    def _close(self) -> None:
        """Close the comparison: another person may see other marks."""
        dialog = self.dialog
        if dialog is not None:
            dialog.close()
        self._put_away()

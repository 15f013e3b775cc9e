"""What readers said that events of a film resemble, in the list and in the form of the open study."""

from __future__ import annotations

from PySide6.QtCore import QObject

from eegview.app.resembling.home_events import HomeEvent, home_events_of
from eegview.app.study.study_name import study_id
from eegview.model.annotation import Annotation
from eegview.model.study.resemblance import Resemblance, resemblances_of
from eegview.model.text.language import tr, tr_later
from eegview.model.time.clock import elapsed_text
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.window.study.open_study import OpenStudy

HOW_TEXTS = {
    "same": tr_later("looks the same"),
    "similar": tr_later("looks similar"),
    "unsure": tr_later("not sure"),
}


class SaidSimilarity(QObject):
    """Of one open study: of a film what its events resemble, of an EEG which home events were linked to it."""

    def __init__(self, study: OpenStudy, panel: MarksPanel) -> None:
        super().__init__(study.scope)
        self._study, self._form, self._list = study, panel.form, panel.list.model
        self._home: dict[str, list[HomeEvent]] = {}  # of an EEG: linked to it, by the id of its mark
        while_open = study.scope.while_open
        self._form.use_similarity(self.text_of, can_link=study.recording.is_film)
        self._show()
        if not study.recording.is_film:
            study.review.marks_changed.connect(while_open(self._marks_changed))
            self._marks_changed(None)
        study.kept.changed.connect(while_open(lambda _none: self._show()))
        study.scope.ended.connect(self._end)

    def said_of(self, mark_id: str) -> tuple[Resemblance, ...]:
        """Return what each reader said of an event."""
        return tuple(one for one in resemblances_of(self._study.kept.all()) if one.mark_id == mark_id)

    def own_word(self, mark_id: str) -> Resemblance | None:
        """Return what the reader at the window said of an event, None where they said nothing."""
        return next((one for one in self.said_of(mark_id) if one.layer == self._study.kept.author), None)

    def text_of(self, mark: Annotation) -> str:
        """Return a line for each reader who said what an event resembles, "" where nobody did."""
        return self._text(mark.annotation_id)

    def _text(self, mark_id: str) -> str:
        if not self._study.recording.is_film:
            return "\n".join(map(self._home_text, self._home.get(mark_id, ())))
        own = self._study.kept.author
        lines = []
        for one in sorted(self.said_of(mark_id), key=lambda one: one.layer != own):
            who = tr("you") if one.layer == own else one.layer
            label = one.label or tr("a recorded event")
            recorded = tr("recorded in study {study}", study=study_id(one.study))
            where = recorded if one.is_recorded else tr("in words")
            lines.append(f"{tr(HOW_TEXTS[one.how_alike])}: {label} ({where}; {who})")
        return "\n".join(lines)

    def _home_text(self, linked: HomeEvent) -> str:
        said = linked.said
        who = tr("you") if said.layer == self._study.kept.author else said.layer
        how, at = tr(HOW_TEXTS[said.how_alike]), elapsed_text(said.at_s, 0)
        return tr(
            "Home clip {clip}…, event at {at}: {how} ({who})", clip=study_id(linked.clip), at=at, how=how, who=who
        )

    def _marks_changed(self, edit: object) -> None:
        """Read which home events were linked to this EEG, once its marks were read, as a reader may see them."""
        review = self._study.review
        if edit is not None or not review.is_open:
            return
        fingerprint, viewer = self._study.recording.fingerprint, self._study.kept.author

        def read(found: tuple[HomeEvent, ...]) -> None:
            self._home = {}
            for one in found if viewer == self._study.kept.author else ():
                self._home.setdefault(one.said.other_id, []).append(one)
            self._show()

        review.ask_library(lambda library: home_events_of(library, fingerprint, viewer), read)

    def _show(self) -> None:
        """Show in list and form what was said of the study's events."""
        said = dict.fromkeys(one.mark_id for one in resemblances_of(self._study.kept.all()))
        if not self._study.recording.is_film:
            said = dict.fromkeys(self._home)
        self._list.set_similarity({mark_id: self._text(mark_id) for mark_id in said})
        self._form.refresh_similarity()

    def _end(self) -> None:
        self._form.use_similarity(None, can_link=False)
        self._list.set_similarity({})

"""Suggested pairs: instants that show in both video and EEG, looked at by the reviewer and accepted one by one."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.sync.pair_search import PairSearch, SuggestedPairs
from eegview.app.video.clip_sync import ClipSync
from eegview.model.errors import EegViewError
from eegview.model.film.video import clip_of_key
from eegview.model.sync import Anchor
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.sync.proposals_box import SuggestionsBox
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, wall_text


class ProposalsController(QObject):
    """The pairs found in one study's videos.

    shown_state : returns the state of the video that is shown, which is searched; None where none is
    add_anchor : stores a pair of the video at a path
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        search: PairSearch,
        shown_state: Callable[[], ClipSync | None],
        add_anchor: Callable[[str, Anchor], None],
    ) -> None:
        super().__init__(study.scope)
        self._studies, self._study, self._search = context.studies, study, search
        self._shown_state, self._add_anchor = shown_state, add_anchor
        self._box: SuggestionsBox | None = None
        self.path = ""  # of the video that was looked through
        self.found: SuggestedPairs = ()
        study.scope.ended.connect(self.stop)

    def use_box(self, box: SuggestionsBox) -> None:
        """Show what there is in a box that was just built; the one before is gone."""
        self._box = box
        box.search_asked.connect(self.search)
        box.stop_asked.connect(self.stop)
        box.chosen.connect(self.show_instant)
        box.accepted.connect(self.accept)
        box.destroyed.connect(lambda _gone: self._forget(box))
        if self.found:
            self._show_found()

    def _forget(self, box: SuggestionsBox) -> None:
        if self._box is box:
            self._box = None

    def search(self) -> None:
        """Look through the video that is shown."""
        study, state = self._study, self._shown_state()
        if state is None:
            return
        self.stop()

        def found(pairs: SuggestedPairs) -> None:
            self.path, self.found = state.path, pairs
            self._show_found()

        marks = tuple(m for m in study.review.marks if study.review.layers.is_mine(m))
        path, _part = clip_of_key(state.path)
        self._search.start(study.source.reopen(), path, state.sync, marks, self._show_progress, found, self._failed)
        self._show_progress(0.0)

    def _failed(self, error: EegViewError) -> None:
        self._show_waiting()
        self._studies.fail(error)

    def stop(self) -> None:
        """Stop looking; what was found before is shown no longer."""
        self._search.stop()
        self._show_waiting()

    def show_instant(self, number: int) -> None:
        """Show the instant in the EEG; the picture follows by the map in force."""
        if number < len(self.found):
            self._study.go_to(self.found[number].anchor.eeg_s)

    def accept(self, number: int) -> None:
        """Make a suggestion a pair; from now on it is the reviewer's."""
        if 0 <= number < len(self.found):
            self._add_anchor(self.path, self.found[number].anchor)
            self.found = tuple(one for i, one in enumerate(self.found) if i != number)
            self._show_found()

    # showing

    def _show_waiting(self) -> None:
        if self._box is not None:
            self._box.show_waiting()

    def _show_progress(self, share: float) -> None:
        if self._box is not None:
            self._box.show_progress(share)

    def _show_found(self) -> None:
        if self._box is None:
            return
        lines = []
        for suggested in self.found:
            anchor = suggested.anchor
            eeg = wall_text(self._study.recording, anchor.eeg_s, 3) or elapsed_text(anchor.eeg_s, 3)
            lines.append(f"{elapsed_text(anchor.video_s, 3)} ↔ {eeg}  ·  {_sure(suggested.sureness)}\n{suggested.why}")
        self._box.show_found(lines)


def _sure(sureness: float) -> str:
    return tr("nearly certain") if sureness >= 0.8 else "probable" if sureness >= 0.5 else "uncertain"

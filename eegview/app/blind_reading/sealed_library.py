"""A study library as one reader may see it: what is fetched through it holds nothing that blind reading hides.

It is the one root of the seal. What lists, draws, counts or reports marks gets them from here; acts, undo and the check
of signatures are done on the library itself, which knows all. A link to an event of another recording tells of that,
too: what others linked is shown once neither of the two is read blind by the reader.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from eegview.app.blind_reading.blindness import SIGHT_TERMS, Blindness, blindness_of
from eegview.app.blind_reading.visibility import seen_edit, seen_marks
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.study.records import RESEMBLES_TERM
from eegview.model.study.resemblance import study_linked_by
from eegview.model.suggestion.detection import Detection, DetectorRun, Trend
from eegview.model.verification import Verification
from eegview.store.library import Library

HIDDEN_NOTE = "You are reading blind: what other readers and detectors did is checked, and listed once you have signed."
HIDDEN_PROBLEM = "The log does not hold what was once written; which part, is told once you have signed."


class SealedLibrary(Library):
    """An open library seen by one reader; both are the same connection, and closing one closes it.

    viewer : None = nobody is named: such a one sees of a blind study what belongs to no reader
    """

    def __init__(self, library: Library, viewer: str | None) -> None:
        # No connection of its own: two would be two writers. All that a library holds is shared.
        vars(self).update(vars(library))
        self.whole, self._viewer = library, viewer
        self._known: dict[str, tuple[int, Blindness]] = {}

    def blindness(self, fingerprint: str) -> Blindness:
        """Return how the reader stands to blind reading of a recording now; read anew only after an edit."""
        number = self.whole.last_number(fingerprint)
        held = self._known.get(fingerprint)
        if held is None or held[0] != number:
            records = (r for term in sorted(SIGHT_TERMS) for r in self.whole.annotations(fingerprint, term))
            held = self._known[fingerprint] = number, blindness_of(records, self._viewer)
        return held[1]

    def seen_heads(self) -> dict[str, tuple[int, str] | None]:
        """Return number and hash of the newest edit of each recording with edits; None where the reader is blind."""
        heads, records = self.whole.heads(), self.whole.records_everywhere(SIGHT_TERMS)
        return {
            fingerprint: None if blindness_of(records.get(fingerprint, ()), self._viewer).is_blind else head
            for fingerprint, head in heads.items()
        }

    def annotations(self, fingerprint: str, term_id: str | None = None) -> tuple[Annotation, ...]:
        return self._seen_of(self.whole.annotations(fingerprint, term_id), self.blindness(fingerprint))

    def records_everywhere(self, terms: Collection[str]) -> dict[str, tuple[Annotation, ...]]:
        held = self.whole.records_everywhere({*terms, *SIGHT_TERMS})
        found: dict[str, tuple[Annotation, ...]] = {}
        for fingerprint, records in held.items():
            wanted = (record for record in records if record.term_id in terms)
            if kept := self._seen_of(wanted, blindness_of(records, self._viewer)):
                found[fingerprint] = kept
        return found

    def edits(self, fingerprint: str) -> tuple[Edit, ...]:
        """Return the edits of which the reader may see anything, oldest first."""
        edits, is_blind = self.whole.edits(fingerprint), self.blindness(fingerprint).is_blind
        pairs = zip(edits, self._seen_edits(fingerprint, edits), strict=True)
        return tuple(kept for edit, kept in pairs if kept.changes or not (is_blind or edit.changes))

    def edits_after(self, numbers: dict[str, int]) -> dict[str, tuple[Edit, ...]]:
        return {name: self._seen_edits(name, edits) for name, edits in self.whole.edits_after(numbers).items()}

    def changes_since(self, fingerprint: str, number: int) -> tuple[Edit, ...]:
        """Return the edits after a number; one that is hidden has no changes, so that its number is known."""
        return self._seen_edits(fingerprint, self.whole.changes_since(fingerprint, number))

    def edit(self, fingerprint: str, number: int) -> Edit:
        return self.seen_edit(fingerprint, self.whole.edit(fingerprint, number))

    def edits_numbered(self, fingerprint: str, numbers: Sequence[int]) -> tuple[Edit, ...]:
        return self._seen_edits(fingerprint, self.whole.edits_numbered(fingerprint, numbers))

    def seen_edit(self, fingerprint: str, edit: Edit) -> Edit:
        """Return an edit of a recording with the changes that the reader may see."""
        return self._seen_edits(fingerprint, (edit,))[0]

    def runs(self, fingerprint: str) -> tuple[DetectorRun, ...]:
        """Return the runs over a recording; none while the reader is blind, their own neither."""
        return () if self.blindness(fingerprint).is_blind else self.whole.runs(fingerprint)

    def detections(self, run_id: str, from_number: int = 0, at_most: int | None = None) -> tuple[Detection, ...]:
        return () if self._is_sealed(run_id) else self.whole.detections(run_id, from_number, at_most)

    def trends(self, run_id: str) -> tuple[Trend, ...]:
        return () if self._is_sealed(run_id) else self.whole.trends(run_id)

    def verification(self, fingerprint: str) -> Verification:
        """Return what is wrong with a recording's log, without a word on what is in it while the reader is blind."""
        found = self.whole.verification(fingerprint)
        if not self.blindness(fingerprint).is_blind:
            return found
        return Verification((HIDDEN_PROBLEM,) if found.problems else (), (HIDDEN_NOTE,))

    def _seen_of(self, records: Iterable[Annotation], blindness: Blindness) -> tuple[Annotation, ...]:
        """Return the marks and records of one recording that the reader may see."""
        shown = (one for one in records if one.term_id != RESEMBLES_TERM or not self._tells_of_blind(one))
        return seen_marks(shown, blindness)

    def _seen_edits(self, fingerprint: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """Return each edit with the changes that the reader may see, which may be none."""
        if not edits:  # asked each second
            return ()
        blindness = self.blindness(fingerprint)

        def seen_mark(mark: Annotation | None) -> Annotation | None:
            shown = self._seen_of((mark,), blindness) if mark is not None else ()
            return shown[0] if shown else None

        return tuple(seen_edit(edit, seen_mark) for edit in edits)

    def _tells_of_blind(self, link: Annotation) -> bool:
        """Whether another reader's link names an event of a recording that the reader reads blind."""
        study = study_linked_by(link)
        return bool(study) and link.layer != self._viewer and self.blindness(study).is_blind

    def _is_sealed(self, run_id: str) -> bool:
        fingerprint = self.whole.fingerprint_of_run(run_id)
        return bool(fingerprint) and self.blindness(fingerprint).is_blind


def sealed_library(url: str | None, viewer: str | None) -> SealedLibrary:
    """Open the study library as one reader may see it; see `app.library.editing.study_library`."""
    from eegview.app.resources import data_folder
    from eegview.store.library import open_library

    return SealedLibrary(open_library(url, data_folder() / "library.sqlite", data_folder() / "anchors"), viewer)

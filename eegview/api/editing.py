"""Marks added, changed and deleted together, as one act of one reviewer."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from eegview.app.film.eeg_terms import refuse_eeg_answers, refuse_eeg_term, within_clip
from eegview.app.film.evidence import with_film_evidence
from eegview.app.library.editing import Editor, checked
from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import check_answer, duration_warning, known_term
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FINAL_LAYER, Annotation, new_annotation_id
from eegview.model.edit import Change, Edit
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.study.seen_film import seen_film
from eegview.model.time.clock import elapsed_text
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    from eegview.store.library import Library


class StudyEdit:
    """A `with` block of edits; they are logged together at its end, and none of them where the block fails.

    number : of the edit in the log, once the block has ended; None where nothing was to be done
    """

    def __init__(self, library: Library, recording: Recording, reviewer: str, role: str, reason: str = "") -> None:
        self.number: int | None = None
        self._editor = Editor(library, recording.fingerprint, reviewer, role)
        self._editor.seen_film = seen_film(recording)
        self._recording, self._reason = recording, reason
        self._vocabulary = load_vocabulary()
        self._before: dict[str, Annotation] = {}
        self._after: dict[str, Annotation | None] = {}  # None = deleted
        self._is_open = False

    def __enter__(self) -> Self:
        self._before = {mark.annotation_id: mark for mark in self._editor.marks()}
        self._after = {}
        self._is_open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_open = False
        if kind is None:
            edit = self._commit()
            self.number = edit.number if edit is not None else None

    def add(
        self,
        term: str,
        onset_s: float,
        duration_s: float | None = None,
        *,
        channels: str | Iterable[str] = (),
        text: str = "",
        layer: str = "",
        **answers: str,
    ) -> str:
        """Add a mark and return its id.

        Parameters
        ----------
        term : id of a term, see `eegview vocabulary`
        duration_s : None = the term's own
        channels : what it is about; empty = all
        layer : empty = the reviewer's own; “final” for a neurologist
        answers : to the term's questions, as `movement="flexor"`; one that Python does not allow as a name has an
            underscore behind it: `class_="ied"`

        Raises
        ------
        UsageError : no such term, question or answer, or a time outside the recording
        """
        self._check_open()
        chosen = known_term(self._vocabulary, term)
        given = _sorted(_answers(chosen, answers))
        refuse_eeg_term(self._recording, chosen, given)
        length_s = chosen.default_duration_s if duration_s is None else float(duration_s)
        mark = Annotation(
            new_annotation_id(),
            term,
            self._checked_onset(onset_s),
            length_s,
            _names(channels),
            given,
            text,
            layer or self._editor.author,
        )
        self._put(within_clip(with_film_evidence(mark, chosen, self._recording), self._recording), chosen)
        return mark.annotation_id

    def change(
        self,
        annotation_id: str,
        *,
        onset_s: float | None = None,
        duration_s: float | None = None,
        channels: str | Iterable[str] | None = None,
        text: str | None = None,
        **answers: str | None,
    ) -> None:
        """Change a mark; what is not named stays, and an answer that is None is taken back.

        Raises
        ------
        UsageError : there is no such mark, question or answer, or a time outside the recording
        """
        held = self._held(annotation_id)
        term = self._vocabulary.term(held.term_id)
        kept = dict(held.attributes)
        for name, value in answers.items():
            if value is None:
                kept.pop(_question(name), None)
        given = {name: value for name, value in answers.items() if value is not None}
        changed = _answers(term, given) if term is not None else given
        if term is not None:
            new = {name: value for name, value in changed.items() if kept.get(name) != value}
            refuse_eeg_answers(self._recording, term, new.items())
        mark = replace(
            held,
            onset_s=held.onset_s if onset_s is None else self._checked_onset(onset_s),
            duration_s=held.duration_s if duration_s is None else float(duration_s),
            channels=held.channels if channels is None else _names(channels),
            text=held.text if text is None else text,
            attributes=_sorted({**kept, **changed}),
        )
        self._put(within_clip(mark, self._recording), term)

    def delete(self, annotation_id: str) -> None:
        """Delete a mark.

        Raises
        ------
        UsageError : there is no such mark
        """
        self._held(annotation_id)
        self._after[annotation_id] = None

    def _put(self, mark: Annotation, term: Term | None) -> None:
        mark = checked(mark)
        for sentence in duration_warning(term, mark.duration_s) if term is not None else ():
            warnings.warn(sentence, UserWarning, stacklevel=3)
        others = {**self._before, **self._after}
        others.pop(mark.annotation_id, None)
        layer, rule = mark.layer, SameEventRule()
        if layer != FINAL_LAYER and rule.standing(mark, filter(None, others.values()), layer):
            warnings.warn(
                f"This event at {elapsed_text(mark.onset_s)} is marked in the layer “{layer}” already; "
                f"it is counted once ({rule.text}).",
                UserWarning,
                stacklevel=3,
            )
        self._after[mark.annotation_id] = mark

    def _held(self, annotation_id: str) -> Annotation:
        self._check_open()
        found = {**self._before, **self._after}.get(annotation_id)
        if found is None:
            raise UsageError(
                f"There is no mark with the id “{annotation_id}”.", "Take it from the column annotation_id of marks()."
            )
        return found

    def _checked_onset(self, onset_s: float) -> float:
        if not 0 <= onset_s <= self._recording.duration_s:
            raise UsageError(
                f"{onset_s:g} s is outside the recording.",
                f"It runs from 0 to {self._recording.duration_s:g} s; give a time inside it.",
            )
        return float(onset_s)

    def _check_open(self) -> None:
        if not self._is_open:
            raise UsageError("This edit is not open.", "Make changes inside “with study.edit(…) as e:”.")

    def _commit(self) -> Edit | None:
        pairs = ((self._before.get(name), after) for name, after in self._after.items())
        changes = [Change(before, after) for before, after in pairs if before != after]
        added = [change.after for change in changes if change.before is None and change.after is not None]
        deleted = [change.before for change in changes if change.before is not None and change.after is None]
        if not changes:
            return None
        if len(added) == len(changes) == 1:
            return self._editor.add(added[0], self._reason)
        if len(deleted) == len(changes):
            return self._editor.delete(deleted, self._reason)
        return self._editor.change_together(changes, self._reason)


def _names(channels: str | Iterable[str]) -> tuple[str, ...]:
    names = channels.split(",") if isinstance(channels, str) else channels
    return tuple(name.strip() for name in names if name.strip())


def _question(name: str) -> str:
    return name.removesuffix("_")


def _answers(term: Term, given: Mapping[str, str]) -> dict[str, str]:
    """Return answers to questions of a term.

    Raises
    ------
    UsageError : no such question, or no such answer
    """
    asked = {attribute.name: attribute for attribute in term.attributes}
    found: dict[str, str] = {}
    for name, value in given.items():
        attribute = asked.get(_question(name))
        if attribute is None:
            known = ", ".join(asked) or "nothing"
            raise UsageError(f"“{name}” is not asked about a {term.label.lower()}.", f"Asked is: {known}.")
        check_answer(attribute, str(value))
        found[attribute.name] = str(value)
    return found


def _sorted(answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(answers.items()))

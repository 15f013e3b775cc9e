"""The marks of an open study, their history, scored epochs, and edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from eegview.api.frames import told
from eegview.api.opened import OpenedStudy
from eegview.api.tables import history_table, mark_table
from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import known_term
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    from pandas import DataFrame

    from eegview.api.editing import StudyEdit

DEFAULT_ROLE = "technologist"
_FILE_NOTE = "file_note"  # the term of the recorder's own annotations


class MarkedStudy(OpenedStudy):
    """An open study with what people said of it."""

    _notes: tuple[Annotation, ...] | None = None  # of the file, once they were read

    def marks(self, term: str | None = None, layer: str | None = None) -> DataFrame:
        """Return the marks by onset; of one term, with a column for each of its questions.

        Parameters
        ----------
        term : id of a term of the vocabulary, as “spasm”; None = all
        layer : a reviewer's name, “final”, or “file” for the annotations in the recording; None = all but the file's

        Raises
        ------
        UsageError : there is no such term or layer
        """
        table = mark_table(self._marks(term, layer), self._term(term) if term else None)
        return told(table, self._library.provenance())

    def scores(self) -> DataFrame:
        """Return the scored epochs of all readers (BASED); of a sheet that the reviewer may not see yet no score."""
        from eegview.api.scores import score_table

        self._check_open()
        self._library.warn_if_blind()
        stored, reader = self._library.unscored(), self._library.reader or ""
        table = score_table(stored, reader, self.segments, self.info.duration_s)
        return told(table, self._library.provenance())

    def stages(self, layer: str | None = None) -> DataFrame:
        """Return the sleep stages that hold, layer by layer and by time, mark by mark; what is not staged has no row.

        layer : a reviewer's name or “final”; None = all

        Raises
        ------
        UsageError : there is no such layer
        """
        from eegview.api.scores import stage_table

        return told(stage_table(self._marks(None, layer)), self._library.provenance())

    def history(self) -> DataFrame:
        """Return the log: who did what and when, the oldest first."""
        self._check_open()
        return told(history_table(self._library.edits()), self._library.provenance())

    def edit(self, *, reviewer: str | None = None, role: str = DEFAULT_ROLE, reason: str = "") -> StudyEdit:
        """Return a `with` block in which marks are added, changed and deleted; its end logs all of it as one act.

        Where the block fails, nothing is done.

        Parameters
        ----------
        reviewer : who acts, and the layer of the marks; None = who opened the study
        role : technologist, neurologist or resident
        reason : for the log

        Raises
        ------
        UsageError : nobody is named, or the name or role is not allowed
        """
        from eegview.api.editing import StudyEdit

        source = self._source
        who = reviewer or self._library.reader
        if not who:
            raise UsageError("It is not stated who edits.", "Give reviewer=“NAME” here, or to eegview.open_study.")
        return StudyEdit(self._library.whole, source.recording, who, role, reason)

    def _marks(self, term: str | None, layer: str | None) -> tuple[Annotation, ...]:
        """Return the marks of a term and layer, by onset."""
        source = self._source
        if layer == FILE_LAYER and self._library.blindness().is_blind:
            self._library.warn_if_blind()
            found = ()
        elif layer == FILE_LAYER:
            if self._notes is None:
                notes = source.scan_events().annotations
                self._notes = tuple(sorted(notes, key=lambda mark: mark.onset_s))
            found = self._notes
        else:
            marks = self._library.marks()
            self._check_layer(layer, marks)
            found = tuple(mark for mark in marks if layer in (None, mark.layer))
        if term is not None and not any(mark.term_id == term for mark in found) and term != _FILE_NOTE:
            known_term(load_vocabulary(), term)
        return tuple(mark for mark in found if term in (None, mark.term_id))

    def _term(self, term: str) -> Term | None:
        return load_vocabulary().term(term)

    def _check_layer(self, layer: str | None, marks: Iterable[Annotation]) -> None:
        known = dict.fromkeys(mark.layer for mark in marks)
        if layer is not None and layer not in (*known, self._library.reader, FINAL_LAYER):
            there = ", ".join(f"“{name}”" for name in (*known, FILE_LAYER))
            raise UsageError(f"There is no mark of the layer “{layer}”.", f"There are: {there}.")

"""A whole study library as tables: recordings, marks, runs, judgements, scores, stages, infants and their diaries."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING

from eegview.api.columns import FINGERPRINT, JUDGEMENTS, MARKS, RUNS, SCORES, STAGES, STUDIES
from eegview.api.frames import TEXT, data_frame, told
from eegview.api.library_reading import Reading
from eegview.api.seen import SeenLibrary
from eegview.api.tables import answers_in
from eegview.app.infant.study_reading import CountRules
from eegview.app.infant.tables import (
    DIARY,
    INFANT_STUDIES,
    INFANTS,
    MILESTONES,
    TREATMENTS,
    chosen_logs,
    diary_rows,
    infant_rows,
    milestone_rows,
    study_rows,
    timeline_rows,
    treatment_rows,
)
from eegview.app.library.opening import is_library_there
from eegview.app.library_tables.columns import CHANNELS as KNOWN_CHANNELS
from eegview.app.library_tables.columns import Columns
from eegview.app.library_tables.rows import Row, judgement_rows, mark_row, run_row, score_row, stage_rows
from eegview.app.library_tables.study_list import list_studies
from eegview.app.library_tables.study_row import study_row
from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import known_term
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.errors import LibraryRefused, UsageError
from eegview.model.treatment.as_of import AsOf

if TYPE_CHECKING:
    from pandas import DataFrame

    from eegview.app.infant.log import InfantLog
    from eegview.app.infant.timeline import InfantTimeline
    from eegview.model.vocabulary import Vocabulary

_MOST_TRIES = 3  # to read all while nobody marks


def read_library(url: str | os.PathLike[str] | None = None, *, reviewer: str | None = None) -> Library:
    """Return a study library for reading; no mark is written into it, and no file stays open.

    One of an older version is brought up to date when it is first read, after a backup beside it.

    Parameters
    ----------
    url : a path, `sqlite:///PATH` or `postgresql+psycopg://…`; None = the one in EEGVIEW_LIBRARY, else the one in your
        data folder
    reviewer : who looks, so that nothing is shown that they may not see yet; None = the one in EEGVIEW_REVIEWER

    Raises
    ------
    LibraryRefused : there is none at this address
    """
    named = os.fspath(url) if url is not None else None
    if not is_library_there(named):
        raise LibraryRefused(
            "There is no study library at this address.", "Check the path; a library is made with the first mark."
        )
    return Library(named, reviewer or os.environ.get("EEGVIEW_REVIEWER") or None)


class Library:
    """A study library; each table is read anew when it is asked for. Made by `read_library`.

    The recording of each row is named by its fingerprint, see `study.info.fingerprint` and `studies`.
    """

    def __init__(self, url: str | None, reviewer: str | None) -> None:
        self._url, self._reviewer = url, reviewer

    def studies(self) -> DataFrame:
        """Return one row a recording: what it is, what there is of it, who read and signed it, when it was opened.

        What the library does not know, or does not keep, is missing: `name` is "" unless the library keeps names
        (`eegview library names on`), `started_at` is NaT where it no longer keeps starts (`eegview library starts
        off`), and all of a recording that was not opened since the library keeps such things. `n_marks` and `readers`
        are what you may see; `is_hidden` says that there may be more.
        """

        def rows_of(reading: Reading) -> list[tuple[object, ...]]:
            lines = list_studies(reading.first.sealed, self._reviewer)
            for line in lines:
                if line.is_hidden:
                    reading.first.of(line.fingerprint).stored()  # which warns
            return [(line.fingerprint, *study_row(line)) for line in lines]

        return self._table({**FINGERPRINT, **STUDIES}, rows_of)

    def channels(self) -> DataFrame:
        """Return the channels of each recording that the library knows: name, kind, rate_hz, unit."""

        def rows_of(reading: Reading) -> list[tuple[object, ...]]:
            known = reading.first.sealed.recordings()
            return [(one.fingerprint, c.name, c.kind, c.rate_hz, c.unit) for one in known for c in one.channels]

        return self._table({**FINGERPRINT, **KNOWN_CHANNELS}, rows_of)

    def marks(self, term: str | None = None, layer: str | None = None) -> DataFrame:
        """Return the marks of all recordings; of one term, with a column for each of its questions.

        term : id of a term, None = all
        layer : a reviewer's name, None = all

        Raises
        ------
        UsageError : there is no such term
        """
        vocabulary = load_vocabulary()
        chosen = vocabulary.term(term) if term is not None else None
        questions = tuple(one.name for one in chosen.attributes) if chosen is not None else ()

        def is_wanted(mark: Annotation) -> bool:
            return term in (None, mark.term_id) and layer in (None, mark.layer)

        columns = {**FINGERPRINT, **MARKS, **dict.fromkeys(questions, TEXT)}

        def rows_of(reading: Reading) -> list[tuple[object, ...]]:
            rows = [
                (fingerprint, *mark_row(mark), *answers_in(mark, questions))
                for fingerprint, seen in reading.recordings()
                for mark in filter(is_wanted, seen.marks())
            ]
            if term is not None and not rows:
                known_term(vocabulary, term)
            return rows

        return self._table(columns, rows_of, vocabulary)

    def runs(self) -> DataFrame:
        """Return the runs of detectors over all recordings."""

        def rows_of(reading: Reading) -> list[tuple[object, ...]]:
            return [
                (fingerprint, *run_row(run))
                for fingerprint, seen in reading.recordings()
                for run in reading.noted_runs(seen)
            ]

        return self._table({**FINGERPRINT, **RUNS}, rows_of)

    def judgements(self) -> DataFrame:
        """Return what people decided about detections: accept, reject or unsure, with who and which run."""

        def rows_of(reading: Reading) -> list[tuple[object, ...]]:
            found: list[tuple[object, ...]] = []
            for fingerprint, seen in reading.recordings():
                stored = seen.stored()
                reading.note_judged(seen, stored)
                found += [(fingerprint, *row) for row in judgement_rows(stored)]
            return found

        return self._table({**FINGERPRINT, **JUDGEMENTS}, rows_of)

    def scores(self) -> DataFrame:
        """Return the scored epochs of all readers (BASED); of a sheet that you may not see yet no score."""
        return self._rows({**FINGERPRINT, **SCORES}, lambda seen: map(score_row, seen.score_lines()))

    def stages(self, layer: str | None = None) -> DataFrame:
        """Return the sleep stages that hold, layer by layer and by time.

        layer : a reviewer's name or “final”, None = all
        """

        def rows_of(seen: SeenLibrary) -> list[tuple[object, ...]]:
            return stage_rows(mark for mark in seen.marks() if layer in (None, mark.layer))

        return self._rows({**FINGERPRINT, **STAGES}, rows_of)

    def infants(self) -> DataFrame:
        """Return one row an infant: id, pseudonym, birth and due date where known, how many EEGs and clips it has."""
        return self._of_infants(INFANTS, None, infant_rows)

    def infant_studies(self, infant: str | None = None, as_of: date | None = None) -> DataFrame:
        """Return the studies and clips of infants, with day, age, corrected age, and what the counted layer marks.

        infant : a pseudonym or id, None = all
        as_of : the day as of which it is told, None = today; what lies later is left out

        Raises
        ------
        UsageError : there is no such infant; the day lies in the future
        """
        return self._of_timelines(INFANT_STUDIES, infant, study_rows, as_of)

    def diary(self, infant: str | None = None, as_of: date | None = None) -> DataFrame:
        """Return the diary of witnessed spasms of infants, a row a day; a day without entry is “unknown”, never none.

        infant, as_of : see `infant_studies`
        """
        return self._of_timelines(DIARY, infant, diary_rows, as_of)

    def treatments(self, infant: str | None = None, as_of: date | None = None) -> DataFrame:
        """Return what infants were treated with, a row a dose; a planned treatment was not given yet.

        infant, as_of : see `infant_studies`
        """
        return self._of_timelines(TREATMENTS, infant, treatment_rows, as_of)

    def milestones(self, infant: str | None = None, as_of: date | None = None) -> DataFrame:
        """Return the milestones that infants gained and lost.

        infant, as_of : see `infant_studies`
        """
        return self._of_timelines(MILESTONES, infant, milestone_rows, as_of)

    def _of_infants(
        self, columns: Columns, infant: str | None, rows_of: Callable[[tuple[InfantLog, ...]], list[Row]]
    ) -> DataFrame:
        def rows_in(reading: Reading) -> list[tuple[object, ...]]:
            logs = chosen_logs(reading.first.sealed, infant)
            reading.note_infants(log.infant_id for log in logs)
            return rows_of(logs)

        return self._table(columns, rows_in)

    def _of_timelines(
        self,
        columns: Columns,
        infant: str | None,
        rows_of: Callable[[InfantTimeline], list[Row]],
        as_of: date | None,
    ) -> DataFrame:
        today = datetime.now().astimezone().date()
        if as_of is not None and as_of > today:
            raise UsageError("The day lies in the future.", "Give today or an earlier day as as_of.")
        on = AsOf.on(as_of or today, today)
        counting = CountRules(ClusterRule(), SameEventRule())

        def rows_in(reading: Reading) -> list[tuple[object, ...]]:
            sealed = reading.first.sealed
            logs = chosen_logs(sealed, infant)
            reading.note_infants(log.infant_id for log in logs)
            return timeline_rows(sealed, self._reviewer, logs, rows_of, on, counting)

        return self._table(columns, rows_in)

    def _rows(self, columns: Columns, rows_of: Callable[[SeenLibrary], Iterable[tuple[object, ...]]]) -> DataFrame:
        def rows_of_all(reading: Reading) -> list[tuple[object, ...]]:
            return [(fingerprint, *row) for fingerprint, seen in reading.recordings() for row in rows_of(seen)]

        return self._table(columns, rows_of_all)

    def _table(
        self,
        columns: Columns,
        rows_of: Callable[[Reading], list[tuple[object, ...]]],
        vocabulary: Vocabulary | None = None,
    ) -> DataFrame:
        """Return a table of all recordings with what made it.

        The logs are named as they stood when the rows were read: where somebody marked meanwhile, all is read again.
        """
        with closing(SeenLibrary(self._url, "", self._reviewer)) as first:
            reading = Reading(first)
            rows = rows_of(reading)
            for _try in range(_MOST_TRIES):
                if reading.is_still_true():
                    break
                reading = Reading(first)
                rows = rows_of(reading)
            provenance = reading.provenance(vocabulary if vocabulary is not None else load_vocabulary())
        return told(data_frame(columns, rows), provenance)

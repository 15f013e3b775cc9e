"""Two blind readers and a neurologist on one library, without a window.

`from made_studies.readers_desk import ReadersDesk`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from inline_lane import Inline

from eegview.app.comparing.comparison import compare
from eegview.app.comparing.decisions import Adjudication, Decider
from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.review.review import Review
from eegview.app.scoring.scales import scale_parameters
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.errors import EegViewError
from eegview.model.scoring.evidence import BY_HAND, SPIKE, SheetKey
from eegview.model.scoring.records import answer_record, bin_record, page_record, record_id, sheet_record
from eegview.model.scoring.terms import ANSWER_TERM, BIN_TERM, PAGE_TERM, SHEET_TERM

FINGERPRINT = "f" * 64
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DECIDER = Decider("carla", "neurologist", NOW)
VOCABULARY = load_vocabulary()


class ReadersDesk:
    """Two readers and a neurologist on one library; the neurologist compares and decides."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.url, self._lane = f"sqlite:///{folder / 'library.sqlite'}", Inline()
        self.errors: list[EegViewError] = []
        self.opened: list[Review] = []
        self.ada, self.bo = self.open("ada"), self.open("bo")
        self.carla = self.open("carla", "neurologist")

    def open(self, name: str, role: str = "technologist") -> Review:
        review = Review(
            self._lane,
            name,
            lambda: open_marks(self.url, FINGERPRINT, Reviewer(name, role), VOCABULARY),
            self.errors.append,
        )
        review.open()
        review.role = role
        self.opened.append(review)
        return review

    def close(self) -> None:
        for review in self.opened:
            review.close()
        self._lane.close()

    def adjudication(self, review: Review | None = None) -> Adjudication:
        review = review or self.carla
        review.catch_up()
        held = (*review.marks, *review.records.evidence)
        found = compare(held, "ada", "bo", VOCABULARY)
        return Adjudication(found, review.marks, review.records, FINGERPRINT, VOCABULARY)

    def score(self, review: Review, spikes: Mapping[int, Sequence[str]], **answers: str) -> None:
        """Have a reader score the epoch from 600 s, all pages read."""
        review.acts.do_together(
            Change(None, record) for record in scored(review.author, spikes, pages=range(20), **answers)
        )

    def final(self) -> list[Annotation]:
        return [mark for mark in self.carla.marks if mark.layer == FINAL_LAYER]


def spasm(name: str, onset_s: float, **answers: str) -> Annotation:
    """Return a spasm of 1 s with these answers."""
    return Annotation(name, "spasm", onset_s, 1.0, attributes=tuple(sorted(answers.items())))


def stage(name: str, number: int, stage: str) -> Annotation:
    """Return the stage of an epoch of 30 s."""
    return Annotation(name, "sleep_stage", 30.0 * number, 30.0, attributes=(("stage", stage),))


def hypsarrhythmia(name: str, onset_s: float, duration_s: float, presence: str) -> Annotation:
    """Return an answer on hypsarrhythmia."""
    return Annotation(name, "hypsarrhythmia", onset_s, duration_s, attributes=(("presence", presence),))


def scored(
    layer: str, spikes: Mapping[int, Sequence[str]], *, pages: Iterable[int] = range(20), **answers: str
) -> tuple[Annotation, ...]:
    """Return a reader's records on the epoch of 5 minutes from 600 s: bins with a spike, pages read, answers."""
    parameters, key = scale_parameters(), SheetKey("based2021", 600.0)

    def name(term_id: str, about: str) -> str:
        return record_id(FINGERPRINT, layer, key, term_id, about)

    bins = [
        bin_record(name(BIN_TERM, str(n)), key, n, parameters.bin_s, foci, SPIKE, BY_HAND, layer)
        for n, foci in spikes.items()
    ]
    read = [page_record(name(PAGE_TERM, str(page)), key, page, parameters.page_s, layer) for page in pages]
    said = [
        answer_record(name(ANSWER_TERM, question), key, parameters.length_s, question, value, layer)
        for question, value in answers.items()
    ]
    return (*bins, *read, *said, sheet_record(name(SHEET_TERM, ""), key, parameters, layer))

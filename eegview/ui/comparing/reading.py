"""Comparisons made on a lane: the newest that was asked for is shown, what it overtakes is dropped."""

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from eegview.app.comparing.comparison import Comparison, compare
from eegview.app.comparing.decisions import Adjudication
from eegview.app.comparing.difference import MATCHED, Difference
from eegview.app.lanes import Failed, Post
from eegview.app.marks.index import MarkIndex
from eegview.app.scoring.blindness import hidden_from
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError
from eegview.model.study.adjudication import Decision
from eegview.model.study.staging import chosen_epoch_s
from eegview.model.sync import is_signed
from eegview.model.vocabulary import Vocabulary
from eegview.ui.comparing.choice import ReaderChoice
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane

_Key = tuple[ReaderChoice, float, tuple[Annotation, ...]]  # what is compared, in epochs of so many s, of these marks


@dataclass(frozen=True, slots=True)
class ComparisonRequest:
    """What a comparison is made from, as it was when it was asked for.

    marks : of all layers
    records : everything beside them, the decisions among it
    rule : the study's own, by which two final marks are one event
    viewer : who looks
    of_runs : what detectors' runs suggested, where one is compared
    """

    choice: ReaderChoice
    marks: tuple[Annotation, ...]
    records: tuple[Annotation, ...]
    vocabulary: Vocabulary
    fingerprint: str
    rule: SameEventRule
    viewer: str
    of_runs: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ReadComparison:
    """A comparison with what was decided on it.

    settled : the decision that holds on a difference, by its id; a question to the readers, too
    agreed_left : what both agree on and nobody has taken yet
    by_hand : how many disagreements were decided by each verdict
    open_ids : of the differences that are not settled
    """

    adjudication: Adjudication
    settled: dict[str, Decision]
    agreed_left: tuple[Difference, ...]
    by_hand: Counter[str]
    open_ids: frozenset[str]

    @property
    def comparison(self) -> Comparison:
        return self.adjudication.comparison

    def decision_on(self, difference: Difference) -> Decision | None:
        """Return the decision that holds, a question to the readers as well."""
        return self.settled.get(difference.difference_id)

    def is_open(self, difference: Difference) -> bool:
        """Whether it is not settled; see `Adjudication.is_open`."""
        return difference.difference_id in self.open_ids


class ComparisonReading(QObject):
    """Answers the newest request.

    ready : the request, and its ReadComparison
    """

    ready = Signal(object, object)

    def __init__(self, study: OpenStudy, post: Post, failed: Failed) -> None:
        super().__init__(study.scope)
        self._post, self._failed = post, failed
        self._asked: ComparisonRequest | None = None
        self._held: tuple[_Key, Comparison] | None = None  # belongs to the lane
        study.scope.ended.connect(self.drop)  # before its lane, which would wait for what runs
        self._lane = StudyLane(study, post, "comparing")

    @property
    def is_reading(self) -> bool:
        return self._asked is not None

    def ask(self, request: ComparisonRequest) -> None:
        """Compare; an earlier request is dropped."""
        self._asked = request
        self._lane.ask(lambda: self._work(request))

    def drop(self) -> None:
        """Forget what was asked for."""
        self._asked = None

    # on the lane

    def _work(self, request: ComparisonRequest) -> None:
        try:
            found = self._read(request)
        except EegViewError as error:
            failure = error
            self._post(lambda: self._fail(request, failure))
        else:
            self._post(lambda: self._show(request, found))

    def _read(self, request: ComparisonRequest) -> ReadComparison:
        comparison = self._compared(request)
        adjudication = Adjudication(
            comparison,
            MarkIndex(request.marks),
            request.records,
            request.fingerprint,
            request.vocabulary,
            request.rule,
        )
        held = ((one, adjudication.decision_on(one)) for one in comparison.differences)
        settled = {one.difference_id: decision for one, decision in held if decision is not None}
        verdicts = Counter(
            settled[one.difference_id].verdict.value
            for one in comparison.differences
            if one.kind != MATCHED and one.difference_id in settled and settled[one.difference_id].is_settled
        )
        left = adjudication.open()
        agreed_left = tuple(one for one in left if one.kind == MATCHED)
        open_ids = frozenset(one.difference_id for one in left)
        return ReadComparison(adjudication, settled, agreed_left, verdicts, open_ids)

    def _compared(self, request: ComparisonRequest) -> Comparison:
        """Return the comparison; the one made last while neither layer has changed."""
        choice = request.choice
        layers = choice.layer_a, choice.layer_b
        stored = (*request.marks, *request.records)
        is_hidden = hidden_from(request.viewer, stored)  # a second reader scores without knowing the first one's score
        held = (mark for mark in (*stored, *request.of_runs) if mark.layer in layers)
        of_both = tuple(mark for mark in held if is_signed(mark) and not is_hidden(mark))
        key = choice, chosen_epoch_s(request.records), of_both
        if self._held is None or self._held[0] != key:
            rule = SameEventRule(choice.limit_s)
            self._held = key, compare(of_both, *layers, request.vocabulary, rule, epoch_s=key[1])
        return self._held[1]

    # where results arrive

    def _show(self, request: ComparisonRequest, found: ReadComparison) -> None:
        if request is self._asked:
            self._asked = None
            self.ready.emit(request, found)

    def _fail(self, request: ComparisonRequest, error: EegViewError) -> None:
        if request is self._asked:
            self._asked = None
            self._failed(error)

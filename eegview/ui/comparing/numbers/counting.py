"""The agreement numbers of two readers on this study, counted on a lane once their marks have changed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from eegview.app.agreement.numbers import AC1, COHEN, F1, ICC, WEIGHTED, Named, TermNumbers
from eegview.app.agreement.readings import readings_seen_by
from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.terms import Rules, terms_of
from eegview.app.agreement.units import TermUnits
from eegview.app.agreement.where import studies_of_both
from eegview.app.lanes import Failed, Post
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording
from eegview.model.vocabulary import Vocabulary
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane

_SHOWN = (F1, WEIGHTED, COHEN, AC1, ICC)


@dataclass(frozen=True, slots=True)
class NumbersRequest:
    """What the numbers are counted from, as it was when they were asked for.

    marks : of both layers
    records : everything beside them, the scores among it
    viewer : who looks; what is hidden from them is not counted
    """

    layer_a: str
    layer_b: str
    marks: tuple[Annotation, ...]
    records: tuple[Annotation, ...]
    recording: Recording
    vocabulary: Vocabulary
    same_event: SameEventRule
    viewer: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number as it is shown.

    label : of what, "Spasm, seconds"
    measure : "Cohen's kappa"
    notes : on what was used and left out
    """

    term_id: str
    label: str
    measure: str
    number: AgreementNumber
    notes: tuple[str, ...]

    @property
    def value_text(self) -> str:
        value = self.number.value
        return "–" if value is None else f"{value:.2f}".replace("-", "−")

    @property
    def interval_text(self) -> str:
        """Return the interval, or why there is none."""
        number = self.number
        if number.low is not None and number.high is not None:
            return f"{number.low:.2f} to {number.high:.2f}".replace("-", "−")
        return number.remark

    @property
    def tip(self) -> str:
        """Return all that is to be known of the number."""
        head = f"{self.label}, {self.measure}: {self.value_text} ({self.interval_text})"
        return "\n".join((head, f"n = {self.number.n_items}", self.number.method, *self.notes))


def number_lines(request: NumbersRequest) -> tuple[NumberLine, ...]:
    """Return the numbers of two layers, term by term; terms that they have nothing of in common are left out."""
    recording = request.recording
    found = readings_seen_by(request.viewer, (*request.marks, *request.records), recording.reviewed_id, recording.gaps)
    study = ReadStudy(
        "",
        recording.fingerprint,
        recording.fingerprint,
        recording.duration_s,
        tuple(recording.segments),
        found.visible.marks,
        found.visible.sheets,
        found.reviewed,
        found.signed,
        epoch_s=found.epoch_s,
    )
    rules = Rules(same_event=request.same_event)
    pair = request.layer_a, request.layer_b
    lines: list[NumberLine] = []
    for term in terms_of(request.vocabulary):
        units = term.make((study,), rules)
        if studies_of_both(units, *pair):
            named = TermNumbers(units).overall(pair)
            lines += [_line(one, units) for one in named if _says_anything(one)]
    return tuple(lines)


def _says_anything(one: Named) -> bool:
    """Whether a number is shown: two counts of one study are no correlation."""
    return one.key in _SHOWN and one.number.n_items > (1 if one.key == ICC else 0)


def _line(one: Named, units: TermUnits) -> NumberLine:
    is_of_items = one.key in (WEIGHTED, COHEN, AC1) and units.rated is not None and units.rated.item_s is not None
    noun = f", {units.rated.noun}" if is_of_items and units.rated is not None else ""
    return NumberLine(units.term_id, f"{units.label}{noun}", one.label, one.number, units.notes)


class NumbersReading(QObject):
    """Answers the newest request.

    ready : tuple of NumberLine
    """

    ready = Signal(object)

    def __init__(self, study: OpenStudy, post: Post, failed: Failed) -> None:
        super().__init__(study.scope)
        self._post, self._failed = post, failed
        self._asked: NumbersRequest | None = None
        study.scope.ended.connect(self.drop)  # before its lane, which would wait for what runs
        self._lane = StudyLane(study, post, "agreement")

    @property
    def is_reading(self) -> bool:
        return self._asked is not None

    def ask(self, request: NumbersRequest) -> None:
        """Count; an earlier request is dropped."""
        self._asked = request
        self._lane.ask(lambda: self._work(request))

    def drop(self) -> None:
        """Forget what was asked for."""
        self._asked = None

    def _work(self, request: NumbersRequest) -> None:
        try:
            lines = number_lines(request)
        except EegViewError as error:
            failure = error
            self._post(lambda: self._fail(request, failure))
        else:
            self._post(lambda: self._show(request, lines))

    def _show(self, request: NumbersRequest, lines: tuple[NumberLine, ...]) -> None:
        if request is self._asked:
            self._asked = None
            self.ready.emit(lines)

    def _fail(self, request: NumbersRequest, error: EegViewError) -> None:
        if request is self._asked:
            self._asked = None
            self._failed(error)

"""What is compared now, which list is gone through in which order, and which difference is looked at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.comparing.difference import MATCHED, Difference
from eegview.app.comparing.order import Order
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER
from eegview.model.signature import latest_signatures
from eegview.ui.comparing.choice import OfferedLayer, ReaderChoice, first_choice
from eegview.ui.comparing.numbers.counting import NumbersReading, NumbersRequest
from eegview.ui.comparing.playing_order import list_of, next_open
from eegview.ui.comparing.reading import ComparisonReading, ComparisonRequest, ReadComparison
from eegview.ui.comparing.run_layers import RunLayers
from eegview.ui.comparing.shown import ListName
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_REST_MS = 60  # a burst of changes is compared once
_ORDER = "comparing/order"


class ComparingWork(QObject):
    """The comparison of one open study while it has the window.

    read : None until the first comparison stands
    listed : what stands in the playlist, in its order
    current : the difference that is looked at
    """

    changed = Signal()  # show all again
    moved = Signal()  # another difference is looked at
    reading_changed = Signal()

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        self._settings, self._vocabulary = context.settings, context.studies.vocabulary
        self.choice = ReaderChoice()
        self.read: ReadComparison | None = None
        self.list_name = ListName.DISAGREEMENTS
        order = context.settings.text(_ORDER, Order.TIME.value)
        self.order = Order(order) if order in set(Order) else Order.TIME
        self.listed: tuple[Difference, ...] = ()
        self._current_id, self._was_at_s = "", 0.0
        self.is_on = False
        self._reading = ComparisonReading(study, context.studies.bridge.post, context.studies.fail)
        self._reading.ready.connect(self._ready)
        self._runs = RunLayers(study, context.studies.fail)
        self._runs.fetched.connect(self._ask)
        self.numbers = NumbersReading(study, context.studies.bridge.post, context.studies.fail)
        self._counted: object = None  # the comparison whose numbers were asked for
        self._timer = QTimer(self, interval=_REST_MS, singleShot=True)
        self._timer.timeout.connect(self._ask)
        while_open = study.scope.while_open
        study.review.marks_changed.connect(while_open(lambda _edit: self._ask_soon()))
        study.review.records.changed.connect(while_open(lambda _records: self._ask_soon()))
        study.review.layers.same_event_changed.connect(while_open(lambda _rule: self._ask_soon()))
        study.scope.ended.connect(self._timer.stop)

    # what can be compared

    @property
    def offered(self) -> tuple[OfferedLayer, ...]:
        """Return the layers that can be compared: readers first, then the final one.

        A reader is who marked, who scored, and who signed without a mark: they found nothing.
        """
        review = self._study.review
        counts = Counter(mark.layer for mark in review.marks)
        scorers, signed = {record.layer for record in review.records.evidence}, latest_signatures(review.records)
        names = sorted({*counts, *scorers, *signed} - {FILE_LAYER, FINAL_LAYER, ""})
        found = [
            # how much a reader scored may be hidden until one's own score stands
            OfferedLayer(name, name, None if name in scorers and not counts[name] else counts[name])
            for name in sorted(names, key=lambda name: name != review.author)
        ]
        if counts.get(FINAL_LAYER):
            found.append(OfferedLayer(FINAL_LAYER, "Final layer", counts[FINAL_LAYER]))
        return (*found, *self._runs.offered)

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """Return (id, label) of the terms that anything is compared of."""
        if self.read is None:
            return ()
        return tuple((term_id, self.label_of(term_id)) for term_id in self.read.comparison.term_ids)

    def label_of(self, term_id: str) -> str:
        """Return a term's label."""
        term = self._vocabulary.term(term_id)
        return term.label if term is not None else term_id.replace("_", " ").capitalize()

    # opening and choosing

    def begin(self) -> None:
        """Compare what was compared last, or what there is."""
        self.is_on = True
        layers = {one.layer for one in self.offered}
        if not self.choice.is_whole or not {self.choice.layer_a, self.choice.layer_b} <= layers:
            limit_s = self._study.review.layers.same_event.within_s
            self.choice = first_choice(self.offered, self._settings, self._study.review.author, limit_s)
            self.read, self.listed = None, ()
        self._ask()

    def end(self) -> None:
        """Compare nothing any more."""
        self.is_on = False
        self._timer.stop()
        self._reading.drop()
        self.numbers.drop()
        self._counted = None

    def choose(self, choice: ReaderChoice) -> None:
        """Compare these two from now on, and remember them."""
        is_other = (choice.layer_a, choice.layer_b) != (self.choice.layer_a, self.choice.layer_b)
        self.choice = choice
        choice.keep(self._settings)
        if is_other:
            self.read, self.listed, self._current_id = None, (), ""
        self._ask()

    def choose_term(self, term_id: str) -> None:
        """List this term only; "" for all."""
        self.choose(replace(self.choice, term_id=term_id))

    def choose_limit(self, limit_s: float) -> None:
        """Take marks for one event up to this far apart (s)."""
        self.choose(replace(self.choice, limit_s=limit_s))

    @property
    def is_reading(self) -> bool:
        return self._reading.is_reading

    def _ask_soon(self) -> None:
        if self.is_on:
            self._timer.start()

    def _ask(self) -> None:
        if not self.is_on:
            return
        if self._study.review.blindness.is_blind:
            self.choice, self.read, self.listed = ReaderChoice(), None, ()
            self.changed.emit()
            return
        if not self.choice.is_whole:
            self.begin_again()
            return
        review, layers = self._study.review, (self.choice.layer_a, self.choice.layer_b)
        if not self._runs.has(layers):
            self._runs.fetch(layers)
            return
        request = ComparisonRequest(
            self.choice,
            tuple(review.marks),
            tuple(review.records),
            self._vocabulary,
            self._study.recording.fingerprint,
            review.layers.same_event,
            review.author,
            self._runs.marks_of(layers),
        )
        self._reading.ask(request)
        self.reading_changed.emit()

    def begin_again(self) -> None:
        """Look whether there are two readers by now."""
        limit_s = self._study.review.layers.same_event.within_s
        self.choice = first_choice(self.offered, self._settings, self._study.review.author, limit_s)
        if self.choice.is_whole:
            self._ask()
        else:
            self.changed.emit()

    def _ready(self, request: ComparisonRequest, found: ReadComparison) -> None:
        self.read, is_first = found, self.read is None
        self._list()
        self._count(request, found)
        if is_first or self.current is None:
            self._go_to_first()
        self.reading_changed.emit()
        self.changed.emit()

    def _count(self, request: ComparisonRequest, found: ReadComparison) -> None:
        """Have the numbers counted anew where the comparison is another one, and not for each decision."""
        if found.comparison is self._counted:
            return
        self._counted = found.comparison
        choice = request.choice
        layers = choice.layer_a, choice.layer_b
        self.numbers.ask(
            NumbersRequest(
                *layers,
                tuple(mark for mark in (*request.marks, *request.of_runs) if mark.layer in layers),
                request.records,
                self._study.recording,
                self._vocabulary,
                SameEventRule(choice.limit_s),
                self._study.review.author,
            )
        )

    # the list

    def _list(self) -> None:
        if self.read is None:
            return
        self.listed = list_of(self.read.comparison, self.list_name, self.order, self.choice.term_id, self._vocabulary)

    def show_list(self, name: ListName) -> None:
        """Go through this list from now on."""
        self.list_name = name
        self._list()
        if self.current is None:
            self._go_to_first()
        self.changed.emit()

    def next_list(self) -> None:
        """Go through the next of the lists."""
        names = list(ListName)
        self.show_list(names[(names.index(self.list_name) + 1) % len(names)])

    def use_order(self, order: Order) -> None:
        """Go through the list in this order from now on."""
        self.order = order
        self._settings.put(_ORDER, order.value)
        self._list()
        self.changed.emit()

    def next_order(self) -> None:
        """Use the next of the orders."""
        orders = list(Order)
        self.use_order(orders[(orders.index(self.order) + 1) % len(orders)])

    # the current one

    @property
    def current(self) -> Difference | None:
        """The difference that is looked at; None where the list is empty."""
        return next((one for one in self.listed if one.difference_id == self._current_id), None)

    def ahead(self, n: int) -> Sequence[Difference]:
        """Return what comes after the current one."""
        at = next((i for i, one in enumerate(self.listed) if one.difference_id == self._current_id), -1)
        return self.listed[at + 1 : at + 1 + n]

    def go(self, difference_id: str) -> None:
        """Look at a difference; one of another list brings its list along."""
        if self.read is None:
            return
        if all(one.difference_id != difference_id for one in self.listed):
            found = next((d for d in self.read.comparison.differences if d.difference_id == difference_id), None)
            if found is None:
                return
            self.list_name = ListName.MATCHED if found.kind == MATCHED else ListName.DISAGREEMENTS
            self._list()
            if all(one.difference_id != difference_id for one in self.listed):
                return  # of a term that is not listed
            self._current_id = difference_id
            self.changed.emit()
        self._current_id = difference_id
        current = self.current
        self._was_at_s = current.onset_s if current is not None else 0.0
        self.moved.emit()

    def step(self, steps: int) -> None:
        """Go so many lines on or back."""
        at = next((i for i, one in enumerate(self.listed) if one.difference_id == self._current_id), -1)
        to = min(max(at + steps, 0), len(self.listed) - 1)
        if self.listed and to != at:
            self.go(self.listed[to].difference_id)

    def go_to_next_open(self, pending: Sequence[str] = ()) -> bool:
        """Go to the next difference that is open; return whether there is one.

        pending : ids of what is on its way to the disk, and so no longer open
        """
        read = self.read
        if read is None:
            return False
        found = next_open(
            self.listed, self._current_id, lambda one: one.difference_id not in pending and read.is_open(one)
        )
        if found is not None:
            self.go(found.difference_id)
        return found is not None

    def _go_to_first(self) -> None:
        """Look at the first open one from where one was, else at the first."""
        read = self.read
        if read is None or not self.listed:
            self._current_id = ""
            self.moved.emit()
            return
        later = [one for one in self.listed if one.onset_s >= self._was_at_s] or list(self.listed)
        first = next((one for one in (*later, *self.listed) if read.is_open(one)), later[0])
        self.go(first.difference_id)

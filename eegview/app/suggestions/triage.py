"""Judge a detector's suggestions one by one: the queue, what comes next, and how far the reviewer is.

Where one stopped follows from the verdicts themselves, so there is nothing else to lose. No Qt.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from eegview.app.notifier import Notifier
from eegview.app.suggestions.judgements import OPEN, UNSURE
from eegview.app.suggestions.judging import VerdictOn
from eegview.app.suggestions.suggestions import Counts, ShownRun, Suggestion, Suggestions
from eegview.app.suggestions.triage_groups import Group, Order, groups_of, ordered
from eegview.clinical.clusters import ClusterRule
from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.suggestion.judgement import Verdict

LEAST_SEEN_S = 0.5  # a card that stood for less was flown past
BREAK_S = 60.0  # longer than this between two verdicts was a break


class Triage:
    """A queue over the shown run at its threshold, those judged already included.

    current : the candidate looked at; None = all are judged, or there are none
    is_blind : whether the score is to be kept from the reviewer
    """

    def __init__(
        self, suggestions: Suggestions, clock: Callable[[], float] = time.monotonic, rule: ClusterRule | None = None
    ) -> None:
        self._suggestions, self._rule, self._clock = suggestions, rule or ClusterRule(), clock
        self._order = Order.CLUSTER
        self.is_blind = False
        self._queue: tuple[int, ...] = ()  # numbers of detections
        self._at: dict[int, int] = {}  # number -> position in the queue
        self._groups: tuple[Group, ...] = ()
        self._group_of: dict[int, Group] = {}
        self._made_for: tuple[object, ...] = ()
        self._run_id = ""
        self._number: int | None = None
        self._was_judged: frozenset[int] = frozenset()
        self._again: frozenset[int] = frozenset()  # unsure ones that are gone through once more
        self._given: list[tuple[int, ...]] = []  # numbers judged by each act of this sitting
        self._seen: set[tuple[str, int]] = set()  # run and number of those that stood on the card
        self._on_card: tuple[str, int] | None = None
        self._on_card_since_s = 0.0
        self._is_acting = False
        self._since_s = self._spent_s = 0.0
        self._n_timed = 0
        self.changed: Notifier[None] = Notifier()  # show all again
        suggestions.changed.connect(lambda _none: self._follow())

    # where one is

    def start(self, suggestion: Suggestion | None = None) -> None:
        """Start, or resume, the work: at this candidate, else at the first open one."""
        self._make_queue()
        self._since_s = self._clock()
        self._was_judged = self._judged()
        is_here = suggestion is not None and suggestion.key[0] == self._run_id and suggestion.key[1] in self._at
        self._go(suggestion.detection.number if suggestion is not None and is_here else self._next_open(-1))

    @property
    def run(self) -> DetectorRun | None:
        return self._shown.run if self._shown is not None else None

    @property
    def current(self) -> Suggestion | None:
        shown = self._shown
        return shown.by_number(self._number) if shown is not None and self._number is not None else None

    @property
    def queue(self) -> tuple[int, ...]:
        """Return the numbers of the candidates in the order they are shown."""
        return self._queue

    @property
    def position(self) -> int | None:
        """Return the place (0, 1, 2 …) of the current candidate in the queue."""
        return None if self._number is None else self._at.get(self._number)

    def ahead(self, n: int = 3) -> tuple[Suggestion, ...]:
        """Return the next open candidates after the current one, to be prepared ahead."""
        judged, found = self._judged() - self._again, []
        start = -1 if self.position is None else self.position
        for number in (*self._queue[start + 1 :], *self._queue[: max(0, start)]):
            if number not in judged:
                suggestion = self._shown.by_number(number) if self._shown is not None else None
                found += [suggestion] if suggestion is not None else []
                if len(found) == n:
                    break
        return tuple(found)

    @property
    def counts(self) -> Counts:
        return self._suggestions.counts

    @property
    def is_finished(self) -> bool:
        """Whether every candidate of the queue is judged."""
        return bool(self._queue) and self._next_open(-1) is None

    @property
    def seconds_each(self) -> float | None:
        """Return how long a verdict on this run took in this sitting, breaks left out; None before the first one."""
        return self._spent_s / self._n_timed if self._n_timed and self.counts.judged else None

    # groups

    @property
    def groups(self) -> tuple[Group, ...]:
        return self._groups

    @property
    def group(self) -> tuple[Suggestion, ...]:
        """Return the group of the current candidate in the order it is shown; itself where it stands alone."""
        shown, current = self._shown, self.current
        if shown is None or current is None:
            return ()
        group = self._group_of.get(current.detection.number)
        return tuple(shown.at(place) for place in group.places) if group is not None else (current,)

    @property
    def group_title(self) -> str:
        """Return `Cluster 2`, `Alike 1`, "" where the current candidate stands alone."""
        group = self._group_of.get(self._number) if self._number is not None else None
        return group.title if group is not None else ""

    # how it is gone through

    @property
    def order(self) -> Order:
        return self._order

    def set_order(self, order: Order) -> None:
        if order is not self._order:
            self._order = order
            self._rebuild()

    def set_blind(self, is_blind: bool) -> None:
        """Hide the score from the reviewer, or show it; while hidden the order discloses nothing of it either."""
        if is_blind != self.is_blind:
            self.is_blind = is_blind
            self._rebuild()

    def set_rule(self, rule: ClusterRule) -> None:
        if rule != self._rule:
            self._rule = rule
            self._rebuild()

    def set_threshold(self, threshold: float) -> None:
        self._suggestions.set_threshold(threshold)  # which comes back through `changed`

    # going

    def go_to(self, suggestion: Suggestion) -> None:
        """Go to this candidate, judged or not."""
        if suggestion.detection.number in self._at:
            self._go(suggestion.detection.number)

    def advance(self) -> None:
        """Go to the next open candidate, leaving this one as it is; after the last come those left open before."""
        following = self._next_open(-1 if self.position is None else self.position)
        self._go(following)

    def review_unsure(self) -> None:
        """Go once more through those the reviewer was unsure about, beginning with the first."""
        shown = self._shown
        if shown is not None:
            unsure = {int(number) for number in shown.candidates.numbers[shown.codes == UNSURE]}
            for (run_id, number), judgement in self._suggestions.judging.pending.items():
                if run_id == shown.run.run_id:
                    is_unsure = judgement is not None and judgement.verdict is Verdict.UNSURE
                    (unsure.add if is_unsure else unsure.discard)(number)
            self._again = frozenset(unsure.intersection(self._at))
            self._since_s = self._clock()
            self._go(next((number for number in self._queue if number in self._again), self._number))

    def step(self, by: int) -> None:
        """Go `by` candidates on, judged or not, but not past either end."""
        if self._queue:
            start = len(self._queue) if self.position is None else self.position
            self._go(self._queue[min(max(start + by, 0), len(self._queue) - 1)])

    # verdicts

    def judge(self, verdict: Verdict, term_id: str = "", span: Span | None = None, goes_on: bool = True) -> None:
        """Return a verdict on the current candidate, as one act.

        term_id : what it is, where it is something else than proposed: a mark of that term is made, and the proposal
            counts as rejected
        span : where the mark is to lie, None = as suggested
        goes_on : go to the next open candidate
        """
        suggestion = self.current
        if suggestion is not None:
            self._act([VerdictOn(suggestion.detection, verdict, term_id, span)], goes_on)

    def judge_group(self, verdict: Verdict, goes_on: bool = True) -> None:
        """Return all open members of the current group one verdict, as one act; those judged already keep theirs."""
        is_unseen = {s.key for s in self.unseen_in_group}
        given = [VerdictOn(s.detection, verdict, is_seen=s.key not in is_unseen) for s in self._open_in_group]
        self._act(given, goes_on)

    @property
    def _open_in_group(self) -> list[Suggestion]:
        judged = self._judged()
        return [s for s in self.group if s.detection.number not in judged]

    # what was looked at

    def note_shown(self) -> None:
        """Note that the current candidate stands on the card; call it whenever the card is drawn."""
        current = self.current
        key = current.key if current is not None else None
        if key != self._on_card:
            self.note_put_away()
            self._on_card, self._on_card_since_s = key, self._clock()

    def note_put_away(self) -> None:
        """Note that no card is shown any more; the one before counts as seen if it stood for long enough."""
        if self._on_card is not None and self._clock() - self._on_card_since_s >= LEAST_SEEN_S:
            self._seen.add(self._on_card)
        self._on_card = None

    @property
    def unseen_in_group(self) -> tuple[Suggestion, ...]:
        """Return the open members of the current group that never stood on the card; the current one does now."""
        current = self.current
        return tuple(s for s in self._open_in_group if s != current and s.key not in self._seen)

    def back(self) -> None:
        """Go back to the candidate judged last and retract its verdict; without one, go to the candidate before."""
        judged = self._judged()
        while self._given:
            numbers = [number for number in self._given.pop() if number in judged and number in self._at]
            if numbers:
                self._retract(numbers)
                return
        before = self._queue[: len(self._queue) if self.position is None else self.position]
        last = next((number for number in reversed(before) if number in judged), None)
        if last is not None:
            self._retract([last])

    # inside

    @property
    def _shown(self) -> ShownRun | None:
        return self._suggestions.shown

    def _judged(self) -> frozenset[int]:
        """Return the numbers of the judged candidates, pending verdicts included."""
        shown = self._shown
        if shown is None:
            return frozenset()
        numbers = {int(number) for number in shown.candidates.numbers[shown.codes != OPEN]}
        for (run_id, number), judgement in self._suggestions.judging.pending.items():
            if run_id == shown.run.run_id:
                (numbers.add if judgement is not None else numbers.discard)(number)
        return frozenset(numbers)

    def _next_open(self, position: int) -> int | None:
        judged = self._judged() - self._again
        around = (*self._queue[position + 1 :], *self._queue[: position + 1])
        return next((number for number in around if number not in judged), None)

    def _go(self, number: int | None) -> None:
        self._number = number
        self.changed.emit(None)

    def _act(self, given: list[VerdictOn], goes_on: bool) -> None:
        shown = self._shown
        if shown is None or not given:
            return
        if self._tried(lambda: self._suggestions.judging.judge(shown.run, given, shown.judgements)):
            self._given.append(tuple(one.detection.number for one in given))
            self._again = self._again.difference(self._given[-1])
            self._note_time(len(given))
            if goes_on:
                self.advance()
            else:
                self.changed.emit(None)

    def _retract(self, numbers: list[int]) -> None:
        shown = self._shown
        if shown is None:
            return
        found = [s for number in numbers if (s := shown.by_number(number)) is not None]
        detections = [s.detection for s in found]
        if self._tried(lambda: self._suggestions.judging.retract(shown.run, detections, shown.judgements)):
            self._was_judged = self._was_judged.difference(numbers)
            self._since_s = self._clock()
            self._go(min(numbers, key=lambda number: self._at[number]))

    def _tried(self, act: Callable[[], None]) -> bool:
        self._is_acting = True
        try:
            act()
        except EegViewError as error:
            self._suggestions.fail(error)
            return False
        finally:
            self._is_acting = False
        self._was_judged = self._judged()
        return True

    def _note_time(self, n_judged: int) -> None:
        now_s = self._clock()
        spent_s, self._since_s = now_s - self._since_s, now_s
        if spent_s <= BREAK_S:
            self._spent_s += spent_s
            self._n_timed += n_judged

    def _follow(self) -> None:
        """Update the queue after candidates came, the threshold moved, or a verdict was undone or given elsewhere."""
        if self._is_acting or not self._made_for:
            return
        self._rebuild(notifies=False)
        judged = self._judged()
        undone = [number for number in self._queue if number in self._was_judged and number not in judged]
        self._was_judged = judged
        if undone:  # by Ctrl+Z, say: that is what one wants to see
            self._go(undone[0])
        elif self._number is None and self._next_open(-1) is not None:
            self.advance()  # more came after all was judged
        else:
            self.changed.emit(None)

    def _rebuild(self, notifies: bool = True) -> None:
        if not self._made_for:
            return  # nobody began yet
        before = self._number if self._is_same_run() else None
        self._make_queue()
        if before is None or before not in self._at:
            self._number = self._next_open(-1)
        if notifies:
            self.changed.emit(None)

    def _make_queue(self) -> None:
        shown = self._shown
        candidates = shown.candidates if shown is not None else None
        wanted = (candidates, shown.threshold if shown is not None else 0.0, self._order, self.is_blind, self._rule)
        if wanted == self._made_for:
            return
        if shown is None or candidates is None:
            queue, groups = (), ()
            self._group_of = {}
        else:
            places = candidates.above(shown.threshold)
            groups = groups_of(candidates, places, self._rule, self.is_blind)
            numbers = candidates.numbers
            queue = tuple(int(numbers[p]) for p in ordered(candidates, places, groups, self._order, self.is_blind))
            self._group_of = {int(numbers[place]): group for group in groups for place in group.places}
        if self._made_for and self._made_for[0] is not candidates and not self._is_same_run():
            self._given.clear()
            self._again, self._spent_s, self._n_timed = frozenset(), 0.0, 0  # the pace is that of one run
        self._queue, self._groups, self._made_for = queue, groups, wanted
        self._at = {number: position for position, number in enumerate(queue)}
        self._run_id = shown.run.run_id if shown is not None else ""

    def _is_same_run(self) -> bool:
        return self.run is not None and self._run_id == self.run.run_id

"""Shows the state of a comparison in its parts: strip, playlist, lanes, fields, counts, the final layer."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from eegview.app.blind_reading.texts import layer_blindness
from eegview.app.comparing.detector_layer import is_run_layer
from eegview.app.comparing.difference import DISAGREEMENTS, MATCHED, Difference
from eegview.app.marks.opinions import opinion_text, opinions_by_mark, when_text
from eegview.model.annotation import FINAL_LAYER
from eegview.model.study.adjudication import Verdict
from eegview.model.text.language import tr
from eegview.ui.comparing.card import N_AHEAD, NEXT_SHOWS, SHOWS_TEXTS, ComparingCard
from eegview.ui.comparing.choice import short_label
from eegview.ui.comparing.deciding import VERDICT_WORDS, Deciding
from eegview.ui.comparing.empty_texts import empty_list_text, empty_words
from eegview.ui.comparing.header import limit_text
from eegview.ui.comparing.lines import counts_shown, lanes_shown, playlist_lines, timed_fields
from eegview.ui.comparing.playing_order import PLAIN_KINDS, counts_of
from eegview.ui.comparing.reading import ReadComparison
from eegview.ui.comparing.shown import ShownFinal
from eegview.ui.comparing.side import BLIND_TEXT
from eegview.ui.comparing.view import ComparingView
from eegview.ui.comparing.work import ComparingWork
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_HAND_ORDER = (Verdict.TAKE_A, Verdict.TAKE_B, Verdict.MERGE, Verdict.NEITHER)


class ComparingDisplay(QObject):
    """Brings work and decisions of one study into the view."""

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ComparingView,
        work: ComparingWork,
        deciding: Deciding,
        card: ComparingCard,
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._view = context, study, view
        self._work, self._deciding, self._card = work, deciding, card
        self._vocabulary = context.studies.vocabulary
        self.picks: Mapping[str, str] | None = None  # while answers are merged
        self.merge_field = ""

    # all

    def show(self) -> None:
        """Show all that there is; without two readers why not."""
        work, view = self._work, self._view
        read = work.read
        self.show_header()
        if not work.choice.is_whole:
            words = empty_words(self._study.review)
            acts = [(f"comparing.empty.{i}", label, self._context.actions[i].trigger) for i, label in words.acts]
            view.empty.show_text(words.title, words.text, acts)
            view.show_empty()
            return
        view.show_card()
        if read is None:
            return
        self.show_list(read)
        self._show_counts(read)
        self._show_final(read)
        current = work.current
        if current is not None and self._card.difference is not None:
            self._card.follow(current)
        self.show_difference()

    def show_header(self) -> None:
        """Show what is compared, and whether it is being read."""
        work, header = self._work, self._view.header
        choice, offered = work.choice, work.offered
        if choice.is_whole:
            names = (short_label(layer, offered) for layer in (choice.layer_a, choice.layer_b))
            a, b = names
            readers = f"A {a} · B {b} → Final"
        else:
            readers = "Choose…"
        header.show_choice(readers, work.terms, choice.term_id, choice.limit_s)
        header.show_reading(tr("Comparing …") if work.is_reading and work.read is None else self._blindness_text())

    def _blindness_text(self) -> str:
        """Return how blind both readers read, where the study ever asked for it."""
        records, choice = tuple(self._study.review.records), self._work.choice
        readers = (layer for layer in (choice.layer_a, choice.layer_b) if layer and not is_run_layer(layer))
        said = ((layer, layer_blindness(records, layer)) for layer in readers)
        return " · ".join(f"{layer}: {text}" for layer, text in said if text)

    def show_list(self, read: ReadComparison) -> None:
        """Show the playlist and how far one is."""
        work, playlist, choice = self._work, self._view.playlist, self._work.choice
        times = self._study.times
        lines = playlist_lines(work.listed, times.text, work.label_of, choice.term_id, self._decided_word)
        counts = counts_of(read.comparison, choice.term_id)
        playlist.show_lines(lines, empty_list_text(work.list_name, counts))
        differing = read.comparison.of(choice.term_id or None, DISAGREEMENTS)
        n_done = sum(not self._is_open(one) for one in differing)
        playlist.show_state(counts, work.list_name, work.order, n_done, len(differing))
        playlist.show_current(work.current.difference_id if work.current is not None else "")

    def _is_open(self, difference: Difference) -> bool:
        pending, read = self._deciding.pending.get(difference.difference_id), self._work.read
        if pending is not None:
            return pending is Verdict.QUERY
        return read is None or read.is_open(difference)

    def _decided_word(self, difference: Difference) -> tuple[str, bool]:
        """Return what was decided, with its sign, and whether it is open."""
        read = self._work.read
        verdict = self._deciding.pending.get(difference.difference_id)
        if verdict is None and read is not None:
            decision = read.decision_on(difference)
            verdict = decision.verdict if decision is not None else None
        if verdict is None:
            return "", True
        sign = "?" if verdict is Verdict.QUERY else "✓"
        return f"{sign} {VERDICT_WORDS[verdict]}", verdict is Verdict.QUERY

    def show_lanes(self) -> None:
        """Show the marks of both readers and the final ones."""
        work, read = self._work, self._work.read
        if read is None:
            return
        choice, offered = work.choice, work.offered
        names = (
            f"A {short_label(choice.layer_a, offered)}",
            f"B {short_label(choice.layer_b, offered)}",
            "Final",
        )
        final = [mark for mark in self._study.review.marks if mark.layer == FINAL_LAYER]
        shown = lanes_shown(
            names, read.comparison, final, work.current, choice.term_id, self._vocabulary, self._is_open
        )
        self._view.lanes.show_lanes(shown)

    def _show_counts(self, read: ReadComparison) -> None:
        choice, label = self._work.choice, self._work.label_of
        title = (
            tr("This study, {lower}", lower=label(choice.term_id).lower())
            if choice.term_id
            else tr("This study, all terms")
        )
        counts = counts_shown(read.comparison, choice.term_id)
        self._view.side.study.show_counts(title, limit_text(choice.limit_s), counts, choice.limit_s)

    def _show_final(self, read: ReadComparison) -> None:
        term_id = self._work.choice.term_id
        matched = read.comparison.of(term_id or None, {MATCHED})
        left = [one for one in read.agreed_left if not term_id or one.term_id == term_id]
        differing = read.comparison.of(term_id or None, DISAGREEMENTS)
        n_open = sum(read.is_open(one) for one in differing)
        n_queried = sum(read.is_open(one) and read.decision_on(one) is not None for one in differing)
        words = [f"{read.by_hand[one.value]} {VERDICT_WORDS[one]}" for one in _HAND_ORDER if read.by_hand[one.value]]
        self._view.side.final.show_final(
            ShownFinal(
                len(matched),
                len(matched) - len(left),
                len(differing) - n_open,
                " · ".join(words),
                n_open,
                n_queried,
                self._deciding.may_decide,
            )
        )

    # one difference

    def move(self) -> None:
        """Show another difference: its page, its marks, its fields."""
        current = self._work.current
        self.picks = None
        self._card.show(current, self._work.ahead(N_AHEAD))
        self._view.playlist.show_current(current.difference_id if current is not None else "")
        self.show_difference()

    def show_difference(self) -> None:
        """Show what both say of the difference that is looked at."""
        current, card = self._work.current, self._view.side.pair
        self.show_lanes()
        card.setVisible(current is not None)
        self._view.side.keys.show_merging(self.picks is not None)
        if current is None:
            return
        self._view.numbers.show_term(current.term_id)
        clock = self._study.times.text
        title = f"{self._work.label_of(current.term_id)} · {PLAIN_KINDS[current.kind]} · {clock(current.onset_s)}"
        card.show_texts(title, self._who(current), "\n".join(self._remarks(current)), BLIND_TEXT)
        choice, offered = self._work.choice, self._work.offered
        names = (short_label(layer, offered) for layer in (choice.layer_a, choice.layer_b))
        headings = tuple(f"{letter}  {name}" for letter, name in zip("AB", names, strict=True))
        card.fields.show_fields(timed_fields(current, clock), headings, self.picks, self.merge_field)

    def _who(self, current: Difference) -> str:
        """Return who decided, when and why; else who may."""
        read, review = self._work.read, self._study.review
        decision = read.decision_on(current) if read is not None else None
        if decision is None:
            return (
                tr("adjudicator: {author}, {role}", author=review.author, role=review.role)
                if self._deciding.may_decide
                else ""
            )
        who, when = f"{decision.author} ({decision.role})", when_text(decision.decided_utc)
        what = tr("{verdict_words} by {who}, {when}", verdict_words=VERDICT_WORDS[decision.verdict], who=who, when=when)
        return f"{what}: {decision.comment}" if decision.comment else what

    def _remarks(self, current: Difference) -> list[str]:
        """Return what a person must know: doubt, repeated marks, and what was said about the marks."""
        given = opinions_by_mark(self._study.review.records)
        said = []
        for letter, mark in (("A", current.a), ("B", current.b)):
            if mark is not None:
                said += [f"{letter}: {opinion_text(one)}" for one in given.get(mark.annotation_id, ())]
        return [*current.remarks, *said]

    def next_shows(self) -> None:
        """Show A, then B, then both on the page."""
        self._card.shows = NEXT_SHOWS[self._card.shows]
        self._card.show_pair()
        self._context.say(tr("On the page: {shows_texts}.", shows_texts=SHOWS_TEXTS[self._card.shows]))

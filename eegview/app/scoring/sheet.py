"""One reader's sheet of one epoch: the evidence as it stands, and the score it gives.

A sheet is a snapshot: it never changes; `Scoring` emits when there is a newer one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from eegview.clinical.based import BasedEvidence, BasedRule, ScoreResult, based_score
from eegview.model.annotation import Annotation
from eegview.model.issue import Issue
from eegview.model.scoring.evidence import (
    ABSENT,
    PRESENT,
    UNSURE,
    AmplitudeEvidence,
    BinEvidence,
    FlagEvidence,
    SheetKey,
)
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span


@dataclass(frozen=True)
class ScoreSheet:
    """What one reader holds of one epoch.

    key, reader : whose sheet of which epoch it is
    parameters : the values it is scored by: those it was begun with
    bins : by number (from 0), what the reader said of the bin; a bin that nothing was said of is not there
    read_pages : pages (from 0) that were read to their end
    gmfs, pva : answers on both patterns, with their examples
    amplitudes : measured waves, by onset
    high_amplitude : ABSENT where the reader answered that no row is high, else ""
    nonepileptiform, spike_focus : answers on the rest of the study, PRESENT, ABSENT, UNSURE or ""
    other_foci : electrodes of foci elsewhere in the study, as named in this sheet
    are_other_foci_answered : whether they were named, or said to be none
    study_foci : all electrodes that this reader named as foci in the study: here, in other sheets, and by marks
    are_foci_named : whether the reader said that all foci of the epoch are named
    confidence : 1 a guess to 5 sure, None for none
    committed_utc : ISO 8601, "" where it is not committed
    committed_score : the score as committed, None before
    is_changed : whether the evidence is not what was committed
    seen : readers whose scores were shown to this one before the sheet was changed again; empty = blind
    has_record : whether anything of the sheet is kept yet
    issues : what of the evidence cannot be read, or does not count
    records : all that the sheet is made of
    """

    key: SheetKey
    reader: str
    parameters: ScaleParameters
    bins: Mapping[int, BinEvidence]
    read_pages: frozenset[int]
    gmfs: FlagEvidence
    pva: FlagEvidence
    amplitudes: tuple[AmplitudeEvidence, ...]
    high_amplitude: str = ""
    nonepileptiform: str = ""
    spike_focus: str = ""
    other_foci: tuple[str, ...] = ()
    are_other_foci_answered: bool = False
    study_foci: tuple[str, ...] = ()
    are_foci_named: bool = False
    confidence: int | None = None
    committed_utc: str = ""
    committed_score: int | None = None
    is_changed: bool = False
    seen: tuple[str, ...] = ()
    has_record: bool = False
    issues: tuple[Issue, ...] = ()
    records: tuple[Annotation, ...] = ()

    @property
    def span(self) -> Span:
        """Return the span of the epoch (s)."""
        return Span(self.key.start_s, self.key.start_s + self.parameters.length_s)

    @property
    def n_pages(self) -> int:
        """Return the number of pages of the epoch."""
        return self.parameters.n_pages

    @property
    def n_bins(self) -> int:
        """Return the number of bins of a page."""
        return self.parameters.n_bins

    @property
    def parameters_id(self) -> str:
        """Return the id of the values that the sheet is scored by."""
        return self.parameters.parameters_id

    @property
    def filters_text(self) -> str:
        """Return the filters of the EEG rows while the epoch is scored."""
        return self.parameters.filters_text

    @property
    def is_committed(self) -> bool:
        return bool(self.committed_utc)

    @property
    def is_blind(self) -> bool:
        """Whether no other reader's score was shown before the last change."""
        return not self.seen

    def page_span(self, page: int) -> Span:
        """Return the span of a page (from 0), in s."""
        start_s = self.key.start_s + page * self.parameters.page_s
        return Span(start_s, start_s + self.parameters.page_s)

    def bin_span(self, number: int) -> Span:
        """Return the span of a bin (from 0), in s."""
        start_s = self.key.start_s + number * self.parameters.bin_s
        return Span(start_s, start_s + self.parameters.bin_s)

    def page_of(self, number: int) -> int:
        """Return the page of a bin; both from 0."""
        return number // self.n_bins

    @cached_property
    def spike_bins(self) -> tuple[int, ...]:
        """Return for each page the number of bins with a spike."""
        counts = Counter(number // self.n_bins for number, one in self.bins.items() if one.is_spike)
        return tuple(counts[page] for page in range(self.n_pages))

    @cached_property
    def foci(self) -> Mapping[str, tuple[int, ...]]:
        """Return the bins of each focus of the epoch, the focus with most bins first."""
        found: dict[str, list[int]] = {}
        for number, one in sorted(self.bins.items()):
            for electrode in one.foci if one.is_spike else ():
                found.setdefault(electrode, []).append(number)
        ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0]))
        return {electrode: tuple(numbers) for electrode, numbers in ordered}

    @property
    def n_unnamed_bins(self) -> int:
        """Return the number of bins with a spike whose electrode is not named."""
        return sum(one.is_spike and not one.foci for one in self.bins.values())

    @property
    def high_rows(self) -> tuple[str, ...]:
        """Return the rows that are high by a measurement, in the order they were measured."""
        return tuple(dict.fromkeys(one.row for one in self.amplitudes if one.is_high))

    @property
    def is_high(self) -> bool | None:
        """Whether a row is high, None where nothing was measured or answered."""
        if self.high_rows:
            return True
        return False if self.high_amplitude == ABSENT or any(one.is_counted for one in self.amplitudes) else None

    @cached_property
    def evidence(self) -> BasedEvidence:
        """Return what the score is given on."""
        answers = {"gmfs": self.gmfs.answer, "pva": self.pva.answer}
        answers |= {"nonepileptiform": self.nonepileptiform, "spike_focus": self.spike_focus}
        return BasedEvidence(
            self.spike_bins,
            len(self.foci),
            len(self.study_foci),
            frozenset(range(self.n_pages)) - self.read_pages,
            0 if self.are_foci_named else self.n_unnamed_bins,
            self.is_high,
            _flag(self.gmfs),
            _flag(self.pva),
            _answer(self.spike_focus),
            _answer(self.nonepileptiform),
            frozenset(name for name, answer in answers.items() if answer == UNSURE),
            tuple(self.foci),
            self.high_rows,
        )

    @cached_property
    def score(self) -> ScoreResult:
        """Return the score by the evidence as it stands, and how it came about."""
        return based_score(self.evidence, rule_of(self.parameters))

    @property
    def can_commit(self) -> bool:
        """Whether the epoch is read to its end and has a score that nothing unanswered can change."""
        return not self.is_committed and len(self.read_pages) == self.n_pages and self.score.score is not None


def rule_of(parameters: ScaleParameters) -> BasedRule:
    """Return the numbers of the rule in a set of values."""
    p = parameters
    return BasedRule(p.n_pages, p.n_bins, p.bins_of_page, p.pages, p.literal_percent, p.n_foci)


def _answer(text: str) -> bool | None:
    return None if not text else text == PRESENT


def _flag(flag: FlagEvidence) -> bool | None:
    """Return whether a pattern is present, None where it is not answered, or said to be present without an example."""
    if flag.answer == PRESENT:
        return True if flag.examples else None
    return _answer(flag.answer)

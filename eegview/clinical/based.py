"""The rule of BASED 2021: from the evidence of a five-minute epoch and of the rest of the study to a score of 0-5.

The rule of pages decides whether the spike burden counts; the literal share of bins stands beside it. A score is a
severity on the scale, never a diagnosis. What is not answered yet leaves several scores possible; a score is given once
only one is left. Source of the criteria: medicalcriteria.com/web/spasms-and-west (BASED 2021); amplitude limits are in
the scale's parameters and unsure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

UNCOMMON_SPIKES = "uncommon multifocal spikes"  # what a 2 is given with where the foci of the study are several


class LineState(StrEnum):
    """How a criterion stands."""

    MET = "met"
    NOT_MET = "not met"
    OPEN = "open"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class BasedRule:
    """The numbers of the rule.

    n_pages, n_bins : pages of an epoch, bins of a page
    bins_of_page, pages : bins with a spike that make a page count, and how many pages must
    literal_percent : share of bins to which the rule of pages is compared
    n_foci : foci from which on there are several
    """

    n_pages: int = 20
    n_bins: int = 15
    bins_of_page: int = 8
    pages: int = 10
    literal_percent: float = 50.0
    n_foci: int = 3


@dataclass(frozen=True, slots=True)
class BasedEvidence:
    """What a score is given on. None = not answered yet.

    spike_bins : for each page the number of bins with a spike
    n_foci, n_foci_study : spike foci in the epoch, and in the whole study (never fewer)
    unread_pages : pages that were not read to their end, from 0
    n_unnamed_bins : bins with a spike whose electrode is not named; each may be a further focus
    high_amplitude : whether a row has abnormally high amplitude
    gmfs, pva : whether grouped multifocal spikes and paroxysmal voltage attenuation are present
    spike_focus : whether there is a spike focus anywhere in the study
    nonepileptiform : whether there is a definite abnormality that is not epileptiform
    unsure : names of the fields that the reader could not decide; they count as absent
    foci, high_rows : names, for the derivation
    """

    spike_bins: tuple[int, ...]
    n_foci: int = 0
    n_foci_study: int = 0
    unread_pages: frozenset[int] = frozenset()
    n_unnamed_bins: int = 0
    high_amplitude: bool | None = None
    gmfs: bool | None = None
    pva: bool | None = None
    spike_focus: bool | None = None
    nonepileptiform: bool | None = None
    unsure: frozenset[str] = frozenset()
    foci: tuple[str, ...] = ()
    high_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivationLine:
    """One line of how a score came about.

    about : what it is about: foci, burden, literal, amplitude, gmfs, pva, spike_focus, nonepileptiform, result
    text : one sentence or part of one
    value, limit : the number it is based on and what that is held against, None for none
    """

    about: str
    text: str
    state: LineState
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A score with how it came about.

    score : 0-5, None while what is not answered can still change it
    is_so_far : whether pages are unread that cannot change the score any more
    possible : the scores that are still possible, in order
    note : what the score is given with, "" for nothing
    severity : what the score says on the scale, "" without a score
    derivation : line by line
    missing : a sentence for each thing that must be done before there is a final score: the epoch read to its end, and
        the answers that can change it
    bins_with_spike, n_bins_read : in the pages read, and where bins are marked
    pages_met : pages with enough bins
    is_burden_met : whether the rule of pages is met, None while that is open
    literal_percent : share of bins read that have a spike, 0 where nothing was read
    disagrees : whether rule of pages and literal share are both decided and differ
    """

    score: int | None
    is_so_far: bool
    possible: tuple[int, ...]
    note: str
    severity: str
    derivation: tuple[DerivationLine, ...]
    missing: tuple[str, ...]
    bins_with_spike: int
    n_bins_read: int
    pages_met: int
    is_burden_met: bool | None
    literal_percent: float
    disagrees: bool


_SEVERITY = {
    5: "Definite epileptic encephalopathy on the BASED scale",
    4: "Probable epileptic encephalopathy on the BASED scale",
    3: "Severity 3 of 5 on the BASED scale",
    2: "Severity 2 of 5 on the BASED scale",
    1: "Severity 1 of 5 on the BASED scale: a definite abnormality that is not epileptiform",
    0: "Severity 0 of 5 on the BASED scale: normal",
}
_FLAGS = {"gmfs": "grouped multifocal spikes", "pva": "paroxysmal voltage attenuation"}
_MISSING = {
    "high_amplitude": "Measure the background amplitude of a row, or answer that no row is above its limit.",
    "gmfs": "Answer whether grouped multifocal spikes are present.",
    "pva": "Answer whether paroxysmal voltage attenuation is present.",
    "spike_focus": "Answer whether there is a spike focus in the rest of the study.",
    "nonepileptiform": "Answer whether the study has a definite abnormality that is not epileptiform.",
}


def score_of(
    are_foci_several: bool,
    is_burden_met: bool,
    is_high: bool,
    is_gmfs_or_pva: bool,
    has_spike_focus: bool,
    is_abnormal: bool,
) -> int:
    """Return the score where every question is answered.

    Parameters
    ----------
    are_foci_several, is_burden_met, is_high, is_gmfs_or_pva : of the epoch
    has_spike_focus : anywhere in the study
    is_abnormal : whether there is a definite abnormality that is not epileptiform
    """
    if are_foci_several and is_burden_met:
        return 5
    if is_gmfs_or_pva or (are_foci_several and is_high):
        return 4
    if are_foci_several or is_high:
        return 3
    if has_spike_focus:
        return 2
    return 1 if is_abnormal else 0


def based_score(evidence: BasedEvidence, rule: BasedRule | None = None) -> ScoreResult:
    """Return the score of an epoch and its study, and how it came about.

    Raises
    ------
    ValueError : the evidence has another number of pages than the rule, a page has fewer than 0 or more bins than it
        holds, or a number of foci is below 0
    """
    rule = rule or BasedRule()
    _check(evidence, rule)
    counts = _counts(evidence, rule)
    choices = _choices(evidence, rule, counts)
    possible, decisive = _open(tuple(choices.items()))
    score = possible[0] if len(possible) == 1 else None
    missing = _missing(evidence, rule, decisive)
    is_uncommon = score == 2 and evidence.n_foci_study >= rule.n_foci
    note = UNCOMMON_SPIKES if is_uncommon else ""
    severity = "" if score is None else _SEVERITY[score] + (f", with {note}" if note else "")
    return ScoreResult(
        score,
        score is not None and bool(evidence.unread_pages),
        possible,
        note,
        severity,
        _derivation(evidence, rule, counts, choices, score, severity),
        missing,
        counts.bins,
        counts.n_read,
        counts.pages,
        _only(choices["burden"]),
        counts.percent,
        counts.disagrees,
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    bins: int
    n_read: int
    pages: int
    percent: float
    burden: frozenset[bool]  # what the rule of pages may still come to
    literal: frozenset[bool]  # what the literal share may still come to

    @property
    def disagrees(self) -> bool:
        return len(self.burden) == len(self.literal) == 1 and self.burden != self.literal


_Choices = Mapping[str, frozenset[bool]]
_YES, _NO, _EITHER = frozenset({True}), frozenset({False}), frozenset({True, False})


def _check(evidence: BasedEvidence, rule: BasedRule) -> None:
    if len(evidence.spike_bins) != rule.n_pages:
        raise ValueError(f"the evidence has {len(evidence.spike_bins)} pages, the rule {rule.n_pages}")
    if any(not 0 <= count <= rule.n_bins for count in evidence.spike_bins):
        raise ValueError(f"a page holds 0 to {rule.n_bins} bins with a spike")
    if min(evidence.n_foci, evidence.n_foci_study, evidence.n_unnamed_bins) < 0:
        raise ValueError("a number of foci is not below 0")
    if any(not 0 <= page < rule.n_pages for page in evidence.unread_pages):
        raise ValueError(f"pages are 0 to {rule.n_pages - 1}")


def _counts(evidence: BasedEvidence, rule: BasedRule) -> _Counts:
    unread = evidence.unread_pages
    bins = sum(evidence.spike_bins)
    n_read = sum(c if page in unread else rule.n_bins for page, c in enumerate(evidence.spike_bins))
    pages = sum(count >= rule.bins_of_page for count in evidence.spike_bins)
    may_count = sum(page in unread and count < rule.bins_of_page for page, count in enumerate(evidence.spike_bins))
    n_all = rule.n_pages * rule.n_bins
    may_bins = sum(rule.n_bins - evidence.spike_bins[page] for page in unread)
    needed = rule.literal_percent / 100 * n_all
    return _Counts(
        bins,
        n_read,
        pages,
        100.0 * bins / n_read if n_read else 0.0,
        _range(pages >= rule.pages, pages + may_count >= rule.pages),
        _range(bins >= needed - 1e-9, bins + may_bins >= needed - 1e-9),
    )


def _range(is_now: bool, may_be: bool) -> frozenset[bool]:
    return _YES if is_now else _EITHER if may_be else _NO


def _choices(evidence: BasedEvidence, rule: BasedRule, counts: _Counts) -> _Choices:
    may_be_more = bool(evidence.unread_pages) or evidence.n_foci + evidence.n_unnamed_bins >= rule.n_foci
    has_spike = evidence.n_foci_study > 0 or counts.bins > 0
    return {
        "foci": _range(evidence.n_foci >= rule.n_foci, may_be_more),
        "burden": counts.burden,
        "high_amplitude": _answer(evidence.high_amplitude),
        "gmfs": _answer(evidence.gmfs),
        "pva": _answer(evidence.pva),
        "spike_focus": _YES if has_spike else _EITHER if evidence.unread_pages else _answer(evidence.spike_focus),
        "nonepileptiform": _answer(evidence.nonepileptiform),
    }


def _answer(value: bool | None) -> frozenset[bool]:
    return _EITHER if value is None else frozenset({value})


@lru_cache(maxsize=4096)  # asked again after each bin
def _open(items: tuple[tuple[str, frozenset[bool]], ...]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the scores that are still possible, in order, and the questions whose answers decide between them."""
    choices = dict(items)
    possible = {_score(dict(zip(choices, values, strict=True))) for values in product(*choices.values())}
    decisive = (name for name, values in choices.items() if len(values) > 1 and _decides(choices, name))
    return tuple(sorted(possible)), tuple(decisive)


def _score(answers: Mapping[str, bool]) -> int:
    return score_of(
        answers["foci"],
        answers["burden"],
        answers["high_amplitude"],
        answers["gmfs"] or answers["pva"],
        answers["spike_focus"],
        answers["nonepileptiform"],
    )


def _decides(choices: _Choices, name: str) -> bool:
    """Whether the answer to one question can change the score, for some answers to the other ones."""
    others = [other for other in choices if other != name]
    for values in product(*(choices[other] for other in others)):
        answers = dict(zip(others, values, strict=True))
        if _score({**answers, name: True}) != _score({**answers, name: False}):
            return True
    return False


def _only(values: frozenset[bool]) -> bool | None:
    return next(iter(values)) if len(values) == 1 else None


def _missing(evidence: BasedEvidence, rule: BasedRule, names: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    if evidence.unread_pages:
        n_unread = len(evidence.unread_pages)
        found.append(f"Read the remaining {'page' if n_unread == 1 else f'{n_unread} pages'} of the epoch.")
    if "foci" in names and evidence.n_unnamed_bins and evidence.n_foci + evidence.n_unnamed_bins >= rule.n_foci:
        n_bins = evidence.n_unnamed_bins
        bins = "bin that has a spike" if n_bins == 1 else f"{n_bins} bins that have a spike"
        found.append(f"Name the electrode of the {bins} without one, or answer that all foci are named.")
    found += [_MISSING[name] for name in _MISSING if name in names]
    return tuple(found)


def _derivation(
    evidence: BasedEvidence, rule: BasedRule, counts: _Counts, choices: _Choices, score: int | None, severity: str
) -> tuple[DerivationLine, ...]:
    lines = [*_epoch_lines(evidence, rule, counts, choices)]
    may_be_low = score is None or score <= 2
    if may_be_low:
        lines += _study_lines(evidence, rule, choices)
    if score is not None:
        lines.append(DerivationLine("result", f"Score {score}: {severity}.", LineState.MET, score))
    return tuple(lines)


def _epoch_lines(
    evidence: BasedEvidence, rule: BasedRule, counts: _Counts, choices: _Choices
) -> tuple[DerivationLine, ...]:
    named = f" ({', '.join(evidence.foci)})" if evidence.foci else ""
    pages = (
        f"Page rule: {counts.pages} of {rule.n_pages} pages have ≥ {rule.bins_of_page}/{rule.n_bins} bins with a spike "
        f"(≥ {rule.pages} needed)"
    )
    literal = f"Literal share: {counts.bins} of {counts.n_read} bins = {_percent(counts.percent)}"
    if counts.disagrees:
        literal += ", which disagrees with the page rule; the page rule decides"
    elif len(counts.burden) == len(counts.literal) == 1:
        literal += ", which agrees with the page rule"
    lines = [
        DerivationLine(
            "foci",
            f"Spike foci in the epoch: {evidence.n_foci}{named} (≥ {rule.n_foci} needed)",
            _state(choices["foci"]),
            evidence.n_foci,
            rule.n_foci,
        ),
        DerivationLine("burden", pages, _state(choices["burden"]), counts.pages, rule.pages),
        DerivationLine("literal", literal, LineState.NOTE, round(counts.percent, 4), rule.literal_percent),
        _amplitude_line(evidence, choices),
    ]
    lines += [_flag_line(name, text, evidence, choices) for name, text in _FLAGS.items()]
    return tuple(lines)


def _amplitude_line(evidence: BasedEvidence, choices: _Choices) -> DerivationLine:
    rows = f": {', '.join(evidence.high_rows)}" if evidence.high_rows else ""
    text = {None: "not measured", True: f"yes{rows}", False: "none"}[evidence.high_amplitude]
    n_rows = len(evidence.high_rows) if evidence.high_amplitude is not None else None
    return DerivationLine(
        "amplitude",
        f"Rows with high background amplitude: {text}",
        _state(choices["high_amplitude"]),
        n_rows or (1 if evidence.high_amplitude else n_rows),
        1,
    )


def _flag_line(name: str, text: str, evidence: BasedEvidence, choices: _Choices) -> DerivationLine:
    value: bool | None = getattr(evidence, name)
    said = "not answered" if value is None else "present" if value else "absent"
    if name in evidence.unsure:
        said = "unsure, counted as absent"
    number = None if value is None else int(value)
    return DerivationLine(name, f"{text.capitalize()}: {said}", _state(choices[name]), number, 1)


def _study_lines(evidence: BasedEvidence, rule: BasedRule, choices: _Choices) -> tuple[DerivationLine, ...]:
    n_foci = max(evidence.n_foci_study, evidence.n_foci)
    if n_foci:
        spike = f"Spike foci in the whole study: {n_foci}"
        if evidence.n_foci_study >= rule.n_foci > evidence.n_foci:
            spike += f", never {rule.n_foci} within the epoch ({UNCOMMON_SPIKES})"
    else:
        said = {None: "not answered", True: "yes", False: "none"}[_only(choices["spike_focus"])]
        spike = f"Spike focus anywhere in the study: {said}"
    value = evidence.nonepileptiform
    said = "not answered" if value is None else "yes" if value else "no"
    if "nonepileptiform" in evidence.unsure:
        said = "unsure, counted as no"
    return (
        DerivationLine("spike_focus", spike, _state(choices["spike_focus"]), n_foci, 1),
        DerivationLine(
            "nonepileptiform",
            f"Definite abnormality that is not epileptiform: {said}",
            _state(choices["nonepileptiform"]),
            None if value is None else int(value),
            1,
        ),
    )


def _state(values: frozenset[bool]) -> LineState:
    only = _only(values)
    return LineState.OPEN if only is None else LineState.MET if only else LineState.NOT_MET


def _percent(value: float) -> str:
    return f"{value:.1f} %"

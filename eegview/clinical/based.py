"""The rule of BASED 2021: from the evidence of a five-minute epoch and of the rest of the study to a score of 0-5.

The rule of pages decides whether the spike burden counts; the literal share of bins stands beside it. A score is a
severity on the scale, never a diagnosis. What is not answered yet leaves several scores possible; a score is given once
only one is left. Source of the criteria: medicalcriteria.com/web/spasms-and-west (BASED 2021); amplitude limits are in
the scale's parameters and unsure.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import product

from eegview.clinical.based_derivation import derivation_of, missing_sentences
from eegview.clinical.based_evidence import (
    EITHER,
    NO,
    UNCOMMON_SPIKES,
    YES,
    BasedEvidence,
    BasedRule,
    Choices,
    Counts,
    DerivationLine,
    LineState,
    ScoreResult,
    only_of,
)

__all__ = [
    "UNCOMMON_SPIKES",
    "BasedEvidence",
    "BasedRule",
    "DerivationLine",
    "LineState",
    "ScoreResult",
    "based_score",
    "score_of",
]

_SEVERITY = {
    5: "Definite epileptic encephalopathy on the BASED scale",
    4: "Probable epileptic encephalopathy on the BASED scale",
    3: "Severity 3 of 5 on the BASED scale",
    2: "Severity 2 of 5 on the BASED scale",
    1: "Severity 1 of 5 on the BASED scale: a definite abnormality that is not epileptiform",
    0: "Severity 0 of 5 on the BASED scale: normal",
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
    missing = missing_sentences(evidence, rule, decisive)
    is_uncommon = score == 2 and evidence.n_foci_study >= rule.n_foci
    note = UNCOMMON_SPIKES if is_uncommon else ""
    severity = "" if score is None else _SEVERITY[score] + (f", with {note}" if note else "")
    return ScoreResult(
        score,
        score is not None and bool(evidence.unread_pages),
        possible,
        note,
        severity,
        derivation_of(evidence, rule, counts, choices, score, severity),
        missing,
        counts.bins,
        counts.n_read,
        counts.pages,
        only_of(choices["burden"]),
        counts.percent,
        counts.disagrees,
    )


def _check(evidence: BasedEvidence, rule: BasedRule) -> None:
    if len(evidence.spike_bins) != rule.n_pages:
        raise ValueError(f"the evidence has {len(evidence.spike_bins)} pages, the rule {rule.n_pages}")
    if any(not 0 <= count <= rule.n_bins for count in evidence.spike_bins):
        raise ValueError(f"a page holds 0 to {rule.n_bins} bins with a spike")
    if min(evidence.n_foci, evidence.n_foci_study, evidence.n_unnamed_bins) < 0:
        raise ValueError("a number of foci is not below 0")
    if any(not 0 <= page < rule.n_pages for page in evidence.unread_pages):
        raise ValueError(f"pages are 0 to {rule.n_pages - 1}")


def _counts(evidence: BasedEvidence, rule: BasedRule) -> Counts:
    unread = evidence.unread_pages
    bins = sum(evidence.spike_bins)
    n_read = sum(c if page in unread else rule.n_bins for page, c in enumerate(evidence.spike_bins))
    pages = sum(count >= rule.bins_of_page for count in evidence.spike_bins)
    may_count = sum(page in unread and count < rule.bins_of_page for page, count in enumerate(evidence.spike_bins))
    n_all = rule.n_pages * rule.n_bins
    may_bins = sum(rule.n_bins - evidence.spike_bins[page] for page in unread)
    needed = rule.literal_percent / 100 * n_all
    return Counts(
        bins,
        n_read,
        pages,
        100.0 * bins / n_all,
        _range(pages >= rule.pages, pages + may_count >= rule.pages),
        _range(bins >= needed - 1e-9, bins + may_bins >= needed - 1e-9),
    )


def _range(is_now: bool, may_be: bool) -> frozenset[bool]:
    return YES if is_now else EITHER if may_be else NO


def _choices(evidence: BasedEvidence, rule: BasedRule, counts: Counts) -> Choices:
    may_be_more = bool(evidence.unread_pages) or evidence.n_foci + evidence.n_unnamed_bins >= rule.n_foci
    has_spike = evidence.n_foci_study > 0 or counts.bins > 0
    return {
        "foci": _range(evidence.n_foci >= rule.n_foci, may_be_more),
        "burden": counts.burden,
        "high_amplitude": _answer(evidence.high_amplitude),
        "gmfs": _answer(evidence.gmfs),
        "pva": _answer(evidence.pva),
        "spike_focus": YES if has_spike else EITHER if evidence.unread_pages else _answer(evidence.spike_focus),
        "nonepileptiform": _answer(evidence.nonepileptiform),
    }


def _answer(value: bool | None) -> frozenset[bool]:
    return EITHER if value is None else frozenset({value})


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


def _decides(choices: Choices, name: str) -> bool:
    """Whether the answer to one question can change the score, for some answers to the other ones."""
    others = [other for other in choices if other != name]
    for values in product(*(choices[other] for other in others)):
        answers = dict(zip(others, values, strict=True))
        if _score({**answers, name: True}) != _score({**answers, name: False}):
            return True
    return False

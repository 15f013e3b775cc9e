"""How a BASED score came about, line by line, and what must still be done before there is one."""

from collections.abc import Sequence

from eegview.clinical.based_evidence import (
    UNCOMMON_SPIKES,
    BasedEvidence,
    BasedRule,
    Choices,
    Counts,
    DerivationLine,
    LineState,
    only_of,
)

_FLAGS = {"gmfs": "grouped multifocal spikes", "pva": "paroxysmal voltage attenuation"}
_MISSING = {
    "high_amplitude": "Measure the background amplitude of a row, or answer that no row is above its limit.",
    "gmfs": "Answer whether grouped multifocal spikes are present.",
    "pva": "Answer whether paroxysmal voltage attenuation is present.",
    "spike_focus": "Answer whether there is a spike focus in the rest of the study.",
    "nonepileptiform": "Answer whether the study has a definite abnormality that is not epileptiform.",
}
STUDY_SENTENCES = frozenset({_MISSING["spike_focus"], _MISSING["nonepileptiform"]})  # asked once the epoch is read


def missing_sentences(evidence: BasedEvidence, rule: BasedRule, names: Sequence[str]) -> tuple[str, ...]:
    """Return a sentence for each thing to do before there is a final score.

    names : the questions whose answers can change the score
    """
    found: list[str] = []
    if evidence.unread_pages:
        n_unread = len(evidence.unread_pages)
        found.append(f"Read the remaining {'page' if n_unread == 1 else f'{n_unread} pages'} of the epoch.")
    if "foci" in names and evidence.n_unnamed_bins and evidence.n_foci + evidence.n_unnamed_bins >= rule.n_foci:
        n_bins = evidence.n_unnamed_bins
        bins = "bin that has a spike" if n_bins == 1 else f"{n_bins} bins that have a spike"
        found.append(f"Name the electrode of the {bins} without one, or answer that all foci are named.")
    asked = [name for name in _MISSING if name in names]
    found += [f"Mark an example of {_FLAGS[name]}." if name in evidence.unshown else _MISSING[name] for name in asked]
    return tuple(found)


def derivation_of(
    evidence: BasedEvidence, rule: BasedRule, counts: Counts, choices: Choices, score: int | None, severity: str
) -> tuple[DerivationLine, ...]:
    """Return the derivation: the epoch, the rest of the study where that decides, and the score where there is one."""
    lines = [*_epoch_lines(evidence, rule, counts, choices, score)]
    may_be_low = score is None or score <= 2
    if may_be_low:
        lines += _study_lines(evidence, rule, choices)
    if score is not None:
        lines.append(DerivationLine("result", f"Score {score}: {severity}.", LineState.MET, score))
    return tuple(lines)


def _epoch_lines(
    evidence: BasedEvidence, rule: BasedRule, counts: Counts, choices: Choices, score: int | None
) -> tuple[DerivationLine, ...]:
    named = f" ({', '.join(evidence.foci)})" if evidence.foci else ""
    n_unnamed = evidence.n_unnamed_bins if evidence.n_foci < rule.n_foci else 0
    unnamed = (
        f"; {n_unnamed} {'bin' if n_unnamed == 1 else 'bins'} with a spike without an electrode" if n_unnamed else ""
    )
    pages = (
        f"Page rule: {counts.pages} of {rule.n_pages} pages have ≥ {rule.bins_of_page}/{rule.n_bins} bins with a spike "
        f"(≥ {rule.pages} needed)"
    )
    so_far = " so far" if evidence.unread_pages else ""
    n_all = rule.n_pages * rule.n_bins
    literal = f"Literal share{so_far}: {counts.bins} of {n_all} bins = {_percent(counts.percent)}"
    if counts.disagrees:
        literal += ", which disagrees with the page rule; the page rule decides"
    elif len(counts.burden) == len(counts.literal) == 1:
        literal += ", which agrees with the page rule"
    lines = [
        DerivationLine(
            "foci",
            f"Spike foci in the epoch: {evidence.n_foci}{named} (≥ {rule.n_foci} needed){unnamed}",
            _state(choices["foci"]),
            evidence.n_foci,
            rule.n_foci,
        ),
        DerivationLine("burden", pages, _state(choices["burden"]), counts.pages, rule.pages),
        DerivationLine("literal", literal, LineState.NOTE, round(counts.percent, 4), rule.literal_percent),
        _amplitude_line(evidence, rule, choices),
    ]
    lines += [_flag_line(name, text, evidence, choices, score) for name, text in _FLAGS.items()]
    return tuple(lines)


def _amplitude_line(evidence: BasedEvidence, rule: BasedRule, choices: Choices) -> DerivationLine:
    n_rows = None if evidence.high_amplitude is None else len(evidence.high_rows) or int(evidence.high_amplitude)
    said = (
        "not measured"
        if n_rows is None
        else f"{n_rows}"
        if n_rows and evidence.high_rows
        else "yes"
        if n_rows
        else "none"
    )
    rows = f" ({', '.join(evidence.high_rows)})" if n_rows and evidence.high_rows else ""
    limits = f"≥ {rule.limit_uv:g} µV, posterior ≥ {rule.posterior_limit_uv:g} µV"
    text = f"Rows with high background amplitude ({limits}): {said}{rows}"
    return DerivationLine("amplitude", text, _state(choices["high_amplitude"]), n_rows, 1)


def _flag_line(name: str, text: str, evidence: BasedEvidence, choices: Choices, score: int | None) -> DerivationLine:
    value: bool | None = getattr(evidence, name)
    said = "not answered" if value is None else "present" if value else "absent"
    if name in evidence.unshown:
        said = "present, but no example is marked"
    elif name in evidence.unsure:
        said = "unsure, counted as absent"
        if score is not None and score < 4:
            said += "; with it the score would be 4"
    number = None if value is None else int(value)
    return DerivationLine(name, f"{text.capitalize()}: {said}", _state(choices[name]), number, 1)


def _study_lines(evidence: BasedEvidence, rule: BasedRule, choices: Choices) -> tuple[DerivationLine, ...]:
    n_foci = max(evidence.n_foci_study, evidence.n_foci)
    if n_foci:
        spike = f"Spike foci in the whole study: {n_foci}"
        if evidence.n_foci_study >= rule.n_foci > evidence.n_foci:
            spike += f", never {rule.n_foci} within the epoch ({UNCOMMON_SPIKES})"
    else:
        said = {None: "not answered", True: "yes", False: "none"}[only_of(choices["spike_focus"])]
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
    only = only_of(values)
    return LineState.OPEN if only is None else LineState.MET if only else LineState.NOT_MET


def _percent(value: float) -> str:
    return f"{value:.1f} %"

"""The terms on which readers are compared, each with how it is made of studies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from eegview.app.agreement.epoch_units import epoch_noun, hypsarrhythmia_of, sleep_stages_of
from eegview.app.agreement.event_units import answers_of, cluster_starts_of, counts_of, events_of
from eegview.app.agreement.reader_note import ReaderNote
from eegview.app.agreement.score_units import bins_of, foci_of, scores_of
from eegview.app.agreement.second_units import seconds_of, without_reviewed
from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.units import TermUnits
from eegview.clinical.agreement_numbers.cohen_kappa import LINEAR, PLAIN
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.annotation import CERTAINTY, Annotation, certainty_of
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import FORM_TERM
from eegview.model.vocabulary import Vocabulary

CLUSTER = "cluster"
BASED_SCORE, BASED_BINS, BASED_FOCI = "based_score", "based_bins", "based_foci"
CERTAINTIES = ("possible", "probable", "certain")
_ON_SCREEN = "Events and seconds: inside what both readers of a pair had on the screen."
_READ = "A reader has read a study who marked anything in it, scored, signed, or had half of it on the screen."


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules by which events are one event, and spasms a cluster."""

    same_event: SameEventRule = field(default_factory=SameEventRule)
    cluster: ClusterRule = field(default_factory=ClusterRule)


Maker = Callable[[Sequence[ReadStudy], Rules], TermUnits]


@dataclass(frozen=True, slots=True)
class Term:
    """A term that readers are compared on.

    make : the units of some studies
    """

    term_id: str
    label: str
    make: Maker


def terms_of(vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Return all terms in the order in which they are shown: spasms, epochs, scores, then the vocabulary's others."""
    spasm = vocabulary.term(SPASM_TERM)
    questions = spasm.attributes if spasm is not None else ()
    labels = {
        attribute.name: (attribute.label, [value for value, _label in attribute.choices]) for attribute in questions
    }
    answers = [_answer_term(name, *labels[name]) for name in ("movement", "symmetry", CERTAINTY) if name in labels]
    own = {SPASM_TERM, "cluster_start", "cluster_end", FORM_TERM, SLEEP_TERM, "note", "medication", "push_button"}
    others = [
        Term(term.term_id, term.label, _event_maker(term.term_id, term.label))
        for term in vocabulary.terms
        if term.term_id not in own
    ]
    return (
        Term(SPASM_TERM, spasm.label if spasm is not None else "Spasm", _event_maker(SPASM_TERM, "Spasm")),
        Term(CLUSTER, "Cluster", _clusters),
        *answers,
        Term(FORM_TERM, "Hypsarrhythmia", _hypsarrhythmia),
        Term(SLEEP_TERM, "Sleep stage", _sleep),
        Term(BASED_SCORE, "BASED score", _scores),
        Term(BASED_BINS, "BASED bins with a spike", _bins),
        Term(BASED_FOCI, "BASED foci", _foci),
        *others,
    )


def term_named(term_id: str, vocabulary: Vocabulary) -> Term:
    """Return a term by its id.

    Raises
    ------
    UsageError : there is none
    """
    terms = terms_of(vocabulary)
    found = next((term for term in terms if term.term_id == term_id), None)
    if found is None:
        raise UsageError(
            f"Readers cannot be compared on “{term_id}”.", f"Use one of: {', '.join(term.term_id for term in terms)}."
        )
    return found


def _of(studies: Sequence[ReadStudy], term_id: str, label: str) -> TermUnits:
    return TermUnits(term_id, label, tuple(study.patient for study in studies))


def _event_maker(term_id: str, label: str) -> Maker:
    """Return how events of one term are compared: one to one, second by second, and by their number."""

    def make(studies: Sequence[ReadStudy], rules: Rules) -> TermUnits:
        noun = f"{label.lower()}s" if term_id == SPASM_TERM else label.lower()
        events = events_of(studies, term_id, noun, rules.same_event, have_clusters=term_id == SPASM_TERM)
        held = {one.study for one in events.studies if any(one.by_reader.values())}
        if not held:  # of what nobody marked anywhere, nothing is said
            return _of(studies, term_id, label)
        notes = [f"Events are matched one to one; {rules.same_event.text}.", _READ]
        notes.append(_screen_note(studies))
        return replace(
            _of(studies, term_id, label),
            rated=seconds_of(studies, term_id),
            events=events,
            measured=counts_of(events, studies, rules.same_event, f"numbers of {noun}"),
            notes=tuple(notes),
        )

    return make


def _screen_note(studies: Sequence[ReadStudy]) -> str:
    """Return in which time readers are compared, and of whom it is not known what they reviewed."""
    if not (unknown := without_reviewed(studies)):
        return _ON_SCREEN
    return ReaderNote(
        f"{_ON_SCREEN} All that was recorded counts as read by {_several(unknown)}; what they reviewed is not known on "
        "this computer for every study."
    )


def _several(names: Sequence[str], most: int = 5) -> str:
    return ", ".join(names) if len(names) <= most else f"{', '.join(names[:most])} and {len(names) - most} others"


def _clusters(studies: Sequence[ReadStudy], rules: Rules) -> TermUnits:
    events = cluster_starts_of(studies, SPASM_TERM, rules.same_event, rules.cluster)
    if not any(marks for one in events.studies for marks in one.by_reader.values()):
        return _of(studies, CLUSTER, "Cluster")
    measured = counts_of(events, studies, rules.same_event, "numbers of clusters")
    notes = (
        f"Clusters: {rules.cluster.text}. Their first spasms are matched; {rules.same_event.text}.",
        _READ,
        _screen_note(studies),
    )
    return replace(_of(studies, CLUSTER, "Cluster"), events=events, measured=measured, notes=notes)


def _answer_term(name: str, label: str, values: Sequence[str]) -> Term:
    """Return how the answers to one question about matched spasms are compared."""
    classes = CERTAINTIES if name == CERTAINTY else tuple(values)

    def answer(mark: Annotation) -> str:
        return certainty_of(mark) if name == CERTAINTY else mark.attribute(name) or ""

    def make(studies: Sequence[ReadStudy], rules: Rules) -> TermUnits:
        events = events_of(studies, SPASM_TERM, "spasms", rules.same_event)
        rated = answers_of(events, "matched spasms", classes, answer, LINEAR if name == CERTAINTY else PLAIN)
        units = _of(studies, term_id, term_label)
        notes = (
            "Only spasms that both readers marked and answered for. Each pair's spasms are matched for themselves; "
            "Cohen's kappa of more than two readers counts a spasm for each pair.",
        )
        return replace(units, rated=rated, notes=notes) if rated.items else units

    term_id, term_label = f"spasm_{name}", f"{label} of spasms"
    return Term(term_id, term_label, make)


def _hypsarrhythmia(studies: Sequence[ReadStudy], _rules: Rules) -> TermUnits:
    rated = hypsarrhythmia_of(studies)
    notes = (
        f"{epoch_noun(studies).capitalize()} from the start of the recording, by what is answered at their middle; "
        "those that fewer than two readers answered are left out.",
    )
    units = _of(studies, FORM_TERM, "Hypsarrhythmia")
    return replace(units, rated=rated, notes=notes) if rated.items else units


def _sleep(studies: Sequence[ReadStudy], _rules: Rules) -> TermUnits:
    rated = sleep_stages_of(studies)
    notes = (
        f"{epoch_noun(studies).capitalize()} from the start of the recording, by the stage at their middle; those that "
        "fewer than two readers staged are left out.",
    )
    units = _of(studies, SLEEP_TERM, "Sleep stage")
    return replace(units, rated=rated, notes=notes) if rated.items else units


_SHEETS = ("Only epochs that two readers or more have committed a score of.",)


def _scores(studies: Sequence[ReadStudy], _rules: Rules) -> TermUnits:
    rated, measured = scores_of(studies)
    units = _of(studies, BASED_SCORE, "BASED score")
    return replace(units, rated=rated, measured=measured, notes=_SHEETS) if rated.items else units


def _bins(studies: Sequence[ReadStudy], _rules: Rules) -> TermUnits:
    rated = bins_of(studies)
    units = _of(studies, BASED_BINS, "BASED bins with a spike")
    return replace(units, rated=rated, notes=_SHEETS) if rated.items else units


def _foci(studies: Sequence[ReadStudy], _rules: Rules) -> TermUnits:
    rated, measured = foci_of(studies)
    units = _of(studies, BASED_FOCI, "BASED foci")
    notes = (*_SHEETS, "Foci: whether each electrode of the 10–20 system was named, and how many were.")
    return replace(units, rated=rated, measured=measured, notes=notes) if rated.items else units

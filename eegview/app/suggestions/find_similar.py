"""Find more like this: choose examples among the marks, say what is left out, and turn both into parameters."""

import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eegview.clinical.clusters import counted_once
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation, is_doubted
from eegview.model.errors import UsageError
from eegview.model.suggestion.judgement import Judgement, Verdict

SIMILAR_ID = "similar"  # of the detector that looks for events like the examples
FIRST_THRESHOLD = 0.7  # score from which its suggestions are shown, until the reader chooses another
MORE_FROM = 0.5  # score from which they are shown at the reader's wish for more
MOST_EXAMPLES = 40  # that the detector uses
LONGEST_EXAMPLE_S = 10.0
LONGEST_TEMPLATE_S = 8.0
POINT_S = 1.0  # looked at from a mark without length
LEAST_APART_S = 1.0  # nearer to a mark a suggestion would be the marked event

# How much is compared at least: of a spasm its slow wave and what follows it, of a spike itself.
LEAST_TEMPLATE_S: Mapping[str, float] = {
    "spasm": 2.0,
    "seizure": 2.0,
    "mimic": 2.0,
    "electrodecrement": 2.0,
    "paroxysmal_voltage_attenuation": 2.0,
    "artifact": 1.0,
    "note": 1.0,
    "grouped_multifocal_spikes": 1.0,
    "spindles": 1.0,
    "spike_focus": 0.3,
}
# One event is only one of these: what is marked as one is not proposed as another.
ONE_OF = frozenset({"spasm", "seizure", "mimic", "artifact"})


@dataclass(frozen=True, slots=True)
class ExampleChoice:
    """The examples of one kind, and what of the recording is left out of the search.

    used : the examples, by onset
    n_marks : events of the kind in the layer, one too long to be a single event left out
    n_doubted : of them, how many are left out because their reader doubted them
    n_left_out : events that are marked already and thus not proposed, the examples included
    n_rejected : suggestions of this kind that the reader rejected and that are not proposed again
    left_out_s : onsets of both, ascending
    length_s : usual length of the examples, which that of a suggestion will be
    template_s : how much of the waveform is compared
    """

    term_id: str
    used: tuple[Annotation, ...]
    n_marks: int
    n_doubted: int
    n_left_out: int
    n_rejected: int
    left_out_s: tuple[float, ...]
    length_s: float
    template_s: float

    def with_template(self, template_s: float) -> "ExampleChoice":
        """Return the choice with another length of the template."""
        return replace(self, template_s=template_s)

    @property
    def values(self) -> dict[str, float | str]:
        """Return the parameters with which the detector `SIMILAR_ID` looks for events like these."""
        return {
            "examples": _times_text(mark.onset_s for mark in self.used),
            "marked": _times_text(self.left_out_s),
            "length_s": self.length_s,
            "template_s": self.template_s,
            "term": self.term_id,
        }


def example_kinds(marks: Iterable[Annotation], layer: str, terms: Collection[str]) -> dict[str, int]:
    """Return how many marks of a layer can serve as examples, by term: those of single events, of these terms."""
    found: dict[str, int] = {}
    for mark in marks:
        if mark.layer == layer and mark.term_id in terms and is_single_event(mark):
            found[mark.term_id] = found.get(mark.term_id, 0) + 1
    return found


def is_single_event(mark: Annotation) -> bool:
    """Whether a mark can be an example: not the recorder's, which lies near an event, and not longer than one event."""
    return mark.layer != FILE_LAYER and mark.duration_s <= LONGEST_EXAMPLE_S


def check_example(mark: Annotation) -> None:
    """Refuse a mark that cannot be an example.

    Raises
    ------
    UsageError : it is the recorder's, or too long to be a single event
    """
    if mark.layer == FILE_LAYER:
        raise UsageError(
            "File annotations are near an event, not on it.", "Mark the event itself, then find more like it."
        )
    if mark.duration_s > LONGEST_EXAMPLE_S:
        raise UsageError(
            f"This mark is longer than {LONGEST_EXAMPLE_S:g} s, so it is not a single event.",
            "Select the mark of one event.",
        )


def choose_examples(
    marks: Iterable[Annotation],
    term_id: str,
    layer: str,
    judgements: Iterable[Judgement] = (),
    rule: SameEventRule | None = None,
    only: Annotation | None = None,
) -> ExampleChoice:
    """Return the examples of one term, and what is left out.

    Parameters
    ----------
    marks : those the reader may see, of all layers; the recorder's own notes count for nothing here
    layer : whose marks are the examples: the counted one
    judgements : the reader's own, so that what was rejected is not proposed again
    only : the one mark that is to be the example; None = all of the layer

    Raises
    ------
    UsageError : no mark can be an example
    """
    known = [mark for mark in marks if mark.layer != FILE_LAYER]
    if only is not None:
        check_example(only)
        fitting = sure = (only,)
    else:
        own = (m for m in known if m.layer == layer and m.term_id == term_id and is_single_event(m))
        fitting = counted_once(own, rule)
        sure = tuple(mark for mark in fitting if not is_doubted(mark)) or fitting
    if not fitting:
        raise UsageError("There is no example to search for.", "Mark one event first, then find more like it.")
    used = spread_evenly(sure, MOST_EXAMPLES)
    excluded = ONE_OF if term_id in ONE_OF else frozenset({term_id})
    events = (rule or SameEventRule()).events(m for m in known if m.term_id in excluded and is_single_event(m))
    taken_s = [event[0].onset_s for event in events]
    rejected = {
        round(j.mark.onset_s, 3)
        for j in judgements
        if j.verdict is Verdict.REJECT and j.mark.attribute("term") == term_id
    }
    rejected = {r for r in rejected if all(abs(r - t) > LEAST_APART_S for t in taken_s)}
    length_s = round(statistics.median(mark.duration_s or POINT_S for mark in used), 3)
    return ExampleChoice(
        term_id,
        used,
        len(fitting),
        len(fitting) - len(sure),
        len(taken_s),
        len(rejected),
        tuple(sorted({*taken_s, *rejected})),
        length_s,
        template_length_s(term_id, length_s),
    )


def template_length_s(term_id: str, length_s: float) -> float:
    """Return how much of the waveform is compared for events of a term that last so long."""
    return round(min(max(LEAST_TEMPLATE_S.get(term_id, 1.0), length_s), LONGEST_TEMPLATE_S), 2)


def spread_evenly(marks: Sequence[Annotation], most: int) -> tuple[Annotation, ...]:
    """Return at most so many of the marks, evenly from the first to the last in order of time."""
    by_time = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    if len(by_time) <= most:
        return tuple(by_time)
    step = (len(by_time) - 1) / (most - 1)
    return tuple(by_time[round(k * step)] for k in range(most))


def _times_text(onsets_s: Iterable[float]) -> str:
    return ", ".join(f"{onset_s:.3f}" for onset_s in sorted(onsets_s))

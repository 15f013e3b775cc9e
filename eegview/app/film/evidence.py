"""What a mark made on film alone is evidence of: a movement that was seen, and no EEG."""

from dataclasses import replace

from eegview.model.annotation import Annotation
from eegview.model.recording import Recording
from eegview.model.vocabulary import Term

EVIDENCE = "clinical"  # the question where an event was seen
CLINICAL_ONLY = "clinical_only"


def with_film_evidence(mark: Annotation, term: Term | None, recording: Recording) -> Annotation:
    """Return a new mark with the answer “clinical only” where its term asks and the recording is film alone.

    What the reader said is never changed; nothing is answered for terms that do not ask where the event was seen.
    """
    if not recording.is_film or term is None or mark.attribute(EVIDENCE) is not None or not _asks(term):
        return mark
    return replace(mark, attributes=tuple(sorted((*mark.attributes, (EVIDENCE, CLINICAL_ONLY)))))


def _asks(term: Term) -> bool:
    return any(
        a.name == EVIDENCE and any(value == CLINICAL_ONLY for value, _label in a.choices) for a in term.attributes
    )

"""Make a mark of one's own from somebody else's, or from a note of the recorder."""

from dataclasses import replace

from eegview.app.marks.confirming import retracted
from eegview.exchange.matching import TermMatcher
from eegview.model.annotation import FILE_LAYER, Annotation, new_annotation_id
from eegview.model.vocabulary import Vocabulary


def own_copy(mark: Annotation, vocabulary: Vocabulary) -> Annotation:
    """Return a mark without layer (the editor puts it into the author's), with an identity of its own.

    The recorder's words are matched to the vocabulary: “SZ START” becomes a seizure with these words as its note,
    words no term means become a note. A point copied to a term that lasts gets the term's own duration. What another
    reviewer confirmed on video, the copy's author has not.
    """
    copied = replace(retracted(mark), annotation_id=new_annotation_id(), layer="")
    if mark.layer != FILE_LAYER:
        return copied
    match = TermMatcher(vocabulary).match(mark.text)
    term = vocabulary.term(match.term_id)
    duration_s = mark.duration_s or (term.default_duration_s if term else 0.0)
    return replace(
        copied, term_id=match.term_id, duration_s=duration_s, attributes=match.attributes, text=match.text or mark.text
    )

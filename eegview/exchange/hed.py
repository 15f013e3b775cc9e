"""HED tags of a mark, from its term and the answers given about it."""

from eegview.model.annotation import Annotation
from eegview.model.vocabulary import Vocabulary

NO_HED = "n/a"


def hed_of(mark: Annotation, vocabulary: Vocabulary) -> str:
    """Return the HED string of a mark, "" where no tag fits.

    The term's own tags come first, then those of each chosen answer, each once. An answer such as “absent”
    makes the whole string empty: an event that was not seen must not be tagged.
    """
    term = vocabulary.term(mark.term_id)
    if term is None:
        return ""
    tags = [term.hed] if term.hed else []
    for attribute in term.attributes:
        answer = mark.attribute(attribute.name)
        if answer is None:
            continue
        by_value = dict(attribute.hed)
        for value in answer.split("+") if attribute.several else [answer]:
            found = by_value.get(value, "")
            if found == NO_HED:
                return ""
            if found and found not in tags:
                tags.append(found)
    return ", ".join(tags)

"""HED tags of a mark, from its term and the answers given about it."""

import re
from collections.abc import Sequence

from eegview.model.annotation import Annotation, is_doubted
from eegview.model.vocabulary import Vocabulary

NO_HED = "n/a"
AWAY = "-"  # before a tag of an answer: the term's own tag of that name goes, for a more exact one
_ONE_ONSET_S = 1e-6  # a validator takes nearer ones for the same
_DOUBT = "Description/Certainty"
_GROUP = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_TAG = re.compile(r"(?:[^,(]|\([^)]*\))+")  # tags lie between commas, those of a group in brackets


def hed_of(mark: Annotation, vocabulary: Vocabulary) -> str:
    """Return the HED string of a mark, "" where no tag fits.

    The term's own tags come first, then those of each chosen answer, each once. An answer such as “absent”
    makes the whole string empty: an event that was not seen must not be tagged. A doubt stays beside the tags.
    """
    term = vocabulary.term(mark.term_id)
    if term is None:
        return ""
    tags = _tags(term.hed)
    for attribute in term.attributes:
        answer = mark.attribute(attribute.name)
        if answer is None:
            continue
        by_value = dict(attribute.hed)
        for value in answer.split("+") if attribute.several else [answer]:
            found = by_value.get(value, "")
            if found == NO_HED:
                return ""
            for tag in _tags(found):
                if tag.startswith(AWAY):
                    tags = [other for other in tags if other != tag[1:]]
                elif tag not in tags:
                    tags.append(tag)
    if all(tag.startswith(_DOUBT) for tag in tags):
        return ""
    if is_doubted(mark) and not any(tag.startswith(_DOUBT) for tag in tags):
        tags.append(f"{_DOUBT} possible")
    return ", ".join(tags)


def hed_column(marks: Sequence[Annotation], vocabulary: Vocabulary) -> list[str]:
    """Return the HED string of each of several marks, "" where no tag fits.

    Marks of one onset are one event to HED, in which no tag may stand twice: each is a group then, and what another
    has said already is left out.

    marks : by onset
    """
    texts = [hed_of(mark, vocabulary) for mark in marks]
    start = 0
    for number, mark in enumerate(marks):
        if mark.onset_s - marks[start].onset_s > _ONE_ONSET_S:
            start = number
        if number > start and texts[number]:
            texts[start:number] = [_grouped(text) for text in texts[start:number]]
            own = _grouped(texts[number])
            texts[number] = own if own not in texts[start:number] else ""
    return texts


def _grouped(text: str) -> str:
    return text if not text or _GROUP.fullmatch(text) else f"({text})"


def _tags(text: str) -> list[str]:
    return [tag.strip() for tag in _TAG.findall(text) if tag.strip()]

"""Names of terms that are those of another term already: a file that says one would mean the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from eegview.exchange.matching import plain_text
from eegview.model.vocabulary import Term


@dataclass(frozen=True, slots=True)
class TakenText:
    """A name of a term that is another's.

    field : "label" or "edf_text"
    owner : the term that it means
    """

    term_id: str
    field: str
    text: str
    owner: str


def taken_texts(base: Iterable[Term], terms: Sequence[Term]) -> Iterator[TakenText]:
    """Yield the labels and EDF+ texts that are a name of another term; one label for two terms is told elsewhere.

    base : the terms as they came; their names stay theirs, those that were replaced too
    terms : as they are now
    """
    owners = _owners(base, terms)
    labels = [plain_text(term.label) for term in terms]
    for term in terms:
        label, edf_text = plain_text(term.label), plain_text(term.edf_text)
        is_label_twice = labels.count(label) > 1
        if owners.get(label, term.term_id) != term.term_id and not is_label_twice:
            yield TakenText(term.term_id, "label", term.label, owners[label])
        if edf_text and edf_text != label and owners.get(edf_text, term.term_id) != term.term_id:
            yield TakenText(term.term_id, "edf_text", term.edf_text, owners[edf_text])


def with_texts_of_their_own(base: Iterable[Term], terms: Sequence[Term]) -> list[Term]:
    """Return the terms in which those that were added leave in files by a text that is no other's.

    That is the EDF+ text, else the label, else the id.
    """
    owners = _owners(base, terms)
    found = []
    for term in terms:
        texts = (text for text in (term.edf_text, term.label) if text)
        own = (text for text in texts if owners.get(plain_text(text)) == term.term_id)
        if term.origin and owners.get(plain_text(term.edf_text or term.label)) != term.term_id:
            term = replace(term, edf_text=next(own, term.term_id))
        found.append(term)
    return found


def _owners(base: Iterable[Term], terms: Sequence[Term]) -> dict[str, str]:
    """Return the term that each name means, by the name."""
    owners: dict[str, str] = {}
    came = list(base)
    for holders in (came, terms):  # terms that were added take no name away, wherever they stand
        for term in holders:
            owners.setdefault(plain_text(term.term_id), term.term_id)
        for term in holders:
            for text in filter(None, (plain_text(term.edf_text), plain_text(term.label))):
                owners.setdefault(text, term.term_id)
    return owners

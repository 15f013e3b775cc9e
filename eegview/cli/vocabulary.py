"""`eegview vocabulary`: the list of terms that reviewers mark with."""

from typing import Any

from eegview.app.vocabulary.store import load_vocabulary
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import JsonOption
from eegview.model.vocabulary import Attribute, Term


def vocabulary(as_json: JsonOption = False) -> None:
    """List the terms reviewers mark with, and what is asked about each.

    Example: eegview vocabulary --json
    """
    loaded = load_vocabulary()
    if as_json:
        print_json(
            {
                "id": loaded.vocabulary_id,
                "version": loaded.version,
                "label": loaded.label,
                "hed_version": loaded.hed_version,
                "terms": [_term_json(term) for term in loaded.terms],
            }
        )
        return
    width = max(len(term.term_id) for term in loaded.terms)
    print_line(f"{loaded.label}, version {loaded.version}")
    for term in loaded.terms:
        questions = ", ".join(attribute.name for attribute in term.attributes)
        print_line(
            f"{term.key or ' '}  {term.term_id:<{width}}  {term.label}" + (f"  ({questions})" if questions else "")
        )


def _term_json(term: Term) -> dict[str, Any]:
    return {
        "id": term.term_id,
        "label": term.label,
        "shape": term.shape.value,
        "key": term.key,
        "colour": term.colour,
        "pattern": term.pattern,
        "lane": term.lane,
        "exclusive": term.is_exclusive,
        "other_event": term.is_other_event,
        "hidden": term.is_hidden,
        "origin": term.origin or None,
        "default_duration_s": term.default_duration_s,
        "warn_below_s": term.warn_below_s,
        "warn_above_s": term.warn_above_s,
        "hed": term.hed,
        "edf_text": term.edf_text,
        "synonyms": list(term.synonyms),
        "attributes": [_attribute_json(attribute) for attribute in term.attributes],
    }


def _attribute_json(attribute: Attribute) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "label": attribute.label,
        "several": attribute.several,
        "choices": [{"value": value, "label": label} for value, label in attribute.choices],
    }

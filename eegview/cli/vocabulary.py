"""`eegview vocabulary`: the list of terms that reviewers mark with, and the check of a file of them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.resources import FileFault
from eegview.app.vocabulary.checking import FileCheck, check_file
from eegview.app.vocabulary.store import load_vocabulary
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import JsonOption
from eegview.model.vocabulary import EEG, Attribute, Term

_KINDS = {"vocabulary": "a whole vocabulary", "extension": "an extension", "texts": "texts of other programs"}

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def vocabulary(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the terms reviewers mark with, and what is asked about each.

    Example: eegview vocabulary --json
    """
    if context.invoked_subcommand is not None:
        return
    loaded = load_vocabulary()
    if as_json:
        print_json(
            {
                "id": loaded.vocabulary_id,
                "version": loaded.version,
                "label": loaded.label,
                "hed_version": loaded.hed_version,
                "extensions": [
                    {"id": one.extension_id, "version": one.version, "hash": one.content_hash}
                    for one in loaded.extensions
                ],
                "terms": [_term_json(term) for term in loaded.terms],
            }
        )
        return
    width = max(len(term.term_id) for term in loaded.terms)
    print_line(f"{loaded.label}, version {loaded.version}")
    for term in loaded.terms:
        questions = ", ".join(attribute.name for attribute in term.attributes)
        own = "own, hidden" if term.origin and term.is_hidden else "own" if term.origin else "hidden"
        print_line(
            f"{term.key or ' '}  {term.term_id:<{width}}  {term.label}"
            + (f"  ({questions})" if questions else "")
            + (f"  [{own}]" if term.origin or term.is_hidden else "")
        )


@app.command("check")
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A vocabulary, an extension, or a table of texts.")],
    as_json: JsonOption = False,
) -> None:
    """List every fault of a vocabulary or an extension with its line, and exit with 2 where there is one.

    HED tags are compared with the list that comes with the program; no network is used.

    Example: eegview vocabulary check ward.toml
    """
    found = check_file(Path(file))
    if as_json:
        print_json(_check_json(found))
    else:
        for fault in found.faults:
            print_line(fault.message)
        for remark in found.remarks:
            print_line(f"Remark: {remark.message}")
        if not found.faults:
            print_line(f"{file}, {_KINDS[found.kind]}: no fault was found.")
    if found.faults:
        raise typer.Exit(2)


def _check_json(found: FileCheck) -> dict[str, Any]:
    def listed(faults: tuple[FileFault, ...]) -> list[dict[str, Any]]:
        return [{"code": one.code, "line": one.line or None, "message": one.message} for one in faults]

    return {
        "file": found.path.name,
        "kind": found.kind or None,
        "faults": listed(found.faults),
        "remarks": listed(found.remarks),
    }


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
        "needs": term.needs or None,
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
        "needs": attribute.needs or None,
        "choices": [
            {"value": value, "label": label} | ({"needs": EEG} if value in attribute.eeg_choices else {})
            for value, label in attribute.choices
        ],
    }

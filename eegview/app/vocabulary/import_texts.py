"""Read the editable table of what other programs' texts mean; the user's own copy wins over the built-in one."""

from pathlib import Path
from typing import Any

from eegview.app.resources import ADVICE, made_once, read_one, read_text, read_toml, resources_folder
from eegview.app.vocabulary.doubt_words import doubts_in
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.vocabulary import ForeignText, Term

IMPORT_TEXTS = "import_texts"


def load_import_texts(
    terms: tuple[Term, ...], built_in_only: bool = False, issues: list[Issue] | None = None
) -> tuple[ForeignText, ...]:
    """Return the foreign texts that mean one of `terms`, in the order of the table.

    A vocabulary of one's own may lack a term the built-in table names: those lines are passed over. In a table of
    one's own every line must name a term that is there; one with a fault is passed over for the built-in one.

    Parameters
    ----------
    issues : the fault of a table of one's own is added here; see `report_fault`
    """
    known = {term.term_id: term for term in terms}
    name = f"{IMPORT_TEXTS}.toml"
    built_in = resources_folder() / "vocabularies" / name

    def read(path: Path) -> tuple[ForeignText, ...]:
        texts = read_import_texts(path) if path == built_in else read_known_texts(path, terms)
        return tuple(foreign for foreign in texts if foreign.term_id in known)

    return read(built_in) if built_in_only else read_one("vocabularies", name, read, issues)


def read_known_texts(path: Path, terms: tuple[Term, ...]) -> tuple[ForeignText, ...]:
    """Return every text of a table of one's own, which must mean terms and answers that are there.

    Raises
    ------
    UsageError : as `read_import_texts`, or a text means what is not there
    """
    texts = read_import_texts(path)
    _check_known(path, texts, {term.term_id: term for term in terms})
    return texts


def _check_known(path: Path, texts: tuple[ForeignText, ...], known: dict[str, Term]) -> None:
    for foreign in texts:
        term = known.get(foreign.term_id)
        if term is None:
            raise _fault(
                path, f"“{foreign.pattern}” means “{foreign.term_id}”, and there is no term of that id", foreign.pattern
            )
        asked = {attribute.name: dict(attribute.choices) for attribute in term.attributes}
        if any(value not in asked.get(name, {}) for name, value in foreign.attributes):
            raise _fault(
                path,
                f"“{foreign.pattern}” gives an answer that the term “{foreign.term_id}” does not know",
                foreign.pattern,
            )


@made_once
def read_import_texts(path: Path) -> tuple[ForeignText, ...]:
    """Return every text of a table, in its order, whatever terms there are.

    Raises
    ------
    UsageError : the file is missing, no TOML, or has a line that makes no sense
    """
    content = read_toml(path)
    doubts_in(path, content)
    rows = content.get("text", [])
    if not isinstance(rows, list):
        raise _fault(path, "“text” is not a list of [[text]]")
    return tuple(text for row in rows for text in _texts(path, row))


def _texts(path: Path, row: Any) -> list[ForeignText]:
    if not isinstance(row, dict) or not row.keys() <= {"words", "term", "attributes"}:
        raise _fault(path, "a [[text]] has words, term and attributes, nothing else")
    words, term, attributes = row.get("words"), row.get("term"), row.get("attributes", {})
    if isinstance(words, str):
        words = [words]
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip(" *") for word in words):
        raise _fault(path, "a [[text]] lacks words, or has some that are empty")
    if not isinstance(term, str) or not isinstance(attributes, dict):
        raise _fault(path, f"“{words[0]}” lacks its term", words[0])
    answers = tuple(sorted((str(name), str(value)) for name, value in attributes.items()))
    return [ForeignText(word.strip(), term, answers) for word in words]


def _fault(path: Path, what: str, pattern: str = "") -> UsageError:
    """Return the error for a fault; `pattern` is what stands on the line to name."""
    lines = read_text(path).splitlines() if pattern else []
    number = next((n for n, line in enumerate(lines, 1) if f'"{pattern}"' in line), None)
    where = f"{path}, line {number}" if number else str(path)
    return UsageError(f"{where}: {what}.", ADVICE)

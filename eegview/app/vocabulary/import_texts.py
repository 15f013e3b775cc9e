"""Read the editable table of what other programs' texts mean; the user's own copy wins over the built-in one."""

from pathlib import Path
from typing import Any

from eegview.app.resources import read_toml, resources_folder, user_folder
from eegview.app.vocabulary.doubt_words import doubts_in
from eegview.model.errors import UsageError
from eegview.model.vocabulary import ForeignText, Term

IMPORT_TEXTS = "import_texts"


def load_import_texts(terms: tuple[Term, ...], built_in_only: bool = False) -> tuple[ForeignText, ...]:
    """Return the foreign texts that mean one of `terms`, in the order of the table.

    A vocabulary of one's own may lack a term the built-in table names: those lines are passed over. In a table of
    one's own every line must name a term that is there.

    Raises
    ------
    UsageError : the table has a fault; the sentence names file and line
    """
    own = user_folder("vocabularies") / f"{IMPORT_TEXTS}.toml"
    is_own = own.is_file() and not built_in_only
    path = own if is_own else resources_folder() / "vocabularies" / f"{IMPORT_TEXTS}.toml"
    texts = read_import_texts(path)
    known = {term.term_id: term for term in terms}
    for foreign in texts if is_own else ():
        if foreign.term_id not in known:
            raise _fault(path, f"there is no term “{foreign.term_id}”")
    kept = tuple(foreign for foreign in texts if foreign.term_id in known)
    for foreign in kept:
        asked = {attribute.name: dict(attribute.choices) for attribute in known[foreign.term_id].attributes}
        if is_own and any(value not in asked.get(name, {}) for name, value in foreign.attributes):
            raise _fault(path, f"“{foreign.pattern}” gives an answer that the term “{foreign.term_id}” does not know")
    return kept


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
        raise _fault(path, f"“{words[0]}” lacks its term")
    answers = tuple(sorted((str(name), str(value)) for name, value in attributes.items()))
    return [ForeignText(word.strip(), term, answers) for word in words]


def _fault(path: Path, what: str) -> UsageError:
    return UsageError(f"{path.name}: {what}.", "Mend that line, or remove the file to use the built-in one.")

"""Read the words of doubt in the editable table of foreign texts; the user's own copy wins over the built-in one."""

from pathlib import Path
from typing import Any

from eegview.app.resources import made_once, read_toml, resources_folder, user_folder
from eegview.model.errors import UsageError

_FILE = "import_texts.toml"
_CERTAINTIES = ("certain", "probable", "possible")  # the answers to “certainty” that words of doubt can mean


def load_doubt_words(built_in_only: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the words of doubt and the certainty they mean, longest first.

    A table of one's own without such words, or with a fault, has those of the built-in table; the fault is told where
    its texts are loaded.
    """
    own = user_folder("vocabularies") / _FILE
    built_in = resources_folder() / "vocabularies" / _FILE
    words = None
    if own.is_file() and not built_in_only:
        try:
            words = _doubts_of(own)
        except (UsageError, OSError):
            words = None
    if words is None:
        words = _doubts_of(built_in) or ()
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


@made_once
def _doubts_of(path: Path) -> tuple[tuple[str, str], ...] | None:
    words = doubts_in(path, read_toml(path))
    return None if words is None else tuple(words)


def doubts_in(path: Path, content: dict[str, Any]) -> list[tuple[str, str]] | None:
    """Return the words of doubt in a table's content, None where it has none.

    Raises
    ------
    UsageError : they make no sense
    """
    table = content.get("doubt")
    if table is None:
        return None
    if not isinstance(table, dict) or not table.keys() <= set(_CERTAINTIES):
        raise _fault(path, f"[doubt] has {', '.join(_CERTAINTIES)}, nothing else")
    pairs = []
    for certainty, words in table.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip(" *") for word in words):
            raise _fault(path, f"“{certainty}” under [doubt] is not a list of words, or has some that are empty")
        pairs += [(word.strip(), certainty) for word in words]
    return pairs


def _fault(path: Path, what: str) -> UsageError:
    return UsageError(f"{path}: {what}.", "Correct that line, or remove the file to use the built-in one.")

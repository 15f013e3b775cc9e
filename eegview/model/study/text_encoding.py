"""The encoding in which a reader had the file's own texts read, because it was guessed wrong."""

from collections.abc import Iterable

from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.study.records import ENCODING_TERM, newest_about
from eegview.model.text.decoding import encoding_title, known_encoding

TEXTS = "texts"  # subject of the record
_NAME = "name"


def held_encoding(name: str) -> dict[str, str]:
    """Return what the record of an encoding holds; "" lets it be found out again."""
    return {_NAME: name}


def chosen_encoding(records: Iterable[Annotation]) -> str:
    """Return the encoding that was chosen last; "" where none was, it was taken back, or nobody knows it here."""
    record = newest_about(records, ENCODING_TERM).get(TEXTS)
    return encoding_of(record) if record is not None else ""


def encoding_of(record: Annotation) -> str:
    """Return the encoding that a record holds, "" where it holds none that is known here."""
    name = record.attribute(_NAME) or ""
    try:
        return known_encoding(name) if name else ""
    except UsageError:
        return ""


def encoding_act_text(record: Annotation) -> str:
    """Return what a record says: `set the text encoding to GBK (Chinese)`."""
    name = encoding_of(record)
    return f"set the text encoding to {encoding_title(name)}" if name else "set the text encoding to automatic"

"""Texts of one file together with the encoding they were read in, and what people can judge it by."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eegview.model.text.decoding import decoded, encoding_of_text, judged, sentences_on, texts_to_show

_BETWEEN_FIELDS = re.compile(rb"[,=\t\0]")  # none of them is the second byte of a letter in any code page

_WRITTEN = re.compile(rb">([^<>]+)<")  # between elements
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class FileTexts:
    """Texts of a file.

    sentences : what has to be told of their encoding
    encoding : as Python knows it
    contents : different texts beyond ASCII as the file has them
    """

    texts: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    encoding: str = ""
    contents: tuple[bytes, ...] = field(default=(), repr=False)


def read_texts(contents: Sequence[bytes], encoding: str = "") -> FileTexts:
    """Return texts that stand alone in a file, judged together.

    encoding : a name as Python knows it; "" = found out
    """
    found = judged(contents, encoding)
    sentences = sentences_on(found, found.n_wrong_in(contents), named=encoding)
    return FileTexts(tuple(map(found.text_of, contents)), sentences, found.name, texts_to_show(contents))


def read_text_file(content: bytes, encoding: str = "", shown: bytes | None = None) -> FileTexts:
    """Return the text of a whole file as the only one; `contents` are its fields beyond ASCII.

    encoding : a name as Python knows it; "" = found out
    shown : the part of `content` whose fields are to be shown to people; None = all of it
    """
    text, sentences = decoded(content, encoding)
    name = encoding_of_text(content, encoding)
    fields = () if name.startswith(("utf-16", "utf-32")) else fields_beyond_ascii(content if shown is None else shown)
    return FileTexts((text,), sentences, name, fields)


def read_markup(content: bytes, encoding: str = "") -> FileTexts:
    """Return the text of an XML file whose bytes are not in the encoding that it states, judged by what it says.

    encoding : a name as Python knows it; "" = found out
    """
    written = [text.strip() for text in _WRITTEN.findall(content)]
    found = judged(written, encoding)
    sentences = sentences_on(found, found.n_wrong_in([content]), named=encoding)
    text = _DECLARATION.sub("", found.text_of(content))
    return FileTexts((text,), sentences, found.name, texts_to_show(written))


def fields_beyond_ascii(content: bytes) -> tuple[bytes, ...]:
    """Return different fields of a file's lines that show whether an encoding is right."""
    return texts_to_show(_fields(content.splitlines()))


def _fields(lines: Iterable[bytes]) -> Iterable[bytes]:
    for line in lines:
        if not line.isascii():
            yield from (part.strip() for part in _BETWEEN_FIELDS.split(line))

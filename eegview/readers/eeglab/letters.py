"""The letters of a dataset where they are the bytes of a text: programs wrote each byte as a letter of its own."""

import re
from collections.abc import Iterable

from eegview.model.text.decoding import UTF_8, TextEncoding, encoding_title, judged, sentences_on, texts_to_show

_NO_LETTER = re.compile(r"[\x80-\x9f]")
_AS_WRITTEN = TextEncoding("latin-1")


class Letters:
    """How the texts of one dataset are to be read.

    MATLAB's letters are those of Unicode. Where all of them could be bytes, they are taken as such if they make UTF-8
    or hold what is no letter, or if a person names an encoding.

    encoding : as Python knows it, "" where letters are letters
    contents : different texts beyond ASCII as bytes
    sentences : what has to be told
    """

    def __init__(self, texts: Iterable[str], encoding: str = "") -> None:
        foreign = [text for text in texts if not text.isascii()]
        self.encoding, self.contents, self.sentences = "", tuple[bytes, ...](), tuple[str, ...]()
        self._encoding = _AS_WRITTEN
        if not foreign or max(map(max, foreign)) > "\xff":
            return
        contents = [text.encode("latin-1") for text in foreign]
        found = judged(contents, encoding)
        if encoding or found.name == UTF_8 or any(map(_NO_LETTER.search, foreign)):
            self._encoding = found
            self.sentences = sentences_on(found, found.n_wrong_in(contents), named=encoding)
            if not encoding and not self.sentences:
                self.sentences = (
                    f"The dataset holds bytes in place of letters; they were read as {encoding_title(found.name)}.",
                )
        self.encoding, self.contents = self._encoding.name, texts_to_show(contents)

    def read(self, text: str) -> str:
        """Return a text as it is to be shown."""
        if text.isascii() or not self.encoding or self._encoding is _AS_WRITTEN:
            return text
        return self._encoding.text_of(text.encode("latin-1"))

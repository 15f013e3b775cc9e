"""The text in bytes whose encoding nobody states: one reading for recordings, their notes and tables.

A byte order mark and UTF-8 are certain. UTF-16 without a mark shows in its zeros. For the rest the code page is
chosen that makes the likeliest text of all texts of a file together, and the choice is told in a sentence.
"""

import codecs
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.model.errors import UsageError
from eegview.model.text.code_pages import CODE_PAGES, FREQUENT_SIGNS, SINGLE_BYTE_PAGES, best_code_page, bits_in

UTF_8 = "utf-8"
OFFERED_ENCODINGS = (
    UTF_8,
    *CODE_PAGES,
    "iso8859-2",
    "cp1254",
    "cp1253",
    "koi8-r",
    "big5",
    "euc_jp",
    "cp850",
    "mac-roman",
)
GUESSED = "The text is not in UTF-8"  # so begins the sentence on an encoding that was guessed
_ADVICE = "If letters are wrong, choose another with “Text encoding…” or --encoding."
_GUESS = f"{GUESSED}; it was read as "
_GUESS_ON_NAMES = "Names in the file (of channels, of the patient) are not in UTF-8; they were read as "
_ADVICE_ON_NAMES = "If letters are wrong, open the file with another by --encoding."
_BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252 (Western)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp932": "Shift-JIS (Japanese)",
    "gb18030": "GBK (Chinese)",
    "cp949": "CP949 (Korean)",
    "iso8859-2": "ISO 8859-2 (Central European)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1253": "Windows-1253 (Greek)",
    "koi8-r": "KOI8-R (Cyrillic)",
    "big5": "Big5 (traditional Chinese)",
    "euc_jp": "EUC-JP (Japanese)",
    "cp850": "DOS 850 (Western)",
    "mac-roman": "Mac Roman (Western)",
    "iso8859-1": "ISO 8859-1 (Western)",
    "gbk": "GBK (Chinese)",
    "shift_jis": "Shift-JIS (Japanese)",
}
_N_SHOWN = 200
_WRITTEN_REPLACEMENT = "\ufffd".encode()
_CONTROLS = re.compile("[\x80-\x9f]")
_SAMPLE_BYTES = 8192  # from which a code page is judged
_HEAD_BYTES = 65536  # from which the zeros of UTF-16 are counted
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_SIGN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LIKELY_LETTERS = re.compile("[\xa0-\u017f\u0386-\u03ce\u0400-\u0481\u2010-\u2122\u3001-\u30ff\uff01-\uff5e]")
_SURE_BYTES = 7  # so many of likely signs of UTF-8 are none of a page of two bytes a sign
_LIKELY_BITS = 7.0  # bits for each byte of a text that is surely in its code page


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """The encoding of the texts of one file.

    name : as Python knows it
    is_guess : nothing in the file says so
    """

    name: str = UTF_8
    is_guess: bool = False

    def text_of(self, content: bytes) -> str:
        """Return the text; a sign that the encoding lacks is U+FFFD.

        Where the encoding is a guess, a text that is surely in UTF-8 is read so: programs add theirs to a file.
        """
        if self.is_guess and _is_surely_utf8(content, 2 if self.name in SINGLE_BYTE_PAGES else _SURE_BYTES):
            return content.decode(UTF_8)
        try:
            return content.decode(self.name, "replace").removeprefix("\ufeff")
        except UnicodeError:  # codecs that do not know how to replace
            return content.decode("ascii", "replace")

    def n_wrong_in(self, contents: Iterable[bytes]) -> int:
        """Return how many signs the encoding lacks; U+FFFD that was written is none of them."""
        n_wrong = 0
        for content in contents:
            try:
                content.decode(self.name)
            except UnicodeError:
                n_wrong += self.text_of(content).count("\ufffd") - content.count(_WRITTEN_REPLACEMENT)
        return max(n_wrong, 0)


def decoded(content: bytes, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of a file's bytes, and a sentence where its encoding had to be guessed or does not fit.

    encoding : a name as Python knows it ("gbk", "cp1250"); "" = found out

    Raises
    ------
    UsageError : the encoding named is not known
    """
    if not encoding and (wide := _wide_encoding(content)):
        return content.decode(wide, "replace").removeprefix("\ufeff"), ()
    found = judged(content.splitlines(), encoding)
    text = found.text_of(content)
    return text, sentences_on(found, found.n_wrong_in([content]), named=encoding)


def encoding_of_text(content: bytes, encoding: str = "") -> str:
    """Return the name of the encoding in which `decoded` reads a file's bytes."""
    return (not encoding and _wide_encoding(content)) or judged(content.splitlines(), encoding).name


def decoded_texts(contents: Sequence[bytes], encoding: str = "") -> tuple[list[str], tuple[str, ...]]:
    """Return the texts of one file, judged together, and a sentence as `decoded` gives it.

    Raises
    ------
    UsageError : the encoding named is not known
    """
    found = judged(contents, encoding)
    texts = [found.text_of(content) for content in contents]
    return texts, sentences_on(found, found.n_wrong_in(contents), named=encoding)


def judged(contents: Iterable[bytes], encoding: str = "") -> TextEncoding:
    """Return the encoding of the texts of one file: as named, UTF-8 where they are that, else the likeliest code page.

    Raises
    ------
    UsageError : the encoding named is not known
    """
    if encoding:
        return TextEncoding(known_encoding(encoding))
    telling = _telling(contents)
    if not telling or _are_utf8(telling):
        return TextEncoding(UTF_8)
    foreign = [content for content in telling if not _is_surely_utf8(content)]
    return TextEncoding(best_code_page(foreign or telling)[0], is_guess=True)


def known_encoding(name: str) -> str:
    """Return a name of a text encoding as it was given.

    Raises
    ------
    UsageError : there is no such encoding
    """
    try:
        b"a".decode(name, "replace")
    except (LookupError, UnicodeError, ValueError):  # no such name, or the name of something that is no text encoding
        raise UsageError(f"“{name}” is not a known encoding.", "Name one, such as gbk or cp1250.") from None
    return name


def encoding_title(name: str) -> str:
    """Return what an encoding is called for people."""
    return _NAMES.get(name) or _NAMES.get(codecs.lookup(name).name, name)


def sentences_on(found: TextEncoding, n_wrong: int, named: str = "") -> tuple[str, ...]:
    """Return what has to be told of an encoding: that it is a guess, or how many letters it lacks."""
    if found.is_guess:
        return (f"{_GUESS}{encoding_title(found.name)}. {_ADVICE}",)
    if not n_wrong:
        return ()
    if named:
        return (f"Letters that are not in the encoding {named}: {n_wrong}.",)
    return (f"Letters that are not valid UTF-8: {n_wrong}; shown as “\ufffd”.",)


def sentences_on_names(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return sentences as they are said of names: the window changes the encoding of notes alone."""
    return tuple(s.replace(_GUESS, _GUESS_ON_NAMES).replace(_ADVICE, _ADVICE_ON_NAMES) for s in sentences)


def texts_to_show(contents: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return different texts beyond ASCII, as many as show whether an encoding is right."""
    return tuple(itertools.islice(dict.fromkeys(content for content in contents if not content.isascii()), _N_SHOWN))


def plausible_encodings(contents: Sequence[bytes]) -> tuple[str, ...]:
    """Return the encodings in which these texts of one file may be, the likeliest first; the rest is left out."""
    likeliest = judged(contents).name
    telling = _telling(contents)
    joined = b"\n".join(telling)
    pages = sorted(CODE_PAGES, key=lambda page: bits_in(joined, page))
    others = (name for name in (UTF_8, *pages, *OFFERED_ENCODINGS[len(CODE_PAGES) + 1 :]) if _fits(telling, name))
    return tuple(dict.fromkeys((likeliest, *others)))


def shown_texts(contents: Iterable[bytes], name: str) -> tuple[str, ...]:
    """Return texts as an encoding makes them, on one line each."""
    encoding = TextEncoding(name)
    texts = (encoding.text_of(content) for content in contents)
    return tuple(" ".join("".join(c if c.isprintable() else " " for c in text).split()) for text in texts)


def _fits(contents: Sequence[bytes], name: str) -> bool:
    """Whether an encoding has all signs of these texts, and none of them is a control character."""
    encoding = TextEncoding(name)
    return not encoding.n_wrong_in(contents) and not any(_CONTROLS.search(encoding.text_of(c)) for c in contents)


def _telling(contents: Iterable[bytes]) -> list[bytes]:
    """Return the texts that say something about the encoding, each once, as many as are needed."""
    telling: dict[bytes, None] = {}
    n_bytes = 0
    for content in contents:
        if not content.isascii() and content not in telling:
            telling[content] = None
            n_bytes += len(content)
            if n_bytes > _SAMPLE_BYTES:
                break
    return list(telling)


def _are_utf8(texts: list[bytes]) -> bool:
    """Whether texts are UTF-8, up to a few signs that were cut or damaged."""
    n_signs = n_bytes = n_high = 0
    for text in texts:
        signs = _UTF8_SIGN.findall(text)
        n_signs += len(signs)
        n_bytes += sum(map(len, signs))
        n_high += len(_HIGH.findall(text))
    n_wrong = n_high - n_bytes
    if n_wrong:
        return n_signs >= 4 * n_wrong
    if n_signs > 2:
        return True
    # one or two signs can be UTF-8 by chance: "šť" in Windows-1250 is "隝"
    signs = "".join(b"".join(_UTF8_SIGN.findall(text)).decode(UTF_8) for text in texts)
    return all(map(_is_likely, signs)) or best_code_page(texts)[1] > _LIKELY_BITS


def _is_surely_utf8(content: bytes, least_bytes: int = _SURE_BYTES) -> bool:
    """Whether one text is UTF-8 and that cannot be by chance.

    least_bytes : of its signs beyond ASCII; those of a page of one byte a sign hardly ever make likely signs of UTF-8
    """
    if content.isascii() or sum(map(len, _HIGH.findall(content))) < least_bytes:
        return False
    try:
        text = content.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return all(sign < "\x80" or _is_likely(sign) for sign in text)


def _is_likely(sign: str) -> bool:
    return sign in FREQUENT_SIGNS or _LIKELY_LETTERS.fullmatch(sign) is not None


def _wide_encoding(content: bytes) -> str:
    """Return the UTF-16 or UTF-32 of a text; "" where it is neither."""
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark) and (name == "utf-16" or len(content) % 4 == 0):
            return name
    return _utf16_without_mark(content[:_HEAD_BYTES])


def _utf16_without_mark(head: bytes) -> str:
    """Return the UTF-16 of a text without a byte order mark; "" where it is none.

    A text in bytes holds no zeros, in UTF-16 each Latin letter, digit, blank and line end has one; Cyrillic and Greek
    have 3 or 4 there, which no text in bytes has either.
    """
    if len(head) < 2 or (b"\x00" not in head and b"\x04" not in head and b"\x03" not in head):
        return ""
    head = head[: len(head) // 2 * 2]
    even, odd = head[::2], head[1::2]
    controls = bytes(range(5))
    n_even, n_odd = (sum(half.count(bytes([byte])) for byte in controls) for half in (even, odd))
    for name, n_zeros, n_other in (("utf-16-le", n_odd, n_even), ("utf-16-be", n_even, n_odd)):
        if n_zeros > max(4 * n_other, 0.05 * len(odd)) and _is_written(head.decode(name, "replace")):
            return name
    return ""


def _is_written(text: str) -> bool:
    """Whether nearly all signs are such as people write; Latin letters taken by twos give rare Chinese ones."""
    n_odd = sum(not (sign.isprintable() or sign in "\r\n\t\ufeff") or sign == "\ufffd" for sign in text)
    wide = [sign for sign in text if sign > "\u2fff"]
    return n_odd <= 0.02 * len(text) and sum(map(_is_likely, wide)) >= 0.4 * len(wide)

"""The text in a file whose encoding nobody states."""

import codecs
import re

from eegview.model.errors import UsageError

_BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {"gb18030": "GBK", "cp932": "Shift-JIS", "cp1251": "Windows-1251", "cp1252": "Windows-1252"}
_HEAD = 65536  # bytes from which an encoding is judged
_HIGH = re.compile(rb"[\x80-\xff]+")
_COMMON_SHARE = 0.7  # of the wide characters, for a text to be taken as Chinese


def decoded(content: bytes, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of a file's bytes, and a sentence where its encoding had to be guessed or does not fit.

    encoding : a name as Python knows it ("gbk", "cp1250"); "" = found out: a byte order mark, UTF-8, UTF-16 by its
        zeros, else what fits the bytes: GBK, Shift-JIS, Windows-1251 or Windows-1252

    Raises
    ------
    UsageError : the encoding named is not known
    """
    if encoding:
        return _as_named(content, encoding)
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark) and (name == "utf-16" or len(content) % 4 == 0):
            return content.decode(name, "replace").removeprefix("\ufeff"), ()
    if wide := _utf16_by_zeros(content[:_HEAD]):
        return content.decode(wide, "replace").removeprefix("\ufeff"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        name = _guess(content)
    shown = _NAMES[name]
    text = content.decode("latin-1" if name == "cp1252" and not _decodes(content, name) else name)
    return text, (f"The file is not in UTF-8; it was read as {shown}, so letters beyond A–Z may be wrong.",)


def _as_named(content: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        text = content.decode(encoding, "replace").removeprefix("\ufeff")
    except (LookupError, UnicodeError, ValueError):  # no such name, or the name of something that is no text encoding
        raise UsageError(f"“{encoding}” is not a known encoding.", "Name one, such as gbk or cp1250.") from None
    n_wrong = text.count("\ufffd")
    return text, ((f"Letters that are not in the encoding {encoding}: {n_wrong}.",) if n_wrong else ())


def _utf16_by_zeros(head: bytes) -> str:
    """Return the UTF-16 of a text without a mark: every other byte of Latin letters is zero; "" where it is not so."""
    even, odd = head[::2], head[1::2]
    if len(odd) < 4:
        return ""
    shares = even.count(0) / len(even), odd.count(0) / len(odd)
    if shares[1] > 0.6 and shares[0] < 0.1:
        return "utf-16-le"
    return "utf-16-be" if shares[0] > 0.6 and shares[1] < 0.1 else ""


def _guess(content: bytes) -> str:
    runs = _HIGH.findall(content[:_HEAD])
    if _decodes(content, "cp932") and _is_japanese(content):
        return "cp932"
    if _decodes(content, "gb18030") and _is_chinese(content):
        return "gb18030"
    letters = b"".join(runs)
    is_cyrillic = all(byte >= 0xC0 or byte in (0xA8, 0xB8) for byte in letters) and len(letters) >= 3 * len(runs)
    return "cp1251" if is_cyrillic and runs else "cp1252"


def _decodes(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _is_japanese(content: bytes) -> bool:
    wide = [sign for sign in content.decode("cp932") if ord(sign) > 0x7F]
    return sum("\u3041" <= sign <= "\u30ff" for sign in wide) > 0.3 * len(wide)


def _is_chinese(content: bytes) -> bool:
    """Whether most wide characters are among the 3,755 common ones of GB 2312, or its punctuation.

    Letters of Western texts, read as GBK, give rare characters.
    """
    wide = [sign for sign in content.decode("gb18030") if ord(sign) > 0x7F]
    return sum(map(_is_common, wide)) >= _COMMON_SHARE * len(wide)


def _is_common(sign: str) -> bool:
    try:
        first = sign.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= first <= 0xD7 or 0xA1 <= first <= 0xA3

"""Texts of DICOM files, in the character sets that the file names (PS3.3 C.12.1.1.2)."""

from eegview.model.text.decoding import TextEncoding, decoded

# Defined terms of Specific Character Set without code extensions, and those that need none of their own here.
_CODECS = {
    "": "ascii",
    "ISO_IR 6": "ascii",
    "ISO_IR 100": "iso8859_1",
    "ISO_IR 101": "iso8859_2",
    "ISO_IR 109": "iso8859_3",
    "ISO_IR 110": "iso8859_4",
    "ISO_IR 144": "iso8859_5",
    "ISO_IR 127": "iso8859_6",
    "ISO_IR 126": "iso8859_7",
    "ISO_IR 138": "iso8859_8",
    "ISO_IR 148": "iso8859_9",
    "ISO_IR 203": "iso8859_15",
    "ISO_IR 13": "shift_jis",
    "ISO_IR 166": "tis_620",
    "ISO_IR 192": "utf-8",
    "GB18030": "gb18030",
    "GBK": "gbk",
}
_ESCAPE = b"\x1b"


def decoded_text(raw: bytes, charsets: tuple[str, ...], encoding: str = "") -> tuple[str, bool]:
    """Return a text, and whether it is in the character sets that a file names.

    encoding : the one a person named instead of them; "" = none

    It is read in the first of them, with ISO 2022 escapes in those it switches to. Bytes that do not fit are read as a
    text whose encoding nobody states: programs write the bytes of their own computer and name no character set.
    """
    if raw.isascii() and _ESCAPE not in raw:
        return raw.decode("ascii"), True
    if encoding:
        found = TextEncoding(encoding)
        return found.text_of(raw), not found.n_wrong_in([raw])
    if _ESCAPE in raw or has_escapes(charsets):
        text = _by_pydicom(raw, charsets)
        if text is not None:
            return text, True
        return decoded(raw)[0], _ESCAPE not in raw
    named = charsets[0].replace("ISO 2022 IR", "ISO_IR") if charsets else ""
    try:
        return raw.decode(_CODECS.get(named, "ascii")), True
    except UnicodeDecodeError:
        return decoded(raw)[0], False


def codec_of(charsets: tuple[str, ...]) -> str:
    """Return the encoding of texts in the character sets that a file names; "" where they switch between several."""
    if has_escapes(charsets):
        return ""
    return _CODECS.get(charsets[0] if charsets else "", "ascii")


def has_escapes(charsets: tuple[str, ...]) -> bool:
    """Whether texts may switch from one character set to another inside, as ISO 2022 has it."""
    return any(name.startswith("ISO 2022") for name in charsets)


def _by_pydicom(raw: bytes, charsets: tuple[str, ...]) -> str | None:
    """Return a text with escapes of ISO 2022, which pydicom knows; None where it or the extra is missing."""
    import warnings

    try:
        from pydicom.charset import convert_encodings, decode_bytes
    except ImportError:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it does not know and replaces
        try:
            return decode_bytes(raw, convert_encodings(list(charsets) or [""]), {0x0D, 0x0A, 0x09, 0x0C})
        except (LookupError, ValueError, TypeError, AttributeError):
            return None

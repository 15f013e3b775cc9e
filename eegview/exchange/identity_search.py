"""Search of an anonymized copy for words that must not be in it: by an independent reader, and byte by byte."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eegview.exchange.edf.bytes import EdfBytes
from eegview.exchange.name_pattern import NamePattern
from eegview.model.errors import EegViewError
from eegview.model.recording import Progress, no_progress

_MAX_WHOLE_BYTES = 64 * 1024 * 1024  # of a larger file the second reader is given the annotations alone
_ASCII = bytes(byte if byte < 0x80 else ord("?") for byte in range(256))
_TIMES = re.compile(rb"(?:(?<=\x00)|^)[+-]\d+(?:\.\d*)?(?:\x15\d*(?:\.\d*)?)?(?=\x14)")  # of annotations
_MIN_SAMPLE_WORD_BYTES = 7  # a shorter word turns up by chance among a day of samples


class IdentityLeft(EegViewError):
    """The copy still names somebody, or could not be checked."""

    exit_code = 3


def check_nothing_left(
    path: Path, layout: EdfBytes, words: Sequence[str], progress: Progress = no_progress, encoding: str = "latin-1"
) -> None:
    """Read a copy again and check that none of `words` is in it.

    The header and the annotations are read by edfio and searched as bytes for every word; all bytes, the samples
    too, are searched for words of seven bytes and more.

    encoding : of texts that are not UTF-8

    Raises
    ------
    IdentityLeft : a word was found, or the second reader cannot read the copy
    """
    if words:
        pattern = NamePattern(words)
        if any(pattern.search(text) for text in _texts_by_edfio(path, layout)):
            raise _left("header or annotations")
        if any(pattern.search(text) for text in _spellings_of(layout.header(), encoding)):
            raise _left("header")
    else:
        _texts_by_edfio(path, layout)
    _search_blocks(path, layout, words, progress, encoding)


def _texts_by_edfio(path: Path, layout: EdfBytes) -> list[str]:
    """Return all texts that edfio finds in a file: header fields and annotations.

    It reads UTF-8 only. Of texts in a code page it is given the ASCII letters; the rest is searched as bytes.

    Raises
    ------
    IdentityLeft : edfio cannot read the file
    """
    is_small = layout.n_records * layout.record_bytes <= _MAX_WHOLE_BYTES
    content = path if is_small else excerpt(path, layout)
    try:
        try:
            return _read_by_edfio(content, layout)
        except UnicodeDecodeError:
            found = excerpt(path, layout)
            return _read_by_edfio(found[:8] + found[8:].translate(_ASCII), layout)
    except (ValueError, IndexError, KeyError) as error:
        raise IdentityLeft(
            "The copy could not be checked by a second program, so it was deleted.",
            "Export the recording again as EDF+, then try once more.",
        ) from error


def _read_by_edfio(content: Path | bytes, layout: EdfBytes) -> list[str]:
    import edfio

    found = edfio.read_bdf(content) if layout.sample_bytes == 3 else edfio.read_edf(content, lazy_load_data=True)
    texts = [found.local_patient_identification, found.local_recording_identification, found.reserved]
    texts += [text for s in found.signals for text in (s.label, s.transducer_type, s.prefiltering, s.reserved)]
    return texts + [note.text for note in found.annotations]


def excerpt(path: Path, layout: EdfBytes) -> bytes:
    """Return the bytes of a small file of the annotation signals alone, or of the first record where there are none."""
    chosen = [i for i, byte_range in enumerate(layout.signal_ranges) if byte_range in layout.annotation_ranges]
    n_records = layout.n_records if chosen else 1
    chosen = chosen or list(range(layout.n_signals))
    n_bytes = str(256 * (len(chosen) + 1)).encode()
    main = layout.main | {
        "n_records": str(n_records).encode(),
        "n_signals": str(len(chosen)).encode(),
        "header_bytes": n_bytes,
    }
    signals = {name: tuple(fields[i] for i in chosen) for name, fields in layout.signals.items()}
    ranges = [layout.signal_ranges[i] for i in chosen]
    blocks = [
        replace(layout, main=main, signals=signals, n_samples=tuple(layout.n_samples[i] for i in chosen)).header()
    ]
    for block in layout.blocks(path):
        for record in range(0, len(block), layout.record_bytes):
            blocks += [bytes(block[record + a : record + b]) for a, b in ranges]
        if n_records == 1:
            return b"".join(blocks)[: int(n_bytes) + layout.record_bytes]
    return b"".join(blocks)


def _search_blocks(path: Path, layout: EdfBytes, words: Sequence[str], progress: Progress, encoding: str) -> None:
    pattern = NamePattern(words) if words else None
    long_words = {
        spelt
        for word in words
        for name in ("utf-8", "latin-1", encoding)
        if len(spelt := word.encode(name, "ignore").lower()) >= _MIN_SAMPLE_WORD_BYTES
    }
    # a phrase that holds another of the words is found with it
    long_words = {word for word in long_words if not any(other in word for other in long_words - {word})}
    tail = b""
    for block in layout.blocks(path, progress):
        if pattern:
            for start, stop in layout.annotation_ranges:
                texts = b"\x00".join(
                    bytes(block[r + start : r + stop]).rstrip(b"\x00")
                    for r in range(0, len(block), layout.record_bytes)
                )
                # A patient number 906 is not in the file because a record begins at 906 s.
                if any(pattern.search(text) for text in _spellings_of(_TIMES.sub(b"", texts), encoding)):
                    raise _left("annotations")
        lowered = tail + bytes(block).lower()
        if any(word in lowered and _stands_alone(word, lowered) for word in long_words):
            raise _left("data")
        tail = lowered[-128:]


def _spellings_of(content: bytes, encoding: str) -> set[str]:
    return {content.decode(name, "replace") for name in ("utf-8", "latin-1", encoding)}


def _stands_alone(word: bytes, content: bytes) -> bool:
    """Whether a number is there by itself; a name counts inside longer words too."""
    return not word.isdigit() or re.search(rb"(?<!\d)" + word + rb"(?!\d)", content) is not None


def _left(where: str) -> IdentityLeft:
    return IdentityLeft(
        f"The {where} of the copy still contain a name or number of the original, so it was deleted.",
        "Add --drop-notes, or remove the words with --name.",
    )

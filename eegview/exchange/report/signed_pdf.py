"""Signatures behind the bytes of a PDF: each is a file attached by an addition to the PDF's end.

The PDF's own bytes stay as they are, so what was signed first can be cut out and compared to the byte. The addition is
an ordinary incremental update of PDF: an attached file with the signature as JSON, and the catalog that lists it. Its
bytes follow from the bytes before and the signature's text alone; they are made again when they are read, so that
nothing else, such as another page, can hide in it. This module must not know how bytes are signed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eegview.exchange.report.pdf_syntax import NotOurPdf, PdfEnd, dictionary, items
from eegview.model.report.signature import MAX_TEXT_BYTES, sha256_of

MAX_SIGNATURES = 99
_MARK = b"%eegview-signature-1 "
_END = re.compile(rb"%eegview-signature-1 (\d{12})\nstartxref\n\d{1,10}\n%%EOF\n")
_LONGEST_END = 80
_HEAD = re.compile(
    rb"\n\d{1,10} 0 obj\n<</Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size \d{1,8}>>/Length (\d{1,8})>>\n"
    rb"stream\n"
)
_DESCRIPTION = b"Signature of this report; check it with: eegview report --verify"


@dataclass(frozen=True, slots=True)
class SignedPart:
    """One signature as it stands in a PDF.

    start, stop : the bytes of its addition; it covers those before `start`
    text : of the signature, empty where none can be read
    is_whole : the addition is to the byte what attaching this text makes
    """

    start: int
    stop: int
    text: bytes
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """The signatures of a PDF, in the order in which they were given.

    n_report : how many bytes the report itself has, before the first signature
    n_after : how many bytes follow the last signature
    is_damaged : something looks like a signature, but is none
    """

    n_report: int
    parts: tuple[SignedPart, ...]
    n_after: int = 0
    is_damaged: bool = False


def append_signature(pdf: bytes, text: bytes) -> bytes:
    """Return a PDF with the text of a signature attached behind its bytes, which stay as they are.

    Raises
    ------
    NotOurPdf : it is no PDF of the plain form in which reports are written, or has too many signatures
    """
    end = PdfEnd(pdf)
    names = end.resolved(end.catalog[b"/Names"]) if b"/Names" in end.catalog else {}
    attached = end.resolved(names[b"/EmbeddedFiles"]) if b"/EmbeddedFiles" in names else {}
    if len(text) > MAX_TEXT_BYTES or b"/Kids" in attached:
        raise NotOurPdf
    listed = items(attached.get(b"/Names", b"[]"))
    number = sum(name.startswith(b"(eegview-signature-") for name in listed[::2]) + 1
    if len(listed) % 2 or number > MAX_SIGNATURES:
        raise NotOurPdf
    file, spec, out = end.size, end.size + 1, bytearray(b"\n")
    name = b"(eegview-signature-%02d.json)" % number
    pairs = sorted([*zip(listed[::2], listed[1::2], strict=True), (name, b"%d 0 R" % spec)])
    in_order = b"[" + b" ".join(part for pair in pairs for part in pair) + b"]"
    tree = dictionary({**attached, b"/Names": in_order})
    catalog = {**end.catalog, b"/Names": dictionary({**names, b"/EmbeddedFiles": tree})}
    about = b"<</Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size %d>>/Length %d>>" % (len(text), len(text))
    shown = b"<</Type/Filespec/F%b/UF%b/Desc(%b)/AFRelationship/Supplement/EF<</F %d 0 R/UF %d 0 R>>>>" % (
        *(name, name, _DESCRIPTION),
        *(file, file),
    )
    places: dict[int, int] = {}
    for which, body in (
        (file, about + b"\nstream\n" + text + b"\nendstream"),
        (spec, shown),
        (end.root, dictionary(catalog)),
    ):
        places[which] = len(pdf) + len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (which, body)
    start_xref = len(pdf) + len(out)
    out += b"xref\n"
    out += b"0 1\n0000000000 65535 f\r\n"  # without it some readers take the numbers to be shifted
    for first, numbers in ((end.root, (end.root,)), (file, (file, spec))):
        out += b"%d %d\n" % (first, len(numbers))
        out += b"".join(b"%010d 00000 n\r\n" % places[which] for which in numbers)
    trailer = {**end.trailer, b"/Size": b"%d" % (spec + 1), b"/Prev": b"%d" % end.start_xref}
    if len(identity := items(end.trailer.get(b"/ID", b"[]"))) == 2:  # the second names this state of the file
        trailer[b"/ID"] = b"[%b<%b>]" % (identity[0], sha256_of(pdf)[:32].encode())
    out += b"trailer\n%b\n%b%012d\nstartxref\n%d\n%%%%EOF\n" % (dictionary(trailer), _MARK, len(pdf), start_xref)
    return pdf + bytes(out)


def read_signed_pdf(pdf: bytes) -> SignedPdf:
    """Return the signatures of a PDF; whatever the bytes are, nothing is raised."""
    stop = _last_stop(pdf)
    if stop == 0:
        return SignedPdf(len(pdf), (), is_damaged=b"eegview-signature-" in pdf)
    n_after, parts = len(pdf) - stop, list[SignedPart]()
    is_damaged = b"eegview-signature-" in pdf[stop:]
    while found := _end_at(pdf, stop):
        start = int(found[1])
        if start >= found.start() or len(parts) > MAX_SIGNATURES:
            is_damaged = True
            break
        parts.append(_part(pdf, start, stop))
        stop = start
    return SignedPdf(stop, tuple(reversed(parts)), n_after, is_damaged)


def _last_stop(pdf: bytes) -> int:
    """Return where the last addition ends that looks like a signature, 0 where there is none."""
    at = len(pdf)
    while (at := pdf.rfind(_MARK, 0, at)) >= 0:
        if found := _END.match(pdf, at):
            return found.end()
    return 0


def _end_at(pdf: bytes, stop: int) -> re.Match[bytes] | None:
    """Return the last lines of the addition that ends at `stop`."""
    at = pdf.rfind(_MARK, max(0, stop - _LONGEST_END), stop)
    found = _END.match(pdf, at, stop) if at >= 0 else None
    return found if found and found.end() == stop else None


def _part(pdf: bytes, start: int, stop: int) -> SignedPart:
    head = _HEAD.match(pdf, start, stop)
    if head is None:  # moved behind other bytes: still read, to say whose it is
        at = pdf.rfind(b"/Type/EmbeddedFile/Subtype/application#2Fjson", max(0, stop - 2 * MAX_TEXT_BYTES), stop)
        head = _HEAD.match(pdf, pdf.rfind(b"\n", 0, max(0, pdf.rfind(b"obj", 0, max(0, at)))), stop)
    text = pdf[head.end() : head.end() + int(head[1])] if head else b""
    try:
        is_whole = bool(text) and append_signature(pdf[:start], text) == pdf[:stop]
    except NotOurPdf:
        is_whole = False
    return SignedPart(start, stop, text, is_whole)

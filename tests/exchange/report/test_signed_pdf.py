"""Text attached behind the bytes of a PDF: whatever else is attached stays, and other forms of PDF are refused."""

import io

import pypdf
import pytest
from reports.signed_reports import small_pdf

from eegview.exchange.report.pdf_syntax import NotOurPdf, PdfEnd, entries, items
from eegview.exchange.report.signed_pdf import MAX_SIGNATURES, append_signature, read_signed_pdf


def written(**how: object) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(small_pdf()))
    writer.add_attachment("zz.json", b"{}")
    writer.add_attachment("aa.json", b"[]")
    if how.get("password"):
        writer.encrypt(str(how["password"]), algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_is_attached_already_stays() -> None:
    pdf = written()
    twice = append_signature(append_signature(pdf, b'{"a": 1}\n'), b'{"b": 2}\n')
    assert twice.startswith(pdf)
    found = pypdf.PdfReader(io.BytesIO(twice), strict=True).attachments
    assert {name: content[0] for name, content in found.items()} == {
        "aa.json": b"[]",
        "eegview-signature-01.json": b'{"a": 1}\n',
        "eegview-signature-02.json": b'{"b": 2}\n',
        "zz.json": b"{}",
    }
    held = read_signed_pdf(twice)
    assert held.n_report == len(pdf)
    assert [(part.text, part.is_whole) for part in held.parts] == [(b'{"a": 1}\n', True), (b'{"b": 2}\n', True)]


def test_the_same_text_gives_the_same_bytes() -> None:
    assert append_signature(small_pdf(), b"{}") == append_signature(small_pdf(), b"{}")


@pytest.mark.parametrize(
    "pdf",
    [
        b"",
        b"%PDF-1.7",
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f\r\ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f\r\ntrailer\n<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 9999999999\ntrailer\n<<>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"<<" * 100_000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"(" * 100_000 + b"\nstartxref\n9\n%%EOF",
    ],
)
def test_what_is_not_in_the_plain_form_is_refused(pdf: bytes) -> None:
    with pytest.raises(NotOurPdf):
        append_signature(pdf, b"{}")


def test_an_encrypted_pdf_and_too_many_signatures_are_refused() -> None:
    with pytest.raises(NotOurPdf):
        append_signature(written(password="x"), b"{}")
    with pytest.raises(NotOurPdf):
        append_signature(small_pdf(), b"1" * (2 << 20))
    pdf = small_pdf()
    for _ in range(MAX_SIGNATURES):
        pdf = append_signature(pdf, b"{}")
    with pytest.raises(NotOurPdf):
        append_signature(pdf, b"{}")
    assert len(read_signed_pdf(pdf).parts) == MAX_SIGNATURES


def test_values_are_told_apart_as_in_the_standard() -> None:
    held = entries(rb"<</A(a\)(b)>>)/B<</C[1 0 R/D<41>]>>/E 12 0 R/F true/G/H % note >>" + b"\n/I -.5>>")
    assert held == {
        b"/A": rb"(a\)(b)>>)",
        b"/B": b"<</C[1 0 R/D<41>]>>",
        b"/E": b"12 0 R",
        b"/F": b"true",
        b"/G": b"/H",
        b"/I": b"-.5",
    }
    assert items(b"[(a)1 0 R/B [2] <</C 3>>]") == (b"(a)", b"1 0 R", b"/B", b"[2]", b"<</C 3>>")
    for wrong in (b"<</A", b"<</A 1/A 2>>", b"<<1 2>>", b"<</A)>>", b"[", b"<</A(>>"):
        with pytest.raises(NotOurPdf):
            entries(wrong)
    assert PdfEnd(small_pdf()).catalog[b"/Lang"] == b"(en)"

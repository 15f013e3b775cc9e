"""A signed report: each change of its bytes is found and named, whatever the bytes are."""

import contextlib
import io
import json
import re
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports.signed_reports import made_signer, signatory, small_pdf

from eegview.app.report.signing.signing import sign_pdf
from eegview.app.report.signing.verdict import Outcome
from eegview.app.report.signing.verifying import ReportBroken, Verification, verify
from eegview.exchange.report.pdf_syntax import NotOurPdf
from eegview.exchange.report.signed_pdf import append_signature, read_signed_pdf
from eegview.model.errors import EegViewError, UsageError
from eegview.model.report.signature import parse_signature, sha256_of, signature_text
from eegview.model.signature import Meaning

BOUND = {"recording": "f" * 64, "marks": "a" * 64}


@pytest.fixture(scope="module")
def once() -> bytes:
    return sign_pdf(small_pdf(), made_signer(), signatory(), BOUND)[0]


@pytest.fixture(scope="module")
def twice(once: bytes) -> bytes:
    return sign_pdf(once, made_signer(2), signatory("Prof. Ute Ö", Meaning.APPROVED))[0]


def failures(found: Verification) -> list[str]:
    assert not found.is_ok
    return [line.text for line in found.lines if line.outcome is Outcome.FAILED]


def test_a_signed_report_holds_and_says_what_it_does_not_prove(once: bytes, twice: bytes) -> None:
    own = made_signer().fingerprint
    found = verify(twice, {made_signer(2).fingerprint: "Ute"}, own)
    assert found.is_ok
    assert [one.known_as for one in found.signatures] == ["you", "Ute"]
    first = found.signatures[0].signature
    assert first is not None
    assert first.report_hash == sha256_of(small_pdf())
    assert (first.printed_name, first.role, first.meaning) == ("Dr. Dora Doe", "neurologist", Meaning.REVIEWED)
    text = "\n".join(line.text for line in found.lines)
    assert "17 Mar 2026 10:05 UTC" in text
    assert re.search(r"([0-9A-F]{4} ){7}[0-9A-F]{4}", own)
    assert own in text
    assert any("right" in line for line in found.proves_not)
    assert verify(once).is_ok  # the first state is a whole file of its own
    assert any("not among the keys known here" in line.text for line in verify(once).lines)


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("Dr. Dora Doe", "Dora Doe"),
        ("D\u043era D\u043ee", "Dr. Dora Doe"),  # Cyrillic o
        ("DORA DOE", "dora doe"),
        ("D\u00f3ra Doe", "Dora Doe"),
        ("D0ra Doe", "Dora Doe"),
        ("Dr. Alice Irn", "A1ice Im"),
    ],
)
def test_another_key_under_a_name_that_looks_like_a_known_one_is_noticed(name: str, known_as: str) -> None:
    pdf = sign_pdf(small_pdf(), made_signer(3), signatory(name), BOUND)[0]
    notes = [line.text for line in verify(pdf, {made_signer(2).fingerprint: known_as}).lines]
    assert any(f"looks like {known_as}, whose key is known here and is another one" in text for text in notes)
    assert not any("looks like" in line.text for line in verify(pdf, {made_signer(2).fingerprint: "Bo Roe"}).lines)
    own = verify(pdf, {made_signer(3).fingerprint: known_as})
    assert not any("The printed name is" in line.text for line in own.lines)
    other = verify(pdf, {made_signer(3).fingerprint: "Bo Roe"})
    assert any(f"The printed name is {name}, but the key is known as that of Bo Roe" in o.text for o in other.lines)


def test_the_report_stays_a_sound_tagged_pdf(twice: bytes) -> None:
    assert twice.startswith(small_pdf())
    reader = pypdf.PdfReader(io.BytesIO(twice), strict=True)
    assert sorted(reader.attachments) == ["eegview-signature-01.json", "eegview-signature-02.json"]
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/Dests" in root["/Names"]
    assert "138 spasms" in reader.pages[0].extract_text()
    (attached,) = reader.attachments["eegview-signature-01.json"]
    assert parse_signature(attached) is not None


def test_what_was_changed_is_named(once: bytes, twice: bytes) -> None:
    held = read_signed_pdf(twice)
    report, first, second = small_pdf(), *(twice[part.start : part.stop] for part in held.parts)
    other = sign_pdf(small_pdf("0"), made_signer(), signatory(), BOUND)[0][len(small_pdf("0")) :]

    def named(pdf: bytes) -> str:
        return " ".join(failures(verify(pdf)))

    assert "contains none" in named(report)
    assert "damaged" in named(report + first[:-3])
    assert "1 byte was added" in named(once + b" ")
    assert "look like a damaged signature" in named(once + second[:-9] + b"\n")
    assert "changed after it was signed" in named(report.replace(b"/Lang(en)", b"/Lang(de)") + first)
    assert "another report" in named(report + other)
    assert named(report + second)  # the first cut out
    assert named(report + second + first)  # swapped
    assert named(report + first + first)
    assert named(report + first.replace(b"reviewed", b"approved", 1))
    assert named(report + first.replace(b"startxref", b"startxreF"))


def test_a_moved_signature_is_named_even_where_lengths_agree() -> None:
    a, b = small_pdf(), small_pdf().replace(b"/Lang(en)", b"/Lang(de)")
    signed = sign_pdf(a, made_signer(), signatory(), BOUND)[0]
    assert failures(verify(b + signed[len(a) :])) == [
        "Signature 1, of Dr. Dora Doe, belongs to another report, or the report was changed after it was signed."
    ]


def test_nothing_else_can_hide_in_a_signature(once: bytes) -> None:
    part = read_signed_pdf(once).parts[0]
    added = once[part.start : part.stop]
    for old, new in (
        (b"/AFRelationship/Supplement", b"/AFRelationship/Xupplement"),
        (b"/Type /Catalog", b"/Type/Catalog "),
        (b"\nendstream\nendobj\n", b"\nendstream\nendobj \n"),
    ):
        assert old in added
        changed = once[: part.start] + added.replace(old, new, 1)
        assert failures(verify(changed)), old


def test_a_key_that_signs_anew_over_a_changed_page_is_another_signature(once: bytes) -> None:
    forged = small_pdf().replace(b"/Lang(en)", b"/Lang(de)")
    again = sign_pdf(forged, made_signer(9), signatory(), BOUND)[0]
    found = verify(again, {made_signer().fingerprint: "Dora"})
    assert found.is_ok  # it was signed, by somebody else:
    assert [one.known_as for one in found.signatures] == [""]
    assert any("not among the keys known here" in line.text for line in found.lines)


def test_a_further_signature_stands_only_under_one_that_holds(once: bytes) -> None:
    with pytest.raises(ReportBroken):
        sign_pdf(once + b"x", made_signer(2), signatory())
    with pytest.raises(UsageError):
        sign_pdf(once, made_signer(2), signatory(), {"recording": "0" * 64})
    with pytest.raises(UsageError):
        sign_pdf(small_pdf(), made_signer(), signatory())
    for wrong in (replace(signatory(), printed_name=" "), replace(signatory(), at_utc="yesterday")):
        with pytest.raises(UsageError):
            sign_pdf(small_pdf(), made_signer(), wrong, BOUND)
    with pytest.raises(NotOurPdf):
        sign_pdf(b"%PDF-1.7 no", made_signer(), signatory(), BOUND)


def test_a_byte_changed_anywhere_is_found(twice: bytes) -> None:
    for at in [*range(0, len(twice), 211), *range(len(twice) - 160, len(twice))]:
        changed = bytearray(twice)
        changed[at] ^= 1
        assert failures(verify(bytes(changed))), at


@given(data=st.data())
def test_no_bytes_bring_a_fault_or_pass(data: st.DataObject) -> None:
    whole = sign_pdf(small_pdf(), made_signer(), signatory(), BOUND)[0]
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 300)))
    new = data.draw(
        st.one_of(st.binary(max_size=60), st.sampled_from([b"<<" * 5000, b"[" * 5000, b"0 " * 999, b"xref\n0 1\n"]))
    )
    changed = whole[:start] + new + whole[stop:]
    if changed != whole:
        assert not verify(changed).is_ok
    assert not verify(new).is_ok
    for content in (changed, new):
        with contextlib.suppress(EegViewError):
            append_signature(content, b"{}")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    name=st.sampled_from(["binding", "number", "meaning", "printed_name", "public_key", "covered_bytes"]),
    value=_JSON,
)
def test_a_signature_of_any_other_content_is_none(name: str, value: object) -> None:
    _pdf, signature = sign_pdf(small_pdf(), made_signer(), signatory(), BOUND)
    held = json.loads(signature_text(signature))
    if held[name] == value and type(held[name]) is type(value):
        return
    text = (json.dumps(held | {name: value}, indent=1, sort_keys=True) + "\n").encode()
    assert not verify(append_signature(small_pdf(), text)).is_ok


def test_a_text_nested_without_end_is_no_signature() -> None:
    assert parse_signature(b"[" * 100_000) is None
    assert parse_signature(b'{"number": ' + b"9" * 5000 + b"}") is None

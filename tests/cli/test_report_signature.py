"""`report --sign`, `report --verify` and `keys`: refusals in a sentence, and nothing left behind."""

import json
import os
from pathlib import Path

import pytest
from recordings.study_files import write_edf
from reports.signed_reports import made_signer, signatory, small_pdf

from eegview.app.report.signing.reading import MAX_BYTES
from eegview.app.report.signing.signing import sign_pdf
from eegview.cli.run import main

BOUND = {"recording": "f" * 64}
KEY = made_signer().fingerprint


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    return tmp_path


def ran(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(word) for word in words])
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    return code, shown.out, shown.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\n%%EOF", "no signature"),
        (b"%eegview-signature-1 000000000000\nstartxref\n0\n%%EOF\n", "damaged"),
        (b"%PDF-1.7\n%eegview-signature-1 999999999999\nstartxref\n0\n%%EOF\n", "damaged"),
        (b"\x00" * 4096, "is not a PDF"),
    ],
)
def test_what_is_no_signed_report_is_said(content: bytes, said: str, home: Path, capsys) -> None:
    (home / "a.pdf").write_bytes(content)
    code, out, err = ran(capsys, "report", "--verify", home / "a.pdf")
    assert code == 3
    assert said in out
    assert "does not hold" not in err  # there is none
    code, out, _err = ran(capsys, "report", "--verify", home / "a.pdf", "--json")
    assert (code, json.loads(out)["ok"]) == (3, False)


def test_what_cannot_be_read_is_said(home: Path, capsys) -> None:
    assert ran(capsys, "report", "--verify", home / "none.pdf")[0] == 3
    assert ran(capsys, "report", "--verify", home)[0] == 3
    (home / "large.pdf").touch()
    os.truncate(home / "large.pdf", MAX_BYTES + 1)
    assert "too much for a report" in ran(capsys, "report", "--verify", home / "large.pdf")[2]
    pdf = home / "signed.pdf"
    pdf.write_bytes(sign_pdf(small_pdf(), made_signer(), signatory(), BOUND)[0])
    other = write_edf(home / "other.edf", ((0, 5),))
    code, _out, err = ran(capsys, "report", "--verify", pdf, other)
    assert code == 2
    assert "another recording" in err
    (home / "b.zip").write_bytes(b"PK no")
    assert ran(capsys, "report", "--verify", pdf, home / "b.zip")[0] == 3
    code, out, _err = ran(capsys, "report", "--verify", pdf)
    assert code == 0
    assert "not available here" in out
    assert KEY in out
    assert "does not prove" in out


def test_only_a_pdf_is_signed_and_only_with_a_name(home: Path, capsys) -> None:
    recording = write_edf(home / "a.edf", ((0, 5),))
    for words in (("-o", home / "r.html", "--sign", "Dr. Bo"), ("-o", home / "r.pdf", "--sign", " ")):
        code, _out, err = ran(capsys, "report", recording, *words)
        assert code == 2
        assert len(err.strip().splitlines()) == 2
    assert not list(home.glob("r.*"))
    assert not list(home.rglob("*.pem"))


def test_a_key_is_made_shown_locked_and_carried(home: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(capsys, "keys", "show")[0] == 2
    code, made, _err = ran(capsys, "keys", "make")
    assert code == 0
    assert ran(capsys, "keys", "make")[0] == 2
    assert ran(capsys, "keys", "export", home / "mine.pem")[0] == 2  # nobody to ask for a passphrase
    monkeypatch.setenv("EEGVIEW_KEY_PASSPHRASE", "correct horse")
    assert ran(capsys, "keys", "export", home / "mine.pem")[1] == made
    assert ran(capsys, "keys", "passphrase")[0] == 0
    assert json.loads(ran(capsys, "keys", "show", "--json")[1])["locked"] is True
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "there"))
    assert ran(capsys, "keys", "import", home / "mine.pem", "--locked")[1] == made
    monkeypatch.setenv("EEGVIEW_KEY_PASSPHRASE", "wrong horse")
    code, _out, err = ran(capsys, "keys", "passphrase", "--remove")
    assert code == 2
    assert "does not open" in err
    assert "horse" not in err


def test_keys_of_others_are_listed_and_forgotten(capsys) -> None:
    assert "No key" in ran(capsys, "keys", "list")[1]
    assert ran(capsys, "keys", "trust", KEY.lower(), "Dr. Bo")[0] == 0
    assert json.loads(ran(capsys, "keys", "list", "--json")[1]) == {"keys": [{"fingerprint": KEY, "name": "Dr. Bo"}]}
    assert ran(capsys, "keys", "trust", "1234", "Eve")[0] == 2
    assert ran(capsys, "keys", "remove", KEY)[0] == 0
    assert ran(capsys, "keys", "remove", KEY)[0] == 2

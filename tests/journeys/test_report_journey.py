"""From a recording to a signed report, and its check on another machine: a new home, a new library, the bundle only."""

import io
import json
import os
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest

from eegview.cli.run import main

GOLDEN = Path(__file__).parents[1] / "golden" / "study_v1.zip"
SCORE = {
    "read_pages": "all",
    "bins": [{"page": page, "bin": one, "foci": ["P4"]} for page in range(1, 13) for one in range(1, 10)],
    "gmfs": "absent",
    "pva": "absent",
    "high_amplitude": "absent",
    "other_foci": [],
    "nonepileptiform": "present",
    "foci": "named",
    "confidence": 4,
}


@dataclass
class Machine:
    """A computer with a home and a library of its own, and who sits at it."""

    home: Path
    reviewer: str
    role: str
    changed: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: object, code: int = 0, as_reviewer: bool = True) -> str:
        """Run a command here and return what it printed."""
        self.home.mkdir(exist_ok=True)
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            self.changed.setenv(name, str(self.home / name.lower()))
        self.changed.setenv("EEGVIEW_LIBRARY", str(self.home / "library.sqlite"))
        self.capsys.readouterr()
        who = ("--reviewer", self.reviewer, "--role", self.role) if as_reviewer else ()
        assert main([str(word) for word in (*words, *who)]) == code
        shown = self.capsys.readouterr()
        assert "Traceback" not in shown.err
        return shown.out

    def verified(self, *words: object, code: int = 0) -> dict:
        """Check a report here and return what was found."""
        return json.loads(self.run("report", "--verify", *words, "--json", code=code, as_reviewer=False))


def outcomes(found: dict) -> set[str]:
    return {line["outcome"] for line in found["lines"]}


def texts(found: dict, outcome: str) -> str:
    return "\n".join(line["text"] for line in found["lines"] if line["outcome"] == outcome)


def text_of(pdf: pypdf.PdfReader) -> str:
    """Return the printed text without any blanks: where lines may break is none of this test's matter."""
    return "".join(c for page in pdf.pages for c in page.extract_text() if c.isprintable() and not c.isspace())


def read_study(machine: Machine, recording: Path) -> None:
    """Open, mark, stage and score, as a reader does."""
    assert json.loads(machine.run("info", recording, "--json", as_reviewer=False))["format"] == "EDF+C"
    for onset in (151.4, 156.0, 320.9):
        machine.run("events", "add", recording, "--term", "spasm", "--onset", onset, "--duration", 1,
                    "--set", "movement=flexor")  # fmt: skip
    for number, stage in enumerate(
        "WN2N3N2N3WWN1N2RRW".replace("N", " N").replace("W", " W").replace("R", " R").split()
    ):
        machine.run("events", "add", recording, "--term", "sleep_stage", "--onset", 30 * number, "--duration", 30,
                    "--set", f"stage={stage}")  # fmt: skip
    evidence = recording.with_name("evidence.json")
    evidence.write_text(json.dumps(SCORE))
    machine.run("score", recording, "--epoch", 30, "--import", evidence, "--commit")


def test_a_report_is_signed_and_checked_on_another_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ward = Machine(tmp_path / "ward", "Dora", "neurologist", monkeypatch, capsys)
    office = Machine(tmp_path / "office", "Olaf", "neurologist", monkeypatch, capsys)
    with zipfile.ZipFile(GOLDEN) as golden:
        recording = Path(golden.extract("study/golden.edf", tmp_path))
    read_study(ward, recording)

    pdf, bundle = tmp_path / "report.pdf", tmp_path / "study.zip"
    quick = ("--no-trends", "--no-video", "--json")
    assert json.loads(ward.run("report", recording, "-o", pdf, "--sign", "Dr. Dora Doe", *quick))["is_signed"]
    ward.run("bundle", recording, "-o", bundle, as_reviewer=False)
    fingerprint = ward.run("keys", "show", as_reviewer=False).strip()
    pages = pypdf.PdfReader(io.BytesIO(pdf.read_bytes()), strict=True)
    printed = text_of(pages)
    assert fingerprint.replace(" ", "") in printed
    assert "Draft" not in printed
    root: Any = pages.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]

    # no secret leaves: the key is in its file and nowhere else
    key = next((ward.home).rglob("report_signing_key.pem"))
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = key.read_bytes().splitlines()[2]
    for file in (pdf, bundle, *(path for path in ward.home.rglob("*") if path.is_file() and path != key)):
        assert secret not in file.read_bytes(), file
    ward.run("anonymize", recording, "-o", tmp_path / "copy.edf", as_reviewer=False)
    for file in tmp_path.glob("copy*"):
        assert not any(word in file.read_bytes() for word in (b"report_signature", fingerprint.encode(), secret))

    # another machine: the file alone, then with the bundle only
    alone = office.verified(pdf)
    assert alone["ok"]
    assert outcomes(alone) == {"ok", "not_checked"}
    office.run("unbundle", bundle, "-o", tmp_path / "there")
    (there,) = (tmp_path / "there" / "study").glob("*.edf")
    beside = office.verified(pdf, there)
    assert beside["ok"]
    assert "The same as in the report: the marks of the layer “Dora”" in texts(beside, "ok")
    assert "may be in a bundle" in texts(beside, "not_checked")
    with_bundle = office.verified(pdf, bundle)
    assert outcomes(with_bundle) == {"ok", "not_checked"}
    assert "to the byte, the one of the report" in texts(with_bundle, "ok")
    assert fingerprint in texts(with_bundle, "not_checked")
    office.run("keys", "trust", fingerprint, "Dora, ward 3", as_reviewer=False)
    whole = office.verified(pdf, tmp_path / "there")
    assert outcomes(whole) == {"ok"}
    assert whole["signatures"][0]["known_as"] == "Dora, ward 3"

    # a tampered copy is refused
    content = pdf.read_bytes()
    for at in (content.find(b"/Type/Page"), content.find(b"Dr. Dora"), len(content) - 20):
        tampered = tmp_path / "tampered.pdf"
        tampered.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        found = office.verified(tampered, bundle, code=3)
        assert not found["ok"]
        assert texts(found, "failed")

    # changed afterwards: the signed one still holds, the next one is an addendum that names it
    ward.run("events", "add", recording, "--term", "spasm", "--onset", 344.0, "--duration", 1)
    assert "addendum" in ward.run("history", recording, as_reviewer=False)
    changed = ward.verified(pdf, recording)
    assert changed["ok"]
    assert "Changed since (1 change): the marks" in texts(changed, "changed")
    draft = tmp_path / "draft.json"
    ward.run("report", recording, "-o", draft, "--template", "short", *quick)
    assert json.loads(draft.read_text())["document"]["addendum_to"] == changed["signatures"][0]["report_sha256"]
    second = tmp_path / "addendum.pdf"
    ward.run("report", recording, "-o", second, "--sign", "Dr. Dora Doe", "--meaning", "approved",
             "--template", "short", *quick)  # fmt: skip
    (signature,) = ward.verified(second)["signatures"]
    assert signature["addendum_number"] == 1
    assert signature["addendum_to"] == changed["signatures"][0]["report_sha256"]
    added = text_of(pypdf.PdfReader(second))
    assert signature["addendum_to"][:16] in added
    assert "3before,4now" in added
    assert "Addendum 1" in texts(ward.verified(pdf), "changed")
    assert "whole" in ward.run("history", recording, "--verify", as_reviewer=False)

"""`eegview report`: a report on disk, whole or not at all."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfReader
from shared_data import DATA, PROJECT, needs_shared

from eegview.cli.run import main
from eegview.exchange.report.pdf_links import link_boxes
from eegview.model.report.link import parse_link

INFANT = str(DATA / "eeg" / "infant_background_18min.edf")

pytestmark = needs_shared()


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("EEGVIEW_REVIEWER", "ada")
    monkeypatch.setattr("eegview.app.trends.cache.cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr("eegview.app.kernel_file.load_kernels", lambda: None)


def test_a_report_in_all_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from fhir.resources.R4B.diagnosticreport import DiagnosticReport  # takes a second

    assert main(["events", "add", INFANT, "--term", "spasm", "--onset", "100.5", "--duration", "1.5"]) == 0
    pdf, fhir = tmp_path / "out.pdf", tmp_path / "out.fhir.json"
    capsys.readouterr()
    assert main(["report", INFANT, "-o", str(pdf), "--fhir", str(fhir), "--no-trends", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["output"] == "out.pdf"
    assert said["layer"] == "ada"
    assert not said["is_signed"]
    reader = PdfReader(io.BytesIO(pdf.read_bytes()))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Typical spasm" in text
    assert said["document_hash"][:4] in text
    urls = [box.url for page in link_boxes(pdf.read_bytes()) for box in page]
    assert urls
    assert {parse_link(url).fingerprint for url in urls} == {said["binding"]["recording"]}
    resource = DiagnosticReport.model_validate_json(fhir.read_text())
    assert resource.status == "preliminary"
    for name in ("out.html", "out.json"):
        assert main(["report", INFANT, "-o", str(tmp_path / name), "--no-trends", "--template", "short"]) == 0
    assert "<script" not in (tmp_path / "out.html").read_text()
    held = json.loads((tmp_path / "out.json").read_text())
    assert held["document"]["template_id"] == "short"
    assert Path(INFANT).name not in (tmp_path / "out.json").read_text()


def test_what_cannot_be_written_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.pdf"
    old.write_bytes(b"as it was")
    for arguments, sentence in (
        ([INFANT], "There is no file to write to."),
        ([INFANT, "-o", str(tmp_path / "out.doc")], "A report cannot be written as “.doc”."),
        ([INFANT, "-o", str(tmp_path / "no" / "out.pdf")], "The folder of out.pdf does not exist."),
        ([INFANT, "-o", str(old), "--template", "nobody's"], "There is no template “nobody's”."),
        ([INFANT, "-o", str(old), "--previous", INFANT], "Both recordings are the same."),
        ([INFANT, "-o", str(old), "--fhir", str(tmp_path / "x.xml")], "A FHIR resource is written as .json."),
        ([], "No recording was given."),
    ):
        assert main(["report", *arguments]) == 2
        assert sentence in capsys.readouterr().err
    link = tmp_path / "alias.pdf"
    link.symlink_to(INFANT)
    assert main(["report", INFANT, "-o", str(link), "--no-trends", "--no-video"]) == 2
    assert "written over the recording" in capsys.readouterr().err
    assert old.read_bytes() == b"as it was"
    assert main(["report", "--templates"]) == 0
    assert "infant_prolonged" in capsys.readouterr().out


def test_a_disk_that_refuses_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.html"
    old.write_bytes(b"as it was")

    def refuse(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("eegview.exchange.writing.os.fsync", refuse)
    assert main(["report", INFANT, "-o", str(old), "--no-trends", "--no-video", "--template", "short"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert old.read_bytes() == b"as it was"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".eegview")] == []


def test_ctrl_c_ends_it_with_130_and_leaves_no_half_file(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    out.write_bytes(b"as it was")
    places = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_DATA_HOME": str(tmp_path)}
    child = subprocess.Popen(
        [sys.executable, "-c", _RUN, "report", INFANT, "-o", str(out), "--no-video"], cwd=PROJECT,
        env={**os.environ, **places}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "computing\n"
    child.send_signal(signal.SIGINT)
    began = time.monotonic()
    _said, problems = child.communicate(timeout=60)
    assert child.returncode == 130
    assert time.monotonic() - began < 30
    assert "Traceback" not in problems
    assert out.read_bytes() == b"as it was"
    assert {path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", "") and path.is_file()} == {"out.pdf"}


_RUN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what runs in the background
import eegview.app.report.preparing as preparing
real = preparing.kept_trends
def told(*arguments):
    print("computing", flush=True)
    return real(*arguments)
preparing.kept_trends = told
from eegview.cli.run import main
sys.exit(main(sys.argv[1:]))
"""

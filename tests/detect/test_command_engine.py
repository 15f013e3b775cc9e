"""A command that takes an EDF file and writes a SzCORE table is a detector like any other."""

from pathlib import Path

import numpy as np
import pytest
from detectors.made_plugins import Reports, make_plugin, run_made, small_recording
from recordings.study_files import write_edf

from eegview.detect.engines.command_engine import szcore_rows
from eegview.detect.engines.command_options import CommandOptions
from eegview.detect.engines.proposals_file import read_proposals
from eegview.detect.manifest_file import faults_of
from eegview.exchange.edf.signals import EdfSignals, write_signals
from eegview.model.span import Span
from eegview.model.suggestion.detection import RunEnd
from eegview.readers.opening import open_recording

TOP = 'engine = "command"\nentry = ["{python}", "{plugin}/tool.py", "{edf}", "{tsv}"]\nterms = ["spasm", "seizure"]'
MORE = '[command]\nform = "szcore"\n[command.terms]\nsz = "seizure"\nsz_gen_m_spasms = "spasm"\n'
TOOL = """
import os, shutil, sys
assert os.environ["INPUT"] == "recording.edf" and os.environ["OUTPUT"] == "events.tsv"
shutil.copy(sys.argv[1], {kept!r})
print("noise")
rows = ["onset\\tduration\\teventType\\tconfidence\\tchannels\\tdateTime\\trecordingDuration",
        "5.25\\t2.00\\tsz_foc_ia\\tn/a\\tall\\t1985-01-01 00:00:00\\t90.00",
        "12.00\\t1.00\\tsz_gen_m_spasms\\t0.9\\tFp1-Avg,T3-Avg\\t1985-01-01 00:00:00\\t90.00",
        "42.00\\t1.00\\tsz_gen_m_spasms\\t0.9\\tall\\t1985-01-01 00:00:00\\t90.00",
        "0.00\\t90.00\\tbckg\\tn/a\\tall\\t1985-01-01 00:00:00\\t90.00"]
open(sys.argv[2], "w").write("\\n".join(rows) + "\\n")
"""


@pytest.fixture
def recording(tmp_path):
    return small_recording(tmp_path)


def _command(tmp_path, tool: str, more: str = MORE) -> Path:
    folder = make_plugin(tmp_path / "command", more=more, top=TOP)
    (folder / "tool.py").write_text(tool)
    return folder


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Return (ending, reports, the file the command was given) of one run."""
    folder, reports = tmp_path_factory.mktemp("done"), Reports()
    plugin, kept = _command(folder, TOOL.format(kept=str(folder / "kept.edf"))), folder / "kept.edf"
    assert faults_of(plugin) == []
    return run_made(plugin, small_recording(folder), folder / "logs", reports), reports, kept


def test_its_table_comes_back_as_events(done):
    ending, reports, _kept = done
    assert (ending.end, ending.message) == (RunEnd.DONE, "")
    assert [(one.term_id, one.onset_s, one.score, one.channels) for one in reports.detections] == [
        ("seizure", 5.25, 0.5, ()),
        ("spasm", 12.0, 0.9, ("Fp1-Avg", "T3-Avg")),
    ]
    assert "1 rows" in reports.notes[0]  # the one in the gap


def test_the_file_it_is_given_is_szcores_form_and_names_nobody(done):
    kept = done[2]
    source = open_recording(kept)
    try:
        held = source.recording
        assert [channel.label for channel in held.channels][:3] == ["Fp1-Avg", "F3-Avg", "C3-Avg"]
        assert len(held.channels) == 19
        assert {channel.rate_hz for channel in held.channels} == {256.0}
        assert held.duration_s == 90.0
        rows = np.stack(source.read(range(19), 0, Span(1.0, 39.0)))
        gap = np.stack(source.read(range(19), 0, Span(40.1, 49.9)))
    finally:
        source.close()
    assert np.max(np.abs(rows.mean(axis=0))) < 0.05  # µV: to their own average, but for rounding to digits
    assert np.ptp(rows, axis=1).min() > 50
    assert not np.any(np.abs(gap) > 0.01)
    head = kept.read_bytes()[:256].decode()
    assert head[8:88].split() == ["X"] * 4
    assert head[168:184] == "01.01.8500.00.00"


def test_a_command_that_fails_is_reported_in_a_sentence(tmp_path, recording):
    ending = run_made(_command(tmp_path, "raise SystemExit(4)"), recording, tmp_path / "logs", Reports())
    assert ending.end is RunEnd.CRASHED
    assert ending.message.startswith("The command ended with code 4. ")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "wrote no table"),
        (b"", "no columns onset"),
        (b"a\tb\n1\t2\n", "no columns onset"),
        (b"onset\teventType\nsoon\tsz\n", "“soon”"),
        (b"onset\teventType\tconfidence\n1\tsz\t7\n", "confidence of 7"),
        (bytes([255] * 99), "not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_reported_in_a_sentence(tmp_path, content, expected):
    path = tmp_path / "events.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=expected):
        read_proposals(path)


def test_a_recording_that_lacks_an_electrode_is_refused_before(tmp_path):
    from eegview.app.detectors.detecting import DetectionOrder, run_detector
    from eegview.detect.consent import Consents
    from eegview.detect.content import content_hash
    from eegview.detect.discovery import inspect_folder
    from eegview.model.errors import UsageError

    folder = _command(tmp_path, "pass")
    consents = Consents(tmp_path / "agreed.json")
    consents.agree(content_hash(folder), "made", folder)
    path = write_edf(tmp_path / "few.edf", names=("Fp1", "Fp2", "C3", "C4"))
    source = open_recording(path)
    try:
        with pytest.raises(UsageError, match="needs 19 rows"):
            run_detector(inspect_folder(folder, "", consents), source.recording, DetectionOrder((str(path),)))
    finally:
        source.close()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('[command]\nform = "bids"\n[command.terms]\nsz = "seizure"', "szcore, rows"),
        ('[command]\nterms = "spasm"', "what the command's words mean"),
        ('[command.terms]\nsz = "wave"', "not among the manifest's terms"),
        ('[onnx]\nfile = "x"\n[command.terms]\nsz = "seizure"', "is not known here"),
    ],
)
def test_faults_of_the_command_table(tmp_path, more, expected):
    assert any(expected in fault for fault in faults_of(_command(tmp_path, "pass", more)))


@pytest.mark.parametrize(
    ("entry", "api", "expected"),
    [
        ('["{container}"]', "7", "names one image"),
        ('["{container}", "someone/seizures", "--privileged"]', "7", "names one image"),
        ('["{container}", "someone/seizures"]', "6", "api = 7"),
    ],
)
def test_faults_of_a_container(tmp_path, entry, api, expected):
    top = f'engine = "command"\nentry = {entry}\nterms = ["spasm", "seizure"]'
    folder = make_plugin(tmp_path / "container", more=MORE, top=top, api=api)
    assert any(expected in fault for fault in faults_of(folder))


def test_the_longest_beginning_that_fits_counts():
    options = CommandOptions(terms=(("sz", "seizure"), ("sz_gen_m_spasms", "spasm")))
    assert [options.term_of(word) for word in ("sz_foc", "SZ_GEN_M_SPASMS", "impd")] == ["seizure", "spasm", None]


def test_szcores_words_mean_what_they_mean_in_an_imported_table(tmp_path):
    from eegview.app.vocabulary.store import load_vocabulary
    from eegview.exchange.szcore import marks_from_szcore

    more = '[command]\nterms = "szcore"\n'
    assert faults_of(_command(tmp_path, "pass", more)) == []
    words = ("sz", "SZ_foc_ia_m_spasms", "sz_foc_a_m_spasms", "sz_gen_m_spasms", "sz_uo_m_tonicClonic", "sz_foc_ia_nm")
    rows = [(str(number), "1", word) for number, word in enumerate(words)]
    read = marks_from_szcore(("onset", "duration", "eventType"), rows, load_vocabulary(built_in_only=True))
    options = CommandOptions(has_szcore_words=True)
    assert [options.term_of(word) for word in words] == [mark.term_id for mark in read.annotations]
    assert [options.term_of(word) for word in words] == ["seizure", *["spasm"] * 3, *["seizure"] * 2]
    assert options.term_of("impd") is None


def test_a_bids_table_is_read_too(tmp_path):
    path = tmp_path / "events.tsv"
    path.write_text("onset\tduration\ttrial_type\tscore\n1.5\tn/a\tspasm\t0.25\n\n")
    (row,) = read_proposals(path)
    assert (row.onset_s, row.duration_s, row.event, row.confidence, row.channels) == (1.5, 0.0, "spasm", 0.25, ())


def test_rows_get_szcores_names_in_its_order():
    assert list(szcore_rows(("T7-AVG", "Fp1-AVG", "P8-AVG", "A1-AVG")).items()) == [
        ("Fp1-AVG", "Fp1-Avg"),
        ("T7-AVG", "T3-Avg"),
        ("P8-AVG", "T6-Avg"),
    ]


def test_another_reader_agrees_on_the_file(tmp_path):
    import edfio

    rng = np.random.default_rng(4)
    data = (rng.standard_normal((2, 1998)) * 40).astype(np.float32)
    path = tmp_path / "signals.edf"
    limits = tuple(float(np.ceil(np.abs(row).max())) for row in data)
    signals = EdfSignals(("C3-Avg", "C4-Avg"), 199.8, limits, 10.0)
    write_signals(path, signals, [(0, data[:, :700]), (700, data[:, 700:])])
    held = edfio.read_edf(path)
    assert [signal.label for signal in held.signals] == ["C3-Avg", "C4-Avg"]
    assert held.signals[0].sampling_frequency == pytest.approx(199.8)
    for signal, row in zip(held.signals, data, strict=True):
        assert np.allclose(signal.data, row, atol=2 * max(limits) / 65000)

"""The simulated study as an EDF+ file, read back with another library."""

from pathlib import Path

import edfio
import numpy as np
import pytest

from eegview.detect.age import age_months_of
from eegview.model.errors import Cancelled
from eegview.model.patient import age_in_file
from eegview.readers.edf.recording import open_edf
from eegview.simulate.signals import CHANNELS, make_simulation
from eegview.simulate.study import FIRST_NOTE, plan_study
from eegview.simulate.truth import COLUMNS, readme_text, truth_rows, write_truth
from eegview.simulate.writer_edf import to_digits, write_edf


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> tuple[Path, object]:
    path = tmp_path_factory.mktemp("study") / "demo.edf"
    plan = plan_study(1 / 30, 6)
    write_edf(path, make_simulation(plan))
    return path, plan


def test_the_file_says_simulated_and_holds_every_channel(study):
    path, plan = study
    edf = edfio.read_edf(path)
    assert edf.reserved == "EDF+C"
    assert edf.patient.code == "SIM-006"
    assert edf.patient.name == "Simulated"
    assert edf.patient.sex == "M"
    months = age_months_of(path, edf.startdatetime)
    assert months == pytest.approx(plan.patient.age_months, abs=0.05)  # to the day
    assert "simulated" in edf.local_recording_identification
    assert [signal.label for signal in edf.signals] == [channel.label for channel in CHANNELS]
    assert {signal.sampling_frequency for signal in edf.signals} == {256, 32}
    assert edf.duration == plan.duration_s
    assert edf.signals[0].physical_range == (-3276.7, 3276.7)


def test_notes_are_read_back_at_their_times(study):
    path, plan = study
    read = [(a.onset, a.text) for a in edfio.read_edf(path).annotations]
    assert read[0] == (0, FIRST_NOTE)
    assert read == [(pytest.approx(note.onset_s, abs=1e-3), note.text) for note in plan.notes]


def test_samples_are_read_back_to_a_tenth_of_a_microvolt(study):
    path, plan = study
    from eegview.model.span import Span

    part = make_simulation(plan).stretch(Span(60, 70))
    read = edfio.read_edf(path).signals[8].data[60 * 256 : 70 * 256]
    assert np.max(np.abs(read - part[8])) < 0.08


def test_how_the_writing_is_cut_does_not_show(study, tmp_path):
    path, plan = study
    other = tmp_path / "other.edf"
    write_edf(other, make_simulation(plan), stretch_s=37.0)
    one = np.frombuffer(path.read_bytes()[256 * 32 :], "<i2").astype(int)
    two = np.frombuffer(other.read_bytes()[256 * 32 :], "<i2").astype(int)
    assert np.max(np.abs(one - two)) <= 1


def test_digits_clip_at_the_limit():
    digits = to_digits(np.array([0.0, 0.1, -5000.0, 5000.0], np.float32), 3276.7)
    assert digits.tolist() == [0, 1, -32767, 32767]


def test_writing_stops_when_cancelled(tmp_path):
    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_edf(tmp_path / "x.edf", make_simulation(plan_study(1 / 30, 6)), stop)


def test_truth_names_every_spasm_and_is_in_order(study, tmp_path):
    _, plan = study
    write_truth(tmp_path / "truth.tsv", plan)
    lines = (tmp_path / "truth.tsv").read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == COLUMNS
    assert all(len(line.split("\t")) == len(COLUMNS) for line in lines)
    rows = truth_rows(plan)
    assert sum(row["trial_type"] == "spasm" for row in rows) == len(plan.spasms)
    assert {"spasm", "cluster", "sleep_stage"} <= {row["trial_type"] for row in rows}
    onsets_s = [float(row["onset"]) for row in rows]
    assert onsets_s == sorted(onsets_s)
    assert readme_text(plan, True).startswith("SIMULATED RECORDING")


def test_the_header_names_a_simulated_infant_with_its_age(tmp_path) -> None:
    plan = plan_study(0.05, 7)
    write_edf(tmp_path / "a.edf", make_simulation(plan))
    source = open_edf(tmp_path / "a.edf")
    patient, started_at = source.patient, source.recording.started_at
    source.close()
    assert (patient.code, patient.name, patient.is_simulated) == ("SIM-007", "", True)
    days = age_in_file(patient, started_at).days
    assert days == pytest.approx(plan.patient.age_months * 30.4375, abs=1)

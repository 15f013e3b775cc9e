"""`eegview detect --szcore`: a published container is a detector like any other, here run by a stand-in for docker."""

import json
import threading
from pathlib import Path

import pytest
from detectors.apptainer_standin import ApptainerStandin
from detectors.docker_standin import DIGEST, ID, IMAGE, DockerStandin, without_programs
from detectors.made_plugins import Reports, run_made, small_recording
from recordings.study_files import write_edf
from waiting import wait_until

import eegview
from eegview.app.detectors.szcore_container import detector_id_of, szcore_detector
from eegview.cli.run import main
from eegview.detect.discovery import user_plugins
from eegview.detect.manifest_file import faults_of
from eegview.detect.shipped import plugin_folders
from eegview.model.suggestion.detection import RunEnd


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Have agreements, logs and libraries in a folder of the test."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))


@pytest.fixture
def docker(tmp_path, monkeypatch):
    standin = DockerStandin(tmp_path)
    monkeypatch.setenv("PATH", standin.path)
    return standin


@pytest.fixture
def study(tmp_path):
    return small_recording(tmp_path)


def order(study: Path, *more: str) -> list[str]:
    return ["detect", str(study), "--szcore", IMAGE, *more]


def test_its_seizures_are_suggestions_like_any_detectors(tmp_path, docker, study, capsys):
    out = tmp_path / "found.tsv"
    assert main(order(study, "-o", str(out), "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    rows = [line.split("\t") for line in out.read_text().splitlines()[1:]]
    assert {row[5] for row in rows} == {told["run"]}
    assert ["\t".join(row[:5]) for row in rows] == [
        "5.000\t20.000\tseizure\t0.9000\tn/a",
        "60.000\t10.000\tseizure\t0.5000\tn/a",
    ]
    assert told["detector"] == "szcore_someone_seizures"
    assert told["version"] == f"1.2+{DIGEST[:12]}"
    assert told["parameters"]["image"] == f"ghcr.io/someone/seizures@sha256:{DIGEST}"
    assert told["parameters"]["runtime"] == "docker"
    with eegview.open_study(study) as opened:
        assert opened.runs()["version"].tolist() == [told["version"]]
        assert opened.detections()["onset_s"].tolist() == [5.0, 60.0]
    assert main(["compare", str(out), str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["term"] == "seizure"


def test_it_runs_without_network_and_reads_what_it_cannot_change(docker, study):
    assert main(order(study, "--no-store", "--set", "memory_mib=2000")) == 0
    (run,) = [words for words in docker.calls if words[0] == "run"]
    said = " ".join(run)
    for part in ("--network none", "--pull never", "--rm", "--cap-drop ALL", "--memory 2000m", "--cpus 2"):
        assert part in said
    mounts = [run[k + 1] for k, word in enumerate(run) if word == "--mount"]
    assert mounts[0].endswith("target=/data,readonly")
    assert mounts[1].endswith("target=/output")
    assert "INPUT=recording.edf" in run
    assert "OUTPUT=events.tsv" in run
    assert run[-1] == f"sha256:{ID}"  # this content, whatever the tag means by now
    assert study.stem not in said
    assert not any(words[0] == "pull" for words in docker.calls)


def test_the_file_it_is_given_names_nobody(tmp_path, docker, study):
    docker.does(
        f"import shutil\nshutil.copy(data, {str(tmp_path / 'kept.edf')!r})\nout.write_text('onset\\teventType\\n')"
    )
    assert main(order(study, "--no-store")) == 0
    head = (tmp_path / "kept.edf").read_bytes()[:4096].decode("latin-1")
    assert head[8:88].split() == ["X"] * 4
    assert head[168:184] == "01.01.8500.00.00"
    assert [head[256 + 16 * k : 272 + 16 * k].strip() for k in (0, 6, 18)] == ["Fp1-Avg", "T3-Avg", "T6-Avg"]


def test_an_image_that_is_not_here_is_not_fetched_unasked(tmp_path, study, monkeypatch, capsys):
    docker = DockerStandin(tmp_path, images=())
    monkeypatch.setenv("PATH", docker.path)
    assert main(order(study)) == 2
    said = capsys.readouterr().err
    assert "is not on this computer" in said
    assert f"docker pull {IMAGE}" in said
    assert [words[0] for words in docker.calls] == ["image"]
    assert main(order(study, "--pull", "--no-store")) == 0
    assert ["pull", IMAGE] in docker.calls
    assert main(["detect", str(study), "--szcore", "ghcr.io/nobody/nothing", "--pull"]) == 4
    assert "could not fetch" in capsys.readouterr().err


def test_without_any_program_for_containers_there_is_a_way_on(tmp_path, study, monkeypatch, capsys):
    monkeypatch.setenv("PATH", without_programs(tmp_path))
    assert main(order(study)) == 2
    said = capsys.readouterr().err
    assert "No docker, podman or apptainer is installed" in said
    assert "eegview events import" in said
    assert main(order(study, "--runtime", "podman")) == 2
    assert "podman is not installed" in capsys.readouterr().err
    assert main(order(study, "--runtime", "kvm")) == 2
    assert "not a program for containers" in capsys.readouterr().err


def test_a_service_that_does_not_answer_is_said(docker, study, capsys):
    docker.has_no_service()
    assert main(order(study)) == 4
    said = capsys.readouterr().err
    assert "docker is installed but does not respond" in said
    assert "docker info" in said


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("sys.exit(3)", "The container in docker ended with code 3."),
        ("os.kill(os.getpid(), 9)", "ended with code 137. It was killed, perhaps as it used too much memory."),
        ("pass", "wrote no table of events"),
        ("out.write_text('nothing of use')", "no columns onset"),
        ("out.write_bytes(bytes(range(256)))", "not UTF-8"),
        ("out.write_text('onset\\teventType\\nsoon\\tsz\\n')", "“soon”"),
        ("out.symlink_to('/etc/hostname')", "wrote no table of events"),
        ("os.mkfifo(out)", "wrote no table of events"),
    ],
)
def test_a_container_that_fails_is_reported_in_a_sentence(docker, study, capsys, inside, sentence):
    docker.does(inside)
    assert main(order(study, "--no-store")) == 4
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said
    assert docker.running == []


def test_a_stop_ends_the_container_though_it_is_no_child_of_ours(tmp_path, docker, study, monkeypatch):
    monkeypatch.setattr("eegview.detect.process.running._GRACE_S", 5.0)
    docker.does("import signal\nsignal.pause()")
    assert main(order(study, "--set", "cpus=0", "--from", "0", "--to", "0")) == 2  # it makes the detector first
    plugin = user_plugins() / "szcore_someone_seizures"
    stop = threading.Event()
    ends: list[RunEnd] = []

    def run() -> None:
        ends.append(run_made(plugin, study, tmp_path / "logs", Reports(), stop.is_set).end)

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(lambda: docker.running, "the container runs")
    stop.set()
    thread.join()
    assert ends == [RunEnd.CANCELLED]
    wait_until(lambda: not docker.running, "the container ended")


def test_a_container_that_takes_too_long_is_ended(tmp_path, docker, study, monkeypatch):
    monkeypatch.setattr("eegview.detect.process.running.longest_run_s", lambda *_: 4.0)
    docker.does("import signal\nsignal.pause()")
    assert main(order(study, "--from", "0", "--to", "0")) == 2
    ending = run_made(user_plugins() / "szcore_someone_seizures", study, tmp_path / "logs", Reports())
    assert ending.end is RunEnd.CANCELLED
    assert docker.running == []


def test_its_detector_stays_and_a_new_image_is_a_new_version(docker, study, capsys):
    assert main(order(study, "--no-store")) == 0
    (folder,) = plugin_folders(user_plugins())
    assert faults_of(folder, {"seizure", "spasm"}, {"common_average"}) == []
    capsys.readouterr()
    assert main(["detectors", "list", "--json"]) == 0
    listed = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert listed["szcore_someone_seizures"]["state"] == "ready"
    assert main(["detect", str(study), "--detector", "szcore_someone_seizures", "--no-store"]) == 0
    docker.has_a_new_image("c" * 64)
    capsys.readouterr()
    assert main(order(study, "--no-store", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["version"] == f"1.2+{'c' * 12}"


def test_a_folder_of_somebody_elses_is_left_alone(docker, study, capsys):
    mine = user_plugins() / "szcore_someone_seizures"
    mine.mkdir(parents=True)
    (mine / "plugin.toml").write_text("id = 1\n")
    assert main(order(study, "--no-store")) == 2
    assert "was not made from an image" in capsys.readouterr().err
    assert (mine / "plugin.toml").read_text() == "id = 1\n"


def test_a_recording_without_its_electrodes_is_told_which_are_missing(tmp_path, docker, capsys):
    path = write_edf(tmp_path / "few.edf", names=("Fp1", "Fp2", "C3", "C4"))
    assert main(order(path)) == 2
    said = capsys.readouterr().err
    assert "needs 19 rows" in said
    assert "Missing: " in said


def test_one_detector_is_named_and_only_one(docker, study, capsys):
    assert main(["detect", str(study)]) == 2
    assert "--szcore IMAGE" in capsys.readouterr().err
    assert main(order(study, "--detector", "spasms")) == 2
    assert "Several detectors are named" in capsys.readouterr().err
    assert main(["detect", str(study), "--szcore", "--privileged"]) == 2


def test_names_of_images_become_ids():
    assert detector_id_of("ghcr.io/esl-epfl/gotman_1982:latest") == "szcore_esl_epfl_gotman_1982"
    assert detector_id_of("localhost:5000/x@sha256:" + "a" * 64) == "szcore_x"
    assert detector_id_of("/data/Images/zhu.v2.sif") == "szcore_zhu_v2"
    long = detector_id_of("someone/" + "seizures_" * 9)
    assert len(long) <= 40
    assert long != detector_id_of("someone/" + "seizures_" * 10)


def test_an_image_file_that_was_changed_does_not_run(tmp_path, study, monkeypatch, capsys):
    apptainer = ApptainerStandin(tmp_path)
    monkeypatch.setenv("PATH", apptainer.path)
    monkeypatch.setenv("APPTAINER_BIND", "/home")
    image = tmp_path / "seizures.sif"
    image.write_bytes(b"the content that was approved")
    out = tmp_path / "found.tsv"
    assert main(["detect", str(study), "--szcore", str(image), "--no-store", "-o", str(out)]) == 0
    assert [line.split("\t")[2] for line in out.read_text().splitlines()[1:]] == ["seizure", "spasm"]
    words, environment = apptainer.call
    assert words[-1] == str(image.resolve())
    assert "APPTAINER_BIND" not in environment
    (tmp_path / "apptainer_call.json").unlink()
    image.write_bytes(b"another content")
    assert main(["detect", str(study), "--detector", "szcore_seizures", "--no-store"]) == 4
    assert "has another content than the one that was approved" in capsys.readouterr().err
    assert not apptainer.has_run


def test_rows_outside_the_searched_part_do_not_end_the_run(tmp_path, docker, study, capsys):
    rows = ["onset\tduration\teventType", "-3\t5\tsz", "-3\t1\tsz", "25\t20\tsz", "30\t1\tsz", "30.2\t0\tsz"]
    docker.does(f"out.write_text({chr(10).join(rows)!r})")
    out = tmp_path / "found.tsv"
    assert main(order(study, "--no-store", "--from", "5", "--to", "35", "-o", str(out))) == 0
    times = [line.split("\t")[:2] for line in out.read_text().splitlines()[1:]]
    assert times == [["5.000", "2.000"], ["30.000", "5.000"]]
    assert "3 rows" in capsys.readouterr().err


def test_images_of_one_name_from_two_places_are_two_detectors(docker):
    docker.knows("quay.io/someone/seizures:3", "c" * 64)
    first = szcore_detector(IMAGE)
    second = szcore_detector("quay.io/someone/seizures:3")
    assert first.detector_id == "szcore_someone_seizures"
    assert second.detector_id.startswith("szcore_someone_seizures_")
    assert szcore_detector(IMAGE).detector_id == first.detector_id
    assert szcore_detector("quay.io/someone/seizures:3").detector_id == second.detector_id
    assert len(plugin_folders(user_plugins())) == 2


def test_image_files_of_one_name_in_two_folders_are_two_detectors(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", ApptainerStandin(tmp_path).path)
    found = []
    for name in ("a", "b", "a"):
        image = tmp_path / name / "seizures.sif"
        image.parent.mkdir(exist_ok=True)
        image.write_bytes(name.encode())
        found.append(szcore_detector(str(image)).detector_id)
    assert found[0] == found[2] == "szcore_seizures"
    assert found[1].startswith("szcore_seizures_")

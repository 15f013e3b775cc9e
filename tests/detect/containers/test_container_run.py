"""A container is ended for certain or said to be left; the environment of the user gives it nothing more."""

import subprocess
from pathlib import Path

import pytest
from detectors.docker_standin import IMAGE, DockerStandin

from eegview.detect.containers.container_run import ContainerRun, end_left, kill_left
from eegview.detect.containers.runtime import Runtime

NAME = "eegview-" + "0123456789abcdef"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DockerStandin:
    standin = DockerStandin(tmp_path)
    monkeypatch.setenv("PATH", standin.path)
    return standin


def run_in(runtime: Runtime, folder: Path) -> ContainerRun:
    return ContainerRun(runtime, IMAGE, NAME, folder, folder)


def started(docker: DockerStandin, scratch: Path) -> subprocess.Popen[bytes]:
    """Note a container, and have a process that stands for it."""
    run_in(Runtime("docker", ""), scratch).note_started(scratch)
    inside = subprocess.Popen(["/bin/sleep", "600"], start_new_session=True)
    (docker.home / NAME).write_text(str(inside.pid))
    return inside


def is_noted(scratch: Path) -> bool:
    return (scratch / "container").exists()


def test_a_kill_that_failed_leaves_the_note_and_the_host_removes_it_by_force(docker: DockerStandin, scratch: Path):
    inside = started(docker, scratch)
    docker.cannot_end()
    kill_left(scratch)
    assert is_noted(scratch)
    assert inside.poll() is None
    assert end_left(scratch, lambda _s: None) == ""
    assert inside.wait() == -9
    assert not is_noted(scratch)
    assert ["rm", "-f", NAME] in docker.calls


def test_what_cannot_be_ended_is_said_and_stays_noted(docker: DockerStandin, scratch: Path):
    inside = started(docker, scratch)
    docker.cannot_end(even_by_force=True)
    waits: list[float] = []
    try:
        assert f"“docker rm -f {NAME}”" in end_left(scratch, waits.append)
        assert len(waits) == 2
        assert is_noted(scratch)
    finally:
        inside.kill()
        inside.wait()


def test_a_service_that_does_not_answer_proves_nothing(docker: DockerStandin, scratch: Path):
    run_in(Runtime("docker", ""), scratch).note_started(scratch)
    docker.has_no_service()
    assert "may still be running" in end_left(scratch, lambda _s: None)
    assert is_noted(scratch)


def test_one_that_its_killed_client_had_only_asked_for_is_ended_when_it_comes(docker: DockerStandin, scratch: Path):
    run_in(Runtime("docker", ""), scratch).note_started(scratch)
    found: list[subprocess.Popen[bytes]] = []
    assert end_left(scratch, lambda _s: None if found else found.append(started(docker, scratch))) == ""
    assert found[0].wait() == -9


def test_a_killed_one_is_no_longer_noted(docker: DockerStandin, scratch: Path):
    inside = started(docker, scratch)
    kill_left(scratch)
    assert inside.wait() == -9
    assert not is_noted(scratch)
    assert end_left(scratch) == ""


def test_the_users_environment_does_not_widen_an_image_file(scratch: Path):
    widening = {
        "APPTAINER_BIND": "/home",
        "APPTAINERENV_TMPDIR": "/x",
        "SINGULARITY_BINDPATH": "/",
        "SINGULARITYENV_X": "1",
    }
    kept = {"PATH": "/bin", "APPTAINER_CACHEDIR": "/c", "SINGULARITY_TMPDIR": "/t"}
    run = run_in(Runtime("apptainer", "apptainer"), scratch)
    assert run.environment(widening | kept) == kept
    assert run_in(Runtime("docker", "docker"), scratch).environment(widening | kept) == widening | kept
    assert "--no-privs" in run.words()

"""A program that behaves like docker as far as a SzCORE container needs it.

`from detectors.docker_standin import DockerStandin`.

A service of it runs the container in a session of its own, so that ending the client ends nothing, as with docker.
"""

import json
import os
import sys
import textwrap
from pathlib import Path
from typing import Any

ID, DIGEST = "a" * 64, "b" * 64
IMAGE = "ghcr.io/someone/seizures:1.2"

_PROGRAM = """\
#!{python}
import json, os, signal, subprocess, sys, time
from pathlib import Path
HOME = Path({home!r})
state = json.loads((HOME / "state.json").read_text())
words = sys.argv[1:]
with (HOME / "calls.jsonl").open("a") as calls:
    calls.write(json.dumps(words) + "\\n")

def refuse(text, code=1):
    sys.stderr.write(text + "\\n")
    sys.exit(code)

if not state["answers"]:
    refuse("Cannot connect to the Docker daemon at unix:///var/run/docker.sock.")
if words[:2] == ["image", "inspect"]:
    if words[2] not in state["images"]:
        refuse("Error response from daemon: No such image: " + words[2])
    print(json.dumps([state["images"][words[2]]]))
elif words[0] == "pull":
    if words[1] not in state["registry"]:
        refuse("Error response from daemon: manifest unknown")
    state["images"][words[1]] = state["registry"][words[1]]
    (HOME / "state.json").write_text(json.dumps(state))
elif words[:2] == ["container", "inspect"]:
    if not (HOME / words[2]).exists():
        refuse("Error response from daemon: No such container: " + words[2])
    print("[{{}}]")
elif words[:2] == ["rm", "-f"]:
    place = HOME / words[2]
    if not place.exists():
        refuse("Error response from daemon: No such container: " + words[2])
    if not state["removes"]:
        refuse("Error response from daemon: could not kill: tried to kill container, but did not receive an exit event")
    try:
        os.killpg(int(place.read_text()), signal.SIGKILL)
    except ProcessLookupError:
        pass
    place.unlink(missing_ok=True)
    print(words[2])
elif words[0] == "kill":
    if not state["kills"]:
        refuse("Error response from daemon: cannot kill container")
    place = HOME / words[1]
    if not place.exists():
        refuse("Error response from daemon: No such container: " + words[1])
    os.killpg(int(place.read_text()), signal.SIGKILL)
elif words[0] == "run":
    options, image = words[1:-1], words[-1]
    if not any(image in (name, one["Id"]) for name, one in state["images"].items()):
        refuse("Unable to find image locally", 125)
    name = options[options.index("--name") + 1]
    environment = dict(options[k + 1].split("=", 1) for k, word in enumerate(options) if word == "-e")
    mounts = [dict((part + "=").split("=")[:2] for part in options[k + 1].split(","))
              for k, word in enumerate(options) if word == "--mount"]
    places = {{one["target"]: one["source"] for one in mounts}}
    command = [sys.executable, str(HOME / "inside.py"), places["/data"], places["/output"]]
    inside = subprocess.Popen(command, env=environment, start_new_session=True)
    (HOME / name).write_text(str(inside.pid))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    code = inside.wait()
    (HOME / name).unlink(missing_ok=True)
    sys.exit(code if code >= 0 else 128 - code)
else:
    refuse("unknown command " + " ".join(words), 125)
"""

WORKS = """
rows = ["onset\\tduration\\teventType\\tconfidence\\tchannels\\tdateTime\\trecordingDuration",
        "5.00\\t20.00\\tsz\\t0.9\\tall\\t1985-01-01 00:00:00\\t90.00",
        "60.00\\t10.00\\tsz_foc_ia\\tn/a\\tall\\t1985-01-01 00:00:00\\t90.00"]
out.write_text("\\n".join(rows) + "\\n")
"""


class DockerStandin:
    """A stand-in for docker in a folder that a test puts first on the PATH.

    inside : what the container does; it knows `data` (the recording) and `out` (the table to write)
    """

    def __init__(self, folder: Path, inside: str = WORKS, images: tuple[str, ...] = (IMAGE,)) -> None:
        self.home, self.programs = folder / "docker_home", folder / "programs"
        self.home.mkdir()
        self.programs.mkdir()
        known = {
            "Id": f"sha256:{ID}",
            "RepoDigests": [f"ghcr.io/someone/seizures@sha256:{DIGEST}"],
        }
        self._state: dict[str, Any] = {"answers": True, "kills": True, "removes": True}
        self._state |= {"images": dict.fromkeys(images, known), "registry": {IMAGE: known}}
        self._keep()
        self.does(inside)
        self.installed("docker")

    def installed(self, name: str) -> None:
        """Be installed under a name as well."""
        program = self.programs / name
        program.write_text(_PROGRAM.format(python=sys.executable, home=str(self.home)))
        program.chmod(0o755)

    def does(self, inside: str) -> None:
        head = """
            import os, sys, time
            from pathlib import Path
            data = Path(sys.argv[1]) / os.environ["INPUT"]
            out = Path(sys.argv[2]) / os.environ["OUTPUT"]
            assert data.is_file()
        """
        (self.home / "inside.py").write_text(textwrap.dedent(head) + textwrap.dedent(inside))

    def has_no_service(self) -> None:
        self._state["answers"] = False
        self._keep()

    def cannot_end(self, even_by_force: bool = False) -> None:
        """Refuse to kill a container, and if need be to remove it."""
        self._state |= {"kills": False, "removes": not even_by_force}
        self._keep()

    def has_a_new_image(self, digest: str) -> None:
        """Have the same name mean another content from now on."""
        known = {"Id": f"sha256:{digest}", "RepoDigests": [f"ghcr.io/someone/seizures@sha256:{digest}"]}
        self._state["images"] = {IMAGE: known}
        self._keep()

    def knows(self, image: str, digest: str) -> None:
        """Have one more image."""
        name = image.rpartition(":")[0]
        self._state["images"][image] = {"Id": f"sha256:{digest}", "RepoDigests": [f"{name}@sha256:{digest}"]}
        self._keep()

    @property
    def path(self) -> str:
        """The PATH with it in front, and of other programs for containers none."""
        return str(self.programs)

    @property
    def calls(self) -> list[list[str]]:
        """What it was called with, in order."""
        place = self.home / "calls.jsonl"
        return [json.loads(line) for line in place.read_text().splitlines()] if place.exists() else []

    @property
    def running(self) -> list[int]:
        """The processes of containers that run now."""
        found = [int(place.read_text()) for place in self.home.glob("eegview-*")]
        return [pid for pid in found if _is_there(pid)]

    def _keep(self) -> None:
        (self.home / "state.json").write_text(json.dumps(self._state))


def _is_there(pid: int) -> bool:
    import psutil

    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def without_programs(folder: Path) -> str:
    """Return a PATH without any program for containers."""
    empty = folder / "no_programs"
    empty.mkdir(exist_ok=True)
    return os.pathsep.join([str(empty)])

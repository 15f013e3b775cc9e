"""A program that behaves like apptainer as far as a SzCORE container needs it, and notes its words and environment."""

import json
import sys
from pathlib import Path

_PROGRAM = """\
#!{python}
import json, os, sys
from pathlib import Path
words = sys.argv[1:]
Path({calls!r}).write_text(json.dumps([words, dict(os.environ)]))
binds = [words[k + 1].split(":") for k, word in enumerate(words) if word == "--bind"]
places = {{inside: outside for outside, inside, *_ in binds}}
assert (Path(places["/data"]) / "recording.edf").is_file()
rows = ["onset\\tduration\\teventType", "5.00\\t20.00\\tsz", "60.00\\t10.00\\tsz_foc_ia_m_spasms"]
(Path(places["/output"]) / "events.tsv").write_text("\\n".join(rows) + "\\n")
"""


class ApptainerStandin:
    """A stand-in for apptainer in a folder that a test puts first on the PATH."""

    def __init__(self, folder: Path) -> None:
        self.programs, self._calls = folder / "apptainer_programs", folder / "apptainer_call.json"
        self.programs.mkdir()
        program = self.programs / "apptainer"
        program.write_text(_PROGRAM.format(python=sys.executable, calls=str(self._calls)))
        program.chmod(0o755)

    @property
    def path(self) -> str:
        return str(self.programs)

    @property
    def has_run(self) -> bool:
        return self._calls.exists()

    @property
    def call(self) -> tuple[list[str], dict[str, str]]:
        """The words and the environment of the last call."""
        words, environment = json.loads(self._calls.read_text())
        return words, environment

"""The blocks of a tutorial: what it has the reader type, what it prints, and files that it has the reader write.

`from texts.page_blocks import blocks_of, run_page`. Each ```bash or ```python block is run, in the order of the page,
all in one folder; a ```text block below one is what it prints, with “…” for anything; a block with a title is a file
of that name. `<!-- not run: why -->` above a block says why it is not run.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<why>.*?) -->\n+)?^```(?P<language>\w*)(?: title=\"(?P<title>.*?)\")?\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
RUN = ("bash", "python")
COLUMNS = 100  # of the terminal


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code of a page.

    language : bash, python, text, toml …
    title : the file that it is, "" = none
    why_not_run : "" = it is run
    line : of the page, from 1
    """

    language: str
    title: str
    text: str
    why_not_run: str
    line: int


def blocks_of(page: str) -> list[Block]:
    """Return the blocks of a page in their order."""
    return [
        Block(found["language"], found["title"] or "", found["text"], found["why"] or "", line_of(page, found))
        for found in _BLOCK.finditer(page)
    ]


def line_of(page: str, found: re.Match[str]) -> int:
    """Return on which line of the page a block begins, from 1."""
    return page.count("\n", 0, found.start("language")) + 1


def run_page(page: str, folder: Path, data: Path | None = None) -> list[str]:
    """Do what a page says in an empty folder, with library and settings of its own; return what went otherwise.

    data : the folder of the program's data, where pages may share what was compiled; None = one of its own
    """
    blocks = blocks_of(page)
    environment = _environment(folder, data or folder / "data")
    (folder / "work").mkdir()
    faults: list[str] = []
    for number, block in enumerate(blocks):
        if block.title:
            file = folder / "work" / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        elif block.language in RUN and not block.why_not_run:
            below = blocks[number + 1] if number + 1 < len(blocks) else None
            expected = below.text if below is not None and below.language == "text" and not below.title else None
            faults += _run(block, expected, folder, environment)
    return faults


def _environment(folder: Path, data: Path) -> dict[str, str]:
    """Return the environment in which `eegview` is this program, with nothing of the tester's own."""
    commands = folder / "bin"
    commands.mkdir()
    for name, module in (("eegview", "-m eegview"), ("python", "")):
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n', encoding="utf-8")
        (commands / name).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EEGVIEW_", "PYTEST_"))}
    return {
        **kept,
        "XDG_DATA_HOME": str(data),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "EEGVIEW_LIBRARY": str(folder / "library.sqlite"),
        "HOME": str(folder),
        "PATH": f"{commands}{os.pathsep}{kept['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "PYTHONUNBUFFERED": "1",  # what is printed and what is told come in the order in which a reader sees them
        "COLUMNS": str(COLUMNS),
        "TERM": "dumb",
    }


def _run(block: Block, expected: str | None, folder: Path, environment: dict[str, str]) -> list[str]:
    """Run a block and return what went otherwise than the page says."""
    kept = folder / "environment"  # what one block exports holds for the next
    if block.language == "bash":
        before = f'. "{kept}"\n' if kept.exists() else ""
        command = ["bash", "-e", "-o", "pipefail", "-c", f'{before}{block.text}\nexport -p >"{kept}"']
    else:
        code = folder / "block.py"
        code.write_text(block.text, encoding="utf-8")
        command = ["bash", "-e", "-c", f'{f". {kept}" if kept.exists() else ":"}; exec python "{code}"']
    done = subprocess.run(
        command, cwd=folder / "work", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        return [f"Line {block.line} ended with {done.returncode}:\n{block.text}\n{done.stdout}"]
    if expected is not None and not is_printed(expected, done.stdout):
        return [f"Line {block.line} printed\n{done.stdout}\ninstead of\n{expected}"]
    return []


def is_printed(expected: str, printed: str) -> bool:
    """Whether a text is as expected, where “…” stands for anything; alone on a line it is any number of lines."""
    pattern = ""
    for line in expected.rstrip().splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern + r"\n*", printed.rstrip() + "\n") is not None

"""Pages from notebooks: each is run from top to bottom, and becomes Markdown with pictures."""

import base64
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from nbclient import NotebookClient
from traitlets.config import Config

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_S = 180  # of a cell
_LINK = re.compile(r"(?<=\]\()([\w./-]+)\.ipynb(?=\))")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for each notebook, its pictures, and the notebook itself."""
    for path in sorted((PROJECT / "docs").rglob("*.ipynb")):
        name = path.relative_to(PROJECT).as_posix()
        files.append(File(name, str(PROJECT), config.site_dir, config.use_directory_urls))
        text, pictures = as_markdown(executed(path), path.stem)
        files.append(File.generated(config, f"{name.removesuffix('.ipynb')}.md", content=text))
        for picture, content in pictures.items():
            files.append(File.generated(config, f"{Path(name).parent.as_posix()}/{picture}", content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_kwargs: Any) -> str:
    """Have links to a notebook lead to its page; the page's own leads to the notebook."""
    return markdown if page.file.generated_by else _LINK.sub(r"\1.md", markdown)


def executed(path: Path) -> nbformat.NotebookNode:
    """Return a notebook with what its cells gave; it sees no library and no settings of yours.

    Raises
    ------
    nbclient.exceptions.CellExecutionError : a cell failed
    """
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        own = {f"XDG_{name}_HOME": f"{folder}/own/{name.lower()}" for name in ("DATA", "CONFIG", "CACHE")}
        commands = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, **own, "PATH": commands, "PYTHONPATH": str(PROJECT), "COLUMNS": "100"}
        transport = "tcp" if os.name == "nt" else "ipc"  # by files, as nobody else may listen
        config = Config(KernelManager={"connection_file": f"{folder}/kernel.json", "transport": transport})
        place = {"metadata": {"path": folder}}
        client = NotebookClient(notebook, config=config, timeout=LONGEST_S, resources=place)
        return client.execute(env=environment)


def as_markdown(notebook: nbformat.NotebookNode, stem: str) -> tuple[str, dict[str, bytes]]:
    """Return the text of the page, and its pictures by their names."""
    parts: list[str] = []
    pictures: dict[str, bytes] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            parts.append(cell.source)
            continue
        parts.append(f"```python\n{cell.source}\n```")
        for data in _shown(cell.outputs):
            if "image/png" in data:
                name = f"{stem}-{len(pictures) + 1}.png"
                pictures[name] = base64.b64decode(data["image/png"])
                parts.append(f"![What the cell above draws]({name})")
            elif "text/html" in data:
                parts.append(without_style(data["text/html"]))
            else:
                parts.append(f"```text\n{data['text/plain'].rstrip()}\n```")
    parts.append(f"[Download this notebook]({stem}.ipynb)")
    return "\n\n".join(parts) + "\n", pictures


def _shown(outputs: list[nbformat.NotebookNode]) -> list[dict[str, str]]:
    """Return what a cell gave by its kinds; what it printed in pieces is one text, as a terminal would show it."""
    shown: list[dict[str, str]] = []
    printed = "".join(output["text"] for output in outputs if output.output_type == "stream")
    if printed:
        shown.append({"text/plain": "\n".join(line.rstrip("\r").rsplit("\r")[-1] for line in printed.split("\n"))})
    return shown + [dict(output["data"]) for output in outputs if "data" in output]


def without_style(table: str) -> str:
    """Return a table of pandas as the site draws tables."""
    table = re.sub(r"<style.*?</style>", "", table, flags=re.DOTALL)
    return re.sub(r' (border|class|style)="[^"]*"', "", table)

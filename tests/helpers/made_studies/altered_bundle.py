"""A good bundle of two marks, a judged run and a signature, and what a forger or a vandal makes of it."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from eegview.exchange.edit_log import edits_in, log_text
from eegview.model.edit import GENESIS, Edit, edit_hash

Files = dict[str, bytes]
MARKS, LOG, RUNS, MANIFEST = "marks/marks.json", "marks/log.json", "detectors/runs.jsonl", "manifest.json"


def files_of(bundle: Path) -> tuple[Files, dict[str, Any]]:
    """Return the files of a zip, and its manifest apart."""
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return files, json.loads(files.pop(MANIFEST))


def write_zip(path: Path, files: Mapping[str, bytes], manifest: dict[str, Any]) -> Path:
    """Write a zip whose manifest's sizes and hashes are those of its files."""
    manifest = json.loads(json.dumps(manifest))
    rows = manifest["files"] if isinstance(manifest["files"], list) else []
    for entry in (row for row in rows if isinstance(row, dict)):
        if entry["name"] in files:
            content = files[entry["name"]]
            entry["n_bytes"], entry["sha256"] = len(content), hashlib.sha256(content).hexdigest()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
        archive.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(manifest))
    return path


def with_marks(files: Files, change: Callable[[list[dict[str, Any]]], object]) -> Files:
    """Return the files with other marks."""
    whole = json.loads(files[MARKS])
    change(whole["marks"])
    return files | {MARKS: json.dumps(whole).encode()}


def with_log(files: Files, change: Callable[[list[dict[str, Any]]], object]) -> Files:
    """Return the files with another log, its hashes as they were."""
    whole = json.loads(files[LOG])
    change(whole["edits"])
    return files | {LOG: json.dumps(whole).encode()}


def with_runs(files: Files, old: str, new: str) -> Files:
    """Return the files with another text in the runs."""
    text = files[RUNS].decode()
    assert old in text
    return files | {RUNS: text.replace(old, new).encode()}


def rechained(files: Files, manifest: dict[str, Any], change: Callable[[Edit], dict[str, Any]]) -> tuple[Files, Any]:
    """Return files and manifest with the whole log computed anew after a change of its edits."""
    edits: list[Edit] = []
    for edit in edits_in(files[LOG].decode()):
        fields = change(edit) | {"previous_hash": edits[-1].hash if edits else GENESIS}
        made = replace(edit, **fields)
        edits.append(replace(made, hash=edit_hash(made)))
    about = manifest["about"] | {"last_edit_hash": edits[-1].hash}
    return files | {LOG: log_text(edits).encode()}, manifest | {"about": about}

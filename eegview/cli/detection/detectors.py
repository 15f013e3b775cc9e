"""`eegview detectors`: list detectors, explain one, check one for faults, and agree to one."""

import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.detectors.checking import checked_folder
from eegview.app.detectors.new_detector import NewDetector, write_new_detector
from eegview.app.detectors.withdrawal import withdraw
from eegview.app.suggestions.score_meaning import DEPENDS, NOT_CALIBRATED, counted_text
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import JsonOption
from eegview.detect.consent import Consents
from eegview.detect.content import files_of
from eegview.detect.discovery import FoundPlugin, PluginState, find_plugins, plugin_by_id, user_plugins
from eegview.detect.faults.fault import Fault
from eegview.detect.manifest import Engine, Evidence, Manifest
from eegview.detect.manifest_parameters import value_text
from eegview.detect.running import interpreter_of
from eegview.detect.shipped import shipped_folder
from eegview.model.errors import DetectorFailed, UsageError

RIGHTS = (
    "It runs in a process of its own, but with your rights: it can read and change your files and use the network. "
    "This protects the program from crashes, not you from malicious code."
)

_EVERY_AGE_MONTHS = 1200.0  # up to here means every age; nothing is said of it

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def detectors(context: typer.Context) -> None:
    """List, explain, write, check, trust and distrust detectors.

    Example: eegview detectors list --json
    """
    if context.invoked_subcommand is None:
        list_detectors(as_json=False)


@app.command("list")
def list_detectors(as_json: JsonOption = False) -> None:
    """List the detectors there are, and whether each may run.

    Example: eegview detectors list --json
    """
    found = find_plugins()
    if as_json:
        print_json([plugin_json(plugin) for plugin in found])
        return
    width = max((len(plugin.detector_id) for plugin in found), default=0)
    for plugin in found:
        print_line(f"{plugin.detector_id:<{width}}  {plugin.state:<11}  {plugin.title} {plugin.version}".rstrip())
        for fault in plugin.faults:
            print_line(f"{'':<{width}}  {fault}")
    print_message(f"“eegview detectors new NAME” writes one of your own; they are found in {user_plugins()}.")


@app.command("info")
def info(
    detector: Annotated[str, typer.Argument(metavar="ID", help="A detector's id, or its folder.")],
    as_json: JsonOption = False,
) -> None:
    """Show what a detector does, what it needs, what it was tried on, and its limits.

    Example: eegview detectors info spasms
    """
    plugin = plugin_by_id(detector)
    if plugin.manifest is None:
        raise DetectorFailed(
            f"“{plugin.detector_id}” is broken: {plugin.faults[0]}", "“eegview detectors check” lists every fault."
        )
    if as_json:
        print_json(plugin_json(plugin) | manifest_json(plugin.manifest))
        return
    for line in info_lines(plugin, plugin.manifest):
        print_line(line)


@app.command("check")
def check(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A detector's folder, or its id.")],
    as_json: JsonOption = False,
) -> None:
    """Explain every fault of a detector, and exit with 2 where there is one; nothing of it is run.

    Looked at are plugin.toml, the code, the page and the files of the engine. Warnings do not count as faults.

    Example: eegview detectors check ~/plugins/mine
    """
    folder = Path(path) if Path(path).exists() else _folder_of(path)
    folder = folder.parent if folder.is_file() else folder
    found = checked_folder(folder)
    faults = [fault for fault in found if not fault.is_warning]
    warnings = [fault for fault in found if fault.is_warning]
    if as_json:
        print_json(
            {
                "folder": folder.name,
                "faults": [str(fault) for fault in faults],
                "warnings": [str(fault) for fault in warnings],
                "found": [fault_json(fault) for fault in found],
            }
        )
    else:
        for fault in faults:
            print_line(str(fault))
        for fault in warnings:
            print_line(f"Warning: {fault}")
        if not faults:
            print_line(f"{folder.resolve().name}: no fault was found.")
    if faults:
        raise typer.Exit(2)


def fault_json(fault: Fault) -> dict[str, Any]:
    """Return a fault as an object for --json."""
    return {
        "file": fault.file or None,
        "line": fault.line,
        "place": fault.place,
        "sentence": fault.what,
        "is_warning": fault.is_warning,
    }


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called; its id is made of it.")],
    engine: Annotated[
        Engine, typer.Option("--engine", help="A Python function, a command or a container, or a learned model.")
    ] = Engine.PYTHON,
    package: Annotated[
        bool, typer.Option("--package", help="Make a Python package that others can install with pip.")
    ] = False,
    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="Where its folder is made; default: here.")
    ] = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write a new detector that works: manifest, code, page and test, for you to change.

    Example: eegview detectors new "Slow waves" --engine python --into ~/detectors
    """
    made = write_new_detector(name, engine, into, package)
    if as_json:
        print_json(
            {
                "id": made.detector_id,
                "engine": made.engine.value,
                "folder": str(made.folder),
                "project": str(made.project),
                "test": str(made.test),
                "files": list(made.files),
            }
        )
        return
    for line in next_steps(made):
        print_line(line)


def next_steps(made: NewDetector) -> list[str]:
    """Return the lines that say what was written, and what its author does next."""
    folder, project = shlex.quote(str(made.folder)), shlex.quote(str(made.project))
    lines = [f"Wrote the detector “{made.detector_id}”:"]
    lines += [f"  {made.project / name}" for name in made.files]
    lines += ["", "It is a template: it works, and means nothing. Next:"]
    steps = [
        (f"eegview detectors check {folder}", "every fault, with its line"),
        (f"{shlex.quote(sys.executable)} -m pytest {project}", "its tests, which need pytest"),
        (f"eegview detect study.edf --develop {folder}", "runs it as it is, and stores nothing"),
        (f"eegview detectors trust {folder}", "approves it, for the window and --detector"),
    ]
    if made.is_package:
        steps.append((f"{shlex.quote(sys.executable)} -m pip install {project}", "installs it as others would"))
    lines += [f"  {command}\n      {what}" for command, what in steps]
    return [*lines, "", f"All there is to know is in {guide_path()}; “eegview detectors guide” prints it."]


def guide_path() -> Path:
    """Return the page for authors of detectors."""
    return shipped_folder() / "README.md"


@app.command("guide")
def guide() -> None:
    """Print the page for authors of detectors.

    Example: eegview detectors guide | less
    """
    try:
        text = guide_path().read_text(encoding="utf-8")
    except OSError:
        raise UsageError(f"The guide is not at {guide_path()}.", "Install eegview again.") from None
    print_line(text.rstrip())


@app.command("trust")
def trust(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A detector's folder, or its id.")],
    ask: Annotated[bool, typer.Option("--ask", help="Show the code and ask before approving it.")] = False,
) -> None:
    """Show the code that would run, and approve exactly this version; any change needs a new approval.

    Example: eegview detectors trust ~/plugins/mine
    """
    plugin = plugin_by_id(path)
    if plugin.manifest is None:
        raise DetectorFailed(
            f"“{plugin.detector_id}” is broken: {plugin.faults[0]}", "“eegview detectors check” lists every fault."
        )
    for line in consent_lines(plugin, plugin.manifest):
        print_line(line)
    if ask and not typer.confirm("Approve this version?", err=True):
        print_line("Nothing was approved.")
        return
    Consents().agree(plugin.content_hash, plugin.detector_id, plugin.folder)
    print_line(f"Approved: “{plugin.detector_id}” may run as it is now.")
    if plugin.state is PluginState.UNAVAILABLE:
        print_message(" ".join(plugin.faults))


@app.command("distrust")
def distrust(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A detector's id, or its folder.")],
) -> None:
    """Withdraw the approval of a detector, of every version of it; it asks again before it runs.

    Example: eegview detectors distrust mine
    """
    withdrawn = withdraw(path)
    for one in withdrawn:
        print_line(f"Withdrawn: “{one.detector_id}” of {one.folder}, content {one.content_hash[:12]}.")
    if withdrawn:
        print_line("It does not run until it is approved again.")
    elif any(plugin.is_shipped and plugin.detector_id == path for plugin in find_plugins()):
        print_line(f"“{path}” comes with the program and needs no approval; nothing was withdrawn.")
    else:
        print_line(f"“{path}” was not approved; nothing was withdrawn.")


def _folder_of(name: str) -> Path:
    return plugin_by_id(name).folder


def consent_lines(plugin: FoundPlugin, manifest: Manifest) -> list[str]:
    """Return the lines to read before agreeing to a plugin: its files, what runs, and with which rights."""
    lines = [f"{manifest.title} {manifest.version} ({manifest.detector_id})", manifest.summary, ""]
    lines += [f"  {file.path.stat().st_size:>10,} bytes  {file.name}" for file in files_of(plugin.folder)]
    lines += ["", f"SHA-256 of its files: {plugin.content_hash}"]
    if manifest.engine is Engine.COMMAND:
        lines.append(f"Runs the command: {' '.join(manifest.entry)}")
    elif manifest.engine is Engine.ONNX:
        lines.append(f"Runs the learned model {manifest.entry[0]} with onnxruntime.")
    else:
        lines.append(f"Runs {manifest.entry[0]} with {interpreter_of(manifest)}.")
    if manifest.input.marks:
        lines.append(f"Is given your own marks of: {', '.join(manifest.input.marks)}.")
    return [*lines, RIGHTS, ""]


def info_lines(plugin: FoundPlugin, manifest: Manifest) -> list[str]:
    """Return the description of a detector as lines of text."""
    lines = [f"{manifest.title} {manifest.version} ({manifest.detector_id}): {plugin.state}", manifest.summary, ""]
    lines += list(plugin.faults)
    if manifest.ages_months and (manifest.ages_months[0] > 0 or manifest.ages_months[1] < _EVERY_AGE_MONTHS):
        lines.append(f"Made for {manifest.ages_months[0]:g}–{manifest.ages_months[1]:g} months.")
    if manifest.states:
        lines.append(f"Validated in: {', '.join(manifest.states)}.")
    lines.append(f"Montage {manifest.input.montage}, at least {manifest.input.minimum_rows} rows.")
    if manifest.input.marks:
        lines.append(f"Reads your marks of: {', '.join(manifest.input.marks)}.")
    lines.append(f"Proposes: {', '.join(manifest.terms) or 'trends only'}.")
    if manifest.always_listed:
        lines.append(f"Listed regardless of score: {', '.join(manifest.always_listed)}.")
    if manifest.parameters:
        lines += ["", "Parameters (--set NAME=VALUE):"]
        lines += [f"  {p.name} = {value_text(p.default)} {p.unit}  {p.label}".rstrip() for p in manifest.parameters]
    if manifest.evidence:
        lines += ["", "Tested on:"]
        lines += [f"  {one.data}: {one.result}{stated_text(one)}" for one in manifest.evidence]
    if manifest.calibration:
        lines += ["", "What its scores mean:"]
        lines += [f"  {counted_text(one)}" for one in manifest.calibration]
        lines += [f"  {DEPENDS}"]
    elif manifest.terms:
        lines += ["", NOT_CALIBRATED]
    return [*lines, "", page_text(manifest)]


def stated_text(evidence: Evidence) -> str:
    """Return ` (1.7 h read, looked at once, nothing fitted on it)`: what a figure says of its data, "" for nothing."""
    stated: list[str] = []
    if evidence.read_h is not None:
        stated.append(f"{evidence.read_h:g} h read")
    if evidence.looks is not None:
        stated.append("looked at once" if evidence.looks == 1 else f"looked at {evidence.looks} times")
    if evidence.fitted is not None:
        stated.append(f"fitted on it: {evidence.fitted}" if evidence.fitted else "nothing fitted on it")
    return f" ({', '.join(stated)})" if stated else ""


def page_text(manifest: Manifest) -> str:
    """Return the detector's page: method, evidence, limits."""
    try:
        return (manifest.folder / manifest.page).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "Its page cannot be read."


def plugin_json(plugin: FoundPlugin) -> dict[str, Any]:
    """Return a plugin's name, state and faults as an object for --json."""
    return {
        "id": plugin.detector_id,
        "title": plugin.title,
        "version": plugin.version,
        "state": plugin.state.value,
        "summary": plugin.summary,
        "place": plugin.place,
        "content_hash": plugin.content_hash,
        "faults": list(plugin.faults),
    }


def manifest_json(manifest: Manifest) -> dict[str, Any]:
    """Return a detector's manifest as an object for --json."""
    needs = manifest.input
    return {
        "engine": manifest.engine.value,
        "terms": list(manifest.terms),
        "threshold": {term: term not in manifest.always_listed for term in manifest.terms},
        "ages_months": list(manifest.ages_months) if manifest.ages_months else None,
        "states": list(manifest.states),
        "input": {
            "montage": needs.montage,
            "rate_hz": needs.rate_hz,
            "minimum_rate_hz": needs.minimum_rate_hz,
            "minimum_rows": needs.minimum_rows,
            "kinds": {kind: need.value for kind, need in needs.kinds},
            "video": needs.video.value,
            "marks": list(needs.marks),
        },
        "parameters": [
            {
                "name": p.name,
                "label": p.label,
                "type": p.kind.value,
                "default": p.default,
                "minimum": p.minimum,
                "maximum": p.maximum,
                "unit": p.unit,
                "choices": [list(choice) for choice in p.choices],
                "help": p.help,
            }
            for p in manifest.parameters
        ],
        "evidence": [
            {"data": e.data, "result": e.result, "read_h": e.read_h, "looks": e.looks, "fitted": e.fitted}
            for e in manifest.evidence
        ],
        "calibration": [
            {"score_from": c.score_from, "score_to": c.score_to, "n": c.n, "n_true": c.n_true, "data": c.data}
            for c in manifest.calibration
        ],
        "page": page_text(manifest),
    }

"""`eegview detectors trust` and `distrust`: approve a detector as it is, and withdraw that."""

from typing import Annotated

import typer

from eegview.app.detectors.withdrawal import withdraw
from eegview.cli.output import print_line, print_message
from eegview.detect.consent import Consents
from eegview.detect.content import files_of
from eegview.detect.discovery import FoundPlugin, PluginState, find_plugins, plugin_by_id
from eegview.detect.manifest import Engine, Manifest
from eegview.detect.process.running import interpreter_of
from eegview.model.errors import DetectorFailed

RIGHTS = (
    "It runs in a process of its own, but with your rights: it can read and change your files and use the network. "
    "This protects the program from crashes, not you from malicious code."
)


def trust(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A detector's folder, or its id.")],
    ask: Annotated[bool, typer.Option("--ask", help="Show the list of files and ask before approving it.")] = False,
) -> None:
    """Show which files and what would run, and approve exactly this version; any change needs a new approval.

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

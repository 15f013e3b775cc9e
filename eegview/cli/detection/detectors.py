"""`eegview detectors`: its commands; here those that list detectors and explain one."""

from typing import Annotated

import typer

from eegview.cli.detection.detector_approval import distrust, trust
from eegview.cli.detection.detector_check import check
from eegview.cli.detection.detector_text import info_lines, manifest_json, plugin_json
from eegview.cli.detection.new_detector import guide, new
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import JsonOption
from eegview.detect.discovery import find_plugins, plugin_by_id, user_plugins
from eegview.model.errors import DetectorFailed

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def detectors(context: typer.Context) -> None:
    """List, explain, write, check, trust and distrust detectors; without a command it lists them.

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


for _name, _command in (
    ("check", check),
    ("new", new),
    ("guide", guide),
    ("trust", trust),
    ("distrust", distrust),
):
    app.command(_name)(_command)

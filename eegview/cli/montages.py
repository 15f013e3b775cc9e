"""`eegview montages`: the list of montages."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.app.montage.store import load_montages
from eegview.cli.output import print_json, print_line, print_message
from eegview.model.display.montage import average_electrodes
from eegview.model.issue import Issue


def montages(json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """List the montages: built in, and your own.

    Example: eegview montages --json
    """
    issues: list[Issue] = []
    own: dict[str, Path] = {}
    found = load_montages(issues, own)
    for issue in issues:
        print_message(issue.message)
    if json:
        print_json(
            {
                "montages": [
                    {
                        "id": montage.montage_id,
                        "label": montage.label,
                        "key": montage.key,
                        "source": "own" if montage.montage_id in own else "built-in",
                        "file": own[montage.montage_id].name if montage.montage_id in own else None,
                        "help": montage.help,
                        "as_recorded": montage.as_recorded,
                        "average": list(average_electrodes(montage)),
                        "rows": [
                            {"label": row.label, "kind": row.kind.value, "side": row.side, "weights": dict(row.weights)}
                            for row in montage.derivations
                        ],
                    }
                    for montage in found
                ],
                "issues": [{"code": issue.code, "message": issue.message} for issue in issues],
            }
        )
        return
    width = max(len(montage.montage_id) for montage in found)
    for montage in found:
        source = "own" if montage.montage_id in own else ""
        print_line(f"{montage.montage_id:<{width}}  {montage.key:<3}  {source:<3}  {montage.label}")

"""`eegview paths`: where the program keeps what, and which files of the user's own are used."""

from eegview.app.own_files import OwnFile, list_own_files, places
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import JsonOption, LibraryOption


def paths(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Say where settings, marks, detectors and caches lie, and which files of your own are used.

    Example: eegview paths --json
    """
    found, own = places(library), list_own_files()
    if as_json:
        print_json(
            {
                "places": [
                    {
                        "name": place.name,
                        "path": place.where,
                        "help": place.help,
                        "is_there": place.is_there,
                        "trouble": place.trouble or None,
                    }
                    for place in found
                ],
                "own_files": [
                    {"path": str(one.path), "what": one.what, "is_used": one.is_used, "faults": list(one.faults)}
                    for one in own
                ],
            }
        )
        return
    width = max(len(place.name) for place in found)
    for place in found:
        state = f"cannot be written: {place.trouble}" if place.trouble else "" if place.is_there else "not made yet"
        print_line(f"{place.name:<{width}}  {place.where}" + (f"  ({state})" if state else ""))
        print_line(f"{'':<{width}}  {place.help}")
    print_line("")
    print_line("Files of your own:" if own else "There are no files of your own; the guide says how to make some.")
    for one in own:
        print_line(f"  {_state(one):<11}  {one.what}: {one.path}")
        for fault in one.faults:
            print_line(f"{'':<15}{fault.removeprefix(str(one.path)).lstrip(':, ')}")


def _state(one: OwnFile) -> str:
    """Return in a word or two whether a file is used."""
    if not one.is_used:
        return "not used"
    return "used, fault" if one.faults else "used"

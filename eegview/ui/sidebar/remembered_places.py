"""Which panels stand open where, as a text in the settings."""

from collections.abc import Container, Mapping

from eegview.ui.sidebar.panel import Where

_FOR_ONE = (Where.FRONT, Where.PINNED)
NOTHING = "none"


def places_text(places: Mapping[str, Where]) -> str:
    """Return `mark.list=front;detector.trends=below`, or that nothing is open."""
    return ";".join(f"{command_id}={where}" for command_id, where in places.items()) or NOTHING


def places_in(text: str, known: Container[str]) -> dict[str, Where]:
    """Return the places of panels by command id; what is not known, or would stand where another does, is left out."""
    places: dict[str, Where] = {}
    for entry in text.split(";"):
        command_id, _, name = entry.partition("=")
        if command_id not in known or not name or name not in set(Where):
            continue
        where = Where(name)
        if where not in _FOR_ONE or where not in places.values():
            places[command_id] = where
    return places

"""What made a file, as lines for people; read from JSON that may be anybody's."""

from collections.abc import Mapping
from typing import Any

from eegview.model.provenance import MADE_UTC

SHORT_HASH = 12  # as many digits as a line of text shows


def provenance_lines(held: Mapping[str, Any]) -> list[str]:
    """Return what `as_json` or `sidecar_keys` gave as lines for people; what is of another form is passed over."""
    rest = held.get("Provenance", held)
    rest = rest if isinstance(rest, Mapping) else {}
    lines = [_software_line(one) for one in _rows(held.get("GeneratedBy"))]
    libraries = rest.get("libraries")
    if isinstance(libraries, Mapping) and libraries:
        lines.append("With " + ", ".join(f"{name} {version}" for name, version in libraries.items()))
    lines += [_recording_line(one) for one in _rows(rest.get("recordings"))]
    vocabulary = rest.get("vocabulary")
    if isinstance(vocabulary, Mapping):
        named = f"{vocabulary.get('id', '')} {vocabulary.get('version', '')}".strip()
        lines.append(f"Vocabulary {named}, hash {_short(vocabulary.get('hash'))}")
    if made := str(rest.get(MADE_UTC, "")):
        lines.append(f"Made {made.replace('T', ' ').removesuffix('+00:00')} UTC")
    return lines


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _software_line(one: Mapping[str, Any]) -> str:
    hashed = f", code {_short(one['CodeHash'])}" if one.get("CodeHash") else ""
    return f"{one.get('Name', '')} {one.get('Version', '')}{hashed}"


def _recording_line(one: Mapping[str, Any]) -> str:
    number, named = one.get("n_edits"), f"Recording {_short(one.get('fingerprint'))}"
    if number is None:
        return named
    return (
        f"{named}: log at edit {number}, hash {_short(one.get('head_hash'))}"
        if number
        else f"{named}: nothing in its log"
    )


def _short(value: Any) -> str:
    text = str(value or "not known")
    return text if len(text) <= SHORT_HASH or " " in text else f"{text[:SHORT_HASH]}…"

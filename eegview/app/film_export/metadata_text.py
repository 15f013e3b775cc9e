"""What a container tells, in sentences for people."""

from eegview.app.film_export.clean_copy import says_nothing
from eegview.model.film.clip_metadata import ClipMetadata, TagKind
from eegview.model.text.language import tr, tr_later

_NAMES = {
    TagKind.PLACE: tr_later("Place"),
    TagKind.DEVICE: tr_later("Device"),
    TagKind.DATE: tr_later("Date"),
    TagKind.PERSON: tr_later("Person"),
    TagKind.TEXT: tr_later("Text"),
    TagKind.IDENTIFIER: tr_later("Identifier"),
    TagKind.OTHER: tr_later("Other"),
}
_LONGEST = 60


def metadata_lines(metadata: ClipMetadata) -> tuple[str, ...]:
    """Return what a container says of place, device, dates and people, one line a matter; () where it says nothing."""
    lines = []
    for kind, name in _NAMES.items():
        told = [tag.value for tag in metadata.of_kind(kind) if not says_nothing(tag.value)]
        values = dict.fromkeys(map(_short, told))
        if values:
            lines.append(f"{tr(name)}: {', '.join(values)}")
    lines += [
        tr("Track of its own: {kind} {codec}", kind=stream.kind, codec=stream.codec).rstrip()
        for stream in metadata.other_streams
    ]
    if metadata.hidden:
        lines.append(tr("Blocks without a name: {blocks}", blocks=", ".join(metadata.hidden)))
    return tuple(lines)


def _short(value: str) -> str:
    one_line = " ".join(value.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}…"

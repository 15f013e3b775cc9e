"""The [input] table of a manifest: what a detector is given of a recording, and the least that it needs."""

from eegview.detect.api import MARKS_API
from eegview.detect.manifest import KINDS, Engine, InputNeeds, Need
from eegview.detect.toml_table import TomlTable, shortened


def input_in(table: TomlTable, api: int, engine: Engine) -> InputNeeds:
    """Return the needs in an [input] table; faults go to the table's list."""
    default = InputNeeds()
    kinds = table.table("kinds")
    table.raw("kinds")
    found = []
    for kind in KINDS:
        need = kinds.choice(kind.value, list(Need), Need.NO)
        if need != Need.NO:
            found.append((kind.value, Need(need)))
    kinds.done()
    needs = InputNeeds(
        montage=table.text("montage", default.montage),
        low_cut_hz=table.number("low_cut_hz", 0.0) or 0.0,
        high_cut_hz=table.number("high_cut_hz", 0.0) or 0.0,
        notch_hz=table.number("notch_hz", 0.0) or 0.0,
        rate_hz=table.number("rate_hz", 0.0, 0.0, 20000.0) or 0.0,
        minimum_rate_hz=table.number("minimum_rate_hz", 0.0) or 0.0,
        minimum_rows=table.whole("minimum_rows", default.minimum_rows),
        kinds=tuple(found),
        video=Need(table.choice("video", list(Need), Need.NO)),
        marks=table.texts("marks"),
    )
    if needs.marks and api < MARKS_API:
        table.fault(f"“marks” is for manifests with api = {MARKS_API} or more; this one has api = {api}")
    if needs.marks and engine is not Engine.PYTHON:
        table.fault(f'“marks” is for Python detectors; engine = "{engine}" is given none')
    for term in sorted({term for term in needs.marks if needs.marks.count(term) > 1}):
        table.fault(f"the term “{shortened(term)}” of “marks” is there twice")
    if needs.high_cut_hz and needs.low_cut_hz >= needs.high_cut_hz:
        table.fault("“low_cut_hz” is not below “high_cut_hz”")
    table.done()
    return needs

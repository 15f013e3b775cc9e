"""Every fault of a detector's folder in one round: its manifest, code, page and files; nothing of it is run."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from eegview.detect.checking.calls import call_faults
from eegview.detect.checking.engine_files import command_faults, model_faults
from eegview.detect.checking.entry import entry_faults, entry_function, entry_source
from eegview.detect.checking.imports import hidden_modules, import_faults
from eegview.detect.checking.page import page_faults
from eegview.detect.checking.sources import Source, parsed_sources
from eegview.detect.discovery import FoundPlugin, missing_for
from eegview.detect.faults.fault import Fault
from eegview.detect.manifest import Engine, Manifest
from eegview.detect.manifest_file import drafted, manifest_faults

_USUAL = Manifest("", "", "", "", Path())  # for what a manifest that cannot be read does not say


def folder_faults(
    folder: Path,
    known_terms: Collection[str] | None = None,
    known_montages: Collection[str] | None = None,
    public_names: Collection[str] = (),
    others: Iterable[FoundPlugin] = (),
) -> list[Fault]:
    """Return every fault and warning of a detector's folder, an empty list where there is none.

    Parameters
    ----------
    known_terms, known_montages : ids there are; None = not checked
    public_names : of `eegview.plugin`
    others : the detectors there are, one of which may have the same id
    """
    faults = manifest_faults(folder, known_terms, known_montages)
    draft = drafted(folder)[0]
    if not folder.is_dir():
        return faults
    manifest = draft if draft is not None else _USUAL
    is_own_python = not manifest.interpreter
    sources = parsed_sources(folder, faults, is_own_python)
    if manifest.engine is Engine.PYTHON:
        faults += _code_faults(manifest, sources, public_names, is_own_python, draft is not None)
    faults += page_faults(folder, manifest.page)
    if draft is not None:
        faults += _taken_id(draft, others)
        if draft.engine is Engine.COMMAND:
            faults += command_faults(draft)
        elif draft.engine is Engine.ONNX and not any(not fault.is_warning for fault in faults):
            faults += model_faults(draft)
        if draft.entry and draft.entry[0]:
            faults += [Fault(sentence, is_warning=True) for sentence in missing_for(draft)]
    order = {file: number for number, file in enumerate(dict.fromkeys(fault.file for fault in faults))}
    return sorted(faults, key=lambda fault: (order[fault.file], fault.line or 0))


def _code_faults(
    manifest: Manifest, sources: list[Source], public: Collection[str], is_own_python: bool, is_drafted: bool
) -> Iterator[Fault]:
    own = {one.name.split("/")[0].removesuffix(".py") for one in sources}
    for source in sources:
        if not source.is_test:
            yield from import_faults(source, own, public, is_own_python)
    yield from hidden_modules({one.name.removesuffix(".py") for one in sources if "/" not in one.name})
    entry = manifest.entry[0]
    source = entry_source(entry, sources)
    if source is None:  # which is a fault of the manifest, or of the file
        return
    yield from entry_faults(entry, source)
    function = entry_function(entry, source)
    if function is not None and is_drafted:
        yield from call_faults(manifest, source, function)


def _taken_id(manifest: Manifest, others: Iterable[FoundPlugin]) -> Iterator[Fault]:
    for one in others:
        if one.manifest is None or one.detector_id != manifest.detector_id or _is_same(one.folder, manifest.folder):
            continue
        what = (
            f"the id “{manifest.detector_id}” is taken by the detector in {one.folder}, so only one of the two is found"
        )
        advice = "give this one another id" if one.is_shipped else "give one another id, or remove one"
        yield Fault(f"{what}; {advice}.", "plugin.toml", is_warning=not one.is_shipped)
        return


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()

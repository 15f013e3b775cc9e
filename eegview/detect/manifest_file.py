"""Read a detector's plugin.toml: every fault of it in a sentence, nothing of the detector run or imported."""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from eegview.detect.api import CONTAINER_API, CURRENT_API, OUTPUT_API, SUPPORTED_APIS, api_fault
from eegview.detect.engines.command_options import CONTAINER, needs_of, options_in
from eegview.detect.engines.onnx_settings import setting_faults
from eegview.detect.faults.fault import Fault
from eegview.detect.faults.toml_lines import TomlLines
from eegview.detect.manifest import (
    Engine,
    Limits,
    Manifest,
)
from eegview.detect.manifest_evidence import calibration_in, evidence_in
from eegview.detect.manifest_keys import suggested_keys_in
from eegview.detect.manifest_parameters import parameter_in
from eegview.detect.reading.input_table import input_in
from eegview.detect.toml_table import MANIFEST, TomlTable, shortened
from eegview.model.errors import UsageError

_LARGEST = 256 * 1024  # bytes: a manifest is a page of text
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+\-]{0,31}")
_ENTRY = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the plugin in this folder.

    Raises
    ------
    UsageError : its manifest has faults; the sentence names the first of them
    """
    manifest, faults = examine(folder)
    if manifest is None:
        more = f" ({len(faults)} faults in all)" if len(faults) > 1 else ""
        raise UsageError(f"{faults[0]}{more}", "“eegview detectors check FOLDER” explains every fault.")
    return manifest


def faults_of(
    folder: Path, known_terms: Collection[str] | None = None, known_montages: Collection[str] | None = None
) -> list[str]:
    """Return a sentence for every fault of the manifest in this folder; see `manifest_faults`."""
    return [fault.text for fault in manifest_faults(folder, known_terms, known_montages)]


def manifest_faults(
    folder: Path, known_terms: Collection[str] | None = None, known_montages: Collection[str] | None = None
) -> list[Fault]:
    """Return every fault of the manifest in this folder, all in one round; an empty list where there is none.

    Parameters
    ----------
    known_terms, known_montages : ids there are; None = not checked
    """
    draft, faults = drafted(folder)
    if draft is None:
        return faults
    lines = _lines(folder)
    if known_terms is not None:
        named = [(term, ("terms",)) for term in draft.terms]
        named += [(term, ("input", "marks")) for term in draft.input.marks]
        faults += [
            Fault(
                f"the term “{shortened(term)}” is not in the vocabulary; “eegview vocabulary” lists all terms.",
                MANIFEST,
                lines.of(path),
            )
            for term, path in named
            if term not in known_terms
        ]
    montage = draft.input.montage
    if known_montages is not None and montage not in known_montages:
        what = f"there is no montage “{shortened(montage)}”; “eegview montages” lists them."
        faults.append(Fault(what, MANIFEST, lines.of(("input", "montage")), "[input]"))
    return faults


def examine(folder: Path) -> tuple[Manifest | None, list[str]]:
    """Return the manifest of a folder, None where it has faults, and a sentence for each fault."""
    draft, faults = drafted(folder)
    return (None if faults else draft), [fault.text for fault in faults]


def drafted(folder: Path) -> tuple[Manifest | None, list[Fault]]:
    """Return the manifest of a folder as far as it can be read, None where it cannot at all, and its faults.

    Where there are faults, defaults stand for what is wrong: such a manifest is for looking for more faults only.
    """
    faults: list[Fault] = []
    content = _content(folder, faults)
    if content is None:
        return None, faults
    table = TomlTable(content, "", faults, _lines(folder))
    api = content.get("api")
    if type(api) is int and api not in SUPPORTED_APIS:  # what else is written there may follow a promise not known here
        table.fault(api_fault(api))
        return None, faults
    try:
        return _manifest(folder, table), faults
    except RecursionError:  # tables within tables within tables
        return None, [Fault(f"{MANIFEST} is nested too deeply.")]


def _lines(folder: Path) -> TomlLines:
    return TomlLines((folder / MANIFEST).read_bytes().decode("utf-8-sig", "replace"))


def _content(folder: Path, faults: list[Fault]) -> dict[str, Any] | None:
    path = folder / MANIFEST
    try:
        if not folder.is_dir():
            faults.append(Fault("There is no folder of that name."))
            return None
        if not path.is_file():
            faults.append(Fault(f"The folder has no {MANIFEST}."))
            return None
        if path.stat().st_size > _LARGEST:
            faults.append(Fault(f"{MANIFEST} is larger than {_LARGEST // 1024} KiB."))
            return None
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        faults.append(Fault(f"{MANIFEST} is not UTF-8 text."))
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:  # ValueError: a number beyond all measure
        what = shortened(str(error), 160) or "it is nested too deeply"
        faults.append(Fault(f"{MANIFEST} is not TOML: {what}."))
    except OSError as error:
        reason = (error.strerror or "the disk could not be read").lower()
        faults.append(Fault(f"{MANIFEST} cannot be read: {reason}."))
    return None


def _manifest(folder: Path, table: TomlTable) -> Manifest:
    api = _api(table)
    engine = Engine(table.choice("engine", list(Engine), Engine.PYTHON))
    terms, needs = (
        table.texts("terms"),
        input_in(table.table("input"), api, engine),
    )  # without terms it gives trends alone
    if engine is Engine.COMMAND:
        needs = needs_of(options_in(table.table("command"), terms), needs)
    manifest = Manifest(
        api=api,
        detector_id=_id(table),
        title=table.text("title", longest=80),
        version=_version(table),
        summary=table.text("summary", longest=400),
        folder=folder,
        engine=engine,
        entry=_entry(table, engine, folder, api),
        interpreter=table.text("interpreter", ""),
        terms=terms,
        parameters=tuple(parameter_in(one) for one in table.tables("parameters")),
        input=needs,
        ages_months=_ages(table),
        states=table.texts("states"),
        limits=_limits(table.table("limits")),
        evidence=tuple(evidence_in(one, api) for one in table.tables("evidence")),
        calibration=calibration_in(table, api, terms),
        page=_page(table, folder),
        options=_options(table, engine),
        always_listed=_always_listed(table, api, terms),
        suggested_keys=suggested_keys_in(table, api),
    )
    _report_repeats(table, "parameter", [parameter.name for parameter in manifest.parameters])
    _report_repeats(table, "term", manifest.terms)
    table.done()
    if engine is Engine.ONNX:
        is_input_read = not any(fault.place == "[input]" for fault in table.faults)
        for name, what in setting_faults(manifest):
            if name != "input" or is_input_read:
                table.table(name).fault(what)
    return manifest


def _api(table: TomlTable) -> int:
    value = table.raw("api")
    if fault := api_fault(value):
        table.fault(fault)
        return CURRENT_API
    return value


def _id(table: TomlTable) -> str:
    value = table.text("id")
    if value and not _ID.fullmatch(value):
        table.fault(f"the id “{shortened(value)}” is not small letters, digits and _, beginning with a letter", "id")
    return value


def _version(table: TomlTable) -> str:
    value = table.text("version")
    if value and not _VERSION.fullmatch(value):
        table.fault(f"the version “{shortened(value)}” is not like 1.0.0", "version")
    return value


def _entry(table: TomlTable, engine: Engine, folder: Path, api: int) -> tuple[str, ...]:
    if engine is Engine.COMMAND:
        arguments = table.texts("entry")
        if not arguments:
            table.fault("a command needs “entry”, the list of its words", "entry")
        elif arguments[0] == CONTAINER:
            if len(arguments) != 2 or not arguments[1]:
                table.fault(f"after {CONTAINER} “entry” names one image, and nothing else", "entry")
            if api < CONTAINER_API:
                table.fault(f"{CONTAINER} is for manifests with api = {CONTAINER_API} or more", "entry")
        elif not any("{edf}" in word or "{folder}" in word for word in arguments):
            table.fault(
                "the command's words name neither {edf} nor {folder}, so it would not get the recording", "entry"
            )
        return arguments
    default = "detector:detect" if engine is Engine.PYTHON else None
    entry = table.text("entry", default)
    if engine is Engine.PYTHON:
        if not _ENTRY.fullmatch(entry):
            table.fault(f"the entry “{shortened(entry)}” is not like detector:detect", "entry")
        else:
            inner = entry.split(":")[0].replace(".", "/")
            if not _is_inside(folder, f"{inner}.py") and not _is_inside(folder, f"{inner}/__init__.py"):
                table.fault(f"the entry “{shortened(entry)}” names the file {inner}.py, which is not there", "entry")
    elif entry and not _is_inside(folder, entry):
        table.fault(f"the model “{shortened(entry)}” is not in the folder", "entry")
    return (entry,)


def _page(table: TomlTable, folder: Path) -> str:
    page = table.text("page", "page.md")
    if not _is_inside(folder, page):
        table.fault(f"the page “{shortened(page)}” is not in the folder; it gives method, evidence and limits", "page")
    return page


def _is_inside(folder: Path, name: str) -> bool:
    try:
        path = (folder / name).resolve()
        return path.is_file() and path.is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # a name no file system takes, a ring of links
        return False


def _always_listed(table: TomlTable, api: int, terms: Collection[str]) -> tuple[str, ...]:
    """Return the terms that no threshold of the score applies to; where nothing is said it applies to all."""
    if not table.has("output"):
        return ()
    output = table.table("output")
    applies = output.raw("threshold")
    output.done()
    if api < OUTPUT_API:
        table.fault(f"“output” is for manifests with api = {OUTPUT_API} or more; this one has api = {api}")
    if isinstance(applies, bool):
        return () if applies else tuple(terms)
    if not isinstance(applies, dict) or not all(isinstance(value, bool) for value in applies.values()):
        output.fault("“threshold” is neither true nor false, nor one of them for each term")
        return ()
    for term in sorted(set(applies) - set(terms)):
        output.fault(f"“threshold” names “{shortened(term)}”, which is not among the detector's terms")
    return tuple(term for term in terms if applies.get(term, True) is False)


def _ages(table: TomlTable) -> tuple[float, float] | None:
    if not table.has("ages"):
        return None
    ages = table.table("ages")
    first, last = ages.number("from_months", 0.0), ages.number("up_to_months", None)
    if last is None and not ages.has("up_to_months"):
        ages.fault("“up_to_months” is missing")
    if first is not None and last is not None and first >= last:
        ages.fault("“from_months” is not below “up_to_months”")
    ages.done()
    return None if first is None or last is None else (first, last)


def _limits(table: TomlTable) -> Limits:
    default = Limits()
    limits = Limits(
        table.number("silence_s", default.silence_s, 0.1, 3600.0) or default.silence_s,
        table.number("seconds_per_hour", default.seconds_per_hour, 1.0, 36000.0) or default.seconds_per_hour,
        table.number("memory_mib", default.memory_mib, 64.0, 1e6) or default.memory_mib,
    )
    table.done()
    return limits


def _options(table: TomlTable, engine: Engine) -> tuple[tuple[str, object], ...]:
    """Return the engine's own table; a table of another engine is left over and so a fault."""
    if engine is Engine.PYTHON or not table.has(engine.value):
        return ()
    value = table.raw(engine.value)
    if not isinstance(value, dict):
        table.fault(f"“{engine.value}” is not a table")
        return ()
    return tuple(value.items())


def _report_repeats(table: TomlTable, what: str, names: Collection[str]) -> None:
    for name in sorted({name for name in names if name and list(names).count(name) > 1}):
        table.fault(f"the {what} “{shortened(name)}” is there twice")

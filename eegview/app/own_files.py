"""The user's own files, which are used and which are not, and the folders that the program reads and writes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eegview.app.languages import load_languages, own_catalogues
from eegview.app.library.opening import library_address
from eegview.app.montage.store import load_montages
from eegview.app.presets import load_presets
from eegview.app.report.labels import KIND as REPORTS
from eegview.app.report.labels import is_labels_file, load_labels
from eegview.app.report.template import load_templates
from eegview.app.resources import (
    FileFault,
    cache_folder,
    data_folder,
    own_files,
    read_toml,
    unwritable,
    user_folder,
)
from eegview.app.scoring.scales import KIND as SCALES
from eegview.app.scoring.scales import load_scales
from eegview.app.shortcuts import load_shortcut_maps
from eegview.app.themes import load_themes
from eegview.app.trends.plan import KIND as TRENDS
from eegview.app.trends.sets import load_sets, own_sets_file
from eegview.app.vocabulary.extension_file import is_extension
from eegview.app.vocabulary.import_texts import IMPORT_TEXTS
from eegview.app.vocabulary.store import DEFAULT_VOCABULARY, load_extensions, load_vocabulary
from eegview.detect.discovery import user_plugins
from eegview.detect.process.run_log import log_folder
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

_SQLITE = "sqlite:///"
_Load = Callable[[list[Issue], dict[str, Path]], object]


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the user's own.

    what : "montage", "extension of a vocabulary", …
    is_used : whether the program goes by it, if only in part
    faults : sentences on what is wrong with it
    """

    path: Path
    what: str
    is_used: bool
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that the program reads and writes, or the library of marks.

    where : a path, or the address of a library on a server
    is_there : whether it was made already
    trouble : why nothing can be written there, "" where it can
    """

    name: str
    where: str
    help: str
    is_there: bool = True
    trouble: str = ""


def places(library_url: str | None = None) -> tuple[Place, ...]:
    """Return where the program keeps what on this computer; nothing is made.

    library_url : of the library that is asked for, None = the one in the data folder
    """
    address = library_address(library_url)
    is_file = address.startswith(_SQLITE)
    where = address.removeprefix(_SQLITE) if is_file else address
    return (
        _folder("settings", user_folder(""), "your own files, a folder for each kind, and settings.ini"),
        _folder("data", data_folder(), "marks that wait to be saved, crash reports, case sets"),
        Place("library", where, "the marks of all studies", not is_file or Path(where).exists()),
        _folder("plugins", user_plugins(), "detectors of your own, a folder each"),
        _folder("logs", log_folder(), "what detectors wrote while they ran"),
        _folder("caches", cache_folder(), "may be deleted at any time"),
    )


def _folder(name: str, path: Path, help_text: str) -> Place:
    is_there = path.exists()
    return Place(name, str(path), help_text, is_there, unwritable(path) if is_there else "")


def list_own_files() -> tuple[OwnFile, ...]:
    """Return the user's own files of every kind, by kind and name, with what is wrong in each."""
    found: list[OwnFile] = []
    kinds: tuple[tuple[str, str, _Load], ...] = (
        ("montages", "montage", load_montages),
        ("presets", "display preset", load_presets),
        ("shortcuts", "key map", lambda issues, own: load_shortcut_maps(None, issues, own)),
        ("themes", "theme", load_themes),
        (SCALES, "scale", load_scales),
    )
    for kind, what, load in kinds:
        if paths := own_files(kind):
            issues, own = _loaded(load)
            found += [OwnFile(path, what, path in own.values(), _about(path, issues)) for path in paths]
    return (*found, *_vocabularies(), *_reports(), *_trends(), *_languages())


def _loaded(load: _Load) -> tuple[list[Issue], dict[str, Path]]:
    issues: list[Issue] = []
    own: dict[str, Path] = {}
    try:
        load(issues, own)
    except UsageError as error:
        issues.append(Issue("resources", error.sentence))
    return issues, own


def _vocabularies() -> list[OwnFile]:
    paths = own_files("vocabularies")
    if not paths:
        return []
    issues, _own = _loaded(lambda found, _own: load_vocabulary(issues=found))
    extensions = {path for path, _extension in load_extensions(issues=[])}
    found = []
    for path in paths:
        faults = _about(path, issues)
        if path.stem == IMPORT_TEXTS:
            found.append(OwnFile(path, "texts of other programs", not faults, faults))
        elif path in extensions or _is_extension(path):
            found.append(OwnFile(path, "extension of a vocabulary", path in extensions, faults))
        elif path.stem == DEFAULT_VOCABULARY:
            is_refused = any("The built-in one is used." in fault for fault in faults)
            found.append(OwnFile(path, "vocabulary", not is_refused, faults))
        else:
            why = f"{path}: nothing asks for it; the window marks with “{DEFAULT_VOCABULARY}”."
            found.append(OwnFile(path, "vocabulary", False, faults or (why,)))
    return found


def _is_extension(path: Path) -> bool:
    try:
        return is_extension(read_toml(path))
    except UsageError:
        return False


def _reports() -> list[OwnFile]:
    paths = own_files(REPORTS)
    issues, own = _loaded(load_templates) if paths else ([], {})
    found = []
    for path in paths:
        if not is_labels_file(path):
            found.append(OwnFile(path, "report template", path in own.values(), _about(path, issues)))
            continue
        of_labels: list[Issue] = []
        load_labels(path.stem.rpartition(".")[2], of_labels)
        faults = _about(path, of_labels)
        is_refused = any("The English labels are used." in fault for fault in faults)
        found.append(OwnFile(path, "report labels", not is_refused, faults))
    return found


def _trends() -> list[OwnFile]:
    found = []
    for path in own_files(TRENDS):
        if path == own_sets_file():
            faults = _about(path, _loaded(lambda issues, _own: load_sets(issues))[0])
            found.append(OwnFile(path, "sets of trends", not faults, faults))
        else:
            found.append(OwnFile(path, "trends", False, (f"{path}: only {own_sets_file().name} is read here.",)))
    return found


def _languages() -> list[OwnFile]:
    paths = own_catalogues()
    issues: list[Issue] = []
    used = {language.path for language in load_languages(issues)} if paths else set()
    return [OwnFile(path, "language", path in used, _about(path, issues)) for path in paths]


def _about(path: Path, issues: list[Issue]) -> tuple[str, ...]:
    return tuple(issue.message for issue in issues if isinstance(issue, FileFault) and issue.path == path)

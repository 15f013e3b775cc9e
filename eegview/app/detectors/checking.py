"""Check a detector's folder against the vocabulary, the montages and the detectors that there are."""

from pathlib import Path

from eegview.app.detectors.detecting import known_montages
from eegview.app.vocabulary.store import load_vocabulary
from eegview.detect.checking.folder_check import folder_faults
from eegview.detect.discovery import find_plugins
from eegview.detect.faults.fault import Fault


def checked_folder(folder: Path) -> list[Fault]:
    """Return every fault and warning of the detector in this folder; nothing of it is run."""
    terms = {term.term_id for term in load_vocabulary().terms}
    return folder_faults(folder, terms, known_montages(), public_names(), find_plugins())


def public_names() -> frozenset[str]:
    """Return the names that detectors may import of `eegview.plugin`, without loading what they stand for."""
    import ast
    from importlib.util import find_spec

    spec = find_spec("eegview.plugin")
    if spec is None or spec.origin is None:
        return frozenset()
    tree = ast.parse(Path(spec.origin).read_bytes())
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "__all__" for one in node.targets):
            return frozenset(ast.literal_eval(node.value))
    return frozenset()

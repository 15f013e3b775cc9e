"""The terms that the code names are those declared: an extension can relabel them and nothing else."""

import ast
import tomllib
from pathlib import Path

from eegview.app.vocabulary.program_terms import PROGRAM_TERMS, RESERVED_TERMS
from eegview.app.vocabulary.store import load_vocabulary

ROOT = Path(__file__).parents[3]
TERMS = {term.term_id for term in load_vocabulary(built_in_only=True).terms}
DECLARED = Path("eegview/app/vocabulary/program_terms.py")


def named_in(folder: str) -> set[str]:
    """Return the ids of terms that stand as whole texts in the code of a folder."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        if path.relative_to(ROOT) == DECLARED:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return found & TERMS


def proposed() -> set[str]:
    """Return the terms that the detectors which came with the program propose."""
    manifests = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "plugins").glob("*/plugin.toml")]
    return {term for manifest in manifests for term in manifest.get("terms", [])}


def test_every_term_that_the_code_names_is_declared():
    assert named_in("eegview") | named_in("plugins") | proposed() <= PROGRAM_TERMS


def test_every_declared_term_is_named_and_there():
    assert PROGRAM_TERMS <= TERMS
    assert named_in("eegview") | named_in("plugins") >= PROGRAM_TERMS


def test_records_of_the_program_are_no_terms():
    assert not RESERVED_TERMS & TERMS

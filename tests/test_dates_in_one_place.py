"""Nobody formats dates but the one module that does it for people, and the formats of files."""

import ast
from pathlib import Path

import eegview

PACKAGE = Path(eegview.__file__).resolve().parent
ALLOWED = (
    "model/text/dates.py",
    "exchange/anonymize.py",  # from here on dates in the forms of files
    "exchange/szcore.py",
    "exchange/dicom/",
    "exchange/recording/",
    "exchange/edf/",
    "readers/",
    "simulate/",
    "store/backends/backups.py",
)


def formats_in(tree: ast.AST) -> list[int]:
    """Return the lines on which a date is formatted: `strftime`, or an f-string with a percent sign in its format."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "strftime":
            lines.append(node.lineno)
        elif isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            texts = (part.value for part in node.format_spec.values if isinstance(part, ast.Constant))
            if any("%" in str(text) and str(text).strip(".0123456789+<>^ ") != "%" for text in texts):
                lines.append(node.lineno)
    return lines


def test_dates_are_formatted_in_one_place() -> None:
    found = {
        f"{name}:{line}"
        for path in PACKAGE.rglob("*.py")
        if not (name := path.relative_to(PACKAGE).as_posix()).startswith((*ALLOWED, "resources/", "plugins/"))
        for line in formats_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_a_date_formatted_elsewhere_would_be_seen() -> None:
    assert formats_in(ast.parse('f"{at:%H:%M}"; at.strftime("%d"); f"{share:.0%}"; f"{x:.2f}"')) == [1, 1]

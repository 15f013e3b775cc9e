"""The catalogues of languages hold the texts of today, and translate each with the same values."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from texts.language_files import LANGUAGES, ROOT, forms, template, translated

CATALOGUES = sorted(LANGUAGES.glob("*.po"))


def fields(text: str) -> set[str]:
    """Return the names of the values that a text has put in, with their forms."""
    return {f"{name}!{how}:{form}" for _text, name, form, how in string.Formatter().parse(text) if name is not None}


def test_there_is_a_catalogue() -> None:
    assert [path.stem for path in CATALOGUES] == ["de"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_the_texts_of_today(path: Path) -> None:
    """“./run languages” brings it up to date."""
    with path.open("rb") as file:
        held = {forms(message.id) for message in read_po(file)}
    now = {forms(message.id) for message in template()}
    assert held == now


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_has_the_values_of_its_text(path: Path) -> None:
    with path.open("rb") as file:
        messages = translated(read_po(file))
    assert messages
    for message in messages:
        english, wanted = forms(message.id)[-1], fields(forms(message.id)[-1])
        for form in forms(message.string):
            assert fields(form) <= wanted, f"{english!r} → {form!r}"
            assert form.endswith("…") == english.endswith("…"), f"{english!r} → {form!r}"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_compiled_catalogue_is_that_of_its_source(path: Path) -> None:
    with path.open("rb") as file:
        source = {forms(message.id): forms(message.string) for message in translated(read_po(file))}
    with path.with_suffix(".mo").open("rb") as file:
        compiled = {forms(message.id): forms(message.string) for message in read_mo(file) if message.id}
    assert compiled == source


def test_each_text_names_the_values_that_it_is_given() -> None:
    """“{unit}” without `unit=` would stop the window where that text is shown, in whatever language."""
    wrong, many = [], ("tr_n", "tr_kept_n")
    for path in sorted((ROOT / "eegview").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("tr", "tr_kept", *many)
            ):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                given = {one.arg for one in node.keywords} | ({"n"} if node.func.id in many else set())
                named = {
                    name.split(".")[0] for text in texts for _t, name, _f, _c in string.Formatter().parse(text) if name
                }
                if not texts or None in given:  # a text that is made elsewhere, where it is looked at
                    continue
                if given and named != given - ({"n"} if node.func.id in many and "n" not in named else set()):
                    wrong.append(f"{path.name}:{node.lineno}: {named} are named, {given} given")
    assert not wrong, "\n".join(wrong)

"""What the program says of itself and of its libraries is what is installed."""

import re
import tomllib
from email.message import Message
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution, metadata
from typing import cast

import pytest
from av._core import library_meta
from packaging.utils import canonicalize_name
from texts import licence_table

from eegview import __version__
from eegview.app.about import NOTICE, about_text
from eegview.app.licences import READ_FROM_TEXT, libraries, licence_of

THREE_CLAUSES = re.compile(r"endorse\s+or\s+promote")  # the third of the BSD licence


def test_the_file_of_licences_says_what_the_installed_packages_say() -> None:
    """Where it does not: `python tests/helpers/texts/licence_table.py` writes its table anew; read what changed."""
    text = licence_table.FILE.read_text(encoding="utf-8")
    written = licence_table.written_licences(text)
    expected = licence_table.installed_licences(written)
    assert [name for name, licence in expected.items() if not licence] == []
    assert text == licence_table.with_table(text, expected)


@pytest.mark.parametrize(
    ("stated", "licence"),
    [
        ({"License-Expression": "MIT AND Zlib"}, "MIT AND Zlib"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "MIT License\n\nPermission is hereby granted"}, "MIT"),
        ({"License": "Copyright of somebody", "Classifier": "License :: OSI Approved :: MIT License"}, "MIT"),
        ({"License": "BSD"}, ""),
        ({"Classifier": "License :: OSI Approved :: BSD License"}, ""),
        ({}, ""),
    ],
)
def test_a_licence_is_known_only_where_it_is_stated_exactly(stated: dict[str, str], licence: str) -> None:
    package = Message()
    for field, value in {"Name": "some-package", **stated}.items():
        package[field] = value
    assert licence_of(cast(PackageMetadata, package)) == licence


@pytest.mark.parametrize("name", [name for name, licence in READ_FROM_TEXT.items() if "BSD" in licence])
def test_a_licence_read_from_its_text_is_that_of_the_text(name: str) -> None:
    try:
        files = distribution(name).files or ()
    except PackageNotFoundError:
        pytest.skip(f"{name} is not needed on this Python")
    texts = [file.read_text(encoding="utf-8") for file in files if file.stem == "LICENSE"]
    own = [text for text in texts if "Redistribution and use" in text]
    assert own
    assert all(bool(THREE_CLAUSES.search(text)) == (READ_FROM_TEXT[name] == "BSD-3-Clause") for text in own)


def test_the_video_package_holds_what_the_page_says() -> None:
    """Should it change, the page, *About* and the README say too much or too little."""
    ffmpeg = library_meta["libavcodec"]
    assert ffmpeg["license"] == "LGPL version 3 or later"
    assert {"--enable-libx264", "--enable-libx265"} <= set(ffmpeg["configuration"].split())


def test_libraries_are_those_of_the_project_and_what_they_need() -> None:
    project = tomllib.loads((licence_table.PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated = {re.split(r"[^\w.-]", line)[0] for line in project["dependencies"]}
    found = {str(canonicalize_name(one.name)): one for one in libraries()}
    assert {name for name, one in found.items() if not one.is_direct} - set(licence_table.locked_names()) == set()
    assert {canonicalize_name(name) for name in stated} <= set(found)
    assert found["numpy"].is_direct
    assert not found["certifi"].is_direct
    assert [one.name for one in found.values() if not one.licence] == []


def test_about_shows_version_notice_and_each_licence() -> None:
    text = about_text()
    assert f"eegview {__version__}" in text
    assert NOTICE in text
    assert f"| numpy | {metadata('numpy')['Version']} | BSD-3-Clause" in text
    assert f"| av | {metadata('av')['Version']} | BSD-3-Clause; with FFmpeg, x264 and x265 inside: GPL-3.0 |" in text
    assert "see the package" not in text

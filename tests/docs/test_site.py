"""The documentation is built as a site from the project's own Markdown, without a warning and without the network."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import eegview
import eegview.plugin
import eegview.testing

pytestmark = pytest.mark.timeout(600)  # the first of them builds the site
PROJECT = Path(__file__).resolve().parents[2]
LOADED = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "link": "href",
}


class Addresses(HTMLParser):
    """What a page loads by itself, what it links to, and its anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        if values.get(LOADED.get(tag, "")):
            self.loaded.append(values[LOADED[tag]])
        if tag == "a" and "href" in values:
            self.linked.append(values["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    folder = tmp_path_factory.mktemp("site") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    said = subprocess.run(
        command, cwd=PROJECT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    told = [line for line in (said.stdout + said.stderr).splitlines() if not line.startswith("INFO")]
    assert (said.returncode, told) == (0, [])
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Addresses]:
    """Return each page of the site with its addresses."""
    read = {}
    for path in sorted(site.rglob("*.html")):
        read[path] = Addresses()
        read[path].feed(path.read_text(encoding="utf-8"))
    return read


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Addresses]) -> None:
    away = {(path.name, url) for path, page in pages.items() for url in page.loaded if urlsplit(url).netloc}
    for style in site.rglob("*.css"):
        found = re.findall(r"url\(\s*[\"']?((?:https?:)?//[^)]+)|@import", style.read_text(encoding="utf-8"))
        away |= {(style.name, url) for url in found}
    assert away == set()


def test_every_document_is_a_page(site: Path) -> None:
    documents = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), *(PROJECT / "resources/help").glob("*.md")]
    documents += (PROJECT / "plugins").rglob("*.md")
    missing = []
    for document in documents:
        page = site / document.relative_to(PROJECT).with_suffix(".html")
        if not (page.with_name("index.html") if document.name == "README.md" else page).is_file():
            missing.append(document)
    assert missing == []


def test_every_link_inside_leads_to_a_page_and_a_place_on_it(site: Path, pages: dict[Path, Addresses]) -> None:
    lost = []
    for path, page in pages.items():
        for link in page.linked:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            places = pages[target].anchors if target in pages else {""}
            if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in places):
                lost.append((str(path.relative_to(site)), link))
    assert lost == []


def test_links_out_are_well_formed(pages: dict[Path, Addresses]) -> None:
    out = {link for page in pages.values() for link in page.linked if urlsplit(link).scheme or urlsplit(link).netloc}
    assert [link for link in out if not re.fullmatch(r"(https://[\w.-]+\.\w+(/\S*)?|mailto:\S+@\S+)", link)] == []


@pytest.mark.parametrize(
    ("page", "module", "names"),
    [
        ("eegview", "eegview", [name for name in dir(eegview) if name in vars(eegview).get("_FOUND_IN", ())]),
        ("plugin", "eegview.plugin", eegview.plugin.__all__),
        ("testing", "eegview.testing", eegview.testing.__all__),
    ],
)
def test_the_reference_has_every_public_name(
    pages: dict[Path, Addresses], site: Path, page: str, module: str, names: list[str]
) -> None:
    anchors = pages[site / "docs" / "reference" / f"{page}.html"].anchors
    text = (PROJECT / "docs" / "reference" / f"{page}.md").read_text(encoding="utf-8")
    assert [name for name in names if f"{module}.{name}" not in anchors] == []
    assert [name for name in names if f"::: {module}.{name}\n" not in text] == []


def test_the_gallery_has_the_pictures_that_its_commands_write_and_stays_small() -> None:
    text = (PROJECT / "docs" / "gallery.md").read_text(encoding="utf-8")
    written = set(re.findall(r"-o (\S+\.png)", text))
    kept = {path.name for path in (PROJECT / "docs" / "gallery").iterdir()}
    assert kept == written == set(re.findall(r"\(gallery/(\S+?)\)", text))
    assert sum(path.stat().st_size for path in (PROJECT / "docs" / "gallery").iterdir()) < 3e6

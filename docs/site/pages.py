"""Which files of the project are pages of the site: each keeps its path, so that links between them hold in both."""

import tomllib
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

PROJECT = Path(__file__).resolve().parents[2]
HELP = PROJECT / "resources" / "help"
PATTERNS = (
    *("*.md", "docs/**/*.md", "docs/**/*.svg", "docs/**/*.png", "docs/site/*.css", "docs/site/*.js"),
    *("plugins/README.md", "plugins/*/*.md", "resources/help/*.md", "resources/help/*.png"),
)


def site_files() -> list[str]:
    """Return the paths of all pages and pictures, relative to the project, sorted."""
    return sorted({path.relative_to(PROJECT).as_posix() for pattern in PATTERNS for path in PROJECT.glob(pattern)})


def guide_pages() -> list[str]:
    """Return the pages of the guide in its own order."""
    contents = tomllib.loads((HELP / "contents.toml").read_text(encoding="utf-8"))
    return [f"resources/help/{page['id']}.md" for page in contents["page"]]


def detector_pages() -> list[str]:
    """Return the detectors' pages, and what else stands beside them."""
    return [path for path in site_files() if path.startswith("plugins/") and path.count("/") == 2]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill the parts of the navigation that stand in files of their own."""
    assert config.nav is not None
    config.nav = filled(config.nav, {"guide": guide_pages(), "detectors": detector_pages()})
    config.watch += [str(PROJECT / name) for name in ("README.md", "plugins", "resources/help", "eegview")]
    return config


def filled(nav: list, lists: dict[str, list[str]]) -> list:
    """Return a navigation in which the names of lists stand for what they hold."""
    out = []
    for entry in nav:
        if isinstance(entry, dict):
            ((title, below),) = entry.items()
            inside = lists.get(below) if isinstance(below, str) else filled(below, lists)
            entry = {title: below if inside is None else inside}
        out.append(entry)
    return out


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Take the project's pages instead of what lies in `docs`; keep the theme's own files."""
    theme = [file for file in files if file.src_dir != config.docs_dir]
    ours = [File(path, str(PROJECT), config.site_dir, config.use_directory_urls) for path in site_files()]
    return Files([*theme, *ours])

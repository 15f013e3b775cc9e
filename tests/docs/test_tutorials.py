"""Every tutorial can be followed as it is written: its commands run, and print what the page says."""

from pathlib import Path

import pytest
from texts.page_blocks import RUN, blocks_of, is_printed, run_page

TUTORIALS = sorted((Path(__file__).resolve().parents[2] / "docs" / "tutorials").glob("*.md"))
MAY_STAND_FOR = ("it opens a window", "it needs the network")

each_tutorial = pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of the program's data for all of them: a detector is compiled once."""
    return tmp_path_factory.mktemp("data")


@each_tutorial
@pytest.mark.timeout(600)  # a few minutes of commands where all cores are busy
def test_a_tutorial_does_what_it_says(tutorial: Path, tmp_path: Path, data: Path) -> None:
    assert "\n\n".join(run_page(tutorial.read_text(encoding="utf-8"), tmp_path, data)) == ""


@each_tutorial
def test_a_block_that_is_not_run_says_why(tutorial: Path) -> None:
    blocks = blocks_of(tutorial.read_text(encoding="utf-8"))
    assert {block.why_not_run for block in blocks} - {"", *MAY_STAND_FOR} == set()
    assert sum(block.language in RUN and not block.why_not_run for block in blocks) >= 3


def test_a_page_that_says_otherwise_is_found(tmp_path: Path) -> None:
    page = """
```bash
export NAME=Ann
echo one
```

```text
one
```

<!-- not run: it opens a window -->
```bash
exit 1
```

```python title="there/greeting.py"
def greeting(name):
    return f"Hello {name}"
```

```python
import os, sys
sys.path.insert(0, "there")
from greeting import greeting
print(greeting(os.environ["NAME"]))
```

```text
Hello Ben
```

```bash
exit 3
```
"""
    other, failed = run_page(page, tmp_path)
    assert other == "Line 21 printed\nHello Ann\n\ninstead of\nHello Ben\n"
    assert failed.startswith("Line 32 ended with 3")


@pytest.mark.parametrize(
    ("expected", "printed", "is_it"),
    [
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a\n…\nd", "a\nd\n", True),
        ("in … s", "in 3.5 s", True),
        ("in … s", "in 3.5 s\nmore", False),
        ("a\n…", "a\nb\n", True),
        ("(1)", "1", False),
    ],
)
def test_dots_stand_for_anything(expected: str, printed: str, is_it: bool) -> None:
    assert is_printed(expected, printed) is is_it

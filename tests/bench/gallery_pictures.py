"""Make the pictures of docs/gallery.md by the commands that stand on it.

Run it from the project's root: `python tests/bench/gallery_pictures.py`. It needs no display.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image
from texts.page_blocks import run_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "gallery.md"
COLOURS = 256  # as many as traces, spectrograms and the word SIMULATED need; half of the bytes


def main() -> None:
    """Run the page's commands, and keep their pictures with few colours."""
    with tempfile.TemporaryDirectory() as folder:
        faults = run_page(PAGE.read_text(encoding="utf-8"), Path(folder))
        if faults:
            sys.exit("\n\n".join(faults))
        for made in sorted((Path(folder) / "work").glob("*.png")):
            with Image.open(made) as picture:
                few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                few.save(PAGE.parent / "gallery" / made.name, optimize=True)


if __name__ == "__main__":
    main()

"""Write the example of docs/evaluation-protocol.md anew: `python tests/evidence/evaluation_example.py FOLDER`.

FOLDER holds `infant_background_18min.edf` and `absence_30min.edf`. Made-up spasms are put on them (six recordings, two
patients, see `spasms_on_real_eeg.py`; looked at many times), an archive is built of them as a hospital would build it,
and `eegview evaluate` writes docs/evaluation-example.md and its picture. About a minute of processor time.
"""

import argparse
import tempfile
from pathlib import Path

from spasms_on_real_eeg import LOOKED_AT, Recipe, make

from eegview.cli.run import main as eegview

DOCS = Path(__file__).resolve().parents[2] / "docs"
STATED = (
    *("--data", "made-up spasms on the EEG of one real infant and one real child, no limb EMG; an example of a report"),
    *("--fitted", "all of it was looked at, again and again, while the detector was made"),
)


def archive(real: Path, root: Path, recipes: tuple[Recipe, ...]) -> None:
    """Write recordings, their truth and the table of patients, as the page asks for them."""
    (root / "marks").mkdir()
    (root / "recordings").mkdir()
    rows = ["recording\tpatient"]
    for recipe in recipes:
        make(recipe, real, root / "recordings")
        name = f"{recipe.name}.truth.tsv"
        (root / "recordings" / name).rename(root / "marks" / name)
        rows.append(f"{recipe.name}\t{recipe.real.split('_')[0]}")
    (root / "patients.tsv").write_text("\n".join(rows) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the two real recordings are")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        archive(given.folder, root, LOOKED_AT)
        places = ("--recordings", root / "recordings", "--truth", root / "marks", "--patients", root / "patients.tsv")
        scores = ("--set", "minimum_score=0.02", "--threshold", 0.5)
        out = ("-o", DOCS / "evaluation-example.md")
        raise SystemExit(eegview(["evaluate", "--detector", "spasms", *map(str, (*places, *scores, *STATED, *out))]))


if __name__ == "__main__":
    main()

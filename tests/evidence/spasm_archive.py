"""Write made-up spasms on real EEG as an archive that `eegview evaluate` reads: `spasm_archive.py OUT`.

OUT gets a recording and its truth for each seed (`tests/bench/semi_real.py`) and for each recipe (the last ones of
`spasms_on_real_eeg.py`, else `--recipes looked-at` or `none`), and `patients.tsv` beside it, each its own made-up
infant. No limb EMG. Then, as for evaluation-without-emg.md of the spasm detector's page:

    eegview evaluate --detector spasms --recordings OUT --truth OUT --patients OUT/../patients.tsv --threshold 0.5
        --set minimum_score=0.02 --calibration -o OUT.md
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers"), str(ROOT / "tests" / "evidence")]

from shared_data import DATA  # noqa: E402
from spasm_studies import RECIPES, semi_real_file  # noqa: E402
from spasms_on_real_eeg import make, write_truth  # noqa: E402

from eegview.app.evaluation.evaluation import seeds_from  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seeds", default="500-519")
    parser.add_argument("--recipes", choices=("none", *RECIPES), default="last")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    names = []
    for seed in seeds_from(given.seeds):
        names.append(f"semi_{seed}")
        write_truth(given.out, names[-1], semi_real_file(given.out / f"{names[-1]}.edf", seed))
    for recipe in RECIPES.get(given.recipes, ()):
        make(recipe, DATA / "eeg", given.out)
        names.append(recipe.name)
    rows = [f"{name}\t{name}" for name in names]
    (given.out.parent / "patients.tsv").write_text("\n".join(["recording\tpatient", *rows]) + "\n")


if __name__ == "__main__":
    main()

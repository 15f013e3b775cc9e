"""The table in THIRD_PARTY_LICENSES.md: what the locked packages are licensed under.

Run it to bring the table up to date: `python tests/helpers/texts/licence_table.py`, with the environment of Python
3.11, which holds every locked package.
"""

from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

from eegview.app.licences import licence_of

PROJECT = Path(__file__).resolve().parents[3]
LOCK = PROJECT / "requirements.lock"
FILE = PROJECT / "THIRD_PARTY_LICENSES.md"
HEADING = "| Package | Licence | In its wheel, by others |\n|---|---|---|\n"

_NUMERIC = (
    "OpenBLAS (BSD-3-Clause), libgfortran (GPL-3.0-or-later WITH GCC-exception-3.1), libquadmath (LGPL-2.1-or-later)"
)

# What the wheels bring of others where its licence asks for more than a notice, or where much is brought.
BUNDLED = {
    "antio": "libeep, under the same licence",
    "av": "FFmpeg (LGPL-3.0-or-later), x264 and x265 (GPL-2.0-or-later), GnuTLS, LAME, dav1d, libvpx and others",
    "h5py": "HDF5, libaec (BSD)",
    "llvmlite": "LLVM (Apache-2.0 WITH LLVM-exception)",
    "lxml": "libxml2, libxslt (MIT)",
    "matplotlib": "FreeType (FTL OR GPL-2.0-or-later), Qhull, DejaVu fonts",
    "numpy": _NUMERIC,
    "onnxruntime": "Eigen (MPL-2.0), protobuf and others, listed in its `ThirdPartyNotices.txt`",
    "pillow": "libjpeg, libtiff, libpng, FreeType, HarfBuzz, libavif, libwebp and others, all permissive",
    "psycopg-binary": "libpq, OpenSSL, Kerberos, OpenLDAP, Cyrus SASL; libcrypt and libkeyutils (LGPL-2.1-or-later)",
    "pyside6-essentials": "Qt, under the same licences; some Qt modules in it are offered under the GPL only",
    "scipy": _NUMERIC,
}


def locked_names() -> tuple[str, ...]:
    """Return the names of all packages that users get, whatever their Python."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return tuple(sorted({Requirement(line).name for line in lines}))


def written_licences(text: str) -> dict[str, str]:
    """Return the licences that the table in `text` gives, by package."""
    rows = text.partition(HEADING)[2].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("|")]
    return {name: licence for name, licence, _ in cells}


def installed_licences(written: dict[str, str]) -> dict[str, str]:
    """Return the licence of every locked package; of one that this Python does not use, what is `written`."""
    found = {}
    for name in locked_names():
        try:
            found[name] = licence_of(metadata(name))
        except PackageNotFoundError:
            found[name] = written.get(name, "")
    return found


def with_table(text: str, licences: dict[str, str]) -> str:
    """Return `text` with its table, which is its end, made of these licences."""
    rows = [f"| {name} | {licence} | {BUNDLED.get(name, '')} |\n" for name, licence in licences.items()]
    return "".join([text.partition(HEADING)[0], HEADING, *rows])


if __name__ == "__main__":
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(with_table(text, installed_licences(written_licences(text))), encoding="utf-8")

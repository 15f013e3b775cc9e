"""The further files of a recording whose format keeps several."""

from pathlib import Path


def companions(recording: Path) -> list[Path]:
    """Return the further files a recording is made of: of the same name, where its format keeps several."""
    kinds = {
        ".vhdr": (".eeg", ".vmrk", ".dat"),
        ".lay": (".dat",),
        ".set": (".fdt",),
        ".eeg": (".pnt", ".log", ".21e", ".cmt", ".cn2", ".edf"),
        ".dap": (".dat", ".rs3"),
        ".cdt": (".cdt.dpa", ".cdt.dpo", ".cdt.ceo", ".cdt.cef"),
    }
    endings = kinds.get(recording.suffix.lower(), ())
    named = [recording.with_suffix(case) for ending in endings for case in (ending, ending.upper())]
    return [path for path in dict.fromkeys(named) if path.is_file()]

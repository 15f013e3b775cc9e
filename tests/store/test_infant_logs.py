"""The log of an infant is no recording: it stands in no list, no count and no table of recordings."""

from contextlib import closing
from pathlib import Path

from infants.infant_library import made_library

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.library_tables.study_list import list_studies
from eegview.store.library import open_library


def test_an_infants_log_is_in_no_list_of_recordings(tmp_path: Path) -> None:
    made = made_library(tmp_path)
    studies = ("c" * 32, "d" * 32, "e" * 32, "f" * 32)
    with closing(open_library(made.url)) as library:
        assert library.infant_ids() == (made.infant_id,)
        assert tuple(one.fingerprint for one in library.recordings()) == studies
        assert library.fingerprints() == library.held_fingerprints() == ("c" * 32, "e" * 32)
        assert set(library.holdings()) == {"c" * 32, "e" * 32}
    with closing(sealed_library(made.url, "ada")) as library:
        assert {line.fingerprint for line in list_studies(library, "ada")} == set(studies)


def test_an_infants_log_is_verified_as_any_other(tmp_path: Path) -> None:
    made = made_library(tmp_path)
    with closing(open_library(made.url)) as library:
        assert library.verify(made.infant_id) == []
        assert library.head(made.infant_id)[0] == len(library.edits(made.infant_id)) > 0

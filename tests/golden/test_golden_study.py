"""The golden study: opened in a new home by this version, its report says what it said when it was made."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reports.golden_study import expected_of, reopened

from eegview.app.library.editing import study_library
from eegview.app.library.opening import open_source
from eegview.app.report.signing.signed_study import study_in_bundle
from eegview.app.report.signing.verdict import Outcome
from eegview.app.report.signing.verifying import verify
from eegview.cli.run import main
from eegview.model.report.link import parse_link

FOLDER = Path(__file__).parent
VERSIONS = sorted(path.stem.removeprefix("expected_") for path in FOLDER.glob("expected_*.json"))
LARGEST_BYTES = 1_500_000


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def recording(version: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the recording of the bundle, whose marks are in a library of their own."""
    home = tmp_path_factory.mktemp("new home")
    with pytest.MonkeyPatch.context() as changed:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            changed.setenv(name, str(home / name.lower()))
        changed.setenv("EEGVIEW_LIBRARY", str(home / "library.sqlite"))
        words = ["unbundle", str(FOLDER / f"study_{version}.zip"), "-o", str(home / "study")]
        assert main([*words, "--reviewer", "Reader A", "--role", "neurologist"]) == 0
        (found,) = (home / "study" / "study").glob("*.edf")
        yield found


@pytest.fixture(scope="module")
def expected(version: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"expected_{version}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found(recording: Path) -> dict[str, Any]:
    return json.loads(json.dumps(expected_of(str(recording))))


def differences(was: Any, now: Any, where: str = "") -> list[str]:
    """Return where something that was there is gone or differs; what is new is no difference."""
    if isinstance(was, dict):
        if not isinstance(now, dict):
            return [f"{where}: {was} was, {now} is"]
        return [line for name in was for line in differences(was[name], now.get(name, "nothing"), f"{where}/{name}")]
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        pairs = enumerate(zip(was, now, strict=True))
        return [line for number, (one, other) in pairs for line in differences(one, other, f"{where}/{number}")]
    if isinstance(was, float) and isinstance(now, float) and math.isclose(was, now, rel_tol=1e-12, abs_tol=1e-15):
        return []  # processors round the last digit of a logarithm differently
    return [] if was == now else [f"{where}: {was} was, {now} is"]


def test_every_number_of_report_and_statistics_is_what_it_was(expected: dict[str, Any], found: dict[str, Any]) -> None:
    assert len(expected["values"]) > 20
    for part in ("fingerprint", "values", "statistics", "bound"):
        assert not differences(expected[part], found[part], part)


def test_every_link_reopens_the_same_page_and_samples(expected: dict[str, Any], recording: Path) -> None:
    assert len(expected["links"]) > 20
    library = study_library()
    held = {mark.annotation_id for mark in library.annotations(expected["fingerprint"])}
    library.close()
    source = open_source([str(recording)])
    try:
        for address, was in expected["links"].items():
            assert parse_link(address).fingerprint == expected["fingerprint"] == source.recording.fingerprint
            assert not differences(was, json.loads(json.dumps(reopened(source, address))), address)
            assert held.issuperset(was["marks"]), address
    finally:
        source.close()


def test_the_signed_report_holds_beside_the_bundle_alone(version: str, expected: dict[str, Any]) -> None:
    bundle = FOLDER / f"study_{version}.zip"
    assert bundle.stat().st_size <= LARGEST_BYTES
    found = verify((FOLDER / f"report_{version}.pdf").read_bytes(), studies=[study_in_bundle(bundle)])
    assert found.is_ok
    assert {line.outcome for line in found.lines} == {Outcome.OK, Outcome.NOT_CHECKED, Outcome.NOTE}
    notes = [line.text for line in found.lines if line.outcome is Outcome.NOTE]
    assert ["is dated before edit" in text for text in notes] == [True]  # its time was made up, that of the log was not
    signature = found.signatures[0].signature
    assert signature is not None
    assert signature.binding["marks"] == expected["bound"]["marks"]
    unknown = [line.text for line in found.lines if line.outcome is Outcome.NOT_CHECKED]
    assert ["not among the keys known here" in text for text in unknown] == [True]

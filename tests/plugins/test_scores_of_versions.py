"""A detector whose scores change gets another version: what each version finds on one small study is on the list."""

import copy

import pytest
from detectors.detector_scores import LIST, differences, found_by, shipped, stored
from detectors.scores_study import FILE, make, scores_study, study_hash

from eegview.detect.manifest import Manifest

DETECTORS = shipped()


@pytest.fixture(scope="module", autouse=True)
def _closing():
    yield
    scores_study.cache_clear()


@pytest.mark.parametrize("manifest", DETECTORS, ids=[manifest.detector_id for manifest in DETECTORS])
def test_a_version_finds_what_it_found(manifest: Manifest):
    versions = stored().get(manifest.detector_id, {})
    assert manifest.version in versions, "write the list anew, see tests/helpers/detectors/detector_scores.py"
    changed = differences(versions[manifest.version], found_by(manifest))
    assert not changed, f"Raise the version in plugin.toml: {' '.join(changed[:5])}"


def test_every_detector_on_the_list_finds_something():
    for name, versions in stored().items():
        for found in versions.values():
            assert found["events"] or found["trends"], name


def test_the_recording_is_the_one_the_list_rests_on_and_is_not_written_over():
    assert study_hash() in LIST.read_text(encoding="utf-8")
    assert FILE.stat().st_size < 2 * 2**20
    before = study_hash()
    assert make() == 1
    assert study_hash() == before


def test_a_change_of_a_score_an_onset_a_duration_a_term_or_a_trend_is_seen():
    found = {
        "events": [[1.0, 1.5, 0.5, "spasm"], [9.0, 1.5, 0.7, "spasm"]],
        "trends": {"power": [10, 10, 1.0, 2.0, 3.0]},
        "without_emg": {"events": [[1.0, 1.5, 0.3, "spasm"]], "trends": {}},
    }
    assert differences(found, copy.deepcopy(found)) == []
    for change in (
        {"events": [[1.0, 1.5, 0.51, "spasm"], found["events"][1]]},
        {"events": [[1.05, 1.5, 0.5, "spasm"], found["events"][1]]},
        {"events": [[1.0, 1.6, 0.5, "spasm"], found["events"][1]]},
        {"events": [[1.0, 1.5, 0.5, "mimic"], found["events"][1]]},
        {"events": found["events"][:1]},
        {"trends": {}},
        {"trends": {"power": [10, 10, 1.1, 2.0, 3.0]}},
        {"trends": {"power": [10, 0]}},
        {"without_emg": {"events": [[1.0, 1.5, 0.4, "spasm"]], "trends": {}}},
    ):
        assert len(differences(found, found | change)) == 1
    nearly = {
        "events": [[1.001, 1.51, 0.5002, "spasm"], found["events"][1]],
        "trends": {"power": [10, 10, 1.0001, 2, 3]},
        "without_emg": found["without_emg"],
    }
    assert differences(found, nearly) == []

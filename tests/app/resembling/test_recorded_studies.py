"""What a home event can be compared with."""

from contextlib import closing
from datetime import date
from pathlib import Path

from infants.infant_library import ADA, made_library
from made_studies.blind_study import BLIND, OTHER, make_blind_study
from there import there

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.infant.keeping import keep_infant, keep_members
from eegview.app.library.opening import Reviewer
from eegview.app.resembling.recorded_studies import MOST_STUDIES, RecordedStudies, recorded_studies
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.channel import ChannelKind
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import CLIP as CLIP_KIND
from eegview.model.infant.member import EEG as EEG_KIND
from eegview.model.infant.member import Member
from eegview.model.study.known_recording import KnownChannel, KnownRecording
from eegview.store.library import open_library
from tests.helpers.as_of import COUNTING

CLIP, EEG, LATER = "c" * 32, "e" * 32, "f" * 32


def found(url: str, fingerprint: str, viewer: str = ADA.name) -> RecordedStudies:
    with closing(sealed_library(url, viewer)) as library:
        return recorded_studies(library, fingerprint, viewer, load_vocabulary(), COUNTING, {EEG: [("night.edf",)]})


def test_of_an_infant_its_recordings_are_offered_those_with_events_first(tmp_path: Path) -> None:
    offered = found(made_library(tmp_path).url, CLIP)
    assert offered.infant == "K07"
    assert [one.fingerprint for one in offered.studies] == [EEG, LATER]
    first = offered.study(EEG)
    assert first is not None
    assert (first.on, first.paths) == (date(2020, 6, 1), ("night.edf",))
    assert [event.label for event in first.events] == ["Cluster of 3 spasms", *["Spasm"] * 4]
    assert [event.onset_s for event in first.events] == [10.0, 10.0, 20.0, 30.0, 600.0]
    assert first.events[0].duration_s == 21.0


def test_a_clip_of_no_infant_is_compared_with_all_recordings_that_have_channels(tmp_path: Path) -> None:
    made = made_library(tmp_path)
    with closing(open_library(made.url)) as library:
        channels = (KnownChannel("Cz", ChannelKind.EEG.value, 200.0, "uV"),)
        library.note_recording(KnownRecording("a" * 32, channels=channels, duration_s=60.0))
    offered = found(made.url, "b" * 32)
    assert (offered.infant, [one.fingerprint for one in offered.studies]) == ("", ["a" * 32])
    assert offered.study(EEG) is None


def test_a_blind_reader_is_shown_no_event_of_others(tmp_path: Path) -> None:
    blind = make_blind_study(tmp_path)
    infant, reader = Infant(new_infant_id(), "K08"), Reviewer(BLIND)
    keep_infant(blind.library, infant, reader)
    members = [Member(CLIP, CLIP_KIND), Member(blind.fingerprint, EEG_KIND)]
    keep_members(blind.library, infant.infant_id, members, reader)
    hidden = there(found(blind.library, CLIP, BLIND).study(blind.fingerprint))
    assert hidden.is_blind
    assert {event.layer for event in hidden.events} <= {BLIND}
    assert not {event.mark_id for event in hidden.events} & set(blind.ids)
    assert there(found(blind.library, CLIP, OTHER).study(blind.fingerprint)).events


def test_of_many_studies_those_with_events_are_offered_first_and_the_rest_is_counted(tmp_path: Path) -> None:
    made = make_blind_study(tmp_path)  # the oldest of all, and the one with events
    channels = (KnownChannel("Cz", ChannelKind.EEG.value, 200.0, "uV"),)
    with closing(open_library(made.library)) as library:
        library.note_recording(KnownRecording(made.fingerprint, channels=channels, duration_s=60.0))
        for number in range(MOST_STUDIES + 2):
            library.note_recording(KnownRecording(f"{number:032x}", channels=channels, duration_s=60.0))
    offered = found(made.library, CLIP, OTHER)
    assert (len(offered.studies), offered.n_left_out) == (MOST_STUDIES, 3)
    assert offered.studies[0].fingerprint == made.fingerprint

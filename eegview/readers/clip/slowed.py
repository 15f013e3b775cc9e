"""Clips that play slower than their files tell, at the speed at which it happened."""

from collections.abc import Mapping

from eegview.model.recording import SignalSource
from eegview.model.study.clip_slowness import ClipSlowness, with_typed_slowness
from eegview.readers.clip.recording import ClipSource
from eegview.readers.video.typed_slowness import use_typed


def at_typed_speed(source: SignalSource, typed: Mapping[str, ClipSlowness]) -> SignalSource:
    """Return a study of clips at the speed that readers typed; any other study as it is.

    source : as its files say
    typed : by the fingerprint of a clip; the others go by their files again
    """
    recording = source.recording
    if not recording.is_film:
        return source
    told = {clip.path: typed.get(clip.fingerprint) for clip in recording.clips}
    use_typed({path: None if slowness is None else slowness.times for path, slowness in told.items()})
    slowed = with_typed_slowness(recording, typed)
    return source if slowed is recording else ClipSource(slowed)

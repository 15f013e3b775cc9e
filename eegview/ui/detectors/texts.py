"""What a detector is, as text: its state, what it was made for, what would run."""

from collections import Counter
from collections.abc import Collection, Iterable

from eegview.detect.discovery import FoundPlugin, PluginState
from eegview.detect.manifest import KINDS, Engine, Manifest, Need
from eegview.model.channel import ChannelKind
from eegview.model.text.language import tr

_STATE_TEXTS = {
    PluginState.READY: "ready",
    PluginState.NEW: tr("new: review the code first"),
    PluginState.CHANGED: tr("changed: review the code first"),
    PluginState.BROKEN: tr("cannot be read"),
    PluginState.UNAVAILABLE: tr("not available"),
    PluginState.HIDDEN: tr("another detector has the same id"),
    PluginState.OLDER: tr("older copy, not used"),
}
EVERY_AGE_MONTHS = 1200.0  # a manifest that goes from 0 to here means every age; nothing is said of it


def can_run(plugin: FoundPlugin) -> bool:
    """Check whether nothing stands in the way of running a detector."""
    return plugin.state is PluginState.READY


def is_example(plugin: FoundPlugin) -> bool:
    """Check whether a detector is there to be read and copied: it stands apart from those made for use."""
    return plugin.detector_id.split("_")[0] == "example"


def state_text(plugin: FoundPlugin) -> str:
    """Return a detector's state in a few words."""
    return _STATE_TEXTS[plugin.state]


def state_sentence(plugin: FoundPlugin) -> str:
    """Return why a detector cannot run, "" where it can."""
    if can_run(plugin):
        return ""
    state = state_text(plugin)
    return " ".join((f"{state[0].upper()}{state[1:]}.", *plugin.faults))


def name_text(plugin: FoundPlugin) -> str:
    """Return a detector's title and version."""
    return f"{plugin.title} {plugin.version}".strip()


def shared_titles(plugins: Iterable[FoundPlugin]) -> frozenset[str]:
    """Return the titles that several detectors have, which are told apart by where they come from."""
    counted = Counter(plugin.title for plugin in plugins)
    return frozenset(title for title, n in counted.items() if n > 1)


def origin_text(plugin: FoundPlugin) -> str:
    """Return a detector's id and where it comes from: `mine · /home/me/detectors/mine`."""
    return f"{plugin.detector_id} · {plugin.place if plugin.is_shipped else plugin.folder}"


def list_text(plugin: FoundPlugin, shared: Collection[str] = ()) -> str:
    """Return a detector's line in a list; below it `below_text`, where there is any."""
    return "\n".join(filter(None, (name_text(plugin), below_text(plugin, shared))))


def below_text(plugin: FoundPlugin, shared: Collection[str]) -> str:
    """Return what keeps a detector from running, and its id where others have its title; "" for neither.

    shared : titles that several detectors have
    """
    own_id = plugin.detector_id if plugin.title in shared else ""
    return " · ".join(filter(None, (own_id, "" if can_run(plugin) else state_text(plugin))))


def made_for(manifest: Manifest) -> str:
    """Return in one line what a detector was made for: ages, states, what it needs to see."""
    needs = manifest.input
    parts = []
    low, high = manifest.ages_months or (0.0, EVERY_AGE_MONTHS)
    if low > 0 or high < EVERY_AGE_MONTHS:
        parts.append(tr("{low:g} to {high:g} months", low=low, high=high))
    if manifest.states:
        parts.append(", ".join(manifest.states))
    if needs.minimum_rows > 1:
        parts.append(tr("at least {minimum_rows} rows of EEG", minimum_rows=needs.minimum_rows))
    if needs.minimum_rate_hz:
        parts.append(tr("at least {minimum_rate_hz:g} Hz", minimum_rate_hz=needs.minimum_rate_hz))
    parts += [f"needs {KINDS[ChannelKind(kind)]}" for kind, need in needs.kinds if need is Need.REQUIRED]
    parts += [
        tr("uses {kinds} if present", kinds=KINDS[ChannelKind(kind)])
        for kind, need in needs.kinds
        if need is Need.OPTIONAL
    ]
    if needs.video is not Need.NO:
        required = needs.video is Need.REQUIRED
        parts.append(tr("needs the video") if required else tr("uses the movement trace if measured"))
    return tr("Made for ") + " · ".join(parts) if parts else ""


def consent_details(plugin: FoundPlugin) -> tuple[tuple[str, str], ...]:
    """Return what would run, as (name, text) pairs."""
    manifest = plugin.manifest
    if manifest is None:
        return ()
    entry = " ".join(manifest.entry)
    if manifest.engine is Engine.COMMAND:
        runs = f"the command: {entry}"
    elif manifest.engine is Engine.ONNX:
        runs = f"the learned model {entry}, with onnxruntime"
    else:
        runs = f"{entry} in {manifest.interpreter or 'eegview’s own Python'}"
    marks = ", ".join(manifest.input.marks)
    digest = plugin.content_hash
    return (
        (tr("Detector"), f"{name_text(plugin)} ({plugin.detector_id})"),
        (tr("Folder"), str(plugin.folder)),
        (tr("Runs"), runs),
        (tr("Marks"), tr("is given your own marks of: {marks}", marks=marks) if marks else tr("is given none")),
        (
            tr("Content"),
            tr(
                "{digest} {digest_2} {digest_3} {digest_4} … (SHA-256 of all its files)",
                digest=digest[:4],
                digest_2=digest[4:8],
                digest_3=digest[8:12],
                digest_4=digest[12:16],
            ),
        ),
    )

"""The keys that a detector's manifest suggests for commands of the window."""

from eegview.detect.api import KEYS_API
from eegview.detect.toml_table import TomlTable

_MOST_KEYS = 20


def suggested_keys_in(table: TomlTable, api: int) -> tuple[tuple[str, str], ...]:
    """Return the keys that a detector proposes for commands; whether they are keys and free is judged by the window."""
    if not table.has("keys"):
        return ()
    keys = table.table("keys")
    if api < KEYS_API:
        table.fault(f"“keys” is for manifests with api = {KEYS_API} or more; this one has api = {api}")
    if len(keys.names) > _MOST_KEYS:
        keys.fault(f"there are more than {_MOST_KEYS} keys")
        return ()
    found = tuple((command_id, keys.text(command_id, longest=40)) for command_id in keys.names)
    keys.done()
    return found

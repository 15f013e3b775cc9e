"""`eegview keys`: the key that signs reports, and the keys of other readers that are known here."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import JsonOption
from eegview.model.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)

PASSPHRASE = "EEGVIEW_KEY_PASSPHRASE"
KeyFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the exported key.")]


@app.callback()
def keys() -> None:
    """Show, make, lock and carry the key that signs reports; list the known keys of other readers.

    Example: eegview keys show
    """


@app.command("show")
def show(as_json: JsonOption = False) -> None:
    """Show the fingerprint of your key.

    Example: eegview keys show
    """
    from eegview.app.report.signing.keys import own_key

    key = own_key()
    if key is None:
        raise UsageError("There is no key for signing yet.", "Make one with “eegview keys make”.")
    if as_json:
        print_json({"fingerprint": key.fingerprint, "public_key": key.public_key, "locked": key.is_locked})
        return
    print_line(key.fingerprint)
    print_message("Locked by a passphrase." if key.is_locked else "Not locked: anyone who uses your account can sign.")


@app.command("make")
def make(
    locked: Annotated[bool, typer.Option("--locked", help="Ask for a passphrase, now and at each signature.")] = False,
) -> None:
    """Make your key where there is none yet; signing makes it where there is none.

    Example: eegview keys make --locked
    """
    from eegview.app.report.signing.keys import ensure_key, own_key

    if own_key() is not None:
        raise UsageError("There is a key already.", "See “eegview keys show”.")
    print_line(ensure_key(asked_passphrase(is_new=True) if locked else "").fingerprint)


@app.command("passphrase")
def passphrase(
    remove: Annotated[bool, typer.Option("--remove", help="Lock the key no longer.")] = False,
) -> None:
    """Lock your key with another passphrase.

    Example: eegview keys passphrase
    """
    from eegview.app.report.signing.keys import own_key, set_passphrase

    key = own_key()
    old = asked_passphrase() if key is not None and key.is_locked else ""
    set_passphrase(old, "" if remove else asked_passphrase(is_new=True))
    print_message("The key is not locked any more." if remove else "The key is locked with the new passphrase.")


@app.command("export")
def export_key(file: KeyFile) -> None:
    """Write your key, locked by a passphrase, to a file for another computer of yours.

    Anyone who has the file and the passphrase signs as you.

    Example: eegview keys export my-key.pem
    """
    from eegview.app.report.signing.keys import export_key, own_key

    key = own_key()
    old = asked_passphrase() if key is not None and key.is_locked else ""
    print_line(export_key(file, old, asked_passphrase(is_new=True)).fingerprint)


@app.command("import")
def import_key(
    file: KeyFile,
    locked: Annotated[bool, typer.Option("--locked", help="Keep it locked by the same passphrase here.")] = False,
) -> None:
    """Import your key from another computer.

    Example: eegview keys import my-key.pem
    """
    from eegview.app.report.signing.keys import import_key

    secret = asked_passphrase()
    print_line(import_key(file, secret, secret if locked else "").fingerprint)


@app.command("list")
def list_keys(as_json: JsonOption = False) -> None:
    """List the keys of other readers that are known here.

    Example: eegview keys list
    """
    from eegview.app.report.signing.trusted_keys import known_keys

    held = known_keys()
    if as_json:
        print_json({"keys": [{"fingerprint": key, "name": name} for key, name in sorted(held.items())]})
        return
    for key, name in sorted(held.items(), key=lambda pair: pair[1].casefold()):
        print_line(f"{key}  {name}")
    if not held:
        print_line("No key of another reader is known here.")


@app.command("trust")
def trust(
    fingerprint: Annotated[str, typer.Argument(metavar="FINGERPRINT", help="As its owner reads it to you.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")],
) -> None:
    """Add a reader's key to those known here, once its owner told you the fingerprint.

    Example: eegview keys trust "7C41 E09A 5D12 88B0 1F5E 0C3D 9A77 E2C4" "Dr. Bo"
    """
    from eegview.app.report.signing.trusted_keys import trust_key

    held = trust_key(fingerprint, name)
    print_message(f"{len(held)} {'key is' if len(held) == 1 else 'keys are'} known here.")


@app.command("remove")
def remove_key(
    fingerprint: Annotated[str, typer.Argument(metavar="FINGERPRINT", help="See “eegview keys list”.")],
) -> None:
    """Remove a reader's key from those known here.

    Example: eegview keys remove "7C41 E09A 5D12 88B0 1F5E 0C3D 9A77 E2C4"
    """
    from eegview.app.report.signing.trusted_keys import forget_key

    forget_key(fingerprint)


def asked_passphrase(is_new: bool = False) -> str:
    """Return the passphrase of the environment, or the one that is typed and not shown.

    Raises
    ------
    UsageError : none was given, and nobody is there to be asked
    """
    import os
    import sys

    if (held := os.environ.get(PASSPHRASE)) is not None:
        return held
    if not sys.stdin.isatty():
        raise UsageError("The key needs a passphrase.", f"Set {PASSPHRASE}, or run it in a terminal.")
    return str(typer.prompt("New passphrase" if is_new else "Passphrase", hide_input=True, confirmation_prompt=is_new))

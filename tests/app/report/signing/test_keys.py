"""The reader's key: for its owner's eyes only, locked if wished, carried to another machine only locked."""

import os
import pickle
import stat
from pathlib import Path

import pytest

from eegview.app.report.signing.keys import (
    KeyRefused,
    ensure_key,
    export_key,
    import_key,
    is_signed_by,
    own_key,
    set_passphrase,
    unlocked,
)
from eegview.app.report.signing.trusted_keys import forget_key, known_keys, plain_fingerprint, trust_key
from eegview.model.errors import EegViewError, UsageError

SECRET, OTHER = "correct horse", "battery staple"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "keys" / "report_signing_key.pem"


def test_a_key_is_made_once_and_only_its_owner_may_read_it(path: Path) -> None:
    assert own_key(path) is None
    key = ensure_key(path=path)
    assert ensure_key(path=path) == key == own_key(path)
    assert not key.is_locked
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    signer = unlocked(path=path)
    assert signer.fingerprint == key.fingerprint
    assert is_signed_by(key.public_key, signer.sign(b"a"), b"a")
    assert not is_signed_by(key.public_key, signer.sign(b"a"), b"b")
    assert not is_signed_by("00" * 32, signer.sign(b"a"), b"a")
    with pytest.raises(TypeError):
        pickle.dumps(signer)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o644)
        with pytest.raises(KeyRefused, match="Others"):
            own_key(path)


def test_a_passphrase_locks_the_key_and_another_does_not_open_it(path: Path) -> None:
    key = ensure_key(SECRET, path)
    assert key.is_locked
    assert own_key(path) == key  # the fingerprint is known without the passphrase
    for wrong in ("", OTHER, "\ud800"):
        with pytest.raises(KeyRefused) as refused:
            unlocked(wrong, path)
        assert SECRET not in f"{refused.value}{refused.value.advice}"
    with pytest.raises(KeyRefused, match="short"):
        set_passphrase(SECRET, "short", path)
    set_passphrase(SECRET, OTHER, path)
    assert unlocked(OTHER, path).public_key == key.public_key
    set_passphrase(OTHER, "", path)
    assert unlocked("", path).public_key == key.public_key
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_goes_to_another_machine_only_locked(path: Path, tmp_path: Path) -> None:
    key, out, there = ensure_key(path=path), tmp_path / "mine.pem", tmp_path / "other" / "key.pem"
    with pytest.raises(KeyRefused, match="passphrase"):
        export_key(out, "", "", path)
    export_key(out, "", SECRET, path)
    assert b"ENCRYPTED" in out.read_bytes()
    with pytest.raises(UsageError, match="already exists"):
        export_key(out, "", SECRET, path)
    with pytest.raises(KeyRefused):
        import_key(out, OTHER, path=there)
    assert not there.exists()
    assert import_key(out, SECRET, path=there).public_key == key.public_key
    assert import_key(out, SECRET, path=there).public_key == key.public_key  # once more does no harm
    another = ensure_key(path=tmp_path / "third" / "key.pem")
    with pytest.raises(KeyRefused, match="already"):
        import_key(out, SECRET, path=another.path)
    assert own_key(another.path) == another


def test_a_damaged_key_is_refused_in_a_sentence_that_tells_nothing_of_it(path: Path) -> None:
    ensure_key(path=path)
    whole = path.read_bytes()
    middle = len(whole) // 2
    for content in (
        b"",
        b"\xff" * 100,
        whole[:-40],
        whole[:30] + (b"0" if whole[30:31] != b"0" else b"1") + whole[31:],
        whole.replace(b" open\n", b" locked\n"),
        whole[:middle] + b"!" + whole[middle + 1 :],
    ):
        path.write_bytes(content)
        with pytest.raises(KeyRefused) as refused:
            unlocked("", path)
        assert not any(line in str(refused.value) for line in whole.decode().splitlines())


def test_other_readers_keys_are_known_by_name(tmp_path: Path, path: Path) -> None:
    listed = tmp_path / "known.toml"
    key, other = ensure_key(path=path).fingerprint, "0123 4567 89AB CDEF 0123 4567 89AB CDEF"
    assert known_keys(listed) == {}
    trust_key(key.lower().replace(" ", ":"), "Dr. “Bo” \\ Ö", listed)
    assert trust_key(other, "Ada", listed) == known_keys(listed)
    assert known_keys(listed) == {key: "Dr. “Bo” \\ Ö", other: "Ada"}
    with pytest.raises(UsageError, match="Another key"):
        trust_key(key, "Ada", listed)
    for wrong in ("", "0123", other + " 0", "x" * 32):
        with pytest.raises(UsageError):
            trust_key(wrong, "Eve", listed)
    forget_key(other, listed)
    with pytest.raises(UsageError):
        forget_key(other, listed)
    assert list(known_keys(listed)) == [key]
    assert plain_fingerprint(key) == key


@pytest.mark.parametrize("content", ["keys = 3", "[keys]\nx = 'y'", "[", ""])
def test_a_list_of_keys_with_a_fault_trusts_nobody(tmp_path: Path, content: str) -> None:
    listed = tmp_path / "known.toml"
    listed.write_text(content)
    assert known_keys(listed) == {}


def test_no_key_is_made_where_the_settings_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("a file")
    with pytest.raises(EegViewError):
        ensure_key(path=tmp_path / "settings" / "keys" / "key.pem")

"""Signing with an SSH key: the one door to ``ssh-keygen`` (OpenSSH 8.1 and later)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_SECONDS: Final = 30  # a key on a token wants to be touched
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
_END: Final = "-----END SSH SIGNATURE-----"
_LONGEST: Final = 16 * 1024


class SshMissingError(Exception):
    """``ssh-keygen`` is not on this machine, or cannot sign."""


class SshError(Exception):
    """Nothing was signed, or a signature does not hold; the message says why."""


def sign(key: Path, namespace: str, message: bytes) -> str:
    """Return the signature of ``message`` by ``key``, in armour.

    ``key``: a private key without passphrase, or the public one of a key that an agent holds.
    Nobody is asked for anything.  Raises SshMissingError and SshError.
    """
    signature = _run(message, "-Y", "sign", "-f", str(key), "-n", namespace)
    if not is_signature(signature):
        raise SshMissingError("ssh-keygen cannot sign; OpenSSH 8.1 or later is needed")
    return signature


def is_signature(text: str) -> bool:
    """Tell whether ``text`` is a signature in armour; what is in it is not looked at."""
    held = text.strip()
    return held.startswith(_BEGIN) and held.endswith(_END) and len(text) <= _LONGEST


def signer(signature: str, namespace: str, message: bytes, signers: Path) -> str:
    """Return who signed ``message``, as the allowed signers file ``signers`` names them.

    Raises SshMissingError, and SshError where the signature does not hold or nobody is allowed.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="publisher-") as folder:
        file = Path(folder) / "signature"
        file.write_text(signature, encoding="utf-8")
        held = ("-s", str(file), "-f", str(signers))
        names = _run(b"", "-Y", "find-principals", *held)
        name = names.strip().split("\n")[0].strip()
        _run(message, "-Y", "verify", *held, "-I", name, "-n", namespace)
    return name


def _run(message: bytes, *command: str) -> str:
    import subprocess  # late: most receipts are not signed

    # Without a terminal and a window there is nobody to ask for a passphrase: it fails at once.
    quiet = {"SSH_ASKPASS_REQUIRE": "never", "LC_ALL": "C"}
    environment = {n: v for n, v in os.environ.items() if n not in ("DISPLAY", "SSH_ASKPASS")}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, each path behind its option
            ["ssh-keygen", *command],  # noqa: S607 - the one that is on the PATH
            input=message,
            env=environment | quiet,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise SshMissingError("ssh-keygen is not on this machine; install OpenSSH") from None
    except subprocess.TimeoutExpired:
        raise SshError(f"ssh-keygen did not answer within {_SECONDS} seconds") from None
    except OSError as error:
        raise SshMissingError(f"ssh-keygen cannot be run: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise SshError(_meant(said[-1] if said else f"exit code {done.returncode}"))
    return done.stdout.decode(errors="replace")


def _meant(said: str) -> str:
    """Return what to do, for what ``ssh-keygen`` says most; else what it says."""
    if "passphrase" in said:
        return (
            "the key has a passphrase, and nobody is asked for it: add the key to ssh-agent, "
            "and name its public file (.pub)"
        )
    if "No principal matched" in said:
        return "it is signed by nobody whom the allowed signers name"
    return f"ssh-keygen: {said[:200]}"

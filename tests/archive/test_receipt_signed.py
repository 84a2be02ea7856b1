"""A receipt signed with an SSH key, and what does not hold."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from archives import bytes_of, small_report
from support import ROOT, run

from publisher.archive.receipt import NAMESPACE

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen is not on this machine"
)


def ssh_keygen(*arguments, **options):
    return subprocess.run(["ssh-keygen", *arguments], check=True, capture_output=True, **options)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    for name, passphrase in (("key", ""), ("other", ""), ("locked", "a passphrase")):
        made = ("-a", "1", "-N", passphrase, "-C", name, "-f", folder / name)
        ssh_keygen("-q", "-t", "ed25519", *made)
    public = (folder / "key.pub").read_text()
    (folder / "signers").write_text(f'group-7,*@example.org namespaces="{NAMESPACE}" {public}')
    return folder


@pytest.fixture
def desk(tmp_path, keys):
    """Return a folder with a report, keys, and a file that allows the first of them to sign."""
    small_report(tmp_path / "report")
    for path in keys.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def signed(desk):
    done = run("receipt", desk / "report", "--sign", desk / "key")
    assert (done.code, done.err) == (0, "")
    (desk / "receipt").write_text(done.out)
    return desk / "receipt"


def verified(desk, receipt, report="report", signers="signers"):
    done = run("receipt", desk / report, "--verify", receipt, "--signers", desk / signers)
    return done.code, (done.out or done.err).strip()


def test_holds_for_folder_and_archive(desk, signed):
    (desk / "report.json").write_bytes(bytes_of(desk / "report/README.md"))
    for report in ("report", "report.json"):
        said = f"{desk / report}: the same report; signed by group-7"
        assert verified(desk, signed, report) == (0, said)


def test_first_line_is_the_receipt_and_ssh_keygen_alone_can_prove_it(desk, signed):
    first, rest = signed.read_text().split("\n", 1)
    assert run("receipt", desk / "report").out == f"{first}\n"
    (desk / "signature").write_text(rest)
    names = ("-f", desk / "signers", "-s", desk / "signature")
    command = ("-Y", "verify", *names, "-n", NAMESPACE, "-I", "group-7")
    assert b"Good" in ssh_keygen(*command, input=f"{first}\n".encode()).stdout
    assert f"-n {NAMESPACE}" in (ROOT / "docs/receipt.md").read_text(encoding="utf-8")


def test_signature_that_nobody_asks_for_is_said(desk, signed):
    done = run("receipt", desk / "report", "--verify", signed)
    assert (done.code, done.out) == (0, f"{desk / 'report'}: the same report\n")
    assert "the receipt's signature is not looked at; --signers FILE" in done.err


def test_other_report_is_told_before_the_signature(desk, signed):
    (desk / "report/README.md").write_bytes(b"# Another\n\n### Question 1\n> Answer:\n\nx\n")
    code, said = verified(desk, signed)
    assert code == 1
    assert "another report; its receipt is" in said


def signature(desk, key, namespace, text):
    command = ("-Y", "sign", "-f", desk / key, "-n", namespace)
    return ssh_keygen(*command, input=text.encode()).stdout.decode()


FORGED = {
    "by another": ("other", NAMESPACE, "{}\n"),
    "for another purpose": ("key", "file", "{}\n"),
    "of another text": ("key", NAMESPACE, "{}"),
}


@pytest.mark.parametrize("case", FORGED)
def test_signature_that_does_not_hold(desk, signed, case):
    key, namespace, text = FORGED[case]
    first = signed.read_text().split("\n")[0]
    forged = signature(desk, key, namespace, text.format(first))
    signed.write_text(f"{first}\n{forged}")
    code, said = verified(desk, signed)
    assert code == 1
    assert "the same report; its signature does not hold: " in said


def test_signature_with_other_letters_does_not_hold(desk, signed):
    lines = signed.read_text().split("\n")
    lines[5] = lines[5].swapcase()
    signed.write_text("\n".join(lines))
    assert verified(desk, signed)[0] == 1


WRONG = {
    ("--sign", "locked"): "the key has a passphrase, and nobody is asked for it",
    ("--sign", "nothing"): "there is no such file",
    ("--sign", "signers"): "ssh-keygen: ",
    ("--sign", "key", "--verify", "receipt"): "--sign: does not go with --verify",
    ("--signers", "signers"): "--signers: goes with --verify",
    ("--verify", "receipt", "--signers", "nothing"): "there is no such file",
    ("--verify", "key.pub"): "is no receipt; expected",
    ("--verify", "line", "--signers", "signers"): "the receipt is not signed",
    ("--verify", "more"): "expected a receipt on the first line, and its signature below",
}


@pytest.mark.parametrize("options", WRONG)
def test_wrong_usage(desk, signed, options):
    first = signed.read_text().split("\n")[0]
    (desk / "line").write_text(first)
    (desk / "more").write_text(f"{first}\nand more\n")
    done = run("receipt", "report", *options, cwd=desk)
    assert (done.code, done.out) == (2, "")
    assert WRONG[options] in done.err


@pytest.mark.usefixtures("signed")
def test_without_ssh_keygen(desk):
    for options in (("--sign", "key"), ("--verify", "receipt", "--signers", "signers")):
        done = run("receipt", "report", *options, cwd=desk, env={"PATH": ""})
        assert (done.code, done.out) == (5, "")
        assert done.err == "publisher: ssh-keygen is not on this machine; install OpenSSH\n"
    assert run("receipt", "report", "--verify", "receipt", cwd=desk, env={"PATH": ""}).code == 0

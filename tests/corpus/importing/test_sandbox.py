"""What a file can do to us: nothing but be read, or be refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.importing import sandbox
from corpus.importing.faults import ImportFault
from corpus.importing.limits import ImportLimits
from corpus.importing.sandbox import read_file
from tests.corpus.importing.reading import Editor

ROOT = Path(__file__).parent.parent.parent.parent
CONFINED = """
import ctypes, json, os, socket, subprocess, sys
from corpus.importing.confinement import forbid_writing, guard_python, limit_resources
held = forbid_writing()
limit_resources(400 << 20, 20)
guard_python()

def tried(action):
    try:
        return bool(action())
    except BaseException:
        return False

library = ctypes.CDLL(None)
here = sys.argv[1]
did = {
    "python writes": tried(lambda: open(here + "/a", "w")),
    "python makes a folder": tried(lambda: os.mkdir(here + "/b") is None),
    "python removes": tried(lambda: os.remove(here + "/mine") is None),
    "python connects": tried(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2])))),
    "python starts": tried(lambda: subprocess.run(["true"]).returncode == 0),
    "native writes": held and library.open((here + "/c").encode(), os.O_CREAT | os.O_WRONLY, 0o600) >= 0,
    "native removes": held and library.unlink((here + "/mine").encode()) == 0,
    "much memory": tried(lambda: bytearray(500 << 20)),
}
os.write(1, json.dumps([name for name, done in did.items() if done]).encode())
"""


LYING = """
import json, sys
block = {"kind": "script", "text": "a", "page": None, "level": 0}
extract = {"blocks": [block], "kind": "plain", "pages": None, "title": None, "published": None, "ocr": False}
sys.stdout.write(json.dumps({"scanned": [], "extract": {**extract, "sha256": "", "notes": []}}))
"""
PROBING = """
import ctypes, os, sys
from corpus.importing import reading, worker
from corpus.importing.faults import ImportFault

def probe(data, suffix, limits):
    did = ["ble spurt"]
    for name, action in {
        "skrev": lambda: open(sys.argv[2] + "/a", "w"),
        "fant minne": lambda: bytearray(limits.memory),
        "startet": lambda: os.system("true"),
    }.items():
        try:
            action()
            did.append(name)
        except BaseException:
            pass
    raise ImportFault(" og ".join(did))

reading.read_bytes = probe
worker.main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold a process to less")
def test_the_reading_process_cannot_write_connect_start_or_grow(tmp_path: Path) -> None:
    import socket

    (tmp_path / "mine").write_text("a", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", CONFINED, str(tmp_path), str(server.getsockname()[1])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "[]", done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on memory here")
def test_the_reading_process_confines_itself_before_it_reads(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    def command(_: str, order: str) -> list[str]:
        return [sys.executable, "-c", PROBING, order, str(editor.folder)]

    monkeypatch.setattr(sandbox, "python_command", command)
    assert editor.is_refused("plan.txt", "Tekst.") == "plan.txt: ble spurt"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "leseprosessen døde av filen (SIGSEGV)"),
        ("import os; os.abort()", "minne"),
        ("raise SystemExit(3)", "kode 3"),
        ("import time; time.sleep(60)", "mer enn 1 sekunder"),
        ("import os, time; os.close(1); time.sleep(60)", "sekunder"),
        ("while True: print('a' * 100_000)", "mer enn 1000 tegn"),
        ("print('ikke JSON')", "svarte ikke som den skal"),
        ("print('[' * 100_000)", "svarte ikke som den skal"),
        ("print('{}')", "svarte ikke som den skal"),
        (LYING, "svarte ikke som den skal"),
        ("""print('{"scanned": ["a"], "extract": null}')""", "svarte ikke som den skal"),
        ("""print('{"fault": "en linje\\\\n\\\\u001b[31mto"}')""", "en linje [31mto"),
    ],
)
def test_whatever_the_reading_process_does_is_a_fault_in_one_line(
    code: str, says: str, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "python_command", lambda *_: [sys.executable, "-c", code])
    start = time.monotonic()
    message = editor.is_refused("plan.txt", "Tekst.", ImportLimits(seconds=1, characters=1000))
    assert says in message
    assert message.isprintable()
    assert time.monotonic() - start < 10


def test_the_reading_process_knows_no_secrets(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIKART_LLM_KEY", "hemmelig")
    code = "import os, json; print(json.dumps({'fault': ' '.join(os.environ) + ' ' + ' '.join(os.environ.values())}))"
    monkeypatch.setattr(sandbox, "python_command", lambda *_: [sys.executable, "-c", code])
    assert "hemmelig" not in editor.is_refused("plan.txt", "Tekst.")


@pytest.mark.parametrize(
    "name",
    [
        "to\nlinjer.txt",
        "slett; rm -rf ~.txt",
        "$(touch pwned).txt",
        "`touch pwned`.txt",
        "-rf.txt",
        "Å på øya «æ» 🙂.txt",
        "%s%n.txt",
        f"{'lang' * 60}.txt",
        "snu\u202etxt.exe.txt",
        "\x1b[31mrød.txt",
        "uten endelse",
        ".txt",
    ],
)
def test_any_name_is_only_a_name(name: str, editor: Editor) -> None:
    assert editor.imports(name, "Kommunen bygger.").blocks[0].text == "Kommunen bygger."
    message = editor.is_refused(name, b"")
    assert message.isprintable()
    assert len(message) < 300
    assert [path.name for path in editor.folder.iterdir()] == [name]


def refused(path: Path) -> str:
    start = time.monotonic()
    with pytest.raises(ImportFault) as raised:
        read_file(path, ImportLimits(seconds=5))
    assert time.monotonic() - start < 3
    assert str(raised.value).isprintable()
    return str(raised.value)


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    assert "mappe" in refused(tmp_path)
    assert "finnes ikke" in refused(tmp_path / "borte.pdf")
    assert "kan ikke åpnes" in refused(tmp_path / ("a" * 5000))
    assert "kan ikke åpnes" in refused(Path("med\0null.pdf"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_pipes_devices_and_links_in_circle_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rør.pdf")
    (tmp_path / "sirkel.pdf").symlink_to(tmp_path / "sirkel.pdf")
    (tmp_path / "enhet.pdf").symlink_to("/dev/zero")
    assert "ikke en vanlig fil" in refused(tmp_path / "rør.pdf")
    assert "kan ikke åpnes" in refused(tmp_path / "sirkel.pdf")
    assert "ikke en vanlig fil" in refused(tmp_path / "enhet.pdf")


def test_a_link_to_a_file_is_that_file(editor: Editor) -> None:
    (editor.folder / "ekte.txt").write_text("Kommunen bygger.", encoding="utf-8")
    (editor.folder / "lenke.txt").symlink_to(editor.folder / "ekte.txt")
    assert read_file(editor.folder / "lenke.txt").blocks[0].text == "Kommunen bygger."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_file_that_may_not_be_read_is_refused(editor: Editor) -> None:
    path = editor.folder / "låst.txt"
    path.write_text("a", encoding="utf-8")
    path.chmod(0)
    nobody, own = 65534, os.geteuid()
    if own == 0:
        os.seteuid(nobody)  # root may read everything
    try:
        assert "lov til å lese" in refused(path)
    finally:
        os.seteuid(own)


def test_a_file_that_is_too_large_is_refused_unread(editor: Editor) -> None:
    assert "grensen er 1 MB" in editor.is_refused("stor.txt", b"a" * 1_100_000, ImportLimits(bytes=1_000_000))


def test_reading_leaves_no_process_behind(editor: Editor) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc")
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    before = listed.read_text(encoding="ascii").split() if listed.exists() else []
    editor.imports("plan.txt", "Kommunen bygger.")
    after = listed.read_text(encoding="ascii").split() if listed.exists() else []
    assert set(after) <= set(before)

"""The image: what it copies is there, what it must not hold is kept out, and Docker can tell whether it answers."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import tomllib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from tests.deploy.image import ROOT, health_check, instructions, running_image

if TYPE_CHECKING:
    from collections.abc import Iterator

IGNORED = (ROOT / ".dockerignore").read_text().split("\n")


def test_everything_that_is_copied_is_there_and_reaches_the_builder() -> None:
    copied = [
        source
        for line in instructions()
        if line.word == "COPY" and "--from" not in line.rest
        for source in line.rest.split()[:-1]
    ]
    assert {"assistant", "corpus", "eval", "index", "ui", "requirements.lock"} <= set(copied)
    for source in copied:
        assert (ROOT / source).exists(), f"{source} is copied, but is not there"
        assert f"!{source.split('/')[0]}" in IGNORED, f"{source} is copied, but .dockerignore keeps it out"


def test_nothing_of_an_operators_own_reaches_the_builder() -> None:
    let_in = [line[1:] for line in IGNORED if line.startswith("!")]
    assert "*" in IGNORED
    assert IGNORED.index("*") < min(IGNORED.index(f"!{name}") for name in let_in)
    assert all((ROOT / name).exists() for name in let_in)
    assert not {".veikart", ".git", ".venv", "veikart.toml", "deploy"} & set(let_in)
    assert IGNORED.index("**/.*") > IGNORED.index("!ui"), "hidden files in the program's folders would come along"


def test_an_installed_program_holds_every_file_that_it_reads() -> None:
    """The image installs the program, where a clone runs it as it stands; a kind of file that is not named is lost."""
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    packed = {path for package, globs in named.items() for one in globs for path in (ROOT / package).glob(one)}
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *named],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    files = [ROOT / name for name in listed if name and not name.endswith((".py", "/README.md"))]
    assert len(files) > 200
    assert [path for path in files if path.exists() and path not in packed] == []


def test_the_image_is_nobodys_and_stops_when_it_is_asked_to() -> None:
    said = {line.word: line.rest for line in running_image()}
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", said["USER"]), "a name cannot be checked by who runs it; 0 is root"
    assert said["VOLUME"] == "/data"
    assert said["STOPSIGNAL"] == "SIGTERM"
    assert said["CMD"].startswith("["), "a shell in between would swallow the signal"


def test_the_version_of_python_is_one_that_the_program_runs_on() -> None:
    (base,) = {line.rest for line in instructions() if line.word == "ARG" and line.rest.startswith("PYTHON=")}
    assert tuple(map(int, re.findall(r"\d+", base)[:2])) >= (3, 11)
    assert "slim" in base
    assert "latest" not in base


def test_docker_can_tell_an_app_that_answers_from_one_that_does_not() -> None:
    with _app() as (port, app):
        app.status = 503
        assert _health(port) != 0
        app.status = 200
        assert _health(port) == 0
        assert app.asked == ["/readyz", "/readyz"]
    assert _health(port) != 0


class _Answers(BaseHTTPRequestHandler):
    status = 200
    asked: list[str] = []  # noqa: RUF012 - one server, one list

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _app() -> Iterator[tuple[int, type[_Answers]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, _Answers
    server.shutdown()
    server.server_close()
    thread.join()


def _health(port: int) -> int:
    program, *arguments = health_check()
    assert program == "python"
    environment = {"VEIKART_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    return subprocess.run([sys.executable, *arguments], env=environment, check=False, capture_output=True).returncode

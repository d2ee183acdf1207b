"""A real nginx with TLS in front of the server, or of two; its site is an example in ``deploy/`` itself."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPLOY = Path(__file__).parent.parent / "deploy"
EXAMPLE = _DEPLOY / "nginx.conf"
EXAMPLE_OF_REPLICAS = _DEPLOY / "nginx-replikaer.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
needs_nginx = pytest.mark.skipif(
    NGINX is None or shutil.which("openssl") is None, reason="nginx is not installed (apt install nginx-light openssl)"
)
PREFIX = "/veikart"
_APP = "http://127.0.0.1:7860"
_REPLICAS = ("10.20.0.11:7860", "10.20.0.12:7860")
_START_SECONDS = 10
_MAIN = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    types {{ text/html html; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """A running nginx.

    Args:
        origin: Scheme, host and port that it answers on with TLS.
        plain: The same without TLS.
        folder: Its configuration and its logs.
    """

    origin: str
    plain: str
    folder: Path

    @property
    def url(self) -> str:
        return f"{self.origin}{PREFIX}"

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, verify=False, timeout=30)  # noqa: S501 - the certificate is our own


@contextmanager
def start_nginx(folder: Path, app: str, *, kept: bool = False, buffered: bool = False) -> Iterator[Proxy]:
    """Run the example of one server, with other ports and another certificate.

    Args:
        folder: Where everything of it lies.
        app: Address of the app.
        kept: Whether the proxy keeps the prefix, which is the example's other line.
        buffered: Whether it buffers, as nginx does unless it is told not to.
    """
    changes = {}
    if kept:
        changes |= {f" proxy_pass {_APP}/;": " # stripped", f"# proxy_pass {_APP};": f"proxy_pass {_APP};"}
    if buffered:
        changes |= {"proxy_buffering off;": "proxy_buffering on;"}
    with _run(folder, EXAMPLE, {**changes, _APP: app}) as running:
        yield running


@contextmanager
def start_nginx_before_replicas(folder: Path, first: str, second: str) -> Iterator[Proxy]:
    """Run the example of two servers.

    Args:
        folder: Where everything of it lies.
        first: Host and port of a server.
        second: Those of the other one.
    """
    with _run(folder, EXAMPLE_OF_REPLICAS, dict(zip(_REPLICAS, (first, second), strict=True))) as running:
        yield running


@contextmanager
def _run(folder: Path, example: Path, changes: dict[str, str]) -> Iterator[Proxy]:
    tls, plain = _free_ports()
    _make_certificate(folder)
    places = {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{tls} ",
        "/etc/ssl/certs/intranett.kommune.no.pem": f"{folder}/certificate.pem",
        "/etc/ssl/private/intranett.kommune.no.key": f"{folder}/key.pem",
        "/var/log/nginx/": f"{folder}/",
    }
    (folder / "site.conf").write_text(_changed(example, {**places, **changes}))
    is_root = Path("/proc/self").stat().st_uid == 0
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user="user root;" if is_root else ""))
    process = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", "nginx.conf"], stderr=subprocess.PIPE, text=True)
    try:
        _wait_for(process, tls)
        yield Proxy(f"https://127.0.0.1:{tls}", f"http://127.0.0.1:{plain}", folder)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _changed(example: Path, changes: dict[str, str]) -> str:
    site = example.read_text()
    for old, new in changes.items():
        assert old in site, f"{example.name} no longer holds {old!r}"
        site = site.replace(old, new)
    return site


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def _make_certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")],
        check=True,
        capture_output=True,
    )  # fmt: skip


def _wait_for(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise RuntimeError(f"nginx did not start: {process.communicate()[1]}")

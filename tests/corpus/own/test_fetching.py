"""A document is fetched from the web, and no address leads into our own network."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore
import pytest

from corpus.importing.faults import ImportFault
from corpus.own.fetching import Fetched, FetchLimits, IPAddress, PublicNetwork, fetch, is_public

LOOPBACK = ipaddress.ip_address("127.0.0.1")
NAMES = {"kommune.example": "127.0.0.1", "intern.example": "10.0.0.5", "andre.kommune.example": "127.0.0.1"}
PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/plan.html": (200, {}, b"<p>Kommunen skal kutte utslippene.</p>"),
    "/flyttet": (301, {"Location": "/plan.html"}, b""),
    "/ring": (302, {"Location": "/ring"}, b""),
    "/inn": (302, {"Location": "http://intern.example/hemmelig"}, b""),
    "/inn-ip": (307, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
    "/fil": (302, {"Location": "file:///etc/passwd"}, b""),
    "/uten": (302, {}, b""),
    "/annet-sted": (302, {"Location": "http://fremmed.example/"}, b""),
    "/stor": (200, {}, b"x" * 200_000),
    "/borte": (404, {}, b"nei"),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/treg":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            except OSError:
                pass
            return
        status, headers, body = PAGES[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class ThatSite(PublicNetwork):
    """The test's site stands on port 80 of the names that lead to it."""

    def __init__(self, port: int) -> None:
        super().__init__(resolve=self._known, allowed=lambda address: address == LOOPBACK)
        self._port = port

    @staticmethod
    def _known(host: str) -> list[IPAddress]:
        if host not in NAMES and not host[0].isdigit():
            raise OSError(host)
        return [ipaddress.ip_address(NAMES.get(host, host))]

    def connect_tcp(self, host: str, port: int, *rest: Any, **more: Any) -> httpcore.NetworkStream:
        assert port == 80
        return super().connect_tcp(host, self._port, *rest, **more)


@pytest.fixture(scope="module")
def network() -> Iterator[ThatSite]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield ThatSite(server.server_address[1])
    server.shutdown()
    server.server_close()


def test_a_page_is_fetched_also_where_it_has_moved_to(network: ThatSite) -> None:
    expected = Fetched("http://kommune.example/plan.html", b"<p>Kommunen skal kutte utslippene.</p>")
    assert fetch("http://kommune.example/plan.html", network=network) == expected
    assert fetch("http://kommune.example/flyttet", network=network) == expected


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://intern.example/", "er ikke på det åpne internettet"),
        ("http://kommune.example/inn", "'intern.example' er ikke på det åpne internettet"),
        ("http://kommune.example/inn-ip", "'169.254.169.254' er ikke på det åpne internettet"),
        ("http://kommune.example/fil", "bare adresser som begynner med http"),
        ("http://kommune.example/ring", "mer enn 5 ganger"),
        ("http://kommune.example/borte", "svarer 404"),
        ("http://finnes-ikke.example/", "fant ikke nettstedet"),
        ("http://kommune.example:8080/", "egen port"),
        ("http://meg:passord@kommune.example/", "brukernavn"),
        ("http://kommune.example:port/", "ingen nettadresse"),
        ("http://[::1/", "ingen nettadresse"),
        ("ftp://kommune.example/plan.pdf", "bare adresser som begynner med http"),
        ("file:///etc/passwd", "bare adresser som begynner med http"),
        ("http://", "bare adresser som begynner med http"),
        ("http://\nkommune.example/ x", "kan ikke hentes"),
    ],
)
def test_what_cannot_or_may_not_be_fetched_is_told_in_one_line(network: ThatSite, address: str, says: str) -> None:
    with pytest.raises(ImportFault, match=says) as told:
        fetch(address, network=network)
    assert len(str(told.value).splitlines()) == 1


def test_a_page_that_is_too_large_or_too_slow_is_given_up(network: ThatSite) -> None:
    with pytest.raises(ImportFault, match="større enn 0 MB"):
        fetch("http://kommune.example/stor", FetchLimits(bytes=100_000), network)
    began = time.monotonic()
    with pytest.raises(ImportFault, match="sekunder å hente"):
        fetch("http://kommune.example/treg", FetchLimits(seconds=0.3), network)
    assert time.monotonic() - began < 4, "it would go on for five seconds"


def test_with_a_list_of_sites_no_other_is_fetched_from_nor_led_to(network: ThatSite) -> None:
    listed = FetchLimits(hosts=("kommune.example",))
    assert fetch("http://andre.kommune.example/plan.html", listed, network).content
    for address in ("http://ondkommune.example/", "http://kommune.example/annet-sted"):
        with pytest.raises(ImportFault, match="står ikke i innstillingen import_hosts"):
            fetch(address, listed, network)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1",
        "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_no_address_of_a_network_of_our_own_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_addresses_of_the_internet_are_public() -> None:
    assert all(is_public(ipaddress.ip_address(one)) for one in ("8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"))


def test_the_loopback_is_refused_by_default() -> None:
    for address in ("http://127.0.0.1/", "http://localhost/", "http://0/", "http://2130706433/", "http://[::1]/"):
        with pytest.raises(ImportFault, match=r"åpne internettet|fant ikke"):
            fetch(address)

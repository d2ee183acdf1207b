"""Fetching: get a document from the web without letting its address lead into the network that we run in.

Every address is looked up once and connected to as it was found, so that a name cannot mean one thing when it is
checked and another when it is used (DNS rebinding, OWASP *Server-Side Request Forgery Prevention*).
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpcore

from corpus.importing.faults import ImportFault, shown_name

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Addresses that hold an IPv4 address, which a gateway on the way may connect to.
_TUNNELS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))
_REDIRECTS = {301, 302, 303, 307, 308}
_OK = 200
_HEADERS = (("Accept-Encoding", "identity"), ("User-Agent", "Veikartassistenten"))
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class FetchLimits:
    """How much a document on the web may be and cost.

    Args:
        bytes: Its size.
        seconds: Time for all of it, redirects included.
        redirects: How often it may have moved.
        hosts: Sites that may be fetched from, and those below them; any public one if empty.
    """

    bytes: int = 100_000_000
    seconds: float = 60
    redirects: int = 5
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fetched:
    """A document from the web.

    Args:
        address: Where it was found in the end.
        content: What it holds.
    """

    address: str
    content: bytes


def is_public(address: IPAddress) -> bool:
    """Tell whether an address is on the public internet, and cannot lead to one that is not."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in tunnel for tunnel in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast


def look_up(host: str) -> list[IPAddress]:
    """Return the addresses of a host."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


class PublicNetwork(httpcore.SyncBackend):
    """Connects to public addresses only.

    Args:
        resolve: Returns the addresses of a host.
        allowed: Tells which of them may be connected to.
    """

    def __init__(
        self,
        resolve: Callable[[str], Sequence[IPAddress]] = look_up,
        allowed: Callable[[IPAddress], bool] = is_public,
    ) -> None:
        super().__init__()
        self._resolve = resolve
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host, if all of them are allowed.

        Raises:
            ImportFault: If the host is not known, or is not public.
        """
        try:
            addresses = self._resolve(host)
        except (OSError, UnicodeError) as error:
            msg = f"fant ikke nettstedet '{shown_name(host)}'; se etter skrivefeil"
            raise ImportFault(msg) from error
        if not addresses or not all(map(self._allowed, addresses)):
            msg = f"'{shown_name(host)}' er ikke på det åpne internettet; last ned filen selv og importer den"
            raise ImportFault(msg)
        return super().connect_tcp(str(addresses[0]), port, timeout, local_address, socket_options)


def fetch(address: str, limits: FetchLimits | None = None, network: httpcore.NetworkBackend | None = None) -> Fetched:
    """Get a document from the web.

    Args:
        address: Where it is.
        limits: How much it may be and cost.
        network: What connects.

    Raises:
        ImportFault: If it cannot be had; one line that begins with the address.
    """
    limits = limits or FetchLimits()
    deadline = time.monotonic() + limits.seconds
    try:
        with httpcore.ConnectionPool(network_backend=network or PublicNetwork(), max_keepalive_connections=0) as pool:
            return _follow(pool, address, limits, deadline)
    except ImportFault as fault:
        raise fault.at(address) from fault.__cause__
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise _too_slow(limits).at(address) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError, ValueError) as error:
        msg = f"siden kan ikke hentes ({type(error).__name__}: {error}); prøv senere, eller last den ned selv"
        raise ImportFault(msg).at(address) from error


def _follow(pool: httpcore.ConnectionPool, address: str, limits: FetchLimits, deadline: float) -> Fetched:
    for _ in range(limits.redirects + 1):
        _check(address, limits)
        left = deadline - time.monotonic()
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), max(0.01, left))
        with pool.stream("GET", address, headers=_HEADERS, extensions={"timeout": timeout}) as response:
            if response.status not in _REDIRECTS:
                return Fetched(address, _read(response, limits, deadline))
            headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            address = urljoin(address, headers.get(b"location", ""))
    msg = f"siden sender videre mer enn {limits.redirects} ganger; oppgi adressen den ender på"
    raise ImportFault(msg)


def _check(address: str, limits: FetchLimits) -> None:
    """Refuse what is no address of a document, and sites that are not on the list."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError as error:
        msg = "dette er ingen nettadresse; skriv den slik nettleseren viser den"
        raise ImportFault(msg) from error
    if parts.scheme not in _PORTS or not host:
        msg = "bare adresser som begynner med http:// eller https:// kan hentes"
        raise ImportFault(msg)
    if parts.username is not None or port not in (None, *_PORTS.values()):
        msg = "adresser med brukernavn eller en egen port kan ikke hentes; last ned filen selv"
        raise ImportFault(msg)
    if limits.hosts and not any(host == one or host.endswith(f".{one}") for one in limits.hosts):
        msg = f"'{host}' står ikke i innstillingen import_hosts; legg nettstedet til der, eller last ned filen selv"
        raise ImportFault(msg)


def _read(response: httpcore.Response, limits: FetchLimits, deadline: float) -> bytes:
    if response.status != _OK:
        msg = f"nettstedet svarer {response.status}; sjekk adressen i nettleseren"
        raise ImportFault(msg)
    content = bytearray()
    for part in response.iter_stream():
        content += part
        if len(content) > limits.bytes:
            msg = f"siden er større enn {limits.bytes / 1e6:.0f} MB; last den ned og del den"
            raise ImportFault(msg)
        if time.monotonic() > deadline:
            raise _too_slow(limits)
    return bytes(content)


def _too_slow(limits: FetchLimits) -> ImportFault:
    return ImportFault(
        f"det tok mer enn {limits.seconds:.0f} sekunder å hente siden; last den ned selv og importer den"
    )

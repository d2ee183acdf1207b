"""Link check: which addresses of sources no longer answer, asked only when an editor wants it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

import httpcore
from pydantic import TypeAdapter, ValidationError

from corpus.importing.faults import ImportFault
from corpus.own.fetching import PublicNetwork, look_up
from corpus.own.files import write_whole
from ui.editor.background import Background

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

_SECONDS = 10.0
_REDIRECTS = 5
_AT_ONCE = 4
_GIVEN_UP = 12  # so many addresses asked in vain, and nothing reached: the network is closed
_PROBED = 3  # hosts that are looked up first; if none is known, there is no network
_MOVED = {301, 302, 303, 307, 308}
_NO_HEAD = {400, 403, 404, 405, 500, 501, 503}  # some sites answer HEAD so, and GET as they should
_FIRST_FAULT = 400
_UNTOLD = {401, 403, 429}  # the page may well be there; it is not for programs
_HEADERS = (("Accept-Encoding", "identity"), ("User-Agent", "Veikartassistenten"))


@dataclass(frozen=True)
class BrokenLink:
    """An address that did not answer as it should.

    Args:
        url: The address.
        reason: The status that it answered with, or what went wrong.
        documents: The documents that have it as a source.
    """

    url: str
    reason: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class LinkReport:
    """What a check found.

    Args:
        when: When it ended, in UTC, as ISO 8601.
        checked: How many addresses were asked.
        broken: Those that did not answer.
        untold: Addresses that refuse programs, so that a person has to look.
        offline: Whether there was no network.
    """

    when: str
    checked: int
    broken: tuple[BrokenLink, ...] = ()
    untold: tuple[BrokenLink, ...] = ()
    offline: bool = False


_REPORT = TypeAdapter(LinkReport)


class LinkCheck:
    """Checks links in the background, and keeps what was found.

    Args:
        path: File of the last report.
        network: What connects.
        resolve: Returns the addresses of a host.
    """

    def __init__(
        self,
        path: Path,
        network: httpcore.NetworkBackend | None = None,
        resolve: Callable[[str], Sequence[object]] = look_up,
    ) -> None:
        self._path = path
        self._network = network or PublicNetwork()
        self._resolve = resolve
        self._work = Background("link-check")
        self._reached = 0
        self.done = 0
        self.of = 0

    @property
    def is_running(self) -> bool:
        """Whether links are being checked."""
        return self._work.is_running

    def start(self, links: Iterable[tuple[str, str]]) -> bool:
        """Begin a check; returns whether it was begun.

        Args:
            links: Addresses, each with the id of a document that has it.
        """
        documents: dict[str, list[str]] = {}
        for url, document in links:
            if url.startswith(("http://", "https://")):
                documents.setdefault(url.partition("#")[0], []).append(document)
        return self._work.start(lambda: self._check_all(documents))

    def wait(self, seconds: float = 30) -> bool:
        """Wait until no check goes on; returns whether that was so in time."""
        return self._work.wait(seconds)

    def report(self) -> LinkReport | None:
        """Return what the last check found, or None if there is none."""
        try:
            return _REPORT.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            logger.warning("the last check of links cannot be read, and counts as none: %s", type(error).__name__)
            return None

    def _check_all(self, documents: dict[str, list[str]]) -> None:
        self._reached, self.done, self.of = 0, 0, len(documents)
        if not self._is_online(documents):
            self._keep(LinkReport(_now(), 0, offline=True))
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = dict(zip(documents, pool.map(self._counted, documents), strict=True))
        if self._is_closed:
            self._keep(LinkReport(_now(), 0, offline=True))
            return
        links = [BrokenLink(url, why, tuple(documents[url])) for url, why in found.items() if why]
        untold = tuple(one for one in links if one.reason.isdecimal() and int(one.reason) in _UNTOLD)
        self._keep(LinkReport(_now(), self.of, tuple(one for one in links if one not in untold), untold))

    def _is_online(self, urls: Iterable[str]) -> bool:
        hosts = list(dict.fromkeys(_host(url) for url in urls))[:_PROBED]
        for host in hosts:
            try:
                if self._resolve(host):
                    return True
            except (OSError, UnicodeError):
                continue
        return not hosts

    @property
    def _is_closed(self) -> bool:
        return self.done >= _GIVEN_UP and not self._reached

    def _counted(self, url: str) -> str:
        if self._is_closed:
            return ""
        fault = check_link(url, self._network)
        self.done += 1
        self._reached += not fault or fault.isdecimal()
        return fault

    def _keep(self, report: LinkReport) -> None:
        write_whole(self._path, json.dumps(asdict(report), ensure_ascii=False, indent=1).encode())


def check_link(url: str, network: httpcore.NetworkBackend) -> str:
    """Return what is wrong with an address, in short, or nothing.

    Args:
        url: The address.
        network: What connects.
    """
    try:
        with httpcore.ConnectionPool(network_backend=network, max_keepalive_connections=0) as pool:
            status = _status(pool, "HEAD", url)
            if status in _NO_HEAD:
                status = _status(pool, "GET", url)
    except ImportFault as fault:
        return str(fault)
    except (httpcore.TimeoutException, TimeoutError):
        return f"svarte ikke på {_SECONDS:.0f} sekunder"
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError, ValueError) as error:
        return type(error).__name__
    return str(status) if status >= _FIRST_FAULT else ""


def _status(pool: httpcore.ConnectionPool, method: str, url: str) -> int:
    """The status that the address ends with; nothing of the page is read."""
    deadline = time.monotonic() + _SECONDS
    for _ in range(_REDIRECTS + 1):
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), max(0.01, deadline - time.monotonic()))
        plain = quote(url, safe="%/:?[]@!$&'()*+,;=~")
        with pool.stream(method, plain, headers=_HEADERS, extensions={"timeout": timeout}) as response:
            if response.status not in _MOVED:
                return response.status
            headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            url = urljoin(url, headers.get(b"location", ""))
    msg = f"sender videre mer enn {_REDIRECTS} ganger"
    raise ImportFault(msg)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

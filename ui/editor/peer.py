"""The peer: whether a request came straight from one of the organisation's proxies.

uvicorn puts the reader's address, as a proxy tells it, in place of the proxy's own. Who a proxy says has signed in may
only be believed when it was the proxy that said it, so that is noted before the address is replaced.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

_FROM_PROXY = "veikart.from_proxy"


class PeerNote:
    """Notes on each request whether its direct peer is a named proxy.

    Args:
        app: The app, behind what replaces addresses.
        proxies: Addresses and networks of the proxies; ``*`` names none.
    """

    def __init__(self, app: ASGIApp, proxies: Iterable[str]) -> None:
        self.app = app
        self._networks = [network for one in proxies if (network := _network(one))]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note it, and pass the request on."""
        if scope["type"] == "http":
            scope = {**scope, _FROM_PROXY: self._is_named(scope.get("client"))}
        await self.app(scope, receive, send)

    def _is_named(self, client: tuple[str, int] | None) -> bool:
        try:
            address = ipaddress.ip_address(client[0]) if client else None
        except ValueError:
            return False
        return address is not None and any(address in network for network in self._networks)


def is_from_proxy(scope: Scope) -> bool:
    """Tell whether a named proxy handed the request over; nothing is believed where that was never noted."""
    return scope.get(_FROM_PROXY) is True


def _network(proxy: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(proxy, strict=False)
    except ValueError:
        return None

"""Links: only addresses on the web become one."""

from __future__ import annotations

from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from ui.takeaway.characters import clean

# What may stand in an address, percent signs of what is encoded already included; the rest is encoded.
_IN_ADDRESS = "%!#$&'()*+,-./:;=?@[]_~"


def web_link(url: str) -> str | None:
    """Return an address as it may stand in a link, or None if it is not on the web.

    Args:
        url: The address; untrusted.
    """
    address = clean(url).strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return percent_encoded(address, safe=_IN_ADDRESS)


def reader_link(base_url: str, reader_url: str) -> str | None:
    """Return the whole address of a quote in the source reader.

    Args:
        base_url: Address of the app, with the path that it stands under, if any.
        reader_url: Address of the quote within the app, such as ``/kilde/…``.
    """
    return web_link(f"{base_url.rstrip('/')}/{reader_url.lstrip('/')}")

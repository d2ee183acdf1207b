"""Find a page's main part, and take away what is no text of it.

Norwegian public sites must say by elements and roles what is navigation, banner and main part (WCAG 2.1), so those are
trusted before any guess by the density of text, which loses lists, tables and short answers.
"""

from __future__ import annotations

import re

from lxml import html

_NEVER_TEXT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "source",
        "track",
        "link",
        "meta",
        "button",
        "input",
        "select",
        "textarea",
        "option",
        "datalist",
        "img",
        "picture",
        "map",
        "area",
        "head",
        "base",
    ]
)
_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary", "menu", "menubar"]
)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|cookie[a-z-]*|consent|gdpr|samtykke|breadcrumbs?|brodsmule[a-z]*|br[oø]dsmule[a-z]*|menu|meny|"
    r"navbar|navigation|skip[-_]?link|skiplink|share|social|sharing|sidebar|newsletter|nyhetsbrev|feedback|"
    r"tilbakemelding|chatbot|visually-?hidden|sr-only|screen-reader[a-z-]*|print-?button|toast|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BESIDE = frozenset({"nav", "aside", "footer", "dialog"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT_WHOLE = frozenset(["html", "body", "main", "article", "h1"])
_LARGEST_NAMED_SHARE = 0.4
_LEAST_MAIN = 80  # characters; an empty <main> that a script would fill is no main part


def strip_page(page: html.HtmlElement, *, only_unshown: bool = False) -> None:
    """Take away, in place, what is not text.

    Args:
        page: The whole page.
        only_unshown: Whether to leave menus, banners and all else that is shown.
    """
    size = max(1, len(page.text_content()))
    for element in list(page.iter()):
        if element is page or element.getparent() is None:
            continue
        if _is_never_text(element) or (not only_unshown and _is_beside(element, size)):
            element.drop_tree()


def main_part(page: html.HtmlElement) -> html.HtmlElement:
    """Return the element that holds the page's main text."""
    for path in ("//main", "//*[@role='main']", "//article", "//*[@id='content' or @id='main' or @id='innhold']"):
        found = page.xpath(path)
        if len(found) == 1 and len(found[0].text_content().strip()) >= _LEAST_MAIN:
            part: html.HtmlElement = found[0]
            return part
    return page.body if page.body is not None else page


def _is_never_text(element: html.HtmlElement) -> bool:
    tag = element.tag
    if not isinstance(tag, str):
        return True
    if tag in _NEVER_TEXT:
        # A fold-out on many sites is a button inside a heading, and the button's words are the heading.
        return not (tag == "button" and element.getparent().tag in _HEADINGS)
    is_hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return is_hidden or bool(_UNSHOWN.search(element.get("style") or ""))


def _is_beside(element: html.HtmlElement, size: int) -> bool:
    tag = element.tag
    if tag in _BESIDE or element.get("role") in _ROLES:
        return True
    if tag in _KEPT_WHOLE:
        return False
    if tag == "header" and not any(parent.tag in {"main", "article"} for parent in element.iterancestors()):
        return element.find(".//h1") is None
    named = _NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    return bool(named) and len(element.text_content()) < _LARGEST_NAMED_SHARE * size and element.find(".//h1") is None

"""It is light: few files, few bytes, and no word too many or too few."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser import needs_chromium
from tests.ui.widget.host_pages import StandIn, tag
from tests.ui.widget.reader import TITLE
from ui.widget.assets import loader, parts
from ui.widget.texts import WidgetTexts

if TYPE_CHECKING:
    from tests.server import Server
    from tests.ui.widget.conftest import Visitor

MOST_BYTES = 15_000
# Words whose names are put together from what the server says.
BUILT = re.compile(r"(mode|type|basis|reason)_\w+|feedback_include")


def test_it_weighs_less_than_15_kb_with_its_style_and_all_three_languages() -> None:
    files = [loader(), *(part.content for part in parts().values())]
    assert {"words-nb.json", "words-nn.json", "words-en.json", "main.css", "main.js"} <= set(parts())
    assert sum(len(gzip.compress(content)) for content in files) <= MOST_BYTES


def test_every_word_is_used_and_none_is_missing() -> None:
    scripts = "".join(part.content.decode() for name, part in parts().items() if name.endswith(".js"))
    used = set(re.findall(r"\bwords\.(\w+)", scripts))
    known = set(WidgetTexts.model_fields)
    assert used <= known
    assert {word for word in known - used if not BUILT.fullmatch(word)} == set()


def test_browsers_keep_every_part_for_long_and_ask_for_the_tag_s_script_anew(app: Server) -> None:
    with app.client() as client:
        tag_script = client.get("/widget.js")
        assert tag_script.headers["cache-control"] == "public, max-age=300"
        assert parts()["main.js"].address in tag_script.text
        for part in parts().values():
            assert "immutable" in client.get(f"/{part.address}").headers["cache-control"], part.name
        old = client.get("/widget/main.00000000.js")
        assert old.content == parts()["main.js"].content, "a page from before an upgrade gets the new part"
        assert "immutable" not in old.headers["cache-control"]
        assert client.get("/widget/finnes.00000000.js").status_code == 404


def test_a_module_of_one_release_never_imports_one_of_another() -> None:
    imported = {
        name: re.findall(r'from "\./([^"]+)"', part.content.decode())
        for name, part in parts().items()
        if name.endswith(".js")
    }
    addresses = {part.address for part in parts().values()}
    assert imported["main.js"] != []
    assert {f"widget/{name}" for names in imported.values() for name in names} <= addresses


@needs_chromium
def test_a_page_fetches_a_handful_of_files_and_nothing_more_until_somebody_asks(visit: Visitor, api: StandIn) -> None:
    page = visit(tag(api.url))
    expect(page.get_by_role("button", name=TITLE)).to_be_visible()
    fetched = [url.removeprefix(api.url) for url in visit.requests if url.startswith(api.url)]
    assert len(fetched) == len(set(fetched)) == 1 + len(parts()) - 2, "loader, scripts, style and one language"

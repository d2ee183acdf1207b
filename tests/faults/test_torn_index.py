"""A torn index is told of by name, built anew at the start, and never taken up by a running server."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from assistant.assistant import Assistant
from assistant.index_state import build_index, ready_snapshot
from assistant.refresh import IndexWatcher
from index.folder import FolderStore
from index.manifest import SnapshotError
from index.snapshot import check_snapshot, load_snapshot
from tests.faults.texts import change
from tests.faults.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.hall import Hall
    from tests.faults.nursery import Nursery
    from tests.faults.reader import Reader
    from tests.faults.site import Site

NAMES = [
    b"", b"\n", b"finnes-ikke", b"../../x", b"../snapshots", b"..", b".", b"/etc", b"\0", b"\xff\xfe", b"a" * 5000,
]  # fmt: skip


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def flip(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {"cut": cut, "flipped": flip, "missing": lambda _: None}


def damaged(path: Path) -> Iterator[None]:
    """Damage a file in every way, one after the other, and mend it in the end."""
    whole = path.read_bytes()
    for damage in DAMAGES.values():
        torn = damage(whole)
        if torn is None:
            path.unlink()
        else:
            path.write_bytes(torn)
        yield
    path.write_bytes(whole)


def files(site: Site) -> list[Path]:
    return sorted(path for path in site.current().rglob("*") if path.is_file())


def test_the_check_names_every_file_that_is_cut_flipped_or_missing(site: Site) -> None:
    for path in files(site):
        for _ in damaged(path):
            with pytest.raises(SnapshotError, match="skadet") as caught:
                check_snapshot(site.index)
            assert path.relative_to(site.current()).as_posix() in str(caught.value)
    check_snapshot(site.index)


def test_whatever_is_torn_is_built_anew_at_the_start(site: Site, reader: Reader) -> None:
    names = [path.relative_to(site.current()) for path in files(site)]
    for number, name in enumerate(names):
        path = site.current() / name
        torn = list(DAMAGES.values())[number % len(DAMAGES)](path.read_bytes())
        if torn is None:
            path.unlink()
        else:
            path.write_bytes(torn)
        assert reader.mark_of(ready_snapshot(site.settings, reader.embedder)) == ""
        if name.name != "manifest.json":  # most of what may flip there does no harm
            assert reader.mark(site.index) == ""


def test_a_flipped_model_in_the_manifest_is_no_other_model(site: Site, reader: Reader) -> None:
    """Another model's index is never replaced, so that a torn one must not be taken for one."""
    manifest = site.current() / "manifest.json"
    whole = manifest.read_bytes()
    torn = whole.replace(b'"dimension": 384', b'"dimension": 385')  # 4 and 5 are a bit apart
    assert torn != whole
    manifest.write_bytes(torn)
    assert reader.mark_of(ready_snapshot(site.settings, reader.embedder)) == ""
    check_snapshot(site.index)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name[:12]))
def test_whatever_current_holds_only_an_index_of_ours_is_served(name: bytes, site: Site, reader: Reader) -> None:
    for outside in (site.data / "x", site.index / "x"):
        shutil.copytree(site.current(), outside)  # a whole index, but not where indexes are
    (site.index / "current").write_bytes(name)
    with pytest.raises(SnapshotError, match=r"skadet.*kjør 'veikart index'"):
        load_snapshot(site.index)
    assert reader.mark_of(ready_snapshot(site.settings, reader.embedder)) == ""
    assert reader.mark(site.index) == ""
    assert (site.data / "x" / "manifest.json").exists()


def test_a_torn_new_index_is_taken_up_once_it_is_whole(site: Site, reader: Reader) -> None:
    assistant = Assistant(load_snapshot(site.index, reader.embedder.fingerprint), reader.embedder)
    watcher = IndexWatcher(assistant, FolderStore(site.index, assistant.embedder))
    change(site.texts, "ny")
    build_index(site.settings, reader.embedder)
    for path in files(site)[:5]:
        for _ in damaged(path):
            assert not watcher.look()
            assert reader.mark_of(assistant.snapshot) == ""
    assert watcher.look()
    assert reader.mark_of(assistant.snapshot) == "ny"


def test_an_index_that_is_built_while_the_server_starts_is_not_missed(site: Site, reader: Reader) -> None:
    assistant = Assistant(ready_snapshot(site.settings, reader.embedder), reader.embedder)
    change(site.texts, "underveis")
    build_index(site.settings, reader.embedder)
    assert IndexWatcher(assistant, FolderStore(site.index, assistant.embedder)).look()
    assert reader.mark_of(assistant.snapshot) == "underveis"


def test_a_running_server_answers_over_the_old_index_until_a_whole_one_comes(children: Nursery, hall: Hall) -> None:
    before = hall.version()
    for path in files(hall.site):
        path.write_bytes(b"torn")
    (hall.site.index / "current").write_text("../../x", encoding="utf-8")
    run = children.command(hall.site, "index", "--check")
    assert run.is_one_clear_line("current holder '../../x'"), run.err
    wait_until(lambda: "the old one goes on serving" in hall.log())
    assert hall.answers()
    assert hall.version() == before
    change(hall.site.texts, "frisk")
    assert children.command(hall.site, "index").code == 0
    wait_until(lambda: hall.version() != before)
    assert hall.answers()

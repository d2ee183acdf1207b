"""Laws of what comes from outside: it is read, or refused in one line, and takes no more than its share of time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.personal_data import anonymised, find_personal_data
from assistant.question import QuestionError, clean, understand
from assistant.settings import Settings, SettingsError, load_settings
from corpus.front_matter import FrontMatterError, make_front_matter, parse_front_matter
from corpus.reader import parse_document
from tests.attacks.laws import bodies, calm

paths = Path("tekst.md")
_FIELDS = [
    "id",
    "title",
    "type",
    "language",
    "basis",
    "sources",
    "principles",
    "malbilder",
    "sdg",
    "municipality",
    "period",
    "status",
    "questions",
    "related",
    "withdrawn",
    "original",
    "farge",
    "url",
    "published",
    "retrieved",
]
_ODD = (
    *("2026-99-99", "!!float x", "!!int ''", "!!timestamp x", "!!bool kanskje", "!!python/object:os.system x", "*x"),
    *("&x [*x]", "9" * 5000, "0x" + "f" * 5000, "1e999", "{[a]: b}", "? [a]", "0o9", "0b", "1:99:99", "=", "<<: 1"),
    *("!!binary x", "!!set {a}", "!!omap [a]", '"\\ud800"', '"\\x00"', "~", "[[[[[[", "2026-02-30 25:61:61"),
    *("!!null x", "!!pairs [a]", "-.inf", "0x"),
)
plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.dates(), st.binary(max_size=4)
)
values = st.recursive(
    plain,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)
yaml_texts = st.one_of(
    st.text(max_size=80),
    st.dictionaries(st.sampled_from(_FIELDS), values, max_size=6).map(yaml.safe_dump),
    st.lists(st.tuples(st.sampled_from(_FIELDS), st.sampled_from(_ODD)), max_size=4).map(
        lambda pairs: "".join(f"{name}: {value}\n" for name, value in pairs)
    ),
)


@contextmanager
def read_or_refused_in_one_line(fault: type[Exception]) -> Iterator[None]:
    """Lets a fault of its own pass if every line of it is one fault; any other exception is a failure."""
    try:
        yield
    except fault as error:
        told = error.faults if isinstance(error, FrontMatterError) else [error]
        if not told or any(len(str(one).splitlines()) != 1 for one in told):
            pytest.fail(repr(str(error)))


@calm
@given(yaml_texts)
@example("a: 2026-99-99\n")
@example("title: " + "9" * 5000 + "\n")
@example("[" * 5000)
@example("a: !!float x\n")
@example("a: !!int ''\n")
@example("a: !!timestamp x\n")
@example("a: !!bool kanskje\n")
def test_any_front_matter_is_read_or_refused_in_one_line_each(text: str) -> None:
    with read_or_refused_in_one_line(FrontMatterError):
        parse_front_matter(paths, text)


@calm
@given(st.dictionaries(st.sampled_from(_FIELDS), values, max_size=6))
def test_any_form_makes_front_matter_or_is_refused_in_one_line_each(fields: dict[str, Any]) -> None:
    with read_or_refused_in_one_line(FrontMatterError):
        make_front_matter(fields)


@calm
@given(yaml_texts, bodies, st.sampled_from(["---\n", "\ufeff---\n", "--- \n", "", "----\n", "---\r\n"]))
def test_any_file_is_a_text_or_is_refused_in_one_line_each(front: str, body: str, fence: str) -> None:
    with read_or_refused_in_one_line(FrontMatterError):
        assert parse_document(paths, f"{fence}{front}\n---\n{body}").id == "tekst"


def test_a_small_file_that_would_grow_without_end_is_read_in_no_time() -> None:
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    with pytest.raises(FrontMatterError) as refused:
        parse_front_matter(paths, f"{laughs}title: *a11\nmunicipality: *a11\n")
    assert len(str(refused.value)) < 100_000


@calm
@given(st.one_of(st.text(max_size=200), st.text(alphabet="0123456789 .,-/+@abc\u00ad\u200b", max_size=120)))
def test_a_question_is_cleaned_or_refused_with_words(raw: str) -> None:
    with read_or_refused_in_one_line(QuestionError):
        text = clean(raw, 2000, "nb")
        assert text == clean(text, 2000, "nb"), "cleaning twice changes nothing"
        assert text.strip() == text
        found = find_personal_data(text)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert find_personal_data(anonymised(text, "nb")) == ()


@calm
@given(st.text(max_size=120), st.lists(st.text(max_size=60), max_size=8))
def test_no_conversation_breaks_a_question(raw: str, history: list[str]) -> None:
    with read_or_refused_in_one_line(QuestionError):
        understand(raw, history)


SHAPES = [
    "a",
    "1",
    "1 ",
    "12 34 ",
    "a.",
    "a@",
    "a@a.",
    "prinsipp ",
    "prinsipp nr. ",
    "+47 ",
    "12.",
    "- ",
    "  \t",
    "æ-",
    "?!",
    "((",
    "1234 12 ",
]


@pytest.mark.parametrize(
    "read",
    [lambda text: clean(text, 10_000, "nb"), find_personal_data, understand],
    ids=["clean", "personal", "understand"],
)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_question_takes_no_more_than_its_share(read: Callable[[str], object], shape: str) -> None:
    """Four times the length may take some ten times as long, never a hundred: no expression tries everything."""

    def seconds(length: int) -> float:
        text = (shape * length)[:length]
        best = 9.9
        for _ in range(3):
            began = time.perf_counter()
            with suppress(QuestionError):
                read(text)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(10_000) <= 60 * max(seconds(2_500), 0.002)


@calm
@given(st.dictionaries(st.sampled_from(sorted(Settings.model_fields)), values, max_size=4))
def test_any_settings_are_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, Any]
) -> None:
    with read_or_refused_in_one_line(SettingsError):
        load_settings(said, cwd=tmp_path_factory.getbasetemp())


_ODD_VALUES = ("1", "'x'", "[]", "{}", "9" * 5000, "2026-01-01", "1e999", "true", "[[1]]", '"\\u0000"')
settings_files = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(str.encode),
    st.tuples(st.sampled_from(sorted(Settings.model_fields)), st.sampled_from(_ODD_VALUES)).map(
        lambda pair: f"{pair[0]} = {pair[1]}\n".encode()
    ),
)


@calm
@given(settings_files)
def test_any_settings_file_is_read_or_refused_in_one_line(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "innstillinger"
    folder.mkdir(exist_ok=True)
    (folder / "veikart.toml").write_bytes(raw)
    with read_or_refused_in_one_line(SettingsError):
        load_settings(cwd=folder)

"""Parsers meet bytes that nobody thought of, guided by what they have not done yet."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed here")

RUNS, SECONDS = 20_000, 5
_TEXT = (
    "---\nid: tekst\ntitle: T\ntype: egen\nlanguage: nb\nbasis: offentlig\nperiod: 2026-01-31\n"
    'sources: [{url: "https://x.no/a", published: 2024, retrieved: 2026-01}]\n---\n\n'
    "Det er slik. Se nr. 4.\n\n## Del (redaksjonelt)\n\n"
    "- En\n- To\n\n| a | b |\n|---|---|\n| 1 | 2 |\n<!-- side 3 -->\n"
)
_WRITTEN = "**Kommunen** gjør det [1, 2]. Slik 【1†kilde】. (kilde 2) [1](x) [^3]\n- Punkt [1-3]. "
_WEB = "<!doctype html><html><head><title>T</title><meta charset=utf-8></head><body><main><h1>A</h1><p>B <b>C</b></p>"
SEEDS = {
    "front_matter": [_TEXT, "a: 2026-99-99", "a: !!int x", "&a [*a]", "? {a: b}\n: c", "a: !!float x"],
    "file_reference": ['{"data": [{"meta": {"_type": "gradio.FileData"}}]}', '{"a": "gradio\\u002eFileData"}', "[[[["],
    "written_sentences": [_WRITTEN],
    "citations": [_TEXT],
    "markdown": [_TEXT, "# A\n\n> B\n\n```\nC\n```\n\n[x](y) ![z](w) <b>d</b>\n\n1. e\n   - f\n\n&amp; &#x41;"],
    "web": [f"{_WEB}<table><tr><td colspan=2 rowspan=3>x</table><ul><li>d</ul></main>", "<?xml version='1.0'?>"],
    "plain": ["Overskrift\n\nTekst som går\nover to linjer.\n\n- En\n- To\n\x0cSide 2"],
    "model_file": ["VEIKARTE5"],
}  # fmt: skip
PROCESS_SECONDS = 90
# A new process inherits the peak of the one that started it, and libFuzzer takes that for its own: fuzz_target limits
# what the process may ask for instead.
NO_RSS_LIMIT = "-rss_limit_mb=0"


@pytest.mark.parametrize("name", SEEDS)
def test_a_parser_answers_whatever_it_is_given(name: str, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number, seed in enumerate(SEEDS[name]):
        (seeds / str(number)).write_bytes(seed.encode())
    options = [f"-runs={RUNS}", f"-max_total_time={SECONDS}", "-seed=1", "-max_len=4096", "-timeout=20", NO_RSS_LIMIT]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.attacks.fuzz_target",
            name,
            *options,
            f"-artifact_prefix={tmp_path}/",
            str(seeds),
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=PROCESS_SECONDS,
    )
    found = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert done.returncode == 0, (found, done.stderr.decode("utf-8", "replace")[-3000:])


def test_the_net_catches_a_parser_that_raises_something_else(tmp_path: Path) -> None:
    """The same way of running, over a parser that breaks on one word."""
    broken = (
        "import atheris, json, sys\natheris.Setup(sys.argv, lambda data: json.loads(data or b'1'))\natheris.Fuzz()\n"
    )
    (tmp_path / "broken.py").write_text(broken)
    options = ["-runs=1000", "-seed=1", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(
        [sys.executable, tmp_path / "broken.py", *options], capture_output=True, check=False, timeout=60
    )
    assert done.returncode != 0

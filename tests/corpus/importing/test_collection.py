"""The collection that the import is measured on: every known sentence, word for word, on its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.import_samples import all_samples
from eval.bench.import_story import Sample
from eval.bench.importing import measure


@pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: sample.name)
def test_known_sentences_stand_word_for_word_on_their_pages(sample: Sample, tmp_path: Path) -> None:
    finding = measure(sample, tmp_path)
    assert finding.missing == ()
    assert finding.leaked == ()
    assert finding.known >= 3

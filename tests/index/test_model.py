"""The bundled model: rebuilt right, loaded offline, with its prompts, and told from any other."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from corpus.reader import read_corpus
from index.model import bundled
from index.model.bundled import (
    PROMPTS,
    WEIGHTS_FILE,
    build_model,
    check_against_reference,
    is_complete,
    make_tokenizer,
)
from index.model.cut_vocabulary import package_weights
from index.model.e5_file import ModelFileError, dequantize_q4, read_e5_file
from index.model.embedder import Embedder, ModelError, load_embedder


def test_the_rebuilt_model_agrees_with_the_whole_model_s_own_engine(model_folder: Path) -> None:
    check_against_reference(model_folder)


def test_the_kept_weights_are_the_package_s_own() -> None:
    ours, whole = read_e5_file(WEIGHTS_FILE), read_e5_file(package_weights())
    rows = {piece: row for row, (piece, _) in enumerate(whole.vocabulary.pieces)}
    hidden = whole.dimensions.hidden
    mine = ours.tensors["emb.word"].reshape(-1, hidden)
    theirs = whole.tensors["emb.word"].reshape(-1, hidden)
    for row, (piece, _) in enumerate(ours.vocabulary.pieces[::500]):
        assert (mine[row * 500] == theirs[rows[piece]]).all(), piece
    for name, values in ours.tensors.items():
        assert name == "emb.word" or (values == whole.tensors[name]).all(), name


def test_the_cut_vocabulary_cuts_the_texts_words_as_the_whole_one_does() -> None:
    ours = make_tokenizer(read_e5_file(WEIGHTS_FILE).vocabulary)
    whole = make_tokenizer(read_e5_file(package_weights()).vocabulary)
    found = {word for one in read_corpus().documents.values() for word in one.text.split()}
    other = [word for word in found if ours.tokenize(word) != whole.tokenize(word)]
    assert len(other) < 0.002 * len(found), other


def test_the_prompts_are_stored_with_the_model(model_folder: Path, embedder: Embedder) -> None:
    stored = json.loads((model_folder / "config_sentence_transformers.json").read_text())["prompts"]
    assert {role: stored[role] for role in PROMPTS} == PROMPTS
    assert embedder.prompts == PROMPTS


def test_queries_and_passages_carry_their_prompt_once(model_folder: Path, embedder: Embedder) -> None:
    """Compared with the bare model given the prompt by hand; a missing or doubled one gives another vector."""
    from sentence_transformers import SentenceTransformer

    bare = SentenceTransformer(str(model_folder), device="cpu", model_kwargs={"dtype": "float32"})
    text = "Hvordan deler kommunen åpne data?"
    for embed, prompt in ((embedder.embed_queries, "query: "), (embedder.embed_passages, "passage: ")):
        ours = embed([text])[0]
        right, missing, doubled = bare.encode([prompt + text, text, prompt * 2 + text], prompt="")
        assert ours @ right > 0.999
        assert ours @ missing < 0.995
        assert ours @ doubled < 0.999


def test_vectors_have_length_one_and_the_stated_dimension(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(["Kort.", "En lengre setning om innbyggermedvirkning i kommunen."])
    assert vectors.shape == (2, embedder.dimension) == (2, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_however_many_ask_the_model_computes_in_two_threads(embedder: Embedder) -> None:
    """It keeps memory for each thread that calls it."""
    question, threads = ["Hva er en smart by?"], set[int]()
    alone = embedder.embed_queries(question)
    hook = embedder._model.register_forward_pre_hook(lambda *_: threads.add(threading.get_ident()))
    try:
        with ThreadPoolExecutor(8) as readers:
            found = list(readers.map(lambda _: embedder.embed_queries(question), range(40)))
    finally:
        hook.remove()
    assert all(np.array_equal(one, alone) for one in found)
    assert 1 <= len(threads) <= 2


def test_a_question_lies_nearest_to_the_passage_that_answers_it(embedder: Embedder) -> None:
    passages = [
        "Orklandbadet får spillvarme fra et smelteverk og lager mer energi enn det bruker.",
        "Drammensmodellen deler kommunen i ti kommunedeler med hvert sitt knutepunkt.",
        "Klimasats er en tilskuddsordning for utslippskutt i kommuner.",
    ]
    questions = [
        "Hvilket badeanlegg er energipositivt?",
        "Korleis er Drammen delt inn?",
        "hvor søke om penger til klimatiltak",
    ]
    nearest = (embedder.embed_queries(questions) @ embedder.embed_passages(passages).T).argmax(axis=1)
    assert nearest.tolist() == [0, 1, 2]


def test_other_letters_and_emoji_still_become_tokens(model_folder: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model_folder, local_files_only=True)
    for text in ("Приве́т мир", "Čáhci ja dálkkádat", "東京", "🚲"):
        ids = tokenizer(text)["input_ids"][1:-1]
        assert ids, text
    assert tokenizer.unk_token_id not in tokenizer("Sámi giella og blåbærsyltetøy på Røst")["input_ids"]


def test_a_composed_and_a_decomposed_letter_are_the_same(embedder: Embedder) -> None:
    composed, decomposed = embedder.embed_queries(["Ålesund går foran", "A\u030alesund ga\u030ar foran"])
    assert composed @ decomposed > 0.999


def test_four_bit_blocks_unpack_as_the_engine_s_source_says() -> None:
    scale = np.array([0.5], "<f2").tobytes()
    nibbles = bytes([0x10 * ((j + 1) % 16) + j for j in range(16)])
    weights = dequantize_q4(scale + nibbles)
    assert weights[:16].tolist() == [(j - 8) * 0.5 for j in range(16)]
    assert weights[16:].tolist() == [((j + 1) % 16 - 8) * 0.5 for j in range(16)]


def test_other_weights_than_the_expected_ones_are_refused(tmp_path: Path) -> None:
    changed = bytearray(WEIGHTS_FILE.read_bytes()[:200_000])
    (tmp_path / "weights.bin").write_bytes(changed)
    with pytest.raises(ModelFileError, match=r"har SHA-256 .*installer programmet"):
        build_model(tmp_path / "weights.bin", tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(("size", "says"), [(100, "er skadet"), (5_000_000, "skadet|vekter"), (3, "begynner ikke med")])
def test_a_torn_weights_file_is_said_to_be_torn(tmp_path: Path, size: int, says: str) -> None:
    (tmp_path / "weights.bin").write_bytes(WEIGHTS_FILE.read_bytes()[:size])
    with pytest.raises(ModelFileError, match=says):
        read_e5_file(tmp_path / "weights.bin")


def test_a_torn_model_is_noticed_and_rebuilt(
    tmp_path: Path, model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models" / bundled.BUNDLED_MODEL
    shutil.copytree(model_folder, folder)
    assert is_complete(folder)
    with (folder / "model.safetensors").open("r+b") as weights:
        weights.truncate(1000)
    assert not is_complete(folder)
    rebuilt = []
    monkeypatch.setattr(
        bundled, "build_model", lambda _, target: (rebuilt.append(target), shutil.copytree(model_folder, target))
    )
    assert bundled.ensure_bundled_model(tmp_path) == folder
    assert len(rebuilt) == 1
    assert is_complete(folder)
    assert [path.name for path in folder.parent.iterdir()] == [bundled.BUNDLED_MODEL]


def test_an_unknown_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"'ukjent/modell' finnes ikke på denne maskinen; sett VEIKART_MODEL"):
        load_embedder("ukjent/modell", tmp_path)


@contextmanager
def as_a_lesser_user() -> Iterator[None]:
    """Files that are closed are open to the superuser."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.skipif(os.name == "nt", reason="files are closed in another way on Windows")
def test_a_model_that_the_user_may_not_read_is_not_called_missing(model_folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "modell"
        shutil.copytree(model_folder, folder)
        for path in (Path(place), *folder.rglob("*")):
            path.chmod(0o755)
        closed = folder / "model.safetensors"
        closed.chmod(0)
        refused = pytest.raises(ModelError, match=f"har ikke lov til å lese {closed}; gi lov med chown")
        with as_a_lesser_user(), refused:
            load_embedder(str(folder), folder)


def test_any_sentence_transformers_folder_can_be_used_instead(tmp_path: Path, model_folder: Path) -> None:
    """A model that states no prompts, but is of the E5 family by its name, gets the family's."""
    folder = tmp_path / "my-e5-model"
    shutil.copytree(model_folder, folder)
    config = folder / "config_sentence_transformers.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "prompts": {}}))
    assert load_embedder(str(folder), tmp_path).prompts == PROMPTS
    plain = tmp_path / "plain-model"
    folder.rename(plain)
    other = load_embedder(str(plain), tmp_path)
    assert other.prompts == {"query": "", "passage": ""}


def test_models_are_told_apart_by_their_vectors_not_by_their_name(
    tmp_path: Path, model_folder: Path, embedder: Embedder
) -> None:
    same = load_embedder(str(model_folder), tmp_path, "float32")
    assert embedder.fingerprint.difference(same.fingerprint) is None
    folder = tmp_path / "plain"
    shutil.copytree(model_folder, folder)
    config = folder / "config_sentence_transformers.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "prompts": {"query": "query: query: "}}))
    doubled = load_embedder(str(folder), tmp_path)
    assert "forstavelser" in (embedder.fingerprint.difference(doubled.fingerprint) or "")

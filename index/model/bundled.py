"""Rebuild the bundled multilingual-e5-small as a local sentence-transformers model, once, and check it.

Its weights, in 4-bit blocks and with the vocabulary cut to the languages of the texts, come with the assistant in
``index/model/multilingual-e5-small``; ``cut_vocabulary.py`` makes them.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from index.model.e5_file import E5File, ModelFileError, Vocabulary, read_e5_file

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from transformers import BertModel, PreTrainedTokenizerFast

BUNDLED_MODEL = "multilingual-e5-small"
PROMPTS = {"query": "query: ", "passage": "passage: "}
DATA_DIR = Path(__file__).parent / BUNDLED_MODEL
WEIGHTS_FILE = DATA_DIR / "weights.e5s1"
KEPT_PIECES_FILE = DATA_DIR / "kept_pieces.txt"
REFERENCE_FILE = DATA_DIR / "reference.json"
WEIGHTS_SHA256 = "a585a340f6651fe74fc4d87b87bfbe1d67c80eec8feba1eee52aa1cf4e43c3c3"
STAMP_FILE = "veikart-model.json"
BUILD_VERSION = 2

# The engine that made the reference quantises activations to 8 bits, so its vectors are near ours but not equal.
MIN_COSINE = 0.99
CHECK_SENTENCES = (
    "Kommunen setter innbyggerne i sentrum når nye tjenester planlegges.",
    "Korleis kan ein liten kommune kome i gang med opne data?",
    "Byggeplasser sto for om lag 7 prosent av utslippene i Oslo.",
    "What is a smart city?",
)

_POSITIONS = 512

_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}

logger = logging.getLogger(__name__)


def ensure_bundled_model(data_dir: Path) -> Path:
    """Return the folder of the rebuilt model, building it if it is missing or torn.

    Args:
        data_dir: The data folder; the model lives in ``models/multilingual-e5-small`` below it.

    Raises:
        ModelFileError: If the shipped weights are missing, torn or not the expected ones, or if the rebuilt model
            does not agree with the reference.
    """
    folder = data_dir / "models" / BUNDLED_MODEL
    if is_complete(folder):
        return folder
    logger.info("rebuilding %s from its 4-bit weights, once", BUNDLED_MODEL)
    building = folder.with_name(f".{BUNDLED_MODEL}-{uuid4().hex[:8]}")
    try:
        build_model(WEIGHTS_FILE, building)
        if is_complete(folder):  # another process was first, and may be using it
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        building.rename(folder)
    except OSError as error:
        if is_complete(folder):  # another process was first
            return folder
        msg = f"kan ikke skrive modellen i {folder}: {error.strerror}; frigjør plass eller sett VEIKART_DATA"
        raise ModelFileError(msg) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return folder


def is_complete(folder: Path) -> bool:
    """Tell whether the folder holds a whole model of this build version: every file with its stated size."""
    try:
        stamp = json.loads((folder / STAMP_FILE).read_text(encoding="utf-8"))
        return stamp["build"] == BUILD_VERSION and all(
            (folder / name).stat().st_size == size for name, size in stamp["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def build_model(weights: Path, folder: Path) -> None:
    """Write the sentence-transformers model, compare it with the reference, and stamp it.

    Args:
        weights: The shipped ``E5S1`` file.
        folder: Where to write; must not exist.

    Raises:
        ModelFileError: If the weights are not the expected ones or the vectors disagree.
    """
    if not weights.is_file():
        msg = f"{weights} mangler; installer programmet på nytt"
        raise ModelFileError(msg)
    checksum = hashlib.sha256(weights.read_bytes()).hexdigest()
    if checksum != WEIGHTS_SHA256:
        msg = f"{weights} har SHA-256 {checksum}, ventet {WEIGHTS_SHA256}; installer programmet på nytt"
        raise ModelFileError(msg)
    _save(read_e5_file(weights), folder)
    check_against_reference(folder)
    sizes = {str(file.relative_to(folder)): file.stat().st_size for file in sorted(folder.rglob("*")) if file.is_file()}
    stamp = {"build": BUILD_VERSION, "weights_sha256": checksum, "files": sizes}
    (folder / STAMP_FILE).write_text(json.dumps(stamp, indent=2), encoding="utf-8")


def check_against_reference(folder: Path) -> None:
    """Embed a few sentences with the rebuilt model, and compare with what the whole model's own engine gave.

    Raises:
        ModelFileError: If any pair of vectors has a cosine under ``MIN_COSINE``.
    """
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": "float32"})
    for prompt, vectors in json.loads(REFERENCE_FILE.read_text(encoding="utf-8")).items():
        ours: NDArray[np.float32] = model.encode(list(CHECK_SENTENCES), prompt_name=prompt, show_progress_bar=False)
        lowest = float((ours * np.array(vectors, np.float32)).sum(axis=1).min())
        if lowest < MIN_COSINE:
            msg = f"den ombygde modellen er uenig med fasiten ({prompt}: cosinus {lowest:.3f}); meld fra om dette"
            raise ModelFileError(msg)


def _save(weights: E5File, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # it would warn of the pooler, which mean pooling does not use
    transformers_logging.disable_progress_bar()
    transformer_folder = folder / "transformer"
    _encoder(weights).save_pretrained(transformer_folder)
    make_tokenizer(weights.vocabulary).save_pretrained(transformer_folder)
    transformer = Transformer(str(transformer_folder))
    pooling = Pooling(weights.dimensions.hidden, pooling_mode="mean")
    model = SentenceTransformer(modules=[transformer, pooling, Normalize()], prompts=PROMPTS, device="cpu")
    model.save(str(folder), create_model_card=False)
    shutil.rmtree(transformer_folder)
    for file in folder.rglob("*.*"):
        file.chmod(0o644)  # safetensors lets only its writer read; the service may be another user than the installer


def _encoder(weights: E5File) -> BertModel:
    import torch
    from transformers import BertConfig, BertModel

    size = weights.dimensions
    config = BertConfig(
        vocab_size=size.vocabulary,
        hidden_size=size.hidden,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        intermediate_size=size.feed_forward,
        max_position_embeddings=size.positions,
        type_vocab_size=size.token_types,
        layer_norm_eps=size.layer_norm_eps,
        pad_token_id=weights.vocabulary.pad,
    )
    model = BertModel(config, add_pooling_layer=False)
    expected = model.state_dict()
    state = {}
    for name, values in weights.tensors.items():
        target = _target_name(name)
        state[target] = torch.from_numpy(np.array(values)).reshape(expected[target].shape)
    model.load_state_dict(state)
    # Half precision on disk: the 4-bit weights have 11 significant bits at most, and loading is twice as fast.
    return model.half()


def _target_name(name: str) -> str:
    if name in _EMBEDDING_TENSORS:
        return _EMBEDDING_TENSORS[name]
    layer, part, kind = name.split(".")
    suffix = "weight" if kind == "w" else "bias"
    return f"encoder.layer.{layer.removeprefix('l')}.{_LAYER_TENSORS[part]}.{suffix}"


def make_tokenizer(words: Vocabulary) -> PreTrainedTokenizerFast:
    """Return the tokenizer of a Unigram vocabulary, with E5's normalisation and special tokens."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    bos, eos = words.pieces[words.bos][0], words.pieces[words.eos][0]
    tokenizer = Tokenizer(models.Unigram(list(words.pieces), unk_id=words.unk))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, words.bos), (eos, words.eos)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=bos,
        cls_token=bos,
        eos_token=eos,
        sep_token=eos,
        pad_token=words.pieces[words.pad][0],
        unk_token=words.pieces[words.unk][0],
        mask_token="<mask>",  # noqa: S106
        model_max_length=_POSITIONS,
    )

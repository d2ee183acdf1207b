"""What a warm process has imported before it is asked for anything, as the command line would import it."""

import os
import threading

from tqdm import tqdm

from ui import app

# Both are read when the libraries are imported; the program sets them before that too.
os.environ.update(app._SILENCE)
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import faiss  # noqa: F401
import gradio  # noqa: F401
import sentence_transformers  # noqa: F401
import torch  # noqa: F401
from transformers.models.bert import modeling_bert, tokenization_bert  # noqa: F401

import ui.cli
import ui.configured
import ui.doctor  # noqa: F401

# Forks would share tqdm's own lock, and a killed one would keep it for ever.
tqdm.set_lock(threading.RLock())

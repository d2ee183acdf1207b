"""Every setting that a deployment file or a paper names is real, and the examples are settings that start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from assistant.settings import (
    CONFIG_VARIABLE,
    DATABASE_PASSWORD_VARIABLE,
    EDITOR_TOKEN_VARIABLE,
    KEY_VARIABLE,
    MILVUS_TOKEN_VARIABLE,
    PREFIX,
    Settings,
    load_settings,
)
from tests.deploy.image import ROOT, environment

PAPERS = [
    *sorted(path for path in (ROOT / "deploy").iterdir() if path.is_file()),
    ROOT / "docs" / "drift.md",
    ROOT / "docs" / "personvern.md",
    ROOT / "SECURITY.md",
]
KNOWN = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {
    CONFIG_VARIABLE,
    DATABASE_PASSWORD_VARIABLE,
    EDITOR_TOKEN_VARIABLE,
    KEY_VARIABLE,
    MILVUS_TOKEN_VARIABLE,
}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_nobody_is_told_to_set_what_does_not_exist(paper: Path) -> None:
    assert set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", paper.read_text(encoding="utf-8"))) <= KNOWN


def test_a_setting_in_the_operators_tables_has_its_real_name() -> None:
    """Where a table says which setting decides, it is one; and the default that it tells is the default."""
    told = re.findall(r"`([a-z_]+)`, standard `([^`]+)`", (ROOT / "docs" / "drift.md").read_text(encoding="utf-8"))
    assert len(told) >= 5
    for name, default in told:
        assert str(Settings.model_fields[name].default).lower() == default, name


def test_the_service_starts_with_the_example_as_it_is_and_with_every_mark_taken_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (ROOT / "deploy" / "veikart.env").read_text()
    for kept in (text, re.sub(r"^#(?=VEIKART_)", "", text, flags=re.MULTILINE)):
        for name, value in re.findall(r"^([A-Z_]+)=(.*)$", kept, flags=re.MULTILINE):
            monkeypatch.setenv(name, value)
        settings = load_settings(cwd=tmp_path).settings
        assert (settings.host, settings.root_path, settings.log_format) == ("127.0.0.1", "/veikart", "json")
    assert settings.editor_group


@pytest.mark.parametrize(("file", "service"), [("compose.yaml", "app"), ("compose.klynge.yaml", "first")])
def test_the_containers_settings_are_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str, service: str
) -> None:
    compose = yaml.safe_load((ROOT / "deploy" / file).read_text())
    for name, value in {**environment(), **compose["services"][service]["environment"]}.items():
        if name.startswith(PREFIX):
            monkeypatch.setenv(name, str(value))
    settings = load_settings(cwd=tmp_path).settings
    assert settings.host == "0.0.0.0", "nobody outside the container would reach it"
    assert "*" not in settings.proxies


def test_what_is_told_of_milvus_stands_where_operators_look() -> None:
    told = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
    for name in ("VEIKART_MILVUS", "VEIKART_MILVUS_NAME", "VEIKART_MILVUS_TOKEN_FILE", MILVUS_TOKEN_VARIABLE):
        assert re.search(rf"^\|.*`{name}[=`]", told, re.MULTILINE), f"{name} stands in no table"
    assert re.search(r"^\| `veikart_index_up` \|", told, re.MULTILINE)


def test_the_threat_model_names_tests_that_are_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(set(named)) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []

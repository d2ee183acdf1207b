"""The doctor asks the language model, and says what is wrong with it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assistant.settings import load_settings
from tests.scripted_model import Script, scripted_model
from tests.server import Server
from ui import doctor
from ui.doctor import examine


@pytest.mark.parametrize(
    ("script", "healthy", "says"),
    [
        (Script(), True, "test-modell på http://"),
        (Script(status=401, body="no"), False, "VEIKART_LLM_KEY"),
        (Script(status=404, body="no"), False, "sett llm_model til et navn som den har"),
    ],
)
def test_the_language_model_is_asked(
    script: Script, healthy: bool, says: str, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEIKART_LLM_KEY", "min-hemmelighet")
    with scripted_model() as model:
        model.scripts = [script]
        flags = {"llm_url": model.url, "llm_model": "test-modell", "data": data_dir, "port": 0}
        report = examine(load_settings(flags, cwd=tmp_path))
    found = next(finding for finding in report.findings if finding.name == "språkmodell")
    assert (found.healthy, says in found.detail) == (healthy, True)
    assert "min-hemmelighet" not in report.as_text() + repr(report.as_json())


@pytest.mark.parametrize(
    ("token", "healthy", "says"),
    [
        ("", True, "er av"),
        ("a-token-that-is-long-enough", True, "er på, med nøkkel"),
        ("for-short", False, "kortere enn 20 tegn"),
    ],
)
def test_whether_there_is_an_editor_s_page_is_told_but_never_the_token(
    token: str, healthy: bool, says: str, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEIKART_EDITOR_TOKEN", token)
    report = examine(load_settings({"data": data_dir, "port": 0}, cwd=tmp_path))
    found = next(finding for finding in report.findings if finding.name == "redaktører")
    assert (found.healthy, says in found.detail) == (healthy, True)
    assert not token or token not in report.as_text() + repr(report.as_json())


def test_a_server_of_ours_that_runs_is_no_fault_but_a_stranger_on_the_port_is(
    server: Server, data_dir: Path, tmp_path: Path
) -> None:
    def address(port: int) -> doctor.Finding:
        report = examine(load_settings({"data": data_dir, "port": port}, cwd=tmp_path))
        return next(finding for finding in report.findings if finding.name == "adresse")

    ours = address(int(server.url.rpartition(":")[2]))
    assert (ours.healthy, "assistenten kjører på 127.0.0.1" in ours.detail) == (True, True)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = address(stranger.getsockname()[1])
    assert (taken.healthy, "er i bruk av et annet program" in taken.detail) == (False, True)


def test_a_key_to_milvus_that_cannot_be_read_is_told_with_the_rest(data_dir: Path, tmp_path: Path) -> None:
    flags = {"data": data_dir, "port": 0, "milvus": "http://127.0.0.1:9", "milvus_token_file": tmp_path / "mangler"}
    report = examine(load_settings(flags, cwd=tmp_path))
    found = next(finding for finding in report.findings if finding.name == "indeks")
    assert (found.healthy, "milvus_token_file" in found.detail) == (False, True)
    assert len(report.findings) > 5


def test_a_machine_without_landlock_is_told_of(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "has_landlock", lambda: False)
    report = examine(load_settings({"data": data_dir, "port": 0}, cwd=tmp_path))
    found = next(finding for finding in report.findings if finding.name == "import")
    assert "Landlock mangler på denne maskinen" in found.detail

"""Settings come from a file, the environment and flags, and each mistake is told with where it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError, load_settings


def test_later_origins_win_and_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "veikart.toml").write_text('port = 1000\nhost = "0.0.0.0"\nlanguage = "nn"\n')
    monkeypatch.setenv("VEIKART_PORT", "2000")
    monkeypatch.setenv("VEIKART_LANGUAGE", "en")
    loaded = load_settings({"port": 3000, "host": None}, cwd=tmp_path)
    assert (loaded.settings.port, loaded.settings.host, loaded.settings.language) == (3000, "0.0.0.0", "en")
    assert loaded.origins["port"] == "--port"
    assert loaded.origins["host"] == str(tmp_path / "veikart.toml")
    assert loaded.origins["language"] == "VEIKART_LANGUAGE"
    assert loaded.origins["model"] == "standard"


def test_folders_in_the_file_are_relative_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "etc" / "annet.toml"
    config.parent.mkdir()
    config.write_text('data = "var"\n')
    monkeypatch.setenv("VEIKART_CONFIG", str(config))
    assert load_settings().settings.data == tmp_path / "etc" / "var"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("port = 70000", "innstillingen 'port'"),
        ('farge = "blå"', "ukjent innstilling 'farge'"),
        ("port = [", "kan ikke lese innstillingene"),
        ('language = "fr"', "innstillingen 'language'"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_the_file(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "veikart.toml").write_text(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(cwd=tmp_path)
    assert says in str(caught.value)
    assert "veikart.toml" in str(caught.value)


def test_a_mistake_in_the_environment_is_told_with_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIKART_PROT", "7860")
    with pytest.raises(SettingsError, match=r"ukjent innstilling 'prot' \(fra VEIKART_PROT\)"):
        load_settings()


def test_a_language_model_without_a_name_is_a_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VEIKART_LLM_URL", "http://127.0.0.1:1/v1")
    with pytest.raises(SettingsError, match="llm_url er satt, men ikke llm_model"):
        load_settings(cwd=tmp_path)


def test_the_address_of_a_language_model_is_a_web_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VEIKART_LLM_URL", "ftp://modell")
    with pytest.raises(SettingsError, match="begynner med http:// eller https://"):
        load_settings(cwd=tmp_path)


def test_the_key_of_a_language_model_is_no_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VEIKART_LLM_KEY", "hemmelig")
    assert "hemmelig" not in repr(load_settings(cwd=tmp_path))


def test_sites_to_import_from_are_names_and_not_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIKART_IMPORT_HOSTS", "Regjeringen.no, kommunen.no")
    assert load_settings(cwd=tmp_path).settings.import_hosts == ("regjeringen.no", "kommunen.no")
    monkeypatch.setenv("VEIKART_IMPORT_HOSTS", "https://kommunen.no/")
    with pytest.raises(SettingsError, match=r"skriv det slik: kommunen\.no"):
        load_settings(cwd=tmp_path)


@pytest.mark.parametrize("address", ["milvus:19530", "http://rot:hemmelig@milvus:19530", "ftp://milvus", "milvus"])
def test_an_address_of_milvus_is_told_in_words_and_without_what_may_be_a_password(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEIKART_MILVUS", address)
    with pytest.raises(SettingsError) as caught:
        load_settings(cwd=tmp_path)
    assert "innstillingen 'milvus' (fra VEIKART_MILVUS) kan ikke brukes: skriv en adresse som" in str(caught.value)
    assert "hemmelig" not in str(caught.value)


@pytest.mark.parametrize("address", ["http://milvus:19530", "https://10.0.0.8", "indeks/milvus.db", ""])
def test_an_address_of_milvus_may_be_a_server_or_a_file(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEIKART_MILVUS", address)
    assert load_settings(cwd=tmp_path).settings.milvus == address


_ENGLISH = ("Input", "should", "valid", "must", "Unable", "cannot", "String", " or ")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_what_is_wrong_with_a_value_is_never_told_in_english(name: str, tmp_path: Path) -> None:
    for value in ("-7", "hva? x", "", "1.5", 3.7, True, [1], {"a": 1}, 10**9, "10.0.0.0/99"):
        try:
            load_settings({name: value}, cwd=tmp_path)
        except SettingsError as error:
            told = str(error)
            assert not [word for word in _ENGLISH if word in told], told
            assert "^" not in told, "a form is told in words"
            assert "\n" not in told


def test_a_number_out_of_bounds_is_told_with_the_bound(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"'port' \(fra --port\) kan ikke være 70000: må være høyst 65535"):
        load_settings({"port": 70000}, cwd=tmp_path)

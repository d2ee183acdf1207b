"""The address of the database: what is taken, what is refused in one line, and that its password is told to nobody."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from assistant.archive import ArchiveError, export
from assistant.database.address import DatabaseAddressError, read_address
from assistant.database.opening import shared_database
from assistant.settings import Settings, SettingsError, load_settings
from tests.conftest import Veikart, open_address
from tests.postgres import PASSWORD, Postgres, needs_postgres

NOBODY = f"postgresql://veikart:{PASSWORD}@127.0.0.1:1/veikart"


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://veikart:{PASSWORD}@tjener/veikart",
        f"postgres://veikart:{PASSWORD}@tjener/veikart",
        f"postgresql+asyncpg://veikart:{PASSWORD}@tjener/veikart",
        f"{PASSWORD}",
        f"postgresql://veikart:{PASSWORD}@tjener:port/veikart",
        f"postgresql://veikart:{PASSWORD}@tjener",
        f"postgresql://veikart:x@{PASSWORD}@tjener/veikart",
        f"postgresql://veikart@tjener/veikart?password={PASSWORD}",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_that_cannot_be_used_is_one_line(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VEIKART_DATABASE", address)
    with pytest.raises(SettingsError, match="database") as told:
        shared_database(load_settings(cwd=tmp_path).settings)
    assert len(str(told.value).splitlines()) == 1
    assert PASSWORD not in str(told.value)


def test_a_command_says_so_and_ends(veikart: Veikart, tmp_path: Path) -> None:
    address = f"mysql://veikart:{PASSWORD}@tjener/veikart"
    run = veikart("feedback", cwd=tmp_path, data=tmp_path, VEIKART_DATABASE=address)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert "postgresql:// eller sqlite://" in run.stderr
    assert PASSWORD not in run.stderr + run.stdout


def test_a_list_in_the_settings_file_is_refused_without_being_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "veikart.toml").write_text(f'database = ["{NOBODY}"]')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="database") as told:
        load_settings()
    assert PASSWORD not in str(told.value)


def test_postgresql_without_a_driver_means_psycopg() -> None:
    assert read_address("postgresql://u@h/n").drivername == "postgresql+psycopg"
    with pytest.raises(DatabaseAddressError, match="mangler navnet"):
        read_address("postgresql://u@h")


def test_a_driver_that_is_not_installed_is_told_of_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("assistant.database.opening.import_module", without)
    with pytest.raises(SettingsError, match=r"kjør pip install 'psycopg\[binary\]'"):
        shared_database(Settings(database=NOBODY))


def test_neither_the_doctor_nor_a_command_nor_an_archive_shows_the_password(veikart: Veikart, tmp_path: Path) -> None:
    doctor = veikart("doctor", "--json", cwd=tmp_path, data=tmp_path, VEIKART_DATABASE=NOBODY)
    report = json.loads(doctor.stdout)
    assert report["settings"]["database"]["value"] == "postgresql+psycopg://veikart:***@127.0.0.1:1/veikart"
    [finding] = [one for one in report["findings"] if one["name"] == "database"]
    assert finding["healthy"] is False
    assert "Connection refused" in finding["detail"]
    listed = veikart("feedback", cwd=tmp_path, data=tmp_path, VEIKART_DATABASE=NOBODY)
    assert (listed.returncode, len(listed.stderr.splitlines())) == (2, 1)
    settings = Settings(data=tmp_path, database=NOBODY)
    with pytest.raises(ArchiveError, match="kan ikke ta kopi av postgresql") as told:
        export(settings, tmp_path / "kopi.zip")
    assert list(tmp_path.glob("*kopi*")) == []
    told_all = f"{doctor.stdout}{doctor.stderr}{listed.stderr}{told.value}{settings!r}"
    assert PASSWORD not in told_all


@needs_postgres
@pytest.mark.parametrize("kept_in", ["file", "environment", "address"])
def test_the_password_is_read_from_where_it_is_kept(
    kept_in: str, postgres: Postgres, veikart: Veikart, tmp_path: Path
) -> None:
    address = postgres.make_database()
    bare = address.replace(f":{PASSWORD}", "")
    (tmp_path / "passord").write_text(f"{PASSWORD}\n")
    given = {
        "file": {"VEIKART_DATABASE": bare, "VEIKART_DATABASE_PASSWORD_FILE": str(tmp_path / "passord")},
        "environment": {"VEIKART_DATABASE": bare, "VEIKART_DATABASE_PASSWORD": PASSWORD},
        "address": {"VEIKART_DATABASE": address},
    }[kept_in]

    def run(*command: str) -> tuple[int, str]:
        done = veikart(*command, cwd=tmp_path, data=tmp_path, **given)
        assert PASSWORD not in done.stdout + done.stderr
        return done.returncode, done.stdout

    code, before = run("database", "status")
    assert (code, "kjør 'veikart database upgrade'" in before) == (1, True)
    assert run("database", "upgrade")[0] == 0
    code, after = run("database", "status")
    assert (code, "PostgreSQL 1" in after, "kan skrives til" in after) == (0, True, True)


@needs_postgres
def test_a_wrong_password_is_one_line(postgres: Postgres, veikart: Veikart, tmp_path: Path) -> None:
    wrong = postgres.make_database().replace(PASSWORD, "feil-passord")
    run = veikart("unanswered", cwd=tmp_path, data=tmp_path, VEIKART_DATABASE=wrong)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert "password authentication failed" in run.stderr
    assert "feil-passord" not in run.stderr


def test_a_password_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        shared_database(Settings(database=NOBODY, database_password_file=tmp_path / "mangler"))
    missing = tmp_path / "mangler"
    assert str(told.value) == f"kan ikke lese hemmeligheten i database_password_file ({missing}): FileNotFoundError"


def test_one_file_may_hold_everything(veikart: Veikart, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/alt.sqlite"
    settings = Settings(data=tmp_path, database=address)
    assert (
        "blir laget når den trengs"
        in veikart("database", "status", cwd=tmp_path, data=tmp_path, VEIKART_DATABASE=address).stdout
    )
    export(settings, tmp_path / "tom.zip")
    assert open_address(address).upgrade() is True
    export(settings, tmp_path / "full.zip")
    with zipfile.ZipFile(tmp_path / "full.zip") as archive:
        assert "alt.sqlite" not in archive.namelist(), "the keys of sessions went along"
        assert "feedback.sqlite" in archive.namelist()

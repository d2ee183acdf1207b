"""The systemd unit: systemd takes it, it is shut in, and strangers' files are still read behind a ban on writing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.image import ROOT
from tests.deploy.system_calls import allowed_calls, run_filtered

UNIT = ROOT / "deploy" / "veikart.service"
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed (apt install systemd)")
LANDLOCK = {"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}
MOST_EXPOSED = 1.5  # of 10, as systemd counts; newer ones count more
INDISPENSABLE = {
    "User=veikart",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "IPAddressDeny=any",
    "IPAddressAllow=localhost",
}


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit over a program that is there, so that systemd has nothing to say of that."""
    program = tmp_path / "veikart"
    program.symlink_to("/bin/true")
    text = UNIT.read_text().replace("/opt/veikart/bin/veikart", str(program))
    path = tmp_path / "veikart.service"
    path.write_text(text)
    return path


@needs_systemd
def test_systemd_understands_every_line(unit: Path) -> None:
    said = subprocess.run([str(ANALYZE), "verify", str(unit)], check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert unit.name not in said.stderr


@needs_systemd
def test_the_service_is_shut_in(unit: Path) -> None:
    said = subprocess.run(
        [str(ANALYZE), "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", str(unit)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert said.returncode == 0, said.stdout[-2000:]
    assert set(unit.read_text().splitlines()) >= INDISPENSABLE


@needs_systemd
def test_a_strangers_file_is_confined_under_the_units_filter(tmp_path: Path) -> None:
    """Where the filter leaves Landlock out, the reading process goes on without it, and nobody is told."""
    calls = allowed_calls(str(ANALYZE), UNIT)
    assert calls >= LANDLOCK
    plan = tmp_path / "plan.md"
    plan.write_text("# Klimaplan\n\nKommunen skal kutte utslippene.\n")
    asked = (
        "from corpus.importing.sandbox import read_file; from corpus.importing.confinement import forbid_writing;"
        f"from pathlib import Path; print(len(read_file(Path({str(plan)!r})).blocks), forbid_writing())"
    )
    bare = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert run_filtered(calls, asked) == bare
    if bare.split()[1] == "True":  # this machine's kernel has Landlock: then the filter is what holds or breaks it
        assert run_filtered(calls - LANDLOCK, asked).split()[1] == "False"


def test_what_the_unit_names_is_what_the_guide_makes() -> None:
    unit, guide = UNIT.read_text(), (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
    for key in ("ExecStart", "EnvironmentFile"):
        (path,) = re.findall(rf"^{key}=(\S+)", unit, flags=re.MULTILINE)
        assert path in guide
    (user,) = re.findall(r"^User=(\w+)", unit, flags=re.MULTILINE)
    assert f"useradd --system --home-dir /var/lib/{user}" in guide

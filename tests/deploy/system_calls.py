"""A process under the unit's own filter of system calls, as systemd would set it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.deploy.image import ROOT

# libseccomp is what systemd itself sets filters with; refused calls fail with EPERM, as the unit says.
_FILTERED = """
import ctypes, json, sys
seccomp = ctypes.CDLL("libseccomp.so.2")
seccomp.seccomp_init.restype = ctypes.c_void_p
refuse, allow = 0x00050001, 0x7FFF0000
context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(refuse)))
for name in json.loads(sys.argv[1]):
    number = seccomp.seccomp_syscall_resolve_name(name.encode())
    if number >= 0:
        assert seccomp.seccomp_rule_add_array(context, ctypes.c_uint32(allow), number, 0, None) == 0, name
assert seccomp.seccomp_load(context) == 0
exec(sys.argv[2])
"""


def allowed_calls(analyze: str, unit: Path) -> set[str]:
    """Return the calls that the unit's ``SystemCallFilter`` lines leave, as this machine's systemd reads them."""
    allowed: set[str] = set()
    for line in re.findall(r"^SystemCallFilter=(.+)$", unit.read_text(), flags=re.MULTILINE):
        calls = {call for word in line.removeprefix("~").split() for call in _calls(analyze, word)}
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    return allowed | _calls(analyze, "@default")


def run_filtered(calls: set[str], program: str) -> str:
    """Run a program under a filter that leaves only some calls, and return what it says."""
    command = [sys.executable, "-c", _FILTERED, json.dumps(sorted(calls)), program]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@cache
def _calls(analyze: str, word: str) -> set[str]:
    if not word.startswith("@"):
        return {word}
    listed = subprocess.run([analyze, "syscall-filter", word], check=True, capture_output=True, text=True).stdout
    words = re.findall(r"^    ([@\w-]+)$", listed, flags=re.MULTILINE)
    return {call for one in words for call in _calls(analyze, one)}

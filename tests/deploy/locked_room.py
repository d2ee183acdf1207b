"""The real server as a container runs it: nobody's user, no capability, no disk but its data and ``/tmp``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.deploy.image import ROOT, environment
from tests.server import Server, wait_for_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOBODY = 65534
_AS_NOBODY = [
    "setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--no-new-privs", "--bounding-set=-all",
    "--inh-caps=-all",
]  # fmt: skip
# Everything is mounted anew as read-only, but for the room, which is then all of the data, and a new /tmp.
# A checkout in /tmp is put back into the new one, and an interpreter in root's own folder (pyenv) where nobody may
# reach it.
_ENTER = """
mount --make-rprivate /
mount --bind "$ROOM" /mnt
case "$PYTHON" in /root/*)
    mount --bind "$PYTHON" /srv
    mount -t tmpfs -o mode=755 tmpfs /root
    mkdir -p "$PYTHON"
    mount --bind /srv "$PYTHON"
    umount /srv
esac
case "$CHECKOUT" in /tmp/*) mount --bind "$CHECKOUT" /srv ;; esac
for place in $(cut -d" " -f2 /proc/self/mounts | grep -v "^/mnt"); do
    mount -o remount,bind,ro "$place" 2>/dev/null
done
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs -o noexec,nosuid,nodev,size=512m,mode=1777 tmpfs /tmp
case "$CHECKOUT" in /tmp/*)
    mkdir -p "$CHECKOUT"
    mount --bind /srv "$CHECKOUT"
    mount -o remount,bind,ro "$CHECKOUT"
    umount /srv
esac
cd /
exec "$@"
"""


def _why_not() -> str:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("setpriv"):
        return "only root on Linux can take the disk away from a process"
    if subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode:
        return "this machine lets nobody have mounts of their own"
    if not all(folder.stat().st_mode & 0o005 == 0o005 for folder in (ROOT, *ROOT.parents)):
        return f"{ROOT} cannot be read by others than its owner"
    return ""


needs_locked_room = pytest.mark.skipif(bool(_why_not()), reason=_why_not())


@contextmanager
def start_locked_server(room: Path, **settings: str) -> Iterator[Server]:
    """Start the server with the image's own environment.

    Args:
        room: Folder that is ``/mnt`` to the server, and all that it can write to; the data lies in ``data`` below.
        settings: More of the environment.
    """
    for path in [room, *room.rglob("*")]:
        if not path.is_symlink():
            os.chown(path, _NOBODY, _NOBODY)
    log = room.with_suffix(".log")
    given = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    places = {"ROOM": str(room), "PYTHON": sys.base_prefix, "CHECKOUT": str(ROOT)}
    server = {"VEIKART_DATA": "/mnt/data", "VEIKART_HOST": "127.0.0.1", "VEIKART_PORT": "0"}
    with log.open("w") as stream:
        process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", _ENTER, "sh", *_AS_NOBODY,
             sys.executable, "-c", "from ui.cli import main; main()", "serve"],
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment() | given | places | server | settings,
        )  # fmt: skip
    try:
        yield Server(wait_for_address(process, log), process, log)
    finally:
        process.terminate()
        process.wait(timeout=20)

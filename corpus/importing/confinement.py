"""Take from the running process what reading a file does not need: writing, connecting, starting processes, memory.

What each system offers differs. Linux has all of it; macOS has no Landlock and does not hold processes to a memory
limit; Windows has only the audit hook. The parent's clock and its limit on the answer hold everywhere.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

_FORBIDDEN = (
    "ftplib.",
    "http.client.",
    "os.chflags",
    "os.chmod",
    "os.chown",
    "os.exec",
    "os.fork",
    "os.kill",
    "os.link",
    "os.mkdir",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.setxattr",
    "os.spawn",
    "os.startfile",
    "os.symlink",
    "os.system",
    "os.truncate",
    "os.utime",
    "pty.spawn",
    "shutil.",
    "smtplib.",
    "socket.",
    "sqlite3.connect",
    "subprocess.",
    "tempfile.",
    "urllib.Request",
    "webbrowser.open",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_NO_NEW_PRIVILEGES = 38  # prctl's PR_SET_NO_NEW_PRIVS, without which Landlock is refused
# These three system calls have the same numbers on all of Linux's processors.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
# Writing, removing and making of every sort (bits 1 and 4-12); from its 2nd and 3rd versions also linking, truncating.
_LANDLOCK_WRITES, _LANDLOCK_REFER, _LANDLOCK_TRUNCATE = 0b1_1111_1111_0010, 1 << 13, 1 << 14
_LANDLOCK_TCP, _TCP_SINCE = 0b11, 4


class ForbiddenError(PermissionError):
    """Code in the confined process tried what reading a file does not need."""


def limit_resources(memory: int, seconds: float) -> None:
    """Set the operating system's limits on this process: memory, processor time, files and new processes.

    Args:
        memory: Bytes of address space.
        seconds: Processor time.
    """
    if sys.platform == "win32":
        return
    import resource

    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, value in limits.items():
        # A limit that is lower already stays; macOS refuses some that it does not hold.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def has_landlock() -> bool:
    """Tell whether the system can forbid a process to write; without it only Python's own guard stands."""
    if sys.platform != "linux":
        return False
    return int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, 1)) >= 1


def forbid_writing() -> bool:
    """Forbid this process and its children to write, make or remove files and to use TCP, through Landlock.

    Returns:
        Whether the system has Landlock.
    """
    if not has_landlock():
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE_RULESET, None, 0, 1)
    files = _LANDLOCK_WRITES
    if version >= 2:  # noqa: PLR2004 - versions of Landlock
        files |= _LANDLOCK_REFER
    if version >= 3:  # noqa: PLR2004 - versions of Landlock
        files |= _LANDLOCK_TRUNCATE
    handled = [files, _LANDLOCK_TCP] if version >= _TCP_SINCE else [files]
    rules = (ctypes.c_uint64 * len(handled))(*handled)
    descriptor = system.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if descriptor < 0:
        return False
    # No rule is added, so what is handled is forbidden everywhere.
    done = system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and system.syscall(_RESTRICT_SELF, descriptor, 0) == 0
    os.close(descriptor)
    return bool(done)


def guard_python() -> None:
    """Forbid Python code in this process, for good, to write files, connect or start processes."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        flags = arguments[2] if len(arguments) > 2 else 0  # noqa: PLR2004 - path, mode, flags
        if isinstance(flags, int) and flags & _WRITING:
            raise ForbiddenError(event)
    elif event.startswith(_FORBIDDEN):
        raise ForbiddenError(event)

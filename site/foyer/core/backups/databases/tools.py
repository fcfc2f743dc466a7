"""PostgreSQL's own programs: found, asked for their version, run without a password on the command line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence

from foyer.core.backups.entries import BLOCK
from foyer.core.backups.refusals import ToolFailed, ToolMissing, ToolTooOld
from foyer.core.logs import redact

_LONGEST_WORDS = 300


def found(tool: str, *, server: int = 0) -> str:
    """Return where a program is.

    Args:
        tool: its name.
        server: the major version of the server it is for.

    Raises:
        ToolMissing: it is not installed.
        ToolTooOld: the server is younger.
    """
    place = shutil.which(tool)
    if place is None:
        raise ToolMissing(tool=tool)
    version = re.search(r"\d+", version_of(place))
    if version and int(version[0]) < server:
        raise ToolTooOld(tool=tool, has=version[0], needs=server)
    return place


def version_of(place: str) -> str:
    """Return what a program says of its version."""
    said = subprocess.run([place, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  found on the path
    return said.stdout.strip()


def output_of(line: Sequence[str], environment: Mapping[str, str]) -> Iterator[bytes]:
    """Yield what a program writes, as it writes it.

    Raises:
        ToolFailed: it gave up; what was yielded is worth nothing.
    """
    with tempfile.TemporaryFile() as words:
        program = subprocess.Popen(  # noqa: S603  a program of PostgreSQL
            line, stdout=subprocess.PIPE, stderr=words, env=os.environ | dict(environment)
        )
        try:
            assert program.stdout is not None  # noqa: S101  a pipe was asked for
            while block := program.stdout.read(BLOCK):
                yield block
            program.wait()
        finally:
            program.kill()
            program.wait()
            assert program.stdout is not None  # noqa: S101  as above
            program.stdout.close()
        if program.returncode:
            words.seek(0)
            raise ToolFailed(tool=line[0], words=_few(words.read()))


def run(line: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a program to its end.

    Raises:
        ToolFailed: it gave up.
    """
    for _block in output_of(line, environment):
        pass


def _few(words: bytes) -> str:
    return redact(" ".join(words.decode(errors="replace").split()))[:_LONGEST_WORDS]

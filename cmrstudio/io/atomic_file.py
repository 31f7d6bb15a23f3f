"""Files that are either wholly there or as they were before."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cmrstudio.domain.errors import OutputError


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file by way of a temporary one beside it, which is on the disk before it takes the name.

    Missing folders are made. Raises ``OutputError`` naming the path and the system's reason; nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            path, f"the file cannot be written: {reason}. Choose another place or free some space."
        ) from error

"""What native libraries print on standard error while they load, kept back unless it matters."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

STDERR = 2
_LOG_LINE = re.compile(rb"[IWE]\d{4} \d\d:\d\d:|WARNING: All log messages before absl::InitializeLog")
"""What a line of TensorFlow's log begins with.

While it loads it logs whatever level it is told, and where there is no GPU it calls even that an error.
"""


@contextmanager
def quiet_unless_it_fails() -> Iterator[None]:
    """Within this, native libraries load without a word on stderr; all of it is shown after all where that fails.

    Where it succeeds, lines of TensorFlow's log are left out and all others shown at the end. The descriptor itself is
    turned aside, for the whole process: other threads should have nothing to say meanwhile.
    """
    try:
        stderr = os.dup(STDERR)
    except OSError:  # a windowed program has no stderr
        yield
        return
    with tempfile.TemporaryFile() as kept:
        os.dup2(kept.fileno(), STDERR)
        failed = True
        try:
            yield
            failed = False
        finally:
            os.dup2(stderr, STDERR)
            os.close(stderr)
            kept.seek(0)
            lines = [line for line in kept if failed or not _LOG_LINE.match(line)]
            if lines:
                os.write(STDERR, b"".join(lines))

"""A decoding pool that is started when it is first needed and kept for the next study."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmrstudio.io.dicom.decode_pool import DecodePool


class KeptPool:
    """Starts ``process_count`` decoding processes at the first ``start``, or as many as a ``DecodePool`` has by itself.

    All calls are made on one thread: that of the worker that reads with it.
    """

    def __init__(self, process_count: int | None = None) -> None:
        self._process_count = process_count
        self._pool: DecodePool | None = None

    def start(self) -> DecodePool:
        """The pool, started now where it is not yet; its processes load their decoders meanwhile."""
        if self._pool is None:
            from cmrstudio.io.dicom.decode_pool import DecodePool

            self._pool = DecodePool(self._process_count)
            self._pool.start()
        return self._pool

    def stop(self) -> None:
        """End the processes; the next ``start`` makes others."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

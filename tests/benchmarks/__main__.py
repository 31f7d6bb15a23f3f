"""Runs every bench_*.py of this folder, each in a process of its own, and prints what they measure: `make bench`.

A benchmark is a script with a `main()` that prints its table; `make bench ARGS=decoding` runs bench_decoding.py alone.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TIME_LIMIT_S = 900


def main(names: list[str]) -> int:
    """Run the benchmarks called ``names`` (all without any); returns how many failed."""
    scripts = sorted(HERE.glob("bench_*.py"))
    if names:
        scripts = [script for script in scripts if script.stem.removeprefix("bench_") in names]
    if not scripts:
        print(f"There is no such benchmark in {HERE}.", file=sys.stderr)
        return 1
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {load()}")
    failed = [script.stem for script in scripts if not succeeds(script)]
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


def succeeds(script: Path) -> bool:
    """Run one benchmark with the project's root on the path, and print its heading and how long it took."""
    title = script.stem.removeprefix("bench_").replace("_", " ")
    print(f"\n== {title} " + "=" * max(0, 76 - len(title)), flush=True)
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    code = f"import runpy; runpy.run_path({str(script)!r}, run_name='benchmark')['main']()"
    if "__main__" in script.read_text(encoding="utf-8"):
        command = [sys.executable, str(script)]
    else:
        command = [sys.executable, "-c", code]
    started = time.perf_counter()
    try:
        done = subprocess.run(command, env=environment, timeout=TIME_LIMIT_S, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        print(f"stopped after {TIME_LIMIT_S} s", file=sys.stderr)
        return False
    print(f"({time.perf_counter() - started:.0f} s)", flush=True)
    return done


def load() -> str:
    """The machine's load over the last minute: a busy machine measures nothing."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

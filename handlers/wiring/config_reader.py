"""Reading the config in a process of its own, beside what else a start does.

    python -m handlers.wiring.config_reader [FILE]: the config on standard output, pickled

What checks a config (pydantic, PyYAML) takes 9 MiB, and is of no use to a bot that serves.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bot.config import Config
from handlers.wiring.environment import CONFIG_FILE, SetupError, load_config


def read_apart(path: str | None) -> Callable[[], Config]:
    """Begin to read; the call waits for the config. Its errors are those of `load_config`."""
    if path is None and not Path(CONFIG_FILE).exists():
        return Config
    arguments = [] if path is None else [path]
    # -P: what lies in the folder that the bot is started in is no module of ours.
    command = [sys.executable, "-P", "-m", __name__, *arguments]
    try:
        reading = subprocess.Popen(  # noqa: S603 - ourselves
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return lambda: load_config(path)

    def read() -> Config:
        told, _ = reading.communicate()
        if reading.returncode == 0:
            found = pickle.loads(told)  # noqa: S301 - from our own process
            if isinstance(found, Config):
                return found
        # What is wrong is found and said here.
        return load_config(path)

    return read


if __name__ == "__main__":
    try:
        known = load_config(sys.argv[1] if len(sys.argv) > 1 else None)
    except SetupError:
        sys.exit(1)
    sys.stdout.buffer.write(pickle.dumps(known))

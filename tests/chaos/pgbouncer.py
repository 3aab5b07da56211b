"""A real PgBouncer, where one is installed, in transaction mode and with its settings as shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.journeys.processes import free_port

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")

SETTINGS = """
[databases]
{name} = host={host} port={port} dbname={name} user={user} {secret}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {servers}
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""


@contextmanager
def pgbouncer(url: str, *, servers: int) -> Iterator[str]:
    """One before this database with so many connections to it; its address for the same database."""
    assert PROGRAM is not None
    address, listen = make_url(url), free_port()
    folder = Path(tempfile.mkdtemp(prefix="referral-bot-bouncer-"))
    folder.chmod(0o777)
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        SETTINGS.format(
            name=address.database,
            host=address.query.get("host") or address.host,
            port=address.query.get("port") or address.port or 5432,
            user=address.username or "postgres",
            secret=f"password={address.password}" if address.password else "",
            listen=listen,
            servers=servers,
            folder=folder,
        )
    )
    # It refuses to run as root, and the tests' server lets only its own user near its socket.
    socket = Path(str(address.query.get("host") or "/nowhere"))
    owner = socket.owner() if socket.is_dir() else "nobody"
    user = ["-u", owner] if os.geteuid() == 0 else []
    with subprocess.Popen([PROGRAM, "-q", *user, str(settings)]) as process:
        own = address.set(host="127.0.0.1", port=listen, query={}, password=None)
        try:
            _until_it_answers(own.render_as_string(hide_password=False))
            yield own.render_as_string(hide_password=False)
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _until_it_answers(url: str) -> None:
    for _ in range(100):
        with suppress(psycopg.OperationalError):
            psycopg.connect(url.replace("+psycopg", ""), connect_timeout=2).close()
            return
        time.sleep(0.05)
    raise AssertionError("PgBouncer does not answer")

"""What is shipped for machines: the unit, the image, the compose file, the wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import yaml

from handlers.cli.run import command as run_command
from tests.journeys.processes import free_port

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "referral-bot.service"
BOT = (sys.executable, "-P", "-c", "from handlers.cli import main; main()")


def options(words: list[str]) -> set[str]:
    """The options of `run` among these words."""
    return {word for word in words if word.startswith("--")}


KNOWN = {name for option in run_command.params for name in option.opts}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_the_unit_and_finds_it_tight(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/referral-bot/bin/referral-bot", sys.executable))
    verified = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert verified.stderr == ""
    looked = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    exposure = re.search(r"exposure level for .*?: ([\d.]+)", looked.stdout)
    assert exposure
    assert float(exposure[1]) < 2


def test_a_command_runs_as_the_unit_does(tmp_path: Path) -> None:
    """Its user, its environment; and whatever is asked, as it was typed."""
    unit, tokens = UNIT.read_text(), tmp_path / "environment"
    tokens.write_text("SLACK_BOT_TOKEN=xoxb-1\nREFERRAL_BOT_AUDIT_OLD_KEYS='old $1 & older'\n")
    script = UNIT.with_suffix(".sh").read_text()
    (tmp_path / "run.sh").write_text(script.replace("/etc/referral-bot/environment", str(tokens)))
    stub = tmp_path / "runuser"
    stub.write_text('#!/bin/sh\nenv\nprintf "<%s>" "$@"\n')
    stub.chmod(0o755)
    command = ["/bin/sh", str(tmp_path / "run.sh"), "backup", "a file.db"]
    ran = subprocess.run(
        command,
        env={"PATH": str(tmp_path) + ":/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    user, start = re.search(r"User=(.*)", unit), re.search(r"ExecStart=(\S+)", unit)
    assert user
    assert start
    words = ("-u", user[1], "--", start[1], "backup", "a file.db")
    assert ran.stdout.endswith("".join(f"<{word}>" for word in words))
    settings = re.findall(r"^Environment=((?!PYTHON).*)$", unit, re.MULTILINE)
    assert len(settings) == 2
    lines = ran.stdout.splitlines()
    assert {*settings, "SLACK_BOT_TOKEN=xoxb-1"} <= {*lines}
    assert "REFERRAL_BOT_AUDIT_OLD_KEYS=old $1 & older" in lines


def test_what_the_files_start_is_understood() -> None:
    exec_start = re.search(r"ExecStart=\S+ run (.*)", UNIT.read_text())
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    image = re.search(r"CMD (\[\"run\".*\])", (ROOT / "Dockerfile").read_text())
    assert exec_start
    assert image
    of_unit = exec_start[1].split()
    of_compose = compose["services"]["bot"]["command"]
    assert {"--existing"} < options(of_unit) <= KNOWN
    assert {"--existing"} < options(of_compose) <= KNOWN
    assert options(yaml.safe_load(image[1])) <= KNOWN


def test_the_image_copies_what_is_there_and_runs_as_nobody_special() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [
        line.split()[1:-1] for line in lines if line.startswith("COPY") and "--from" not in line
    ]
    ignored = (ROOT / ".dockerignore").read_text().split()
    for name in (name for names in copied for name in names):
        assert (ROOT / name).exists()
        assert f"!{name}" in ignored
    assert "USER 10001" in lines
    assert any("/readyz" in line for line in lines[lines.index("EXPOSE 3000") :])
    bot = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["bot"]
    assert (bot["read_only"], bot["cap_drop"]) == (True, ["ALL"])


def test_the_wheel_alone_runs(tmp_path: Path) -> None:
    source, wheel = tmp_path / "source", tmp_path / "installed"
    source.mkdir()
    for name in ("bot", "handlers", "storage"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation")
    subprocess.run([*pip, "--target", wheel, source], check=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    clean |= {"PYTHONPATH": str(wheel), "REFERRAL_BOT_CONFIG": ""}

    def asked(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BOT, *words], cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
        )

    where = [sys.executable, "-P", "-c", "import bot; print(bot.__file__)"]
    found = subprocess.run(
        where, cwd=tmp_path, env=clean, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(str(wheel))
    assert "slash_commands" in asked("manifest").stdout
    checked = asked("check")
    assert checked.returncode == 1
    assert "SLACK_BOT_TOKEN" in checked.stdout
    ran = asked("run")
    assert ran.returncode == 1
    assert "SLACK_BOT_TOKEN" in ran.stderr
    port = free_port()
    demo = subprocess.Popen(
        [*BOT, "demo", "--no-browser", "--port", str(port)],
        cwd=tmp_path,
        env=clean,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert demo.stdout
        while str(port) not in (line := demo.stdout.readline()):
            assert line, "it ended"
        assert "<script" in _page(port)
    finally:
        demo.terminate()
        assert demo.wait(15) == 0
        _, _ = demo.communicate()


def _page(port: int) -> str:
    """The page, once it is served."""
    until = time.monotonic() + 30
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).text
        except httpx.ConnectError:
            if time.monotonic() > until:
                raise

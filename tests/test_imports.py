"""The import contracts reach into every package: a forbidden import is planted in each, and named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOTS = ("bot", "storage", "handlers")
FORBIDDEN = {
    # in what is below this: that
    "bot": "httpx",
    "storage": "slack_sdk",
    "handlers.wiring": "handlers.cli",
    "handlers.cli": None,  # stands on top, and may import everything
    "handlers": "storage.database",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of our packages and their contracts."""
    for name in ROOTS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree: Path) -> tuple[int, str]:
    """import-linter's exit code, and what it says on one line."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=tree, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def packages(tree: Path) -> Iterator[tuple[str, Path]]:
    """The name and the folder of every package."""
    for name in ROOTS:
        for file in sorted((tree / name).rglob("__init__.py")):
            yield ".".join(file.parent.relative_to(tree).parts), file.parent


def forbidden_in(package: str) -> str | None:
    """What this package must not import; None where it may import everything."""
    above = package
    while above not in FORBIDDEN:
        above = above.rpartition(".")[0]
    return FORBIDDEN[above]


def test_a_forbidden_import_in_any_package_is_named(tree: Path) -> None:
    assert lint(tree)[0] == 0
    planted = []
    for package, folder in packages(tree):
        if (what := forbidden_in(package)) and package != "handlers":
            (folder / "planted.py").write_text(f"import {what}\n")
            planted.append((f"{package}.planted", what))
    code, said = lint(tree)
    assert code == 1
    assert {module.partition(".")[0] for module, _ in planted} == set(ROOTS)
    assert [one for one in planted if f"{one[0]} -> {one[1]}" not in said] == []


def test_a_package_that_no_contract_names_is_an_error(tree: Path) -> None:
    for name in ("bot", "handlers"):
        (tree / name / "planted").mkdir()
        (tree / name / "planted" / "__init__.py").write_text("")
    code, said = lint(tree)
    assert code == 1
    assert "bot.planted" in said
    assert "handlers.planted" in said

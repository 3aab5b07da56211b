"""docs/reference.md, the schema of config.yaml and the README's table are what the code says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from bot.config import Config
from bot.config.reading import ConfigError, read_config
from bot.sentences.operations import health
from handlers.cli import cli
from handlers.wiring import check
from tests.docs import reference

ROOT = Path(__file__).parents[2]


def test_the_reference_is_current() -> None:
    assert reference.FILE.read_text(encoding="utf-8") == reference.reference(), "make docs"


def test_the_schema_is_current() -> None:
    assert reference.SCHEMA.read_text(encoding="utf-8") == reference.schema_text(), "make docs"


TAKEN = [
    (ROOT / "config.yaml").read_text(encoding="utf-8"),
    'digest: {day: tuesday, time: "08:30"}',
    "channels: {C012ABCDEF: {time_zone: Europe/Paris, country: FR}}",
    "retention: {erase_after: 18 months}",
    "retention: {erase_after: null}",
    "appeal_months: null",
    "platforms: {forum: {appeal_months: null, hosts: [forum.example], response_days: 3}}",
    "page_checks: {platforms: [all], proxy: environment}",
    "notice: {name: Desk, email: desk@example.org}",
    "leads: [U012ABCDEF]",
]
REFUSED = [
    "time_zones: Europe/London",
    "digest: {days: monday}",
    "digest: {day: someday}",
    'digest: {time: "25:00"}',
    "channels: {general: {}}",
    "platforms: {forum: {host: forum.example}}",
    "response_days: 0",
    "leads: U012ABCDEF",
    "guests: perhaps",
]


@pytest.mark.parametrize("text", TAKEN)
def test_an_editor_takes_what_the_bot_takes(text: str) -> None:
    read_config(text)
    assert list(Draft202012Validator(reference.schema()).iter_errors(yaml.safe_load(text))) == []


@pytest.mark.parametrize("text", REFUSED)
def test_an_editor_marks_what_the_bot_refuses(text: str) -> None:
    with pytest.raises(ConfigError):
        read_config(text)
    assert list(Draft202012Validator(reference.schema()).iter_errors(yaml.safe_load(text)))


def test_the_readme_has_the_variables_and_the_lifecycle() -> None:
    readme = reference.README.read_text(encoding="utf-8")
    assert reference.with_blocks(readme) == readme, "make docs"


def test_alerts_name_metrics_that_there_are() -> None:
    table = reference.metrics()
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = set(re.findall(r"referral_bot_[a-z_]+", text))
    assert len(named) > 4
    assert {one for one in named if f"`{one}`" not in table} == set()


def test_every_variable_in_the_code_stands_in_the_table() -> None:
    table, name = reference.environment(), re.compile(r'"((?:SLACK|REFERRAL_BOT)_[A-Z_]+)"')
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
    named = {one for file in files for one in name.findall(file.read_text(encoding="utf-8"))}
    assert named, "none was found"
    assert {one for one in named if f"`{one}`" not in table} == set()


def test_every_exit_code_stands_in_the_help() -> None:
    assert cli.help
    assert {"0", "1", "2"} <= set(re.findall(r"\d+", cli.help))


def test_every_subject_of_check_stands_in_the_table() -> None:
    text = Path(check.__file__).read_text(encoding="utf-8")
    subjects = set(re.findall(r"Finding\(\s*health\.([A-Z_]+),", text))
    assert len(subjects) > 10
    listed = set(health.LOOKS_AT)
    missing = {s for s in subjects if getattr(health, s) not in listed}
    assert missing <= {"LEAD_REVIEW"}  # a key of config


def test_the_shipped_config_has_every_key() -> None:
    told = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    shipped = (ROOT / "config.yaml").read_text(encoding="utf-8")
    keys = set(_keys(told))
    assert [
        key
        for key in _of(Config)
        if key not in keys and f"{key.rpartition('.')[2]}:" not in shipped
    ] == []


def _keys(told: Any, before: str = "") -> Iterator[str]:
    if isinstance(told, dict):
        for name, value in told.items():
            yield f"{before}{name}"
            yield from _keys(value, f"{before}{name}.")


def _of(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        key = f"{before}{field.validation_alias or name}"
        yield key
        inner = [field.annotation, *get_args(field.annotation)]
        for one in inner:
            if isinstance(one, type) and issubclass(one, BaseModel):
                yield from _of(one, f"{key}.")

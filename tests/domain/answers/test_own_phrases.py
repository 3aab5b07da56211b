"""A team's own phrases, of all platforms and of one."""

from __future__ import annotations

import pytest

from bot.config import Config
from bot.domain.answers.passages import settled
from bot.domain.answers.phrases import Verdict
from bot.domain.answers.reading import read_answer

PAGE, KEY = "https://x.com/example_one", "x:user:example_one"


def proposed(config: Config, text: str, platform: str | None) -> Verdict | None:
    return settled(read_answer(text, config.phrases_for(platform)))["page", KEY]


def test_a_phrase_of_one_platform_is_its_own() -> None:
    config = Config.model_validate(
        {"platforms": {"x": {"answers": {"closed": ["account … (was|has been) suspended"]}}}}
    )
    text = f"The account {PAGE} has been suspended."
    assert proposed(config, text, "x") is Verdict.CLOSED
    assert proposed(config, text, None) is None


def test_a_phrase_of_all_platforms() -> None:
    config = Config.model_validate({"answers": {"rejected": ["fits our house rules"]}})
    assert proposed(config, f"{PAGE} fits our house rules.", None) is Verdict.REJECTED
    assert proposed(config, f"It is not clear whether {PAGE} fits our house rules.", None) is None


def test_own_phrases_are_unclear_where_the_shipped_ones_are() -> None:
    config = Config.model_validate({"answers": {"closed": ["has been suspended"]}})
    assert proposed(config, f"{PAGE} has been suspended for 7 days.", None) is None


@pytest.mark.parametrize("phrase", ["suspended", "(has|was suspended", "a) b", " "])
def test_what_is_no_phrase(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"phrase|bracket"):
        Config.model_validate({"answers": {"closed": [phrase]}})

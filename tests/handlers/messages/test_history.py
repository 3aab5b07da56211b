"""The history: every step, and what somebody wrote in full."""

from __future__ import annotations

from hypothesis import given, settings

from bot.actions.recording.look import Seen
from bot.domain.advice import Advice
from bot.domain.lifecycle.referral import Action, Event
from handlers.messages.cards.history import history
from handlers.messages.kit.kit import Post
from handlers.workspace.blockkit.limits import problems_in_view
from tests.handlers.messages.samples import context, referral
from tests.handlers.messages.test_card import NASTY
from tests.handlers.messages.test_messages import event

LONG = "a" * 5000


def told(*events: Event) -> Post:
    seen = Seen(referral(), events, frozenset(), Advice(), {})
    return history(seen, context(demo=True))


def quotes(post: Post) -> list[str]:
    return [
        block["elements"][0]["elements"][0]["text"]
        for block in post.blocks
        if block["type"] == "rich_text"
    ]


def test_a_note_stands_in_full_under_its_step() -> None:
    post = told(
        event(Action.FLAG, personal={"note": f"<script>{LONG}"}, seq=1),
        event(Action.NOTE, personal={"note": "short"}, seq=2),
        event(Action.REJECT, personal={"words": LONG}, seq=3),
    )
    assert quotes(post) == [f"<script>{LONG}", LONG]
    kinds = [block["type"] for block in post.blocks]
    assert kinds == ["section", "section", "rich_text", "section", "rich_text"]


def test_the_reason_of_a_hold_is_never_quoted() -> None:
    assert quotes(told(event(Action.HOLD, personal={"reason": LONG}))) == []


def test_an_address_in_a_note_is_harmless() -> None:
    (quote,) = quotes(
        told(event(Action.FLAG, personal={"note": "see https://evil.example/x\nnow"}))
    )
    assert quote == "see hxxps://evil[.]example/x\nnow"


@given(note=NASTY)
@settings(max_examples=40)
def test_slack_takes_the_longest_history(note: str) -> None:
    post = told(*[event(Action.NOTE, personal={"note": note}, seq=n) for n in range(1, 70)])
    plain = {"type": "plain_text", "text": "History"}
    assert problems_in_view({"type": "modal", "title": plain, "blocks": post.blocks}) == []

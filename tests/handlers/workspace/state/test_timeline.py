"""A channel's messages: whatever comes and goes, pages and threads stay in order and complete."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.workspace.state.model import SlackMessage
from handlers.workspace.state.timeline import Timeline, padded_ts


def message(n: int, parent: int | None = None, broadcast: bool = False) -> SlackMessage:
    thread_ts = padded_ts(str(parent)) if parent is not None else ""
    return SlackMessage(
        "C", padded_ts(str(n)), "U", str(n), thread_ts=thread_ts, broadcast=broadcast
    )


STEPS = st.lists(st.tuples(st.sampled_from(["post", "reply", "tell", "remove"]), st.integers(0, 9)))


@given(STEPS, st.integers(1, 4))
def test_pages_and_threads_agree_with_what_is_stored(
    steps: list[tuple[str, int]], limit: int
) -> None:
    timeline = Timeline()
    for count, (step, pick) in enumerate(steps, start=1):
        parents = [ts for ts, one in timeline.messages.items() if not one.is_reply]
        chosen = parents[pick % len(parents)] if parents else None
        if step == "post":
            timeline.add(message(count))
        elif step == "remove" and timeline.messages:
            timeline.remove(sorted(timeline.messages)[pick % len(timeline.messages)])
        elif chosen is not None and not timeline.messages[chosen].deleted:
            timeline.add(message(count, int(chosen.split(".")[0]), step == "tell"))
    stored = timeline.messages.values()
    assert timeline.top == sorted(one.ts for one in stored if one.in_channel_view)
    for one in stored:
        if not one.is_reply:
            replies = sorted(r.ts for r in stored if r.is_reply and r.thread_ts == one.ts)
            assert timeline.threads.get(one.ts, []) == replies
            assert one.reply_count == len(replies)
            assert one.latest_reply == (replies[-1] if replies else "")
    seen: list[str] = []
    latest = ""
    while True:
        page = timeline.newest(limit, latest=latest)
        seen[:0] = [one.ts for one in page.messages]
        if not page.has_more:
            break
        latest = page.messages[0].ts
    assert seen == timeline.top


def test_timestamps_as_people_write_them() -> None:
    assert padded_ts("0") == "0000000000.000000"
    assert padded_ts("1763812800.5") == "1763812800.500000"
    for wrong in ("soon", "1.x", "", "-1"):
        with pytest.raises(ValueError, match="timestamp"):
            padded_ts(wrong)

"""The messages of one channel, in order: looked up by `ts`, paged by bisection, never scanned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field

from handlers.workspace.state.model import SlackMessage


def padded_ts(ts: str) -> str:
    """A timestamp as people and clients write it (`0`, `1763.5`) in the form that sorts as text."""
    whole, _, part = str(ts).strip().partition(".")
    if not whole.isdigit() or (part and not part.isdigit()):
        raise ValueError(f"not a message timestamp: {ts!r}")
    return f"{whole.zfill(10)}.{part[:6].ljust(6, '0')}"


@dataclass
class TimelinePage:
    """Some messages, oldest first, and whether more lie beyond."""

    messages: list[SlackMessage]
    has_more: bool


@dataclass
class Timeline:
    """`top` holds what stands in the channel; `threads` what hangs below a message."""

    messages: dict[str, SlackMessage] = field(default_factory=dict)
    top: list[str] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)

    def add(self, message: SlackMessage) -> SlackMessage | None:
        """Store a message; returns the parent if a reply changed it."""
        self.messages[message.ts] = message
        if message.in_channel_view:
            insort(self.top, message.ts)
        if not message.is_reply:
            return None
        insort(self.threads.setdefault(message.thread_ts, []), message.ts)
        parent = self.messages.get(message.thread_ts)
        if parent is None:
            return None
        parent.reply_count += 1
        parent.thread_ts = parent.ts
        parent.latest_reply = max(parent.latest_reply, message.ts)
        if message.user not in parent.reply_users:
            parent.reply_users.append(message.user)
        return parent

    def restore(self, message: SlackMessage) -> None:
        """Put back a saved message; its reply figures were saved with it."""
        self.messages[message.ts] = message
        if message.in_channel_view:
            insort(self.top, message.ts)
        if message.is_reply:
            insort(self.threads.setdefault(message.thread_ts, []), message.ts)

    def remove(self, ts: str) -> tuple[SlackMessage, SlackMessage | None]:
        """Take a message away, or leave a tombstone where a thread hangs below it.

        Returns the message and the other message that changed by it (its parent), if any.
        """
        message = self.messages[ts]
        if message.reply_count and not message.is_reply:
            message.deleted = True
            message.subtype = "tombstone"
            message.text = "This message was deleted."
            message.blocks, message.attachments, message.files = [], [], []
            message.metadata = {}
            return message, None
        del self.messages[ts]
        if message.in_channel_view:
            self.top.pop(bisect_left(self.top, ts))
        if not message.is_reply:
            return message, None
        replies = self.threads[message.thread_ts]
        replies.pop(bisect_left(replies, ts))
        parent = self.messages.get(message.thread_ts)
        if parent is not None:
            parent.reply_count = len(replies)
            parent.latest_reply = replies[-1] if replies else ""
            parent.reply_users = list(dict.fromkeys(self.messages[r].user for r in replies))
        return message, parent

    def newest(
        self,
        limit: int,
        *,
        oldest: str = "",
        latest: str = "",
        inclusive: bool = False,
        keys: list[str] | None = None,
    ) -> TimelinePage:
        """The newest `limit` messages between `oldest` and `latest` (exclusive unless inclusive)."""
        keys = self.top if keys is None else keys
        low = (bisect_left if inclusive else bisect_right)(keys, oldest) if oldest else 0
        high = (bisect_right if inclusive else bisect_left)(keys, latest) if latest else len(keys)
        start = max(low, high - limit)
        return TimelinePage([self.messages[ts] for ts in keys[start:high]], start > low)

    def thread(
        self,
        parent_ts: str,
        limit: int,
        *,
        oldest: str = "",
        latest: str = "",
        inclusive: bool = False,
    ) -> TimelinePage:
        """Replies of a thread, oldest first, after `oldest` and before `latest`."""
        keys = self.threads.get(parent_ts, [])
        low = (bisect_left if inclusive else bisect_right)(keys, oldest) if oldest else 0
        high = (bisect_right if inclusive else bisect_left)(keys, latest) if latest else len(keys)
        end = min(high, low + limit)
        return TimelinePage([self.messages[ts] for ts in keys[low:end]], end < high)

    def after(self, ts: str) -> list[str]:
        """The timestamps of what came into the channel after `ts`."""
        return self.top[bisect_right(self.top, ts) :] if ts else self.top

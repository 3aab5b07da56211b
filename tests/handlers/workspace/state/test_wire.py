"""The wire log: bounded, numbered, without secrets."""

from __future__ import annotations

from handlers.workspace.state.wire import HIDDEN, KEPT, Wire, without_secrets


def test_the_log_keeps_the_newest() -> None:
    wire = Wire()
    for n in range(KEPT + 10):
        wire.note("to_slack", str(n), {}, 200, {}, 1.0)
    assert len(wire.entries) == KEPT
    assert wire.after(0)[0].n == 11
    assert [entry.n for entry in wire.after(KEPT + 8)] == [KEPT + 9, KEPT + 10]
    assert wire.after(KEPT + 10) == []
    assert len(wire.after(0, limit=5)) == 5


def test_secrets_are_taken_out_wherever_they_stand() -> None:
    seen = without_secrets(
        {
            "token": "xoxb-1-abc",
            "text": "my token is xoxb-12-AbC, keep it",
            "list": [{"Authorization": "Bearer xapp-1-A"}],
            "response_url": "http://127.0.0.1:1/commands/T1/A1/abcdefghijklmnopqrstuvwx",
            "url": "ws://127.0.0.1:1/link/?ticket=abcdefghijklmnopqrstuvwx&app_id=A1",
            "channel": "C1",
        }
    )
    assert seen == {
        "token": HIDDEN,
        "text": f"my token is {HIDDEN}, keep it",
        "list": [{"Authorization": HIDDEN}],
        "response_url": f"http://127.0.0.1:1/commands/T1/A1/{HIDDEN}",
        "url": f"ws://127.0.0.1:1/link/?ticket={HIDDEN}&app_id=A1",
        "channel": "C1",
    }

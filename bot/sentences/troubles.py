"""What one person is told when something went wrong: Slack, the database, a file."""

from __future__ import annotations

NOT_RECORDED = (
    "I couldn't reach my database, so nothing was recorded. Please try again in a minute; if it "
    "stays like this, tell whoever runs the bot."
)
PERHAPS_RECORDED = (
    "The connection to my database broke, so I don't know whether this was recorded. Look before "
    "you try again."
)
CANNOT_KEEP = (
    "This text has a character that my database can't keep, such as half an emoji, so nothing was "
    "recorded. Type that part again and send it once more."
)
BUSY = "Somebody else did the same just now, so nothing was recorded. Please try again."
TOO_LATE = "That took too long. Please press the button again."
CANNOT_SEND_FILES = (
    "I'm not allowed to send files yet: the app lacks the scope `files:write`. Whoever runs the bot adds it "
    "from `referral-bot manifest` and installs the app again."
)
FILE_PERHAPS_SENT = (
    "Slack couldn't be reached, so I don't know whether the file arrived. Look in our direct messages "
    "before you try again."
)
FILE_NOT_SENT = "Slack couldn't be reached, so the file was not sent. Please try again."
CANNOT_READ_FILES = (
    "I'm not allowed to read files yet: the app lacks the scope `files:read`. Whoever runs the bot adds it "
    "from `referral-bot manifest` and installs the app again."
)
RESTARTING = (
    "I'm being restarted, so nothing was recorded. Please send that again in a few seconds."
)
FILE_NOT_GIVEN = "Slack didn't give me the file. Please try again."
FILE_ELSEWHERE = "Slack doesn't keep this file. Upload the file itself."


def unexpected(reference: str, command: str) -> str:
    return (
        f"Something went wrong on my side, reference {reference}. I don't know whether it was "
        f"recorded: look with `{command}` before you try again."
    )


def file_refused(code: str) -> str:
    return f"Slack didn't take the file ({code}). Please try again."


def form_refused(code: str) -> str:
    """`code` is empty where Slack said nothing."""
    return f"Slack didn't open the form{f' ({code})' if code else ''}. Please try again."


def file_too_large(megabytes: int) -> str:
    return (
        f"The file has more than {megabytes:,} MB. Split it, or have it imported with "
        "`referral-bot import`."
    )

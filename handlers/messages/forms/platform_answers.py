"""The forms of a platform's answer: its text, and what was understood of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.actions.recording.bulk import Done
from bot.actions.recording.platform_answers import Understood
from bot.config import Config
from bot.domain.answers.matching import AnswerLine, Group
from bot.domain.answers.phrases import Verdict
from bot.domain.lifecycle.referral import Referral, State
from bot.domain.pages.defang import defang, defang_all
from bot.domain.platforms import platform_label
from bot.sentences.recording import answers as sentences
from handlers.messages.cards.answers import preformatted
from handlers.messages.forms.batches import refused
from handlers.messages.kit.kit import (
    Block,
    Post,
    actions,
    button,
    context,
    cut,
    escape,
    labelled,
    option,
    section,
    select,
    typed,
)
from handlers.messages.kit.modals import modal

TEXT, REVIEW = "answer:text", "answer:review"
PASTED, FILE = "text", "file"
LINE = "line:"
REASON, REFERENCE, DATE = "reason", "reference", "date"
UNDO = "answer:undo"
MOST_LINES = 80
LONGEST = 3_000
PART = 2_900
"""Characters of a text that one block shows."""
_SHOWN = 20
_VERDICTS = {
    Verdict.CLOSED: "Closed",
    Verdict.RESTRICTED: "Restricted",
    Verdict.REJECTED: "Rejected",
}
_LEAVE = "leave"


def text_form(metadata: str) -> Block:
    """Where an answer is pasted or attached."""
    pasted: Block = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST}
    attached: Block = {"type": "file_input", "max_files": 1}
    blocks = [
        labelled(sentences.PASTE_HERE, PASTED, pasted, optional=True, hint=sentences.PASTE_HINT),
        labelled(sentences.OR_A_FILE, FILE, attached, optional=True, hint=sentences.FILE_HINT),
    ]
    return modal(sentences.TITLE, blocks, sentences.READ_IT, TEXT, metadata)


def review_form(
    found: Understood, config: Config, today: date, metadata: str, left_out: Sequence[str] = ()
) -> Block:
    """What was understood, line by line; only what can be recorded has a choice.

    `left_out` are sentences on what was not read.
    """
    open_lines = [line for line in found.lines if _can_be_recorded(line)]
    shown = open_lines[:MOST_LINES]
    blocks = [section(escape(sentences.CHECK_EACH if shown else sentences.NOTHING_TO_RECORD))]
    if left_out:
        told = "\n".join(escape(cut(one, 200)) for one in left_out[:_SHOWN])
        blocks.append(context(f":warning: {told}"))
    if len(open_lines) > len(shown):
        blocks.append(context(sentences.more_lines(len(shown), len(open_lines))))
    if shown:
        blocks += [section(f"*{_summed_up(shown)}*"), *_for_all(config, today)]
    for heading, lines in _by_outcome(shown):
        blocks.append(section(f"*{heading}*"))
        blocks += [_choice(line, found) for line in lines]
    blocks += _beside(found)
    submit = sentences.RECORD if shown else None
    # The id of the answer stands in a block that Slack hands back; the rest of Meta stays as it is.
    blocks[0] |= {"block_id": f"answer:{found.answer.uid}"}
    return modal(sentences.TITLE, blocks, submit, REVIEW, metadata)


def _can_be_recorded(line: AnswerLine) -> bool:
    return (
        line.group in (Group.UNDERSTOOD, Group.NOT_CLEAR)
        and line.candidate is not None
        and line.candidate.state is not State.FLAGGED
    )


def _proposed(line: AnswerLine) -> Verdict | None:
    """What is chosen for a line before anybody looks at it."""
    sure = line.group is Group.UNDERSTOOD and line.action and not line.guess
    return line.verdict if sure else None


def _by_outcome(lines: Sequence[AnswerLine]) -> list[tuple[str, list[AnswerLine]]]:
    """The lines under what is proposed for each, and those that are not clear."""
    found = []
    for verdict, label in _VERDICTS.items():
        those = [line for line in lines if _proposed(line) is verdict]
        found.append((sentences.understood_as(label.lower(), len(those)), those))
    rest = [line for line in lines if _proposed(line) is None]
    found.append((sentences.not_clear(len(rest)), rest))
    return [(heading, those) for heading, those in found if those]


def _summed_up(lines: Sequence[AnswerLine]) -> str:
    counts = Counter(map(_proposed, lines))
    named = [
        f"{counts[said]:,} {label.lower()}" for said, label in _VERDICTS.items() if counts[said]
    ]
    return sentences.summed_up(len(lines) - counts[None], counts[None], named)


def _choice(line: AnswerLine, found: Understood) -> Block:
    assert line.candidate is not None
    referral = found.referrals[line.candidate.number]
    options = [option(label, verdict.value) for verdict, label in _VERDICTS.items()]
    options.append(option(sentences.LEAVE, _LEAVE))
    sure = _proposed(line)
    label = f"{referral.name} · {platform_label(referral.platform)} · {cut(defang(referral.canonical), 120)}"
    marks = [
        *([sentences.IS_A_GUESS] if line.guess else []),
        *([sentences.OVERTURNS] if _overturns(line, referral) else []),
    ]
    # The address stands in the label above.
    passage = " ".join(line.passage.replace(line.named, "…").replace("….", "…").split())
    passage = cut(defang_all(passage), 300)
    hint = " · ".join((*marks, f"“{passage}”"))
    chosen = select("chosen", sentences.OUTCOME_FOR, options, sure.value if sure else _LEAVE)
    return labelled(label, f"{LINE}{referral.number}", chosen, hint=hint)


def _overturns(line: AnswerLine, referral: Referral) -> bool:
    return line.verdict is Verdict.CLOSED and referral.state in (State.REJECTED, State.APPEALED)


def _for_all(config: Config, today: date) -> list[Block]:
    reasons = [option(one.label, one.id) for one in config.rejection_reasons]
    line: Block = {"type": "plain_text_input", "max_length": 500}
    return [
        labelled(
            sentences.REASON_FOR_ALL,
            REASON,
            select("chosen", sentences.REASON_FOR_ALL, reasons),
            optional=True,
        ),
        labelled(sentences.REFERENCE_FOR_ALL, REFERENCE, line, optional=True),
        labelled(
            sentences.DATE_FOR_ALL, DATE, {"type": "datepicker", "initial_date": today.isoformat()}
        ),
        {"type": "divider"},
    ]


def _beside(found: Understood) -> list[Block]:
    """What is only said: decided already, ambiguous, not ours."""
    decided, flagged, among, nothing = [], [], [], []
    for line in found.lines:
        if line.group is Group.NOTHING:
            nothing.append(f"`{escape(cut(defang(line.named), 80)).replace('`', '')}`")
        elif line.group is Group.AMBIGUOUS:
            names = ", ".join(f"R-{number}" for number in line.among[:10])
            among.append(sentences.may_be(typed(line.named, 80), names))
        elif line.candidate and line.group is Group.DECIDED:
            name = f"R-{line.candidate.number}"
            decided.append(sentences.is_now(name, line.candidate.state.value))
        elif line.candidate and line.candidate.state is State.FLAGGED:
            flagged.append(sentences.not_referred_yet(f"R-{line.candidate.number}"))
    told = (
        (sentences.NOT_CLEAR, flagged),
        (sentences.DECIDED, decided),
        (sentences.AMBIGUOUS, among),
        (sentences.NOTHING, nothing),
    )
    return [context(f"*{heading}*: {_listed(lines)}") for heading, lines in told if lines]


def _listed(lines: Sequence[str]) -> str:
    more = [sentences.more_named(len(lines) - _SHOWN)] if len(lines) > _SHOWN else []
    return " · ".join((*lines[:_SHOWN], *more))


def chosen_verdict(value: str) -> Verdict | None:
    """What a line's choice says; None where nothing is to be recorded."""
    return Verdict(value) if value in tuple(Verdict) else None


def outcome(done: Done, uid: str) -> Post:
    """What was recorded, what did not go through and why, and a button that takes it back."""
    counts = ", ".join(f"{count:,} {state.value}" for state, count in sorted(done.counts.items()))
    text = sentences.recorded(counts)
    blocks = [section(text), *refused(done)]
    if done.acted:
        blocks.append(actions([button(sentences.UNDO_ALL, UNDO, uid)]))
    return Post(text, blocks)


def as_handed_in(name: str, texts: Sequence[str]) -> Post:
    """The texts of answers, for one person; as they are, so that they can be copied."""
    above = sentences.as_handed_in(name)
    parts = [text[at : at + PART] for text in texts for at in range(0, len(text), PART)]
    return Post(above, [section(above), *[preformatted(part) for part in parts[:3]]])


def taken_back(done: Done) -> Post:
    """What was taken back, and what was not."""
    text = sentences.taken_back(len(done.acted))
    return Post(text, [section(text), *refused(done)])

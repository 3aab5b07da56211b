"""The text of a platform's answer → its passages: what each names, and the outcome it proposes.

An outcome comes from the sentence that names a page, from its row or record, or from the sentence or
heading above its list; from nowhere else. What is quoted from an older mail proposes nothing. The
forms and their traps: `tests/domain/answers/corpus`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.answers.mentions import Mention, marked
from bot.domain.answers.phrases import Verdict
from bot.domain.answers.plain import LOOKS_LIKE_HTML, plain_text
from bot.domain.answers.verdicts import (
    MARK,
    Phrases,
    may_speak,
    said,
    sets_apart,
    shipped,
    speaks_of_it,
    status,
    takes_back,
)
from bot.domain.platforms import NO_HOSTS

_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000\ufff9-\ufffb]"
)
_QUOTE_BEGINS = re.compile(
    r"(?:on .{4,120} wrote|am .{4,120} schrieb.{0,80}|le .{4,120} a écrit)\s*:?|"
    r"-{2,}\s*(?:original message|original report|ursprüngliche nachricht|message d'origine|"
    r"message original)\b.*|"
    r"_{20,}|"
    r"(?:the )?(?:original|your) (?:report|notice|message|complaint|notification)(?: (?:is )?(?:quoted|reproduced|included|follows))?"
    r"(?: (?:below|follows|here))?\s*:|.{0,40}\boriginal (?:report|message|notice) (?:is )?(?:quoted )?below\s*:?|"
    r"(?:ihre|deine) (?:ursprüngliche |)(?:meldung|nachricht|anfrage)\s*:|"
    r"votre (?:signalement|message|demande)(?: d'origine| initiale?)?\s*:",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(?:from|von|de)\s*:\s?.*", re.IGNORECASE)
_SENT = re.compile(
    r"(?:sent|date|to|gesendet|datum|an|envoyé|à|objet|subject|betreff)\s*:\s?.*", re.IGNORECASE
)
_FORWARDED = re.compile(
    r"-{3,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré)|begin forwarded message|anfang der weitergeleiteten|début du message",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\-=_*~#·.]{3,}")
_BULLET = re.compile(r"\s*(?:[-*•‣◦·–—>]+|\(?\d{1,3}[.)\]:]|\(?[a-z][.)])\s+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[\"'”»)\]]*\s+(?=[\"'“„«(\[]?[A-ZÀ-ÖØ-Þ\d\ue000])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nr|art|ref|dr|mr|ms|mrs|inc|ltd|vs|bzw|ca|etc|abs|m|mme|p|approx|dept|tel|st)|"
    r"\b(?:e\.g|i\.e|z\.\s?b|u\.\s?a|d\.\s?h|p\.\s?ex|c\.-à-d)|\b\d{1,3}|\b[A-Z])\.\s*\Z",
    re.IGNORECASE,
)
_CELLS = re.compile(r"\t|\s\|\s|\||;|,(?=\S)|\s{3,}|,\s")
_ADDRESS = re.compile(r"(?:h(?:tt|xx)ps?|www\.)\S+|R-\d+", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:(?<!\*)\*|[†‡§¹²³⁴]|\[\d\]|\(\d\))\Z")
_LABELLED = re.compile(r"[\w /'()-]{2,40}\s?:\s*\S.*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the answer that names something: its text as it stands there, without line breaks.

    `outcomes` has, for each of its mentions, what is proposed; None where it is not clear.
    `quoted` says that it is of an older mail under the answer, `speaks` that something is said of
    an outcome, clear or not.
    """

    text: str
    mentions: tuple[Mention, ...]
    outcomes: tuple[Verdict | None, ...]
    quoted: bool = False
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    marked: str
    quoted: bool

    @property
    def rest(self) -> str:
        """What stands beside the mentions."""
        return re.sub(rf"{MARK}\d+{MARK}", " ", _BULLET.sub("", self.marked, count=1))

    @property
    def names(self) -> list[int]:
        return [int(number) for number in re.findall(rf"{MARK}(\d+){MARK}", self.marked)]


def read_answer(
    text: str, known: Phrases | None = None, extra_hosts: Mapping[str, str] = NO_HOSTS
) -> tuple[Passage, ...]:
    """The passages of an answer that name something, in order; HTML that was pasted is understood."""
    if len(LOOKS_LIKE_HTML.findall(text)) > 1:
        text = plain_text(text)
    reader = _Reader(known or shipped(), extra_hosts)
    for block in _blocks(text):
        reader.block(block)
    return tuple(reader.passages)


def _blocks(text: str) -> Iterator[list[tuple[str, bool]]]:
    """The lines between blank ones, each with whether it is quoted."""
    block: list[tuple[str, bool]] = []
    tail = False
    lines = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", _UNSEEN.sub("", text)).split("\n")
    for at, line in enumerate(lines):
        bare = line.strip()
        if not bare or _RULE.fullmatch(bare):
            if bare.startswith("____") and len(bare) > 19:
                tail = True
            elif bare and block and not block[-1][1]:
                block[-1] = (block[-1][0].rstrip(" :") + ":", block[-1][1])  # an underlined label
                continue
            if block:
                yield block
            block = []
            continue
        if _FORWARDED.search(bare):
            continue
        before = lines[at - 1].strip() if at else ""
        after = lines[at + 1].strip() if at + 1 < len(lines) else ""
        if _QUOTE_BEGINS.fullmatch(bare) or (
            at
            and _HEADER.fullmatch(bare)
            and _SENT.fullmatch(after)
            and not _FORWARDED.search(before)
        ):
            tail = True
        quoted = tail or bare.startswith(">")
        if block and block[-1][1] != quoted:
            yield block
            block = []
        block.append((re.sub(r"\A(?:>\s?)+", "", bare) if quoted else line.rstrip(), quoted))
    if block:
        yield block


def _as_rows(lines: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Comma-separated lines with tabs between their cells; an address may hold a comma itself."""
    for separator in ",;":
        rows = [next(csv.reader([line], delimiter=separator), []) for line, _ in lines]
        cells = [cell.strip() for row in rows for cell in row]
        if (
            len(rows[0]) > 1
            and len({len(row) for row in rows}) == 1
            and any(_ADDRESS.fullmatch(cell) for cell in cells)
            and max(len(cell) for cell in cells if not _ADDRESS.fullmatch(cell)) < 80
        ):
            return [("\t".join(row), quoted) for row, (_, quoted) in zip(rows, lines, strict=True)]
    return lines


class _Reader:
    """Goes through an answer once; `above` is what the last sentence or heading said of a list, and
    `heading` its words; `listed` are the mentions of the lines since the last that spoke of a list."""

    def __init__(self, known: Phrases, extra_hosts: Mapping[str, str]) -> None:
        self._known = known
        self._hosts = extra_hosts
        self._mentions: list[Mention] = []
        self._above: Verdict | None = None
        self._heading = ""
        self._listed: list[int] = []
        self.passages: list[Passage] = []

    def block(self, lines: list[tuple[str, bool]]) -> None:
        read = [self._line(text, quoted) for text, quoted in _as_rows(lines)]
        if read[0].quoted:
            self._above = None
            for line in read:
                self._add(line.text, dict.fromkeys(line.names), quoted=True)
            return
        if self._is_record(read):
            self._record(read)
            return
        prose: list[_Line] = []
        for at, line in enumerate(read):
            if self._is_item(line) and not _goes_on(read, at):
                self._prose(prose)
                prose = []
                self._item(line)
            elif status(line.rest) and not line.names and len(line.rest.split()) < 9:
                self._prose(prose)
                prose = []
                self._above, self._heading = status(line.rest), line.text.strip()
            else:
                prose.append(line)
        self._prose(prose)

    def _line(self, text: str, quoted: bool) -> _Line:
        shown, found = marked(text, len(self._mentions), self._hosts)
        self._mentions += found
        return _Line(text, shown, quoted)

    def _is_record(self, lines: list[_Line]) -> bool:
        """Several "Label: value" lines that name one page between them."""
        labelled = [line for line in lines if _LABELLED.fullmatch(line.marked.strip())]
        if len(lines) < 2 or len(labelled) < len(lines):
            return False
        pages = {
            self._mentions[n].value for line in lines for n in line.names if self._mentions[n].page
        }
        return len(pages) < 2 and any(line.names for line in lines)

    def _record(self, lines: list[_Line]) -> None:
        outcomes: set[Verdict | None] = set()
        for line in lines:
            _, _, value = line.marked.partition(":")
            found = status(value) or said(value, self._known).of_a_list
            if found:
                outcomes.add(found)
            elif may_speak(value) or may_speak(line.marked.partition(":")[0]):
                outcomes.add(None)
        outcome = outcomes.pop() if len(outcomes) == 1 else None
        names = [number for line in lines for number in line.names]
        whole = " / ".join(line.text.strip() for line in lines)
        self._add(whole, dict.fromkeys(names, outcome), speaks=bool(outcomes))
        self._above = None

    def _is_item(self, line: _Line) -> bool:
        """Whether a line is one of a list: a mention with few words beside it, or cells."""
        if not line.names:
            return "\t" in line.text.strip() or line.text.count("|") > 1
        words = re.findall(r"[^\W\d_]{2,}", line.rest)
        cells = [cell for cell in _CELLS.split(line.rest) if cell.strip()]
        short = len(words) <= 4 or bool(_BULLET.match(line.text) and len(words) <= 12)
        return short or (len(cells) > 1 and "\t" in line.text) or line.text.count("|") > 1

    def _item(self, line: _Line) -> None:
        """Its own words first; where there are none that may be about it, what stands above."""
        if not line.names:
            return
        self._listed += line.names
        sentence = said(line.marked, self._known)
        cells = [] if _is_sentence(line) else [c for c in _CELLS.split(line.rest) if c.strip()]
        named = {found for found in (status(cell) for cell in (*cells, line.rest)) if found}
        loud = any(may_speak(cell) and not status(cell) for cell in cells)
        unclear = loud and not status(line.rest)
        outcomes: Mapping[int, Verdict | None]
        if sets_apart(line.marked) or (cells and named and (unclear or len(named) > 1)):
            outcomes = dict.fromkeys(line.names, None)
        elif cells and named:
            outcomes = dict.fromkeys(line.names, named.pop())
        elif sentence.speaks:
            outcomes = sentence.of
        elif may_speak(line.rest) or _FOOTNOTE.search(line.rest.strip()):
            outcomes = dict.fromkeys(line.names, None)
        else:
            whole = f"{self._heading} {line.text.strip()}" if self._above else line.text.strip()
            self._add(whole, dict.fromkeys(line.names, self._above))
            return
        self._add(line.text.strip(), outcomes, speaks=True)

    def _prose(self, lines: list[_Line]) -> None:
        if not lines:
            return
        marked_text = " ".join(line.marked.strip() for line in lines)
        before: Mapping[int, Verdict | None] = {}
        for sentence in _sentences(marked_text):
            what = said(sentence, self._known)
            if what.of:
                before = what.of
            elif what.speaks and speaks_of_it(sentence, doubt=what.of_a_list is None):
                other = [
                    n for n, verdict in before.items() if verdict not in (None, what.of_a_list)
                ]
                self._add(self._shown(sentence), dict.fromkeys(other), speaks=True)
            if self._listed and not what.of and takes_back(sentence):
                self._add(self._shown(sentence), dict.fromkeys(self._listed), speaks=True)
            elif what.of_a_list:
                self._listed = []
            self._add(self._shown(sentence), what.of, speaks=what.speaks)
            heading = status(sentence) if len(sentence.split()) < 9 else None
            self._above = what.of_a_list if what.speaks else heading
            self._heading = self._shown(sentence)

    def _shown(self, sentence: str) -> str:
        return re.sub(
            rf"{MARK}(\d+){MARK}", lambda found: self._mentions[int(found[1])].text, sentence
        )

    def _add(
        self,
        text: str,
        outcomes: Mapping[int, Verdict | None],
        *,
        quoted: bool = False,
        speaks: bool = False,
    ) -> None:
        if outcomes:
            mentions = tuple(self._mentions[number] for number in outcomes)
            proposed = tuple(outcomes.values())
            self.passages.append(Passage(text, mentions, proposed, quoted, speaks))


def _is_sentence(line: _Line) -> bool:
    """Whether there are words on both sides of what a line names, and no cells."""
    if "\t" in line.text or "|" in line.text:
        return False
    plain = _BULLET.sub("", line.marked, count=1)
    before, _, rest = plain.partition(MARK)
    after = rest.rpartition(MARK)[2]
    words = re.compile(r"[^\W\d_]{2,}")
    return bool(
        words.search(before)
        and words.search(after)
        and not before.rstrip().endswith((":", ",", ";", "–", "-"))
    )


def _goes_on(lines: list[_Line], at: int) -> bool:
    """Whether a line with an address alone is the middle of a sentence that was wrapped."""
    if at == 0 or at + 1 == len(lines) or _BULLET.match(lines[at].text):
        return False
    before, after = lines[at - 1].marked.strip(), lines[at + 1].marked.strip()
    return (
        bool(before)
        and before[-1] not in ".:!?…"
        and before[-1] != MARK
        and after[:1].islower()
        and not lines[at + 1].names
    )


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_ENDS.finditer(text):
        if _ABBREVIATION.search(text[start : end.start()]):
            continue
        yield text[start : end.start()].strip()
        start = end.end()
    if text[start:].strip():
        yield text[start:].strip()


def settled(passages: tuple[Passage, ...]) -> dict[tuple[str, str], Verdict | None]:
    """What the whole answer proposes for each thing that it names, by kind and value.

    Two different outcomes for one thing, or an outcome in one place and a doubt in another, are not
    clear; what is only quoted, or named in passing, takes nothing away.
    """
    found: dict[tuple[str, str], set[Verdict | None]] = {}
    for passage in passages:
        for mention, outcome in zip(passage.mentions, passage.outcomes, strict=True):
            named = found.setdefault((mention.kind, mention.value), set())
            if outcome or (passage.speaks and not passage.quoted):
                named.add(outcome)
    return {name: said.pop() if len(said) == 1 else None for name, said in found.items()}

"""The text of a platform's answer → its passages: what each names, and the outcome it proposes.

An outcome comes from the sentence that names a page, from its row or record, or from the sentence or
heading above its list; from nowhere else. What is quoted from an older mail proposes nothing. The
forms and their traps: `tests/domain/answers/corpus`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.answers.anaphora import (
    contradicts,
    ends_a_paragraph,
    leads_on,
    names_it,
    refers_back,
    speaks_of_it,
    stays_up,
    takes_back,
)
from bot.domain.answers.blocks import as_rows, blocks, records, sentences
from bot.domain.answers.folding import MARK
from bot.domain.answers.mentions import Mention, marked
from bot.domain.answers.passages import Passage
from bot.domain.answers.phrases import Verdict
from bot.domain.answers.plain import LOOKS_LIKE_HTML, plain_text
from bot.domain.answers.statuses import (
    beside,
    footnoted,
    is_label,
    is_of_others,
    is_told_before,
    status,
)
from bot.domain.answers.verdicts import (
    Phrases,
    Said,
    compiled,
    is_doubtful,
    may_speak,
    said,
    sets_apart,
)
from bot.domain.platforms import NO_HOSTS

_BULLET = re.compile(r"\A\s*(?:[-*•‣◦·–—>]+|\(?\d{1,3}[.)\]:]|\(?[a-z][.)])\s+")
_SALUTATION = re.compile(
    r"\A((?:dear|hi|hello|hey|sehr geehrte[rs]?|liebe[rs]?|hallo|guten tag|guten morgen|bonjour|madame|monsieur|chers?|chère)\b"
    r"[^\n]{0,80}[,!.])\n",
    re.IGNORECASE,
)
_AT_A_LINE_END = re.compile(rf"({MARK}\s*)\n(?=[A-ZÀ-ÖØ-Þ])")
_CELLS = re.compile(r"\t|\s\|\s|\||;|\s{3,}")
_FOOTNOTE = re.compile(r"(?:(?<!\*)\*|[†‡§¹²³⁴]|\[\d\]|\(\d\))\Z")
_LABELLED = re.compile(r"[\w /'()-]{2,40}\s?:\s*\S.*")


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
    text: str,
    own: Mapping[Verdict, tuple[str, ...]] | None = None,
    extra_hosts: Mapping[str, str] = NO_HOSTS,
) -> tuple[Passage, ...]:
    """The passages of an answer that name something, in order; HTML that was pasted is understood.

    `own` are the team's phrases, beside those that ship.
    """
    if len(LOOKS_LIKE_HTML.findall(text)) > 1:
        text = plain_text(text)
    elif text.lstrip()[:1] in {"{", "["}:
        text = records(text)
    reader = _Reader(compiled(own or {}), extra_hosts)
    for block in blocks(text):
        reader.block(block)
    return tuple(reader.passages)


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
        self._before: dict[int, Verdict | None] = {}
        self._open: list[int] = []
        self._in_list = self._told_before = False
        self.passages: list[Passage] = []

    def block(self, lines: list[tuple[str, bool]]) -> None:
        read = [self._line(text, quoted) for text, quoted in as_rows(lines)]
        self._told_before = False
        if read[0].quoted:
            self._above = None
            for line in read:
                self._add(line.text, dict.fromkeys(line.names), quoted=True)
            return
        while read:
            start, end = self._labelled(read)
            self._lines(read[:start])
            if start < end:
                self._record(read[start:end])
            read = read[end:]

    def _lines(self, read: list[_Line]) -> None:
        prose: list[_Line] = []
        for at, line in enumerate(read):
            if self._is_item(line) and not _goes_on(read, at):
                self._prose(prose)
                prose = []
                self._item(line)
            elif status(line.rest) and not line.names and len(line.rest.split()) < 9:
                self._prose(prose)
                prose = []
                self._outcome(line, labelled=is_label(read[at - 1].text if at else ""))
            else:
                prose.append(line)
        self._prose(prose)

    def _outcome(self, line: _Line, *, labelled: bool) -> None:
        """A line that is nothing but an outcome: of the one page before it if it has a label, else a heading."""
        outcome = status(line.rest)
        self._in_list = False
        below = self._page_open() and not line.text.rstrip().endswith(":")
        what = said(line.marked, self._known)
        if (below and footnoted(line.rest)) or (what.speaks and not what.of_a_list):
            outcome = None  # "Removed (1)", "Pages 1 and 2 were removed"
        if below and self._several():
            self._above = None  # of which of them it speaks, or of what follows, is not clear
        elif (below or labelled or is_label(line.text)) and self._open and not self._several():
            self._add(line.text.strip(), dict.fromkeys(self._open, outcome), speaks=True)
            self._named(dict.fromkeys(self._open, outcome), open_=False, of_a_list=False)
        else:
            self._above, self._heading = outcome, line.text.strip()

    def _line(self, text: str, quoted: bool) -> _Line:
        shown, found = marked(text, len(self._mentions), self._hosts)
        self._mentions += found
        return _Line(text, shown, quoted)

    def _page_open(self) -> bool:
        """Whether a page stands right above, and nothing was said of it."""
        return any(self._mentions[n].page for n in self._open)

    def _several(self) -> bool:
        """Whether more than one page is without an outcome (or more than one thing, where no page is)."""
        named = [self._mentions[n] for n in self._open]
        return len({one.value for one in named if one.page} or {one.value for one in named}) > 1

    def _labelled(self, lines: list[_Line]) -> tuple[int, int]:
        """Where the first record stands: "Label: value" lines, one below another, that name one page."""
        start = 0
        while start < len(lines):
            end = start
            while end < len(lines) and _LABELLED.fullmatch(lines[end].marked.strip()):
                end += 1
            names = [self._mentions[n] for line in lines[start:end] for n in line.names]
            pages = {one.value for one in names if one.page}
            if end - start > 1 and names and len(pages) < 2:
                return start, end
            start = max(end, start + 1)
        return len(lines), len(lines)

    def _record(self, lines: list[_Line]) -> None:
        outcomes: set[Verdict | None] = set()
        there = False
        for line in lines:
            label, _, value = line.marked.partition(":")
            found = status(value) or said(value, self._known).of_a_list
            found = None if footnoted(value) else found
            if found and is_told_before(label):
                continue  # "Requested action: removed"
            other = None if found else beside(label, value)
            if other is Verdict.RESTRICTED:
                there = True
            elif other is not True:
                outcomes.add(found)
        outcome = outcomes.pop() if len(outcomes) == 1 else None
        if there and outcome is Verdict.CLOSED:
            outcome = None  # removed, but where it applies is said: perhaps only there
        names = [number for line in lines for number in line.names]
        whole = " / ".join(line.text.strip() for line in lines)
        self._add(whole, dict.fromkeys(names, outcome), speaks=bool(outcomes) or there)
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
            self._told_before = is_told_before(line.rest)  # a row of headings
            return
        self._listed += line.names
        if not self._in_list:
            self._open = []  # what stands before the words above this list is another matter
        self._in_list = True
        sentence = said(line.marked, self._known)
        each = _each_its_own(line)
        cells = [] if _is_sentence(line) else [c for c in _CELLS.split(line.rest) if c.strip()]
        named = {found for found in (status(cell) for cell in (*cells, line.rest)) if found}
        loud = any(may_speak(cell) and not status(cell) for cell in cells)
        unclear = loud and not status(line.rest)
        outcomes: Mapping[int, Verdict | None]
        noted = footnoted(line.marked) or any(footnoted(cell) for cell in cells if status(cell))
        if noted or self._told_before:
            outcomes = dict.fromkeys(line.names, None)
        elif each:
            outcomes = each
        elif len(line.names) > 1 and len(named) > 1:
            outcomes = sentence.of
        elif sets_apart(line.marked) or (cells and named and (unclear or len(named) > 1)):
            outcomes = dict.fromkeys(line.names, None)
        elif cells and named:
            outcomes = dict.fromkeys(line.names, named.pop())
        elif sentence.speaks:
            outcomes = sentence.of
        elif may_speak(line.rest) or is_of_others(line.rest) or _FOOTNOTE.search(line.rest.strip()):
            outcomes = dict.fromkeys(line.names, None)
        else:
            whole = f"{self._heading} {line.text.strip()}" if self._above else line.text.strip()
            self._named(
                dict.fromkeys(line.names, self._above), open_=not self._above, of_a_list=True
            )
            self._add(whole, dict.fromkeys(line.names, self._above))
            return
        self._named(outcomes, open_=False, of_a_list=True)
        self._add(line.text.strip(), outcomes, speaks=True)

    def _prose(self, lines: list[_Line]) -> None:
        self._in_list = self._in_list and not lines
        marked_lines = "\n".join(line.marked.strip() for line in lines)
        marked_lines = _SALUTATION.sub(r"\1\n\n", marked_lines)
        for sentence in sentences(_AT_A_LINE_END.sub(r"\1\n\n", marked_lines)):
            what = said(sentence, self._known)
            if what.speaks and footnoted(sentence):
                what = Said(dict.fromkeys(what.of), None, speaks=True)
            behind = self._page_open() and not leads_on(sentence)
            if what.of and not what.speaks and self._above and names_it(sentence):
                what = Said(dict.fromkeys(what.of, self._above), self._above, speaks=True)
            if what.of:
                self._named(what.of, open_=not what.speaks, of_a_list=False)
            else:
                self._looks_back(sentence, what)
            self._add(self._shown(sentence), what.of or {}, speaks=what.speaks)
            heading = status(sentence) if len(sentence.split()) < 9 else None
            if what.of_a_list is None and self._above is Verdict.REJECTED and stays_up(sentence):
                continue  # "No violation was found on the following. They remain online."
            ends = any(self._mentions[n].page for n in what.of) and not sentence.endswith(":")
            self._above = None if ends or behind else what.of_a_list if what.speaks else heading
            self._heading = self._shown(sentence)

    def _named(self, of: Mapping[int, Verdict | None], *, open_: bool, of_a_list: bool) -> None:
        """What was named last, and what of it nothing was said of yet."""
        self._before = {**(self._before if of_a_list else {}), **of}
        self._open = [*self._open, *of] if open_ else []
        if not of_a_list:
            self._listed = []

    def _looks_back(self, sentence: str, what: Said) -> None:
        """A sentence that names nothing may speak of what was named before it."""
        outcome = what.of_a_list
        if outcome is None and not what.speaks and stays_up(sentence):
            outcome = Verdict.REJECTED
        if self._listed and takes_back(sentence, refused=outcome is Verdict.REJECTED):
            self._add(self._shown(sentence), dict.fromkeys(self._listed), speaks=True)
        elif what.of_a_list and self._open:
            refusal = outcome is Verdict.REJECTED
            if refers_back(sentence, several=self._several(), refusal=refusal):
                self._add(self._shown(sentence), dict.fromkeys(self._open, outcome), speaks=True)
                self._before = dict.fromkeys(self._open, outcome)
                self._open = []
        elif (
            (
                speaks_of_it(sentence, doubt=outcome is None)
                and (what.speaks or is_doubtful(sentence))
            )
            or (outcome is None and contradicts(sentence))
            or (outcome and ends_a_paragraph(sentence))
        ):
            other = [n for n, of in self._before.items() if of not in (None, outcome)]
            self._add(self._shown(sentence), dict.fromkeys(other), speaks=True)
            self._open = []
        elif what.speaks and outcome is None:
            self._open = []
        if outcome:
            self._listed = []

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


def _each_its_own(line: _Line) -> Mapping[int, Verdict | None]:
    """Of "A (removed), B (no violation)": what stands behind each; nothing where not each has words."""
    before, *rest = re.split(rf"{MARK}(\d+){MARK}", _BULLET.sub("", line.marked, count=1))
    behind = {int(number): words for number, words in zip(rest[::2], rest[1::2], strict=True)}
    if before.strip() or len(behind) < 2 or not all(map(str.strip, behind.values())):
        return {}
    if any(not re.match(r"\s*[(:=–—-]", words) for words in behind.values()):
        return {}
    return {number: status(words) for number, words in behind.items()}


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

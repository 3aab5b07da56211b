"""A platform's answer → blocks of lines, rows and sentences; what is quoted of an older mail is marked."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator

_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000\ufff9-\ufffb]"
)
_QUOTE_BEGINS = re.compile(
    r"(?:on .{4,120} wrote|am .{4,120} schrieb.{0,80}|le .{4,120} a écrit)\s*:?|"
    r"-{2,}\s*(?:original message|original report|ursprüngliche nachricht|message d'origine|"
    r"message original)\b.*|"
    r"_{20,}|.{2,60} wrote on .{3,40}:|begin(?:ning of)? quote.{0,10}|"
    r"(?:our|your) (?:last|previous|earlier) (?:e?-?mail|message|reply|answer)\s*:|"
    r"(?:the )?(?:original|your) (?:report|notice|message|complaint|notification)(?: (?:is )?(?:quoted|reproduced|included|follows))?"
    r"(?: (?:below|follows|here))?\s*:|.{0,40}\boriginal (?:report|message|notice) (?:is )?(?:quoted )?below\s*:?|"
    r"(?:ihre|deine) (?:ursprüngliche |)(?:meldung|nachricht|anfrage)\s*:|"
    r"votre (?:signalement|message|demande)(?: d'origine| initiale?)?\s*:",
    re.IGNORECASE,
)
_MAY_WRAP = re.compile(r"(?:on|am|le) .{4,120}\Z", re.IGNORECASE)
_HEADER = re.compile(r"(?:from|von|de)\s*:\s?.*", re.IGNORECASE)
_SENT = re.compile(
    r"(?:sent|date|to|gesendet|datum|an|envoyé|à|objet|subject|betreff)\s*:\s?.*", re.IGNORECASE
)
_FORWARDED = re.compile(
    r"-{3,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré)|begin forwarded message|anfang der weitergeleiteten|début du message",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\-=_*~#·.]{3,}")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[\"'”»)\]]*\s+(?=[\"'“„«(\[]?[A-ZÀ-ÖØ-Þ\d\ue000])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nr|art|ref|dr|mr|ms|mrs|inc|ltd|vs|bzw|ca|etc|abs|m|mme|p|approx|dept|tel|st)|"
    r"\b(?:e\.g|i\.e|z\.\s?b|u\.\s?a|d\.\s?h|p\.\s?ex|c\.-à-d)|\b\d{1,3}|\b[A-Z])\.\s*\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:h(?:tt|xx)ps?|www\.)\S+|R-\d+", re.IGNORECASE)


def blocks(text: str) -> Iterator[list[tuple[str, bool]]]:
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
        wrapped = f"{bare} {after}" if _MAY_WRAP.match(bare) else bare
        if (
            _QUOTE_BEGINS.fullmatch(bare)
            or _QUOTE_BEGINS.fullmatch(wrapped)
            or (
                at
                and _HEADER.fullmatch(bare)
                and _SENT.fullmatch(after)
                and not _FORWARDED.search(before)
            )
        ):
            tail = True
        quoted = tail or bare.startswith(">")
        if block and block[-1][1] != quoted:
            yield block
            block = []
        block.append((re.sub(r"\A(?:>\s?)+", "", bare) if quoted else line.rstrip(), quoted))
    if block:
        yield block


def as_rows(lines: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Comma-separated lines with tabs between their cells; an address may hold a comma itself."""
    for separator in ",;":
        rows = [next(csv.reader([line], delimiter=separator), []) for line, _ in lines]
        cells = [cell.strip() for row in rows for cell in row]
        if (
            len(rows[0]) > 1
            and (len(rows) > 1 or not rows[0][-1].rstrip().endswith((".", "!", "?", ":")))
            and len({len(row) for row in rows}) == 1
            and any(_ADDRESS.fullmatch(cell) for cell in cells)
            and max(len(cell) for cell in cells if not _ADDRESS.fullmatch(cell)) < 80
        ):
            return [("\t".join(row), quoted) for row, (_, quoted) in zip(rows, lines, strict=True)]
    return lines


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; an empty line ends one too."""
    for part in text.split("\n\n"):
        line, start = " ".join(part.split("\n")), 0
        for end in _SENTENCE_ENDS.finditer(line):
            if _ABBREVIATION.search(line[start : end.start()]):
                continue
            yield line[start : end.start()].strip()
            start = end.end()
        if line[start:].strip():
            yield line[start:].strip()


def records(text: str) -> str:
    """JSON with a list of objects, or one object, as a record of labels for each; any other text as it is."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return text
    objects = [one for one in (read if isinstance(read, list) else [read]) if isinstance(one, dict)]
    lines = (
        "\n".join(f"{name}: {_value(value)}" for name, value in one.items()) for one in objects
    )
    return "\n\n".join(lines) or text


def _value(value: object) -> str:
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(plain.split())

"""A sheet as one page of HTML to be printed: nothing is loaded, nothing runs, all text is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bot.domain.figures.sheet import MonthRow, Sheet, SheetTable, in_words
from bot.sentences.reporting import pack as sentences

_STYLE = """
@page { size: A4; margin: 12mm 14mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 8.7pt/1.3 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1d1c1d;
  background: #fff; max-width: 190mm; margin: 8mm auto; padding: 0 4mm; }
h1 { font-size: 15pt; line-height: 1.2; margin: 0; }
h2 { font-size: 10pt; margin: 2.6mm 0 .6mm; break-after: avoid; }
p { margin: 0 0 1mm; }
.about { color: #555; margin-bottom: 2.5mm; }
.demo { display: inline-block; border: 1.5pt solid #8a4b00; color: #8a4b00; font-weight: 700;
  padding: 0 2mm; margin-bottom: 2mm; }
.headline { font-size: 11.5pt; font-weight: 600; border-left: 3pt solid #1264a3; padding-left: 4mm;
  margin: 0 0 2.5mm; }
.note, footer { color: #555; font-size: 7.5pt; margin-top: .7mm; }
.tables { display: grid; grid-template-columns: 12fr 9fr; column-gap: 6mm; }
.tables > * { grid-column: 1 / -1; min-width: 0; }
.tables > .half { grid-column: auto; }
section, figure { break-inside: avoid; margin: 0; }
section.long { break-inside: auto; }
table { border-collapse: collapse; width: 100%; font-size: 7.8pt; line-height: 1.15;
  font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: .36mm 1mm; text-align: right; vertical-align: bottom; }
td { vertical-align: top; border-top: .4pt solid #ccc; white-space: nowrap; }
th { font-weight: 600; border-bottom: .8pt solid #1d1c1d; overflow-wrap: normal; }
th.words, td.words { text-align: left; padding-left: 0; }
td.words { white-space: normal; overflow-wrap: break-word; }
.wide table { table-layout: fixed; }
.wide th:first-child { width: 21%; }
.wide th:last-child { width: 12%; }
.half td.words:first-child { min-width: 21mm; }
th:last-child, td:last-child { padding-right: 0; }
tr.whole td { font-weight: 600; border-top: .8pt solid #1d1c1d; }
svg { width: 100%; height: auto; display: block; }
dl { font-size: 7.2pt; margin: 0; columns: 2; column-gap: 8mm; }
dl > div { break-inside: avoid; margin-bottom: .8mm; }
dt, dd { display: inline; margin: 0; }
dt { font-weight: 600; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
footer { border-top: .4pt solid #ccc; margin-top: 3mm; padding-top: 1mm; overflow-wrap: anywhere; }
"""
_LONG = 20
_WIDTH, _HEIGHT, _LEFT, _TOP, _BASE = 680, 126, 40, 14, 98
_MOST_LABELS = 12


def sheet_html(sheet: Sheet, percent_from: int) -> str:
    """The whole page, with a line feed at its end."""
    return "\n".join(_lines(sheet, percent_from)) + "\n"


def _lines(sheet: Sheet, least: int) -> Iterator[str]:
    title = escape(f"{sheet.title}: {sheet.about}")
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>"
    if sheet.demo:
        yield f'<p class="demo">{escape(sheet.demo)}</p>'
    yield f"<h1>{escape(sheet.title)}</h1>"
    yield f'<p class="about">{escape(sheet.about)}</p>'
    yield f'<p class="headline">{escape(sheet.headline)}</p>'
    for line in sheet.lines:
        yield f"<p>{escape(line)}</p>"
    yield '<div class="tables">'
    for table in sheet.tables:
        yield from _table(table, least)
        if table.name == "months" and any(one.counts.decided for one in sheet.months):
            yield from _chart(sheet.months, least)
    yield "</div>"
    yield f"<section><h2>{escape(sentences.DEFINITIONS)}</h2>\n<dl>"
    for term, said in sheet.definitions:
        yield f"<div><dt>{escape(term)}:</dt> <dd>{escape(said)}</dd></div>"
    yield "</dl></section>\n</main>\n<footer>"
    demo = f"{sheet.demo}. " if sheet.demo else ""
    yield f"<p>{escape(demo + sheet.footing)}</p>"
    yield f"<p>{escape(sentences.made_of(sheet.sha256))}</p>\n</footer>\n</body>\n</html>"


def _table(table: SheetTable, least: int) -> Iterator[str]:
    kind = "half" if table.half else "wide long" if len(table.rows) > _LONG else "wide"
    yield f"<section{_class(kind)}><h2>{escape(table.title)}</h2>"
    if table.rows:
        # A column is words where its first cell is.
        words = [isinstance(one, str) for one in table.rows[0]]
        yield "<table>\n<thead><tr>"
        for name, is_words in zip(table.columns, words, strict=True):
            yield f'<th scope="col"{_class("words" if is_words else "")}>{escape(name)}</th>'
        yield "</tr></thead>\n<tbody>"
        for number, row in enumerate(table.rows, 1):
            last = table.whole and number == len(table.rows)
            cells = "".join(
                f"<td{_class('words' if is_words else '')}>{escape(in_words(one, least))}</td>"
                for one, is_words in zip(row, words, strict=True)
            )
            yield f"<tr{_class('whole' if last else '')}>{cells}</tr>"
        yield "</tbody>\n</table>"
    if table.note:
        yield f'<p class="note">{escape(table.note)}</p>'
    yield "</section>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _chart(months: Sequence[MonthRow], least: int) -> Iterator[str]:
    """Bars of rejected of decided; a month without decisions has none, and its place stays empty."""
    step = (_WIDTH - _LEFT - 4) / len(months)
    each = -(-len(months) // _MOST_LABELS)
    yield f"<figure><h2>{escape(sentences.CHART)}</h2>"
    yield f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(sentences.CHART)}">'
    for percent in (0, 25, 50, 75, 100):
        y = _BASE - (_BASE - _TOP) * percent / 100
        yield f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{y:g}" y2="{y:g}" stroke="#ddd"/>'
        yield (
            f'<text x="{_LEFT - 6}" y="{y + 3.5:g}" font-size="10" fill="#555" '
            f'text-anchor="end">{percent}%</text>'
        )
    for number, one in enumerate(months):
        rate, middle = one.counts.rejection_rate, _LEFT + step * (number + 0.5)
        if rate.known:
            height = (_BASE - _TOP) * rate.numerator / rate.denominator
            wide = min(step * 0.64, 46)
            yield (
                f'<rect x="{middle - wide / 2:.1f}" y="{_BASE - height:.1f}" width="{wide:.1f}" '
                f'height="{max(height, 1):.1f}" fill="#1264a3">'
                f"<title>{escape(sentences.bar(one.name, rate.told(least)))}</title></rect>"
            )
            if len(months) <= _MOST_LABELS:
                yield _label(
                    middle, _BASE - height - 4, rate.fraction.replace(" of ", "/"), "#1d1c1d"
                )
        if number % each == 0:
            yield _label(middle, _BASE + 14, one.name[:3], "#1d1c1d")
            if number == 0 or one.key.endswith("-01") or each > 1:
                yield _label(middle, _BASE + 27, one.key[:4], "#555")
    yield "</svg></figure>"


def _label(x: float, y: float, text: str, colour: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="10" fill="{colour}" '
        f'text-anchor="middle">{escape(text)}</text>'
    )

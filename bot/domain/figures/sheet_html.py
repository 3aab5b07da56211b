"""A sheet as one page of HTML to be printed: nothing is loaded, nothing runs, all text is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bot.domain.figures.rates import Rate
from bot.domain.figures.sheet import MonthRow, Sheet, Table, Value, in_words
from bot.sentences.reporting import pack as sentences

_STYLE = """
@page { size: A4; margin: 16mm 14mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 10pt/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1d1c1d;
  background: #fff; max-width: 182mm; margin: 10mm auto; padding: 0 4mm; }
h1 { font-size: 17pt; line-height: 1.2; margin: 0; }
h2 { font-size: 11.5pt; margin: 7mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; }
.about { color: #555; margin-bottom: 4mm; }
.demo { display: inline-block; border: 1.5pt solid #8a4b00; color: #8a4b00; font-weight: 700;
  padding: 0 2mm; margin-bottom: 3mm; }
.headline { font-size: 12.5pt; font-weight: 600; border-left: 3pt solid #1264a3; padding-left: 4mm;
  margin: 0 0 3mm; }
.note, footer { color: #555; font-size: 8.5pt; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 1mm 1.2mm; text-align: right; vertical-align: bottom; }
td.words { overflow-wrap: break-word; }
td { vertical-align: top; border-top: .4pt solid #ccc; }
th { font-weight: 600; border-bottom: .8pt solid #1d1c1d; hyphens: auto; overflow-wrap: normal; }
th.words, td.words { text-align: left; }
td.rate { white-space: nowrap; }
tr.whole td { font-weight: 600; border-top: .8pt solid #1d1c1d; }
figure { margin: 0; break-inside: avoid; }
svg { width: 100%; height: auto; display: block; }
dl { font-size: 8.5pt; margin: 0; }
dt { font-weight: 600; break-after: avoid; }
dd { margin: 0 0 1.5mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
footer { border-top: .4pt solid #ccc; margin-top: 7mm; padding-top: 2mm; overflow-wrap: anywhere; }
"""
_WIDTH, _HEIGHT, _LEFT, _TOP, _BASE = 680, 190, 44, 14, 158
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
    for table in sheet.tables:
        yield from _table(table, least)
        if table.name == "months" and any(one.counts.decided for one in sheet.months):
            yield from _chart(sheet.months, least)
    yield f"<section><h2>{escape(sentences.DEFINITIONS)}</h2>\n<dl>"
    for term, said in sheet.definitions:
        yield f"<dt>{escape(term)}</dt><dd>{escape(said)}</dd>"
    yield "</dl></section>\n</main>\n<footer>"
    demo = f"{sheet.demo}. " if sheet.demo else ""
    yield f"<p>{escape(demo + sheet.footing)}</p>"
    yield f"<p>{escape(sentences.made_of(sheet.sha256))}</p>\n</footer>\n</body>\n</html>"


def _table(table: Table, least: int) -> Iterator[str]:
    yield f"<section><h2>{escape(table.title)}</h2>"
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
                f"<td{_class('words' if is_words else _kind(one))}>{escape(in_words(one, least))}</td>"
                for one, is_words in zip(row, words, strict=True)
            )
            yield f"<tr{_class('whole' if last else '')}>{cells}</tr>"
        yield "</tbody>\n</table>"
    if table.note:
        yield f'<p class="note">{escape(table.note)}</p>'
    yield "</section>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _kind(value: Value) -> str:
    return "rate" if isinstance(value, Rate) and value.known else ""


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
            month, _, year = one.name.partition(" ")
            yield _label(middle, _BASE + 14, month[:3], "#1d1c1d")
            if number == 0 or one.key.endswith("-01") or each > 1:
                yield _label(middle, _BASE + 27, year, "#555")
    yield "</svg></figure>"


def _label(x: float, y: float, text: str, colour: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="10" fill="{colour}" '
        f'text-anchor="middle">{escape(text)}</text>'
    )

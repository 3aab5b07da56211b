"""An answer that comes as a file: what is read of it, and what is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest
from openpyxl import Workbook

from bot.domain.answers.documents import LARGEST, MOST_BLANK, MOST_TEXT, text_of
from bot.domain.answers.passages import settled
from bot.domain.answers.plain import plain_text
from bot.domain.answers.reading import read_answer
from bot.domain.errors import BadAnswer
from bot.sentences.recording import answers as sentences

PAGE = "https://www.facebook.com/groups/816000000000001"
REMOVED = f"We have removed {PAGE}."


def mail(body: str, **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "a@example.org", "To": "b@example.org", **headers}.items():
        made[name] = value
    made.set_content(body)
    return made


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def proposed(text: str) -> dict[str, str | None]:
    return {value: said for (_, value), said in settled(read_answer(text)).items()}


KEY = "facebook:group:816000000000001"


def test_a_mail_in_each_encoding() -> None:
    for encoding in ("quoted-printable", "base64", "8bit"):
        made = EmailMessage()
        made["From"], made["Subject"] = "a@example.org", "Your report"
        made.set_content(f"Grüße. {'x' * 100}. {REMOVED}", cte=encoding)
        assert proposed(text_of("answer.eml", bytes(made))) == {KEY: "closed"}, encoding


def test_a_mail_with_html_alone() -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@example.org", "Your report"
    made.set_content(
        f"<table><tr><td>{PAGE}</td><td>Removed</td></tr></table>"
        "<blockquote>https://www.facebook.com/groups/816000000000002</blockquote>",
        subtype="html",
    )
    found = proposed(text_of("answer.eml", bytes(made)))
    assert found == {KEY: "closed", "facebook:group:816000000000002": None}


def test_a_mail_in_a_mail_is_an_older_one_unless_the_outer_says_nothing() -> None:
    inner = mail(REMOVED, Subject="Your report")
    empty, said = mail(" ", Subject="Fwd"), mail("We are looking at it.", Subject="Re")
    empty.add_attachment(inner)
    said.add_attachment(inner)
    assert proposed(text_of("a.eml", bytes(empty))) == {KEY: "closed"}
    assert proposed(text_of("a.eml", bytes(said))) == {KEY: None}


def test_what_a_mail_carries_is_named() -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@example.org", "Your report"
    made.set_content(REMOVED)
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="list.pdf")
    left_out: list[str] = []
    assert proposed(text_of("answer.eml", bytes(made), left_out)) == {KEY: "closed"}
    assert left_out == [sentences.attachment_unread("list.pdf")]


CSV = f"Page,Decision\n{PAGE},Removed\n".encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", CSV),
        ("LIST.XLSX", workbook(["Page", "Decision"], [PAGE, "Removed"])),
    ],
)
@pytest.mark.parametrize("text", [" ", "The list is attached.", "See it.\n\n> Hello."])
def test_a_table_that_a_mail_carries_is_read(name: str, content: bytes, text: str) -> None:
    made = mail(text, Subject="Your report")
    made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    left_out: list[str] = []
    assert proposed(text_of("answer.eml", bytes(made), left_out)) == {KEY: "closed"}
    assert left_out == []


SAID = (
    "We have removed all pages.",
    "Both pages have been removed.",
    "Removed.",
    f"We have removed these:\n- {PAGE[:-1]}3",
    "Access has been restricted to the following pages:",
)


@pytest.mark.parametrize("text", SAID)
def test_what_a_mail_says_is_not_said_of_the_rows_it_carries(text: str) -> None:
    made = mail(text, Subject="Your report")
    made.add_attachment(PAGE.encode(), maintype="text", subtype="csv", filename="removed.csv")
    assert proposed(text_of("answer.eml", bytes(made)))[KEY] is None


def test_of_the_tables_that_a_mail_carries_some_are_read_and_the_others_are_named() -> None:
    made = mail("The lists are attached.", Subject="Your report")
    files = {f"{n}.csv": CSV for n in range(6)} | {
        "bomb.xlsx": packed(xl__workbook_xml=b" " * 70_000_000)
    }
    for name, content in reversed(files.items()):
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    left_out: list[str] = []
    assert proposed(text_of("answer.eml", bytes(made), left_out)) == {KEY: "closed"}
    assert left_out == [
        sentences.too_much_text("bomb.xlsx", MOST_TEXT),
        sentences.attachment_unread("1.csv"),
        sentences.attachment_unread("0.csv"),
    ]


def test_a_workbook_s_rows() -> None:
    found = proposed(text_of("a.xlsx", workbook(["Page", "Decision"], [PAGE, "Removed"])))
    assert found == {KEY: "closed"}


def test_a_workbook_of_blank_rows_ends_soon() -> None:
    rows: list[list[Any]] = [[] for _ in range(MOST_BLANK + 50)]
    left_out: list[str] = []
    assert text_of("a.xlsx", workbook([PAGE], *rows), left_out).strip() == PAGE
    assert left_out == [sentences.after_blank_rows("Sheet", MOST_BLANK)]


def test_soft_hyphens_in_an_address() -> None:
    assert proposed(f"We have removed {PAGE[:30]}\u00ad{PAGE[30:]}.") == {KEY: "closed"}


def test_windows_text() -> None:
    assert "Maßnahmen" in text_of("a.txt", "keine Maßnahmen".encode("windows-1252"))


def packed(**files: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", b" \n ", sentences.EMPTY),
        ("a.txt", b"", sentences.EMPTY),
        ("a.pdf", b"%PDF-1.7", sentences.not_readable("a.pdf", sentences.A_PDF)),
        ("a.png", b"\x89PNG\r\n", sentences.not_readable("a.png", sentences.AN_IMAGE)),
        ("a.msg", b"\xd0\xcf\x11\xe0", sentences.not_readable("a.msg", sentences.AN_OUTLOOK_FILE)),
        ("a.xls", b"\xd0\xcf\x11\xe0", sentences.not_readable("a.xls", sentences.AN_OLD_EXCEL)),
        ("a.bin", b"\0\1" * 99, sentences.not_readable("a.bin", sentences.SOMETHING_ELSE)),
        ("a.zip", packed(a_txt=b"x"), sentences.not_readable("a.zip", sentences.A_ZIP)),
        (
            "a.docx",
            packed(word__document_xml=b"x"),
            sentences.not_readable("a.docx", sentences.A_WORD_FILE),
        ),
        ("a.xlsx", workbook(["x"])[:200], sentences.damaged("a.xlsx")),
        ("a.xlsx", packed(xl__workbook_xml=b"<"), sentences.damaged("a.xlsx")),
        (
            "bomb.xlsx",
            packed(xl__workbook_xml=b" " * 70_000_000),
            sentences.too_much_text("bomb.xlsx", MOST_TEXT),
        ),
        ("a.txt", b"a" * (LARGEST + 1), sentences.too_big("a.txt", 10)),
        ("a.txt", b"a " * MOST_TEXT, sentences.too_much_text("a.txt", MOST_TEXT)),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else "",
)
def test_what_is_refused(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        text_of(name, content)
    assert refused.value.sentence == sentence


def test_html_is_what_a_person_sees() -> None:
    shown = plain_text(
        "<style>a{}</style><p>One&nbsp;two</p><div style='display:none'>hidden</div>"
        "<a href='https://t.me/example'>this channel</a><script>x</script>"
    )
    assert shown.split() == ["One", "two", "this", "channel", "<https://t.me/example>"]

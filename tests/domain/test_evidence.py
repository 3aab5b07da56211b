"""Names of files, made harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evidence import LONGEST_NAME, neutral_name, type_of

NAMES = [
    ("screen.png", "screen.png", "png"),
    ("../../etc/passwd", "passwd", ""),
    ("C:\\Users\\x\\shot.PNG", "shot.PNG", "png"),
    ("photo\u202egnp.exe", "photo gnp.exe", "exe"),
    ("a\r\nb\x00.pdf", "a b.pdf", "pdf"),
    ("\u200b.png", "file.png", "png"),
    ("...", "file", ""),
    ("", "file", ""),
    ("<b>`rm`$(x).txt", "_b__rm__(x).txt", "txt"),
    ("снимок экрана.jpg", "снимок экрана.jpg", "jpg"),
    ("x" * 300 + ".jpeg", "x" * 75 + ".jpeg", "jpeg"),
    ("archive.tar.gz", "archive.tar.gz", "gz"),
    ("no ending.a b", "no ending.a b", ""),
]


@pytest.mark.parametrize(("name", "neutral", "kind"), NAMES)
def test_a_name_is_made_harmless(name: str, neutral: str, kind: str) -> None:
    assert neutral_name(name) == neutral
    assert type_of(neutral) == kind


@given(st.text(max_size=400))
def test_no_name_turns_hides_or_leads_anywhere(name: str) -> None:
    made = neutral_name(name)
    assert made
    assert len(made) <= LONGEST_NAME
    assert not set(made) & set('/\\<>:"|?*`')
    assert made[0] != "."
    bad = ("Cc", "Cf", "Cs", "Zl", "Zp")
    assert not any(unicodedata.category(c) in bad for c in made)
    assert neutral_name(made) == made

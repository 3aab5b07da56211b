"""Fragments: kept where they are the page, dropped where they name a place on it."""

from __future__ import annotations

import pytest

from bot.domain.pages.urls import defang, parse_page

KEPT = [
    # Invitations, and what is shared by a key
    "https://signal.group/#CjQKIAaaaaaaaaaaaaaaaa",
    "https://signal.me/#eu/aBcD",
    "https://matrix.to/#/@somebody:example.org",
    "https://threema.group/join#YWJj",
    "https://mega.nz/folder/AbCd#key",
    "https://mega.nz/file/AbCd#short",
    "https://send.bitwarden.com/#abc/def",
    "https://www.icloud.com/sharedalbum/#B0aG4TcsmGO",
    "https://cryptpad.fr/pad/#/2/pad/view/a",
    "https://drive.proton.me/urls/ABC#secret",
    # Routes, encoded too
    "https://example.com/app#/users/1",
    "https://example.com/app#!users/1",
    "https://example.com/app#%2Fusers%2F1",
    "https://example.com/app#%21users",
    # Behind a bare host
    "https://example.com/#CjQKIJ",
    "https://example.com/#123",
    "https://example.com/#somechannel",
    # Parameters and paths
    "https://example.com/page#id=4",
    "https://example.com/page#shop/boats",
    "https://excalidraw.com/#room=ab,cd",
    # Long, with a digit or of both cases
    "https://example.com/page#abcdefghijklmno1",
    "https://example.com/page#AbCdEfGhIjKlMnOp",
    "https://example.com/page#Early_life_and_education",
    "https://example.com/series/#an_episode_of_2015",
]
DROPPED = [
    "https://example.com/page#part",
    "https://example.com/page#Contents",
    "https://example.com/page#comment-123",
    "https://example.com/page#comment-1234567890123456",
    "https://example.com/page#p42",
    "https://example.com/page#early-life-and-education",
    "https://example.com/page#abc1",
    "https://example.com/page#:~:text=a%20word",
    "https://example.com/page#part:~:text=a",
    "https://example.com/page#",
    "https://example.com/page#utm_source=a&utm_medium=b",
    "https://example.com/page#xtor=RSS-1",
    "https://example.com/page#_=_",
]


@pytest.mark.parametrize("address", KEPT)
def test_a_fragment_that_is_the_page_is_kept(address: str) -> None:
    page = parse_page(address)
    assert page.canonical == address
    assert page.key.endswith("#" + address.partition("#")[2])
    assert parse_page(address + "Z9").key != page.key
    assert parse_page(defang(address)).key == page.key
    assert parse_page(f"<{address}>").key == page.key


@pytest.mark.parametrize("address", DROPPED)
def test_a_fragment_that_names_a_place_is_dropped(address: str) -> None:
    assert parse_page(address).canonical == "https://example.com/page"


@pytest.mark.parametrize(
    "address",
    [
        "https://en.wikipedia.org/wiki/Boat#Early_life_and_education",
        "https://de.m.wikipedia.org/wiki/Boot#Geschichte_im_19._Jahrhundert",
        "https://boats.fandom.com/wiki/Boat#Appearance_in_Season_2",
    ],
)
def test_a_section_of_an_encyclopedia_is_no_page(address: str) -> None:
    assert parse_page(address).canonical == address.partition("#")[0]


@pytest.mark.parametrize("word", ["top", "about", "Contact", "comment-12", ":~:text=a"])
def test_places_on_a_front_page_are_dropped(word: str) -> None:
    assert parse_page(f"https://example.com/#{word}").canonical == "https://example.com/"

"""What a page can be about, and why a platform rejects: what ships, and what config.yaml may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.config.indicators import OfCategory
from bot.config.notices import Language
from bot.config.values import Id, Label, Model
from bot.sentences.operations import config as sentences


class Named(Model):
    """What has an id for the records and a label for people."""

    id: Id
    label: Label


class Category(Named):
    """What a page can be about.

    `labels` are for notices in other languages. `sender` may be left out of a notice about the sexual
    abuse of children alone (DSA Art. 16(2)(c)). With `keep: nothing` no file and no text of such pages
    is kept; `go_to` says whom they are reported to.
    """

    policy: Id | None = None
    labels: Mapping[Language, Label] = Field(default_factory=dict)
    sender: Literal["required", "optional"] = "required"
    indicators: OfCategory = "found"
    keep: Literal["everything", "nothing"] = "everything"
    go_to: Annotated[str, Field(max_length=300)] = ""


class Reason(Named):
    """Why a platform rejected."""


IWF = "the Internet Watch Foundation (report.iwf.org.uk) or the police"
"""Who takes reports of sexual abuse of children in the United Kingdom."""


def shipped_categories() -> tuple[Category, ...]:
    rows = (
        ("crossing", "Offer of crossing", "offer", "Offre de passage"),
        ("vessels", "Vessels", "offer", "Embarcations"),
        ("documents", "Documents", "offer", "Documents d’identité ou de voyage"),
        ("transport", "Transport", "offer", "Transport"),
        ("request", "Request for help", "request", "Demande d’aide"),
        ("information", "Information", "information", "Informations"),
        ("documentary", "Documentary", "documentary", "Documentaire"),
    )
    kept = [
        Category(
            id=id_,
            label=label,
            policy=policy,
            labels={"fr": french},
            indicators="typed" if id_ in ("request", "information") else "found",
        )
        for id_, label, policy, french in rows
    ]
    children = Category(
        id="children",
        label="Sexual abuse of children",
        labels={"fr": "Abus sexuels commis sur des enfants"},
        sender="optional",
        indicators="typed",
        keep="nothing",
        go_to=IWF,
    )
    return (*kept, children)


def shipped_reasons() -> tuple[Reason, ...]:
    rows = (
        ("terms", "Not breaching terms"),
        ("legal", "Not illegal"),
        ("information", "Not enough information"),
        ("access", "Cannot access (closed group)"),
        ("form", "Wrong form"),
        ("order", "Legal order required"),
        ("none", "No reason given"),
        ("other", "Other"),
    )
    return tuple(Reason(id=id_, label=label) for id_, label in rows)


def _no_twins(value: tuple[Named, ...]) -> tuple[Named, ...]:
    ids = [one.id for one in value]
    twins = sorted({one for one in ids if ids.count(one) > 1})
    if twins:
        raise ValueError(sentences.each_id_once(twins[0]))
    return value


SOME, NO_TWINS = Field(min_length=1, max_length=100), AfterValidator(_no_twins)

"""`make docs`: the import diagram of docs/architecture.md, from the layers in pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- imports -->", "<!-- /imports -->"


def layers() -> dict[str, list[list[str]]]:
    """Container → its layers, top first, each the packages that stand beside each other; "" is the
    three packages themselves."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = told["tool"]["importlinter"]["contracts"]
    return {
        container: [re.split(r" *[|:] *", layer) for layer in contract["layers"]]
        for contract in contracts
        if contract["type"] == "layers"
        for container in contract.get("containers", [""])
    }


def diagram() -> str:
    """A Mermaid flowchart; an arrow says what may import what, and what is further down may be too."""
    found = layers()
    lines = ["flowchart TD"]
    for container in (one for several in found[""] for one in several):
        inside = found.get(container, [])
        lines.append(f"    subgraph {container}")
        lines += [f"        {_id(container, one)}[{one}]" for layer in inside for one in layer]
        lines += [f"        {one} --> {other}" for one, other in _arrows(container, inside)]
        lines.append("    end")
    lines += [f"    {one} --> {other}" for one, other in _pairs([one[0] for one in found[""]])]
    return "\n".join(lines)


def _arrows(container: str, inside: list[list[str]]) -> Iterator[tuple[str, str]]:
    for above, below in _pairs(inside):
        for one in above:
            for other in below:
                yield _id(container, one), _id(container, other)


def _pairs(several: list[Any]) -> Iterator[tuple[Any, Any]]:
    return pairwise(several)


def _id(container: str, name: str) -> str:
    return f"{container}.{name}"


def with_diagram(text: str) -> str:
    """The document, with the diagram as the contracts have it."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n```mermaid\n{diagram()}\n```\n{END}{after}"


if __name__ == "__main__":
    FILE.write_text(with_diagram(FILE.read_text(encoding="utf-8")), encoding="utf-8")

"""narrative.md slot by slot: what people type into one slot changes only what stands below its heading."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from bulletin_gen.leaves.frugal import late

_HEADING = late(r"#(?!#)\s*(.*?)\s*#*\s*")


class SlotText(Struct, frozen=True):
    """A slot as the file has it: its name, and its text without the blank lines around it."""

    name: str
    text: str


def slot_texts(text: str) -> tuple[SlotText, ...]:
    """The slots of a narrative.md in order; what stands before the first is none of them."""
    _, slots = _split(text)
    return tuple(SlotText(name, "\n".join(lines).strip("\n")) for name, _, lines in slots)


def with_slots(text: str, new: Mapping[str, str]) -> str:
    """``text`` with other texts in the slots that ``new`` names; all else, comments too, stays as it is."""
    before, slots = _split(text)
    lines = list(before)
    for name, heading, body in slots:
        lines.append(heading)
        old = "\n".join(body).strip("\n")
        typed = new.get(name, old).replace("\r\n", "\n").strip("\n")
        lines += body if typed == old else ["", *typed.split("\n"), ""] if typed else [""]
    return "\n".join(lines)


def _split(text: str) -> tuple[list[str], list[tuple[str, str, list[str]]]]:
    before: list[str] = []
    slots: list[tuple[str, str, list[str]]] = []
    commented = False
    for line in text.split("\n"):
        found = None if commented else _HEADING.fullmatch(line)
        commented = (commented or "<!--" in line) and "-->" not in line
        if found and found[1]:
            slots.append((found[1], line, []))
        else:
            (slots[-1][2] if slots else before).append(line)
    return before, slots

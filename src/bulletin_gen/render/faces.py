"""Which installed type faces stand in for those of official documents, where fontconfig knows (Linux)."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from xml.sax.saxutils import escape

from bulletin_gen.leaves.programs import run_program
from bulletin_gen.render.layout import FACES

#: A first look at the faces of a machine builds their list.
_SECONDS = 120

#: Face → the same face under other names and faces of its kind and widths, best first.
STAND_INS = {
    FACES.fang: (FACES.fang, "FangSong", "FandolFang R", "FandolFang"),
    FACES.kai: (FACES.kai, "KaiTi", "FandolKai", "AR PL UKai CN"),
    FACES.hei: ("SimHei", "FandolHei", "Noto Sans CJK SC"),
    FACES.song: ("SimSun", "FandolSong", "Noto Serif CJK SC"),
    FACES.title: (FACES.title, "Noto Serif CJK SC Black", "FandolSong"),
}
#: What stands in for 小标宋 and is as heavy.
_HEAVY = ("Noto Serif CJK SC Black",)
#: Better than what a program would choose by itself.
_LAST_RESORT = ("FandolSong", "Noto Serif CJK SC", "AR PL UMing CN", "Noto Sans CJK SC")
_ALIAS = (
    '<match target="pattern"><test name="family"><string>{}</string></test>'
    '<edit name="family" mode="assign" binding="same"><string>{}</string></edit></match>'
)
_CONFIG = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{}</fontconfig>'
)


@lru_cache(maxsize=1)
def installed() -> frozenset[str]:
    """Names of the installed type families; none where fontconfig is not in use."""
    program = shutil.which("fc-list")
    if not program:
        return frozenset()
    try:
        listed = run_program([program, ":", "family"], _SECONDS)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(name.strip() for line in listed.decode("utf-8").splitlines() for name in line.split(","))


def stand_ins(*, last_resort: bool = False) -> dict[str, str]:
    """Face → installed family; faces without any are absent. ``last_resort``: any Chinese face rather than none."""
    have = installed()
    further = _LAST_RESORT if last_resort else ()
    chosen = {face: next(filter(have.__contains__, (*names, *further)), "") for face, names in STAND_INS.items()}
    return {face: name for face, name in chosen.items() if name}


def thin_face() -> str:
    """The face of titles, where a thinner one stands in for it, whose bold cut comes nearer; else ""."""
    chosen = stand_ins(last_resort=True).get(FACES.title, FACES.title)
    return "" if chosen in (FACES.title, *_HEAVY) else FACES.title


def fontconfig() -> str:
    """A fontconfig file by which programs take the stand-ins; "" where there are none."""
    chosen = stand_ins(last_resort=True)
    return _CONFIG.format("".join(_ALIAS.format(*map(escape, pair)) for pair in chosen.items())) if chosen else ""

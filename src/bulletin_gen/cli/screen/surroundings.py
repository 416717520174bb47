"""What surrounds the command's process: its environment, its locale, the streams that it prints to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TextIO

#: How many threads the engine may be told to use; it breaks off at 0 and at numbers that no machine can start.
_THREADS, _MOST_THREADS = "POLARS_MAX_THREADS", 1024
_UTF8 = "PYTHONUTF8"


def sound_environment(environment: MutableMapping[str, str]) -> None:
    """Drops a number of threads that the engine would break off at, with a word about it; to be called before the
    engine is imported."""
    wanted = environment.get(_THREADS)
    if wanted is None or (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= _MOST_THREADS):
        return
    del environment[_THREADS]
    say_aside(f"环境变量 {_THREADS}={shown_characters(wanted)} 不是 1 到 {_MOST_THREADS} 的整数，没有采用。")


def speak_utf8() -> None:
    """Begins the program anew with UTF-8 for names of files where the locale knows no Chinese (POSIX, C): files with
    such names would not be found, or not be written. Does nothing where names can be written."""
    try:
        os.fsencode("通报")
    except UnicodeEncodeError:
        if os.environ.get(_UTF8) == "1":
            return  # Python was told to pass over its variables: publishing says what is the matter
        sys.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | {_UTF8: "1"})


def show_what_can_be_shown() -> None:
    """A console may not know every character of a unit's name: it shows what it can, and never fails."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def shown_characters(text: str) -> str:
    """``text`` without power over a terminal: characters that move its cursor, change its colours or turn the
    direction of writing stand as their numbers. Line ends and tabs stay."""
    if text.isprintable():
        return text
    return "".join(f"\\u{ord(each):04x}" if _has_power(each) else each for each in text)


def _has_power(character: str) -> bool:
    if character in "\n\t":
        return False
    return (
        character < " "
        or "\x7f" <= character <= "\x9f"
        or character in "\u061c\u200e\u200f\u2028\u2029"
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    )


def say(text: str, *, err: bool = False) -> None:
    """Prints a line on standard output, or standard error; names of files and units cannot move the cursor."""
    import typer

    typer.echo(shown_characters(text), err=err)


def say_aside(text: str) -> None:
    """Prints a line on standard error; where that is closed or full, there is nobody to tell."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(text + "\n")
            sys.stderr.flush()
    except OSError:
        _leave(sys.stderr)


@contextmanager
def after_writing() -> Iterator[None]:
    """For what is shown when all files are written: a screen that takes nothing any more (a full disk behind ``>``, a
    closed pipe) undoes none of that, so the run counts as done."""
    try:
        yield
    except OSError as reason:
        unshown(reason, "文件已经写出。")


def unshown(reason: OSError, rest: str = "") -> None:
    """Says on standard error that the output could not be printed; a closed pipe is nothing to tell."""
    from bulletin_gen.leaves.issues import system_reason

    _leave(sys.stdout)
    if not isinstance(reason, BrokenPipeError):
        say_aside(f"屏幕上的内容显示不出来：{system_reason(reason)}。{rest}")


def _leave(stream: TextIO | None) -> None:
    """Nothing more goes to ``stream``: Python would try once more at its end, and fail with a trace."""
    try:
        place = stream.fileno() if stream is not None else None
    except (AttributeError, OSError, ValueError):  # something else was put in its place
        return
    if place is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, place)
    os.close(nowhere)

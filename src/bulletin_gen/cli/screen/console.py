"""The console that the commands print to."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from bulletin_gen.cli.screen.surroundings import shown_characters


class SafeConsole(Console):
    """A console on which names of files, sheets and units cannot move the cursor, change colours or turn the direction
    of writing: only what this program itself asks for does."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """The segments of ``renderable``, texts with such characters shown as their numbers."""
        for segment in super().render(renderable, options):
            text = segment.text
            if segment.control or text.isprintable():
                yield segment
            else:
                yield Segment(shown_characters(text), segment.style)

    def on_broken_pipe(self) -> None:
        """Whoever read this has gone: the commands decide what that means."""
        raise BrokenPipeError

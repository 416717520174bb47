"""How findings are said: in words with numbers, and as sentences of the wording file with names in their place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from statistics import median

from bulletin_gen.compose.wording import speaker_of
from bulletin_gen.compose.wording.parse import SlipError, parse_paragraph
from bulletin_gen.compose.wordlist.entries import plain_text
from bulletin_gen.digest.model import Scene
from bulletin_gen.digest.past import TrackedSeries, Tracks, label_of
from bulletin_gen.leaves.numbers import NumberStyle, format_number

_MIDDLE = NumberStyle(1)


class Sayer:
    """Says the series of one scene."""

    def __init__(self, scene: Scene, tracks: Tracks) -> None:
        self.scene, self.tracks, self.profile = scene, tracks, scene.profile
        self.speaker = speaker_of(scene.facts, scene.profile, scene.inputs.narrative)

    def tried(self, sentence: str) -> tuple[str, str]:
        """A sentence of the wording file and what it prints now; nothing where it cannot be said."""
        self.speaker.slips = []
        try:
            printed = plain_text(self.speaker.paragraph(parse_paragraph(sentence)))
        except SlipError:
            return "", ""
        return ("", "") if self.speaker.slips or not printed else (sentence, printed)

    def sentence(self, series: TrackedSeries) -> tuple[str, str]:
        """The sentence of a series: what it is now, and against the period before and a year ago."""
        label = label_of(self.profile, series)
        words = {"whole": label, "value": series.holder if series.of == self._own(series) else ""}
        name = words.get(series.kind) or f"{series.holder}：{label}"
        said = {"whole": label, "unit": f"{series.named}{label}", "value": f"{series.named}诉求{label}"}[series.kind]
        unit = "" if series.of in self.profile.rates else "件"
        back = f"【，较{self.scene.period.last_word}{{{name}：环比}}】【，同比{{{name}：同比}}】"
        return self.tried(f"{said}{{{name}}}{unit}{back}。")

    def _own(self, series: TrackedSeries) -> str:
        """The measure that the name of a value alone prints."""
        return self.profile.breakdowns[series.breakdown].measure if series.breakdown else ""

    def called(self, series: TrackedSeries) -> str:
        """A series as people call it: 供水（热点）受理, 青石镇转办, 满意率."""
        label = label_of(self.profile, series)
        if series.kind == "value":
            return f"{series.named}（{series.holder.partition('：')[0]}）{label}"
        return f"{series.named}{label}"

    def against(self, series: TrackedSeries) -> str:
        """What earlier periods had of it, in words; the range and the middle of all of them, and single ones."""
        values = sorted(self.tracks.known(series))
        if not any(values):
            return f"以前{len(values)}期一件也没有" if values else "以前没有"
        said = [f"以前{len(values)}期在{self.number(series, values[0])}至{self.number(series, values[-1])}之间"]
        said.append(f"中间数{self.number(series, median(values))}")
        said += self._single(series)
        return "，".join(said)

    def _single(self, series: TrackedSeries) -> Iterator[str]:
        periods = {self.scene.period.previous(): self.scene.period.last_word, self.scene.period.year_ago(): "上年同期"}
        for run in reversed(self.scene.past):
            value = self.tracks.was(series, run) if run.period in periods else None
            if value is not None:
                yield f"{periods[run.period]}{self.number(series, value)}"

    def number(self, series: TrackedSeries, value: Fraction) -> str:
        """A value of a series as it is printed: a rate in its own style, a count with its unit."""
        if rate := self.profile.rates.get(series.of):
            return format_number(value, self.profile.style(rate.style).number_style())
        return f"{format_number(value, _MIDDLE)}件"

    def now(self, series: TrackedSeries) -> str:
        """What a series has now: of a rate its two numbers too."""
        if series.of not in self.profile.rates:
            return f"{series.now.text}件"
        return f"{series.now.text}（{series.now.numerator}/{series.now.denominator}）"

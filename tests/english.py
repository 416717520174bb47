"""The examples' rules with English keys: what they themselves say in Chinese, for tests of that spelling."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bulletin_gen.county.workspace import County
from bulletin_gen.profile import Profile
from bulletin_gen.profile.graph import uses

ENGLISH = Path(__file__).parent / "data" / "english"


def in_english(folder: Path, county: str) -> Path:
    """``folder``, a copy of an example, with the rules and the supplied figures of ``county`` in English keys."""
    shutil.copyfile(ENGLISH / county / "profile.yaml", folder / "profile.yaml")
    shutil.copyfile(ENGLISH / county / "supplied.yaml", folder / County(folder).periods()[-1].key / "supplied.yaml")
    (folder / "标识.csv").unlink(missing_ok=True)  # it has the names that the example gives
    return folder


PARTS = ("styles", "measures", "rates", "quotients", "breakdowns", "comparisons", "lists", "order_lists", "tables")
_STYLES = ("style", "table_style", "score_style", "total_style", "change_style")


def names_of(twin: Profile, example: Profile) -> dict[str, dict[str, str]]:
    """What each part of ``example`` calls what ``twin``, the same rules in the same order, calls otherwise."""
    found = {part: dict(zip(getattr(twin, part), getattr(example, part), strict=True)) for part in PARTS}
    terms = [
        (old.name, new.name)
        for group in twin.score
        for old, new in zip(twin.score[group].terms, example.score[group].terms, strict=True)
    ]
    return found | {"terms": dict(terms)}


def in_names_of(twin: Profile, example: Profile) -> dict[str, Any]:
    """``twin`` as plain values, with everything called as ``example`` calls it."""
    names = names_of(twin, example)
    counted = names["measures"] | names["rates"] | names["quotients"]
    dump = twin.model_dump(mode="json")
    for use in uses(twin):
        if use.name in counted:
            _replace(dump, use.path, use.name, counted[use.name])
    dump = _walked(dump, names)
    return dump | {part: {names[part][key]: value for key, value in dump[part].items()} for part in PARTS}


def _replace(dump: Any, path: tuple[str | int, ...], old: str, new: str) -> None:
    *way, last = [f"{step}_" if step == "from" else step for step in path]
    for step in way:
        dump = dump[step]
    if isinstance(dump, dict) and isinstance(last, str) and last.lstrip("-") == old:
        renamed = {(new if key == last else key): value for key, value in dump.items()}
        dump.clear()
        dump.update(renamed)
    else:
        dump[last] = dump[last].replace(old, new)


def _walked(value: Any, names: Mapping[str, Mapping[str, str]], key: str = "") -> Any:
    if isinstance(value, dict):
        return {inner: _walked(each, names, inner) for inner, each in value.items()}
    if isinstance(value, list):
        return [_walked(each, names, key) for each in value]
    if not isinstance(value, str):
        return value
    for prefix, part in (("breakdown.", "breakdowns"), ("list.", "lists"), ("term.", "terms")):
        if value.startswith(prefix):
            return prefix + names[part].get(value.removeprefix(prefix), value.removeprefix(prefix))
    part = "styles" if key in _STYLES else "lists" if key == "any_list" else "terms" if key == "name" else ""
    return names[part].get(value, value) if part else value

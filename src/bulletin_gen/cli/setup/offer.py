"""What ``bulletin-gen new --offer`` says: shipped sentences that were mended since an office took them."""

from __future__ import annotations

from pathlib import Path

from bulletin_gen.cli.screen.surroundings import say


def show_offer(folder: Path) -> None:
    """Says which shipped sentences changed since the office's copy; changes no file."""
    from bulletin_gen.keeping.offering import offered

    offer = offered(folder)
    if not offer.kind:
        say(f"{offer.file}没有写明是从哪一版自带写法来的，没有可比的；自带写法见 docs/sentences.zh-CN.md。")
        return
    taken = f"{offer.file}取自“{offer.kind}”自带写法第{offer.taken}版"
    if offer.taken == offer.now:
        say(f"{taken}，就是现在的一版，没有新的写法。")
        return
    say(f"{taken}，现在是第{offer.now}版，改了{len(offer.changes)}处。文件没有改动；要用哪处，照着改那一行。")
    for number, change in enumerate(offer.changes, start=1):
        say(f"\n{number}. {change.state}")
        for head, lines in (("原来", change.old), ("现在", change.new)):
            for line in lines or ("（没有这一句）",):
                say(f"  {head}：{line}")
    say(f"\n改好后，把第一行说明里的“第{offer.taken}版”写成“第{offer.now}版”，以后只说再改的。")


def hint(folder: Path) -> str:
    """One line where there is something to offer; else nothing."""
    from bulletin_gen.keeping.offering import offered
    from bulletin_gen.leaves.issues import BulletinError

    try:
        offer = offered(folder)
    except BulletinError:  # what is wrong with the wording is said when it is asked for, or printed
        return ""
    newer = bool(offer.kind) and offer.taken != offer.now
    return f"自带写法有了第{offer.now}版：bulletin-gen new {folder} --offer 看改了哪些句子。" if newer else ""

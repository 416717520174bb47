"""One ordinary month for each kind of bulletin; tests change what they are about."""

from __future__ import annotations

from compose.factory import DATA, Case

INSPECTION = Case(
    profile=(DATA / "inspection.yaml").read_text(encoding="utf-8"),
    units="""
        单位   | 分组 | accepted | closed | overdue | letters_very_satisfied
        水务局 | 局   | 100      | 99     | 1       | 0
        住建局 | 局   | 50       | 44     | 3       | 2
        民政局 | 局   | 20       | 20     | 0       | 0
        东山镇 | 乡镇 | 40       | 33     | 2       | 1
        西河乡 | 乡镇 | 30       | 30     | 0       | 0
        南坪乡 | 乡镇 | 10       | 7      | 0       | 0
        北关镇 | 乡镇 | 60       | 60     | 0       | 0
    """,
    outside={"accepted": 5, "overdue": 1},
    total={"requests": 500, "letters": 12, "letters_rated": 8, "letters_satisfied": 7},
    breakdowns={
        "categories": {"市容": 120, "供水": 80, "噪声": 60, "公交": 3},
        "mailboxes": {"县长信箱": 10, "省长信箱": 2, "留言板": 0},
    },
    orders={"unexcused_overdue": {"住建局": ["240501", "240517"], "东山镇": ["240533"]}},
    bases={"year_ago": {"accepted": "280"}, "previous": {"accepted": "350"}},
    narrative={"典型案例": "个别单位答复敷衍。\n", "工作要求": "1.提高认识。各单位要重视。\n2.按期办结。\n"},
)

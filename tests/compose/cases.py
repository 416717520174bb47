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

CIRCULAR = Case(
    profile=(DATA / "circular.yaml").read_text(encoding="utf-8"),
    period="2022-01",
    units="""
        单位   | 分组     | accepted | overdue | result_rated | result_satisfied | process_rated | process_satisfied
        住建局 | 县直单位 | 106      | 0       | 43           | 37               | 43            | 26
        公安局 | 县直单位 | 97       | 2       | 10           | 6                | 10            | 9
        民政局 | 县直单位 | 9        | 0       | 3            | 3                | 0             | 0
        老王乡 | 乡镇街道 | 8        | 0       | 4            | 4                | 2             | 2
        东皇街 | 乡镇街道 | 20       | 0       | 8            | 8                | 8             | 2
    """,
    breakdowns={"categories": {"社会事业类": 150, "城乡建设类": 80, "咨询类": 10}},
    document={"dated": "2022-02-15", "number": 10},
    bases={"year_ago": {"result_satisfaction_rate": "0.95", "process_satisfaction_rate": "0.5"}},
    narrative={
        "热点问题": "## 供暖问题\n来电较多。\n## 噪声问题\n夜间施工扰民。",
        "存在问题": "## 答复不规范\n个别单位答复简单。",
        "工作要求": "各单位要抓好落实。",
    },
)

BRIEF = Case(
    profile=(DATA / "brief.yaml").read_text(encoding="utf-8"),
    period="2022-07",
    units="""
        单位   | 分组     | dispatched | closed | rated | satisfied
        东关镇 | 乡镇     | 40         | 40     | 20    | 19
        西关镇 | 乡镇     | 30         | 27     | 15    | 12
        住建局 | 市直单位 | 30         | 28     | 10    | 9
    """,
    total={
        "requests": 400,
        "settled": 300,
        "settled_closed": 300,
        "settled_rated": 100,
        "settled_satisfied": 96,
        "upper": 12,
        "upper_closed": 12,
        "upper_rated": 10,
        "upper_satisfied": 9,
    },
    breakdowns={
        "types": {"咨询类": 200, "投诉举报类": 150, "其它": 50},
        "hot": {"农村管理—耕地保护": 53, "社会保险—养老保险": 47, "城市管理—物业管理": 33, "供水—水压": 1},
        "upper_channels": {"省平台": 10, "市平台": 2},
    },
    document={"dated": "2022-08-02", "issue_number": 7, "running_number": 262},
    figures={"call_volume": {"text": "约1.1万人次", "source": "话务中心"}},
    narrative={
        "热点问题": "防汛来电增多。",
        "典型案例": "## 修好路灯\n一天修复。",
        "业务工作": "## 强化培训\n集中学习。",
    },
)

OPERATION = Case(
    profile=(DATA / "operation.yaml").read_text(encoding="utf-8"),
    period="2022-02",
    units="""
        单位       | 分组     | dispatched | overdue | rated | satisfied | closed | handling_seconds
        濉水县     | 县区     | 200        | 0       | 100   | 99        | 100    | 61344000
        相城区     | 县区     | 100        | 0       | 60    | 60        | 100    | 60480000
        市残联     | 市直单位 | 32         | 1       | 10    | 10        | 10     | 5184000
        市气象台   | 市直单位 | 1          | 1       | 3     | 2         | 1      | 864000
    """,
    total={"handled": 1000, "calls": 980},
    breakdowns={
        "channels": {"来电": 980, "留言": 20},
        "categories": {"卫生健康": 132, "交通运输": 117, "其他": 700},
    },
    document={"dated": "2022-03-29"},
    bases={"year_ago": {"handled": "553"}},
    narrative={"热点问题": "## 防疫咨询\n咨询量大。", "工作建议": "## 加强督办\n按期办结。"},
)

WEEKLY = Case(
    profile=(DATA / "weekly.yaml").read_text(encoding="utf-8"),
    period="2021-W43",
    units="""
        单位   | 分组     | accepted | closed | rated | satisfied
        大店镇 | 镇街     | 92       | 67     | 4     | 3
        团林镇 | 镇街     | 92       | 54     | 0     | 0
        岭泉镇 | 镇街     | 30       | 20     | 2     | 2
        住建局 | 县直部门 | 60       | 40     | 2     | 1
        供销社 | 县直部门 | 1        | 0      | 0     | 0
    """,
    total={"accepted": 250},
    breakdowns={
        "channels": {"市级热线": 248, "省级热线": 2},
        "types": {"求助类": 180, "投诉类": 70},
        "hot": {"居民生活": (60, ["路灯", "供暖"]), "城市管理": (40, ["市容环境"]), "卫生": (20, []), "农村": (5, [])},
    },
    document={"dated": "2021-11-05", "issue_number": 43},
    bases={"previous": {"accepted": "200"}},
    narrative={"热线信息": "## 热线走进社区\n10月28日，工作人员现场解答。"},
)

KINDS = {
    "政务督查": INSPECTION,
    "督查通报": CIRCULAR,
    "工作简报": BRIEF,
    "运行情况通报": OPERATION,
    "热线周报": WEEKLY,
}

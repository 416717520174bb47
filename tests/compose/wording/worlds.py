"""The worlds in which every case is said: an ordinary month, one without anything, one with a single unit…"""

from __future__ import annotations

from dataclasses import replace

from compose.wording.world import World

ORDINARY = World(
    units="""
        单位   | 分组     | 受理 | 转办 | 应办 | 办结 | 超期 | 返工 | 回访 | 满意 | 重点件 | 重点完成 | 知识库条数|人口
        城管局 | 县直单位 | 120  | 120  | 110  | 108  | 2    | 5    | 60   | 57   | 20     | 18 | 0 | 0
        教育局 | 县直单位 | 80   | 80   | 75   | 75   | 0    | 0    | 40   | 40   | 10     | 10 | 0 | 0
        水利局 | 县直单位 | 60   | 60   | 60   | 60   | 0    | 0    | 30   | 30   | 10     | 7 | 0 | 0
        民政局 | 县直单位 | 60   | 60   | 60   | 60   | 0    | 0    | 20   | 19   | 0      | 0 | 0 | 0
        统计局 | 县直单位 | 0    | 0    | 0    | 0    | 0    | 0    | 0    | 0    | 0      | 0 | 0 | 0
        青石镇 | 乡镇     | 40   | 40   | 40   | 38   | 3    | 7    | 20   | 17   | 0      | 0 | 61 | 25600
        白杨镇 | 乡镇     | 35   | 35   | 35   | 35   | 0    | 0    | 18   | 18   | 0      | 0 | 56 | 41000
        柳林乡 | 乡镇     | 25   | 25   | 20   | 20   | 1    | 0    | 12   | 11   | 0      | 0 | 12 | 18000
        石桥乡 | 乡镇     | 0    | 0    | 0    | 0    | 0    | 0    | 0    | 0    | 0      | 0 | 3 | 9000
    """,
    values="""
        类别     | 名称     | 受理 | 转办 | 回访 | 满意
        诉求类型 | 咨询类   | 700  | 100  | 100  | 98
        诉求类型 | 求助类   | 300  | 200  | 60   | 54
        诉求类型 | 投诉类   | 188  | 110  | 38   | 38
        诉求类型 | 建议类   | 10   | 8    | 2    | 2
        诉求类型 | 其他     | 2    | 2    | 0    | 0
        受理渠道 | 电话     | 1000 | 300  | 150  | 140
        受理渠道 | 微信     | 150  | 80   | 40   | 40
        受理渠道 | 网站     | 50   | 40   | 10   | 10
        受理渠道 | 视频     | 0    | 0    | 0    | 0
        受理渠道 | 其他     | 0    | 0    | 0    | 0
        来源     | 来电     | 1000 | 300  | 0    | 0
        来源     | 网络     | 100  | 80   | 0    | 0
        来源     | 走访     | 99   | 30   | 0    | 0
        来源     | 转来     | 1    | 1    | 0    | 0
        热点     | 供水排水 | 180  | 90   | 60   | 54
        热点     | 道路交通 | 150  | 80   | 50   | 48
        热点     | 噪声扰民 | 120  | 60   | 30   | 29
        热点     | 市容环境 | 120  | 50   | 30   | 30
        热点     | 物业管理 | 30   | 20   | 10   | 10
    """,
    total={"来电总量": 5000, "受理": 1200, "直办": 780, "转办": 420, "结转": 25, "未办结": 30},
    beneath={"供水排水": {"停水": 90, "水质": 60, "管网": 30}, "道路交通": {"拥堵": 100, "路灯": 50}},
    orders={"青石镇": ("3104217", "3104388"), "柳林乡": ("3105526",)},
    bases={
        "year_ago": {
            "受理": "1500", "满意率": "93.5%", "诉求类型：咨询类：受理": "800", "诉求类型：求助类：受理": "300",
            "转办": "420", "返工": "0", "乡镇：转办": "80",
        },
        "previous": {
            "受理": "1150", "满意率": "96%", "办结率": "98.5%", "转办": "420", "超期": "0", "平均得分": "93",
            "青石镇：得分": "90", "青石镇：名次": "1", "白杨镇：名次": "3",
        },
        "市平均": {"满意率": "94.2%", "办结率": "99.5%"},
    },
    grades_before={"青石镇": "A", "柳林乡": "B"},
    figures={
        "话务量": {"text": "约1.6万人次", "value": 16000, "source": "热线平台"},
        "栏目期数": {"text": "2", "value": 2, "source": "电视台"},
        "市考核名次": {"text": "第二位", "source": "市通报"},
        "市考核得分": {"text": "98.1", "value": "98.1", "source": "市通报"},
        "市考核等级": {"text": "A", "source": "市通报"},
        "市考核按期办结": {"text": "392", "value": 392, "source": "市通报"},
    },
    document={"issue_number": 4},
    narrative={"典型案例": "某小区停水两天，供水公司连夜抢修。", "退回原因": "回复不完整。", "空着的": ""},
)  # fmt: skip

_NAMES = [line.split("|")[:2] for line in ORDINARY.units.strip().splitlines()[1:]]

#: Nothing but a few orders answered on the line.
NOTHING = World(
    units="单位 | 分组 | 转办\n" + "\n".join(f"{unit.strip()} | {group.strip()} | 0" for unit, group in _NAMES),
    values="类别 | 名称 | 受理\n诉求类型 | 咨询类 | 5",
    total={"受理": 5, "直办": 5},
    narrative=ORDINARY.narrative,
)

#: One unit has all of it.
ONE = World(
    units="单位 | 分组 | 受理 | 转办 | 应办 | 办结 | 超期 | 回访 | 满意\n"
    + "\n".join(
        f"{unit.strip()} | {group.strip()} | " + ("9|9|9|8|1|8|6" if "青石" in unit else "0|0|0|0|0|0|0")
        for unit, group in _NAMES
    ),
    values="类别 | 名称 | 受理\n诉求类型 | 咨询类 | 9",
    orders={"青石镇": ("3104217",)},
    narrative=ORDINARY.narrative,
)

#: Nothing differs from before.
SAME = World(
    units=ORDINARY.units,
    values=ORDINARY.values,
    total=ORDINARY.total,
    bases={"year_ago": {"受理": "1200", "满意率": "96%"}, "previous": {"受理": "1200"}},
)

_MONTHS = {
    "2031-01": {"受理": "1200", "应办": "400", "办结": "396"},
    "2031-02": {"受理": "1050", "应办": "400", "办结": "392"},
    "2031-03": {"受理": "1150", "应办": "400", "办结": "396"},
}
#: The months before are recorded; in the other world one of them is not.
AFTER_THREE = replace(ORDINARY, history=_MONTHS, bases={"previous": _MONTHS["2031-03"]})
ONE_MISSING = replace(AFTER_THREE, history={key: value for key, value in _MONTHS.items() if key != "2031-02"})

WORLDS = {
    "平常": ORDINARY, "全无": NOTHING, "只有一个": ONE, "没有变化": SAME, "有前几月": AFTER_THREE,
    "缺一个月": ONE_MISSING,
}  # fmt: skip

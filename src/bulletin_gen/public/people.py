"""Names of people in the places where those stand who complain; officials keep theirs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bulletin_gen.leaves.frugal import late
from bulletin_gen.public.numbers import Private

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛"
    "雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝臧戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路江"
    "童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘缪解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀甄曲封储靳邴糜松段"
    "富焦巴牧隗谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲从鄂索赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭"
    "贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄"
    "东欧沃利蔚越隆师巩聂晁勾敖融冷訾辛阚那简饶空曾关肖涂付代邝"
    "闫覃佟佘冼揭仝逯亓鞠楚阎岳亢缑琚苟查隋兰卿粟阳靖昝谌漆矫丛迟鄢佴庹仉鹿晋帅牟苑母税尧旷檀敬邸綦栗邰郜呼冶敦"
    "强茅卞娄危昝钮嵇奚酆狄伏经滑昌凤湛明成贲於惠麴芮羿汲乌郗暴钭蓟咸璩郏宦阙殳夔厍毋乜巢蒯荆竺桓水云花平计支干"
    "练麦游占官原凃揣洑豆雒鄂撒妥才洛巨巫问海来战苌银朴候后植"
)
#: The signs with which most given names end.
_GIVEN = frozenset(
    "明芳伟敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英华玉兰红梅玲辉鹏飞峰波斌宇浩凯健俊帆欣怡佳琪雪琳燕莉娜婷洁颖慧倩薇蕾瑞祥福贵春"
    "生国建志文海龙云山林松柏江河川东南北西阳光荣昌盛新民清正义忠良仁德才学武威豪雄彬翔亮晨晶鑫森淼炎坤乾宁静雅菊莲珍珠凤仙娥"
    "鹤曦骁岚昊佑嘉章泉瑾珂璇芸茜蓉蕊芝芬芹莹若颜桐然墨远鸣洋帅峻煜烨晗睿琦璐婧嫣瑶萱彤淇琛骏哲晟煊炜焱楠杉桦淑娴翠花香巧云霄轩泽涵梓妍子豪博毅诚信康宏达成功胜利旺发财宝根水火土金银铜铁柱栋梁刚毅坚娣妹弟哥友朋"
)
_DOUBLE = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木|长孙|"
    "宇文|轩辕|澹台|濮阳|淳于|申屠|公冶|闻人|赫连|呼延|南宫|独孤|拓跋|钟离|鲜于"
)
#: Surnames that begin so many ordinary words that a name is believed only with 3 signs and a clear end, or a title.
_ORDINARY = (
    "储蓄 储值 祁盼 金点 安全 安置 安装 安排 白天 包括 包装 别的 常年 常见 车辆 车主 车位 成立 程序 池塘 "
    "单位 单元 党员 党委 道路 东区 东侧 都是 都有 段时 方便 方面 方向 房产 房东 房屋 "
    "费用 丰富 付款 高度 高峰 高空 高温 高速 公司 古城 关于 关闭 关系 管道 管理 管网 "
    "广场 广大 国家 国道 何时 何况 和谐 华侨 黄土 吉祥 纪检 计划 季度 家中 家属 甘肃 "
    "江边 江西 焦急 解决 解释 金额 金融 经常 康复 空气 空调 孔洞 来电 劳动 乐意 冷清 "
    "连续 连夜 梁上 林地 林业 刘庄 路灯 路面 路口 路边 满意 马上 马路 毛病 米左 明确 "
    "莫名 牧场 南侧 宁愿 农村 农民 农田 农业 平时 前往 全部 全体 全家 曲线 任何 任意 "
    "荣誉 容易 上访 申请 申诉 师傅 师生 时常 时间 时候 石头 石块 史上 水压 司机 司法 "
    "松动 宋代 唐代 谈话 田地 田间 通知 通行 通讯 童年 万一 万元 温度 文化 文明 文件 "
    "闻到 武装 席位 夏天 夏季 项目 向前 向上 小区 谢谢 辛苦 许可 许多 严重 严格 燕子 "
    "杨树 叶片 易燃 易涝 应当 应该 应急 印章 尤其 于是 余款 元月 园区 越来 越是 张贴 "
    "常委 党组 党政 章程 郑重 支付 钟点 周边 周围 周期 周末 周一 诸多 祖坟 左右 左侧 左边 东南 东北 "
    "简单 简易 居委 居民 居住 步行 文旅 利用 利息 国企 国税 从事 从未 通过 终于 终止 "
    "单独 单次 全年 全县 全市 全程 双方 双向 宿舍 富裕 包干 时段 方案 高考 高铁 车站 "
    "查看 查询 查处 查明 查验 查实 查找 查收 查办 楚地 阳台 阳光 阳性 兰州 海边 海南 海水 来访 来人 来信 来自 来到 "
    "来回 来年 战士 战友 银行 占道 占用 占地 占有 占据 官方 官员 原因 原来 原有 原址 原定 游客 游泳 游玩 游乐 豆腐 "
    "农机 农资 农贸 农家 权益 权利 权限 权属 权力 国内 国外 国有 国资 景区 景点 景观 来话 来函 "
    "来件 来源 来稿 向市 向县 向区 向省 向镇 "
    "向乡 向社 向政 向有 向相 向该 向其 向承 向各 向我 向本 纪律 纪委 纪要 成功 成员 成为 成果 "
    "成本 明显 明白 明示 明知 明年 丰收 占受 "
    "占信 占投 占举 占总 占全 占比 占当 占本 占各 占来 占咨 占求 占诉 强制 强烈 强化 强行 强调 "
    "强占 滑坡 滑倒 经营 经济 经过 经查 经核 "
    "伏天 昌平 咸阳 桓台 荆州 乌龙 水费 水务 水利 水库 水表 水管 水质 云南 云平 花园 花坛 花费 "
    "花卉 平台 平均 平安 平房 平整 平江 计量 "
    "计生 计算 计入 计划 支付 支持 支部 支出 支行 干部 干扰 干净 干群 干涉 干旱 干预 "
    "问题 问及 问询 敬老 敬请 候车 候诊 呼吁 呼叫 呼声 税务 税费 母亲 才能 才发 巨大 练车 练习 麦田 麦子 麦收 迟迟 "
    "迟到 丛生 洛阳 岳阳 岳父 岳母 隋唐 粟米 栗子 栗树 苑区 尧庙 鹿城 晋城 晋升 楚雄 查出 银川 海口 海底 海鲜 海滩 "
    "车祸 党群 池水 向阳 任务 任职 关注 常住 常态 房租 石材 石料 管护 解除 解答 代表 "
    "植树 植物 植被 植入 植保 "
    "后续 后来 后期 后面 后台 后方 后者 后又 后经 后再 后被 后在 后于 后因 后已 后发 后果 后院 后勤 "
    "代理 代办 付费 文书 华丽 幸好 幸福 易发 曾经 曾多 曾向 应届 应交 应由 "
)
_WORDS = frozenset(_ORDINARY.split())
_WHO = (
    "居民|市民|村民|群众|业主|诉求人|来电人|反映人|投诉人|举报人|当事人|申请人|求助人|咨询人|信访人|来访人|住户|户主|患者|病人|学生|家长|"
    "职工|工人|农民工|务工人员|乘客|车主|店主|老板|租户|房东|死者|伤者|受害人|受害者|女儿|儿子|丈夫|妻子|父亲|母亲|老人|家属|姓名|网友|经营户|"
    "联系人|消费者|顾客|考生|贫困户|低保户|残疾人|留言人|来信人|爆料人|报料人|被投诉人|被举报人|监护人|委托人|用户|会员|司机|"
    "驾驶员|员工|教师|商户|摊主|房主|承租人|报修人|租客|承包人|承包户|受访人|受访者|来访者|参保人|缴费人|纳税人|购房人|"
    "购房者|投保人|借款人|报警人|求职者|商贩|摊贩|骑手|邻居|亲属|"
    "被征收人|征收人|被拆迁人|拆迁户|退役军人|退伍军人|军属|烈属|机主|报案人|查询人|购买人|使用人|权利人|产权人|债权人|被申请人|代理人|"
    "经营者|从业者|务工者|走失者|骑行者|教职工|保洁员|环卫工人?|快递员|外卖员|外卖小哥|五保户|脱贫户|困难户|移民户|租房户|商铺业主|"
    "孕妇|产妇|逝者|儿媳|女婿|配偶|爷爷|奶奶|岳父|岳母|读者|游客|旅客|储户|村妇|农户|养殖户|老汉|青年|女子|男子"
)
#: Who stands in a form, with the name right behind a colon: 反映人：… Whoever it is, whatever the surname.
_FORM = (
    r"(?:诉求人|来电人|反映人|投诉人|举报人|当事人|申请人|求助人|咨询人|信访人|来访人|联系人|来信人|留言人|户主|姓名|患者|业主|"
    r"家属|监护人|委托人|收件人|经办群众)(?:姓名)?[:：]\s*"
)
_IN_FORM = late(
    _FORM + r"(?P<name>[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff·]{1,8}|[\u4e00-\u9fff]{2,4})"
    r"(?=[，。、；,.;（(\s]|$|电话|手机|联系|身份证)"
)
_NOBODY = late(
    r"匿名|不详|保密|无名|未留|未知|本人|同上|群众|市民|居民|网友|[局镇乡村办处所院会司委厅科股室队站校园部]$|某"
)
_DID = "反映|来电|致电|投诉|举报|咨询|求助|诉称|来信|上访|信访|声称|自述"
_ADVERBS = "多次|再次|曾|已|今|昨|自|又|也"
_AFTER = (
    rf"[，。、；：,.;:（(）)\s“”\"]|$|{_DID}|{_ADVERBS}|称|诉|等|家|的|在|因|于|向|说|表示|提出|住|系|电话|手机|联系|身份|夫妇|"
    "对|把|让|给|为|未|不|没|多|反复|屡|连续|两|三|一|拒|携|带|骑|驾|出示|欠|领|打|来|到|去|有|是|所|交|买|购|租|均|及|"
    "情绪|撤|同意|满意|认可|接受|坚持|强烈|威胁|质疑|怀疑|担心|希望|请|愿|无法|无|现|从|经|每|长期|常年|独|患|卖|种|养|开|办|户|"
    "一家|本人|要求|申请|需要|想|发现|认为|拨打|通过|先生|女士|名下|其|被|将|与|和|及"
)
_TITLES = "先生|女士|小姐|大爷|大妈|大娘|大姐|大哥|阿姨|奶奶|爷爷|老人|同学|师傅"
_NAME = rf"(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
#: Names of other peoples of the country: 阿布都·买买提.
_MANY = r"[\u4e00-\u9fff]{2,6}?·[\u4e00-\u9fff]{2,8}?"
_SHORT = rf"(?:(?:{_DOUBLE})[\u4e00-\u9fff]|[{_SURNAMES}][\u4e00-\u9fff])"
_MASKED = late(r"某")
_CALLED = r"(?:姓名)?(?:名叫|叫做|叫|是|为|[:：（(“\"])?\s*"
_OF_SOMEBODY = late(rf"(?:{_WHO}){_CALLED}(?P<name>{_NAME}|{_SHORT})(?={_AFTER})")
_OF_SOMEBODY_SHORT = late(rf"(?:{_WHO}){_CALLED}(?P<name>{_SHORT})(?={_AFTER})")
_WITH_TITLE = late(rf"(?P<name>{_NAME})(?={_TITLES})")
_DOTTED = late(rf"(?:{_WHO})(?P<name>{_MANY})(?={_AFTER})|(?P<titled>{_MANY})(?={_TITLES})")
_CLEAR = r"(?:^|(?<=[，。；、：,;:\s（(“\"由向对给]))"
_WITH_VERB = late(
    rf"{_CLEAR}(?P<name>{_NAME}|{_SHORT})(?=(?:{_ADVERBS}|通过[^，。；]{{0,10}})?(?:{_DID})(?!人|电话|量|率|类|的))"
)
_DETAILS = late(
    rf"{_CLEAR}(?P<name>{_NAME}|{_SHORT})(?=[，,（(]?(?:男|女)[，,）)。]|[（(][^）)]{{0,6}}\d{{1,3}}岁|[（(，,]?(?:男|女)?[，,]?(?:19|20)\d\d[-./年]\d{{1,2}}[-./月]\d{{1,2}}日?出?生)"
)
#: 据令狐建军讲述: who tells, tells of himself.
_TELLS = late(rf"(?<=据)(?P<name>{_NAME})(?=讲述|陈述|描述|自述|所述)")
_OWNER = late(
    rf"{_CLEAR}(?P<name>{_NAME}|{_SHORT})[，,（(：:\s]*(?:本人|的)?(?:联系)?(?:手机|电话|号码|身份证|银行卡|卡|微信|QQ)?"
    r"(?:号码?)?[是为：:（(\s]*$"
)
_NEXT = late(rf"[、和](?P<name>{_NAME}|{_SHORT})(?=[、和等，。；（(]|反映|来电|投诉|共|$)")
_PREVIOUS = late(rf"{_CLEAR}(?P<name>{_NAME}|{_SHORT})[、和]$")
#: 和 is a surname too, but far more often a word: only with a given name behind it and what a person does after it.
_HE = late(rf"(?:{_WHO})(?P<name>和[\u4e00-\u9fff]{{2}})(?=于|称|说|表示|致电|来电|来信|到访|[，,。；（(])")
_HE_AND = late(r"[生友朋人会业家户位员局门处]$")
_UNSURE = late(rf"(?:{_WHO}){_CALLED}(?P<name>{_NAME})")
#: 同志 is said of officials and of others: who has no office before the name may be either.
_COMRADE = late(rf"(?P<name>{_NAME})(?=同志)")
_DUTY = late(r"负责|领导|分管|值班|工作|经办|承办")
_OFFICE = late(r"(?:长|书记|主任|主席|委员|干部|科员|民警|法官|检察官|代表|负责人|专干|队员|站员|办事员)$")
#: A 某 or a title already stands in the name's place; these signs end no name.
_NO_NAME = late(r"某|先生|女士|[的了在是有和与及或被把将从对等各每本该此]")


def names_in(text: str, officials: Collection[str] = (), numbers: Collection[Private] = ()) -> list[Private]:
    """The names of people who complain, with their masks (李某某, 李某); a name right before somebody's number is
    theirs."""
    found: dict[int, Private] = {}
    places = [
        *_in_form(text),
        *_dotted(text),
        *_after_who(text),
        *_called_he(text),
        *_with_title(text),
        *_with_verb(text),
        *_with_details(text),
        *_before(text, numbers),
    ]
    for start, name in places:
        if name not in officials and (_believed(name) or "·" in name):
            found.setdefault(start, Private("姓名", start, start + len(name), mask_of(name)))
    for start, name in _in_lists(text, [*found.values()]):
        if name not in officials and _believed(name):
            found.setdefault(start, Private("姓名", start, start + len(name), mask_of(name)))
    return [*found.values()]


def _in_form(text: str) -> Iterator[tuple[int, str]]:
    """反映人：…: whatever stands there is a name, unless it says that there is none or is an office."""
    for match in _IN_FORM.finditer(text):
        if not _NOBODY.search(match["name"]):
            yield match.start("name"), match["name"]


def _dotted(text: str) -> Iterator[tuple[int, str]]:
    for match in _DOTTED.finditer(text):
        yield match.start("name" if match["name"] else "titled"), match["name"] or match["titled"]


def _with_details(text: str) -> Iterator[tuple[int, str]]:
    """李小明（女，56岁）, 李小明，男，: age or sex behind a name."""
    for match in (*_DETAILS.finditer(text), *_TELLS.finditer(text)):
        yield match.start("name"), match["name"]


def _before(text: str, numbers: Collection[Private]) -> Iterator[tuple[int, str]]:
    """The name right before a telephone or identity number, or before the word for it."""
    for each in numbers:
        if each.kind in ("手机号", "身份证号", "固定电话", "银行卡号", "微信号", "QQ号"):
            head = text[max(each.start - 24, 0) : each.start]
            match = _OWNER.search(head)
            if match and (len(match["name"]) == 3 or match["name"][-1] in _GIVEN):
                yield each.start - len(head) + match.start("name"), match["name"]


def _in_lists(text: str, found: Collection[Private]) -> Iterator[tuple[int, str]]:
    """甲某、乙某等: the names that stand beside a name, divided by 、."""
    for each in found:
        for match in _NEXT.finditer(text, each.end):
            if match.start() == each.end:
                yield match.start("name"), match["name"]
            break
        before = _PREVIOUS.search(text[: each.start])
        if before:
            yield before.start("name"), before["name"]


def _after_who(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (_OF_SOMEBODY, _OF_SOMEBODY_SHORT):
        for match in pattern.finditer(text):
            yield match.start("name"), _shortened(match["name"])


def _called_he(text: str) -> Iterator[tuple[int, str]]:
    """信访人和晓东于5月到访."""
    for match in _HE.finditer(text):
        if match["name"][-1] in _GIVEN and not _HE_AND.search(match["name"]):
            yield match.start("name"), match["name"]


def _shortened(name: str) -> str:
    """王芳称 → 王芳: the third sign is the verb's."""
    return name[:-1] if len(name) == 3 and name[-1] in "称诉说家的在因于向等住系被将与和及其曾已今昨自又" else name


def _with_title(text: str) -> Iterator[tuple[int, str]]:
    for match in _WITH_TITLE.finditer(text):
        before = text[match.start() - 1 : match.start()]
        clear = not before or not ("\u4e00" <= before <= "\u9fff") or before in "人民主户的由向给对与和"
        if clear or len(match["name"]) == 3 or match["name"][-1] in _GIVEN:
            yield match.start("name"), match["name"]


def _with_verb(text: str) -> Iterator[tuple[int, str]]:
    for match in _WITH_VERB.finditer(text):
        yield match.start("name"), match["name"]


def _believed(name: str) -> bool:
    return name[:2] not in _WORDS and not _NO_NAME.search(name[1:])


def mask_of(name: str) -> str:
    """李小明 → 李某某, 李明 → 李某, 欧阳小明 → 欧阳某某."""
    if "·" in name:
        return name[0] + "某某"
    surname = name[:2] if re.match(_DOUBLE, name) and len(name) > 2 else name[:1]
    return surname + "某" * (len(name) - len(surname))


def unsure_in(text: str, officials: Collection[str] = ()) -> list[tuple[int, int]]:
    """Places that look like a name beside 居民, 来电人… and that the rules could not be sure of."""
    places = [
        *(match for match in _UNSURE.finditer(text) if match["name"][-1] in _GIVEN),
        *(
            match
            for match in _COMRADE.finditer(text)
            if not (_OFFICE.search(text[: match.start()]) or _DUTY.search(match["name"]))
        ),
    ]
    return [
        match.span("name")
        for match in places
        if _believed(match["name"]) and match["name"] not in officials and match["name"][:2] not in officials
    ]

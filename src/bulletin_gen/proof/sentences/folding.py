"""Text as it is read: full-width signs made half-width, spaces and the ** of Markdown out; every character knows
where it stood."""

from __future__ import annotations

from msgspec import Struct

#: Bulletins in traditional characters are read by the same words. Only what those words hold, sign for sign.
_TRADITIONAL = str.maketrans(
    "應辦結類數據門報區縣務單熱線運東總計個點發訴滿評價級綜標準審報幾萬億時間與業實際後內還處過這進動產農電話郵書記網"
    "臺灣戶長鎮鄉轉復覆來環較佔減幅漲達響應簽訊質項題號內億員團體關於對為從現場責負續撥號訪問詢諮規劃設計簡條兩聯黨"
    "請辭難機構顯節約費價稅財資險醫療衛醬環營銷電視氣廠礦戰術藝歷檔開導備師團補貼給當選擇測檢驗測維護權側優異無"
    "絡檢錄鑒變動態舊傳統終點勵獎罰齊擬爭紀調圍據屬較顧廳條別認證賬證預熱誤錯漏補賽闆閉續級",
    "应办结类数据门报区县务单热线运东总计个点发诉满评价级综标准审报几万亿时间与业实际后内还处过这进动产农电话邮书记网"
    "台湾户长镇乡转复复来环较占减幅涨达响应签讯质项题号内亿员团体关于对为从现场责负续拨号访问询咨规划设计简条两联党"
    "请辞难机构显节约费价税财资险医疗卫酱环营销电视气厂矿战术艺历档开导备师团补贴给当选择测检验测维护权侧优异无"
    "络检录鉴变动态旧传统终点励奖罚齐拟争纪调围据属较顾厅条别认证账证预热误错漏补赛板闭续级",
)
_HALF = str.maketrans(
    "０１２３４５６７８９（）％，：；！？．／｜＋－〜～∶【】",
    "0123456789()%,:;!?./|+-~~:[]",
)
_FOLDED = _TRADITIONAL | _HALF
_SPACES = " \t\u3000\xa0\u2002\u2003\u2009\u200b\ufeff"
#: What may be dropped.
_DROPPED = f"*{_SPACES}"


class FoldedText(Struct, frozen=True):
    """``text`` without spaces and in half-width signs; ``origin[i]`` is where its character i stands in ``raw``."""

    raw: str
    text: str
    origin: tuple[int, ...]

    def words(self, start: int, end: int) -> str:
        """The words as they stand, from folded place ``start`` to ``end``."""
        if start >= end:
            return ""
        return self.raw[self.origin[start] : self.origin[end - 1] + 1]

    def place(self, start: int) -> int:
        """Where folded place ``start`` is in the raw text."""
        return self.origin[start] if start < len(self.origin) else len(self.raw)


def fold(raw: str) -> FoldedText:
    """``raw`` folded. A space between two digits or Latin letters stays: 2022 12345 are two numbers."""
    half = raw.translate(_FOLDED)
    if not any(sign in half for sign in _DROPPED):
        return FoldedText(raw, half, tuple(range(len(half))))
    kept = [i for i, sign in enumerate(half) if sign != "*" and (sign not in _SPACES or _parts(half, i))]
    return FoldedText(raw, "".join(" " if half[i] in _SPACES else half[i] for i in kept), tuple(kept))


def _parts(text: str, place: int) -> bool:
    """Whether the space at ``place`` is the last of spaces between two characters that would run into one."""
    after = text[place + 1 : place + 2]
    if not after or not (after.isascii() and after.isalnum()):
        return False
    before = text[:place].rstrip(_SPACES)[-1:]
    return bool(before) and before.isascii() and before.isalnum()

"""Text as offices write it, brought to one form for comparing.

What is shown keeps the office's own wording; these forms are keys only, except `tidy`.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# A roster says the same few texts on thousands of rows.
_REMEMBERED: Final = 1 << 16

# NFKC leaves these; they come from web pages and chat programs.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|【[^【】]*】")
_TRADITIONAL: Final = str.maketrans(
    "黨員聯繫係戶電話號碼網組長總書記職務單位編備註統計會業稱類別協議簽訂時間現實數額標鄉鎮縣區導屬經營處應對構幹"
    "師聘選派範圍負責農產園樓場員姓級劃牽頭帳賬臺灣莊寧東歲體貧養龍馬羅陽陳張楊劉趙黃吳鄭馮謝許鄧蕭葉蘇盧蔣賈閻"
    "陸餘鐘薑範譚鄒遼雙槐溝嶺堅鳳國華興榮",
    "党员联系系户电话号码网组长总书记职务单位编备注统计会业称类别协议签订时间现实数额标乡镇县区导属经营处应对构干"
    "师聘选派范围负责农产园楼场员姓级划牵头账账台湾庄宁东岁体贫养龙马罗阳陈张杨刘赵黄吴郑冯谢许邓萧叶苏卢蒋贾阎"
    "陆余钟姜范谭邹辽双槐沟岭坚凤国华兴荣",
)
_DIGITS: Final = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_NUMERAL: Final = re.compile("[〇零一二三四五六七八九十百]+")
_NOTHING: Final = re.compile(
    r"(?:暂)?(?:无|没有|空缺|缺|空岗|未落实|未安排|未定|待定|无人)(?:党员|人员)?|[/\\—–\-_*]+"
)
_DITTO: Final = frozenset(
    ("同上", "〃", "″", "′′", "''", '"', "”", "“", "”", "々", "..", "……", "...", "上同")
)


@lru_cache(maxsize=_REMEMBERED)
def tidy(text: str) -> str:
    """The text in NFKC, without invisible characters, blanks at the ends or runs of blanks."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(plain.split())


@lru_cache(maxsize=_REMEMBERED)
def compact(text: str) -> str:
    """`tidy` text without any blank."""
    return tidy(text).replace(" ", "")


def simplify(text: str) -> str:
    """The traditional characters of headings, places and organisations made simplified."""
    return text.translate(_TRADITIONAL)


@lru_cache(maxsize=_REMEMBERED)
def heading_key(text: str) -> str:
    """A heading without blanks, remarks in brackets, punctuation; simplified, lower case."""
    plain = simplify(compact(text)).lower()
    bare = re.sub(r"[:,;。、*※'\"/\\|·\-—_\s]", "", _BRACKETED.sub("", plain))
    return bare or re.sub(r"[^\w]", "", plain)


def numerals(text: str) -> str:
    """Chinese numerals made Arabic wherever they stand: 第一党小组 becomes 第1党小组."""
    return _NUMERAL.sub(lambda match: str(_number(match[0])), text)


def _number(text: str) -> int:
    if "十" not in text and "百" not in text:
        return int("".join(str(_DIGITS[each]) for each in text))
    total = digit = 0
    for each in text:
        if each == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif each == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[each]
    return total + digit


@lru_cache(maxsize=_REMEMBERED)
def is_nothing(text: str) -> bool:
    """Whether the text says that there is nobody or nothing: empty, 无, 未落实, a dash …"""
    plain = compact(text)
    return not plain or _NOTHING.fullmatch(plain) is not None


def is_ditto(text: str) -> bool:
    """Whether the text says that the cell above is meant."""
    return compact(text) in _DITTO


@lru_cache(maxsize=_REMEMBERED)
def is_garbled(text: str) -> bool:
    """Whether the text is an error value, or holds characters that stand for lost ones."""
    plain = compact(text)
    if re.fullmatch(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|#+)", plain, re.IGNORECASE):
        return True
    return (
        any(each in "\ufffd□■▯�" for each in plain)
        or re.search(r"\?{2,}|锟斤拷", plain) is not None
    )

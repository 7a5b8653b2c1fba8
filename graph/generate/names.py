"""Invented names of people, places and firms, many at once.

The words are common syllables put together by chance; no list of real people or places was
used. Places of one parent never share a name as long as there are fewer than 1,600.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]

SURNAMES: Final = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜戚谢邹窦章苏潘葛范彭鲁韦马"
GIVEN_FIRST: Final = "禾麦稻粟苇荷菱藕桃杏枣梨橘柚茶竹松柏枫桐柳槐榆桑"
GIVEN_SECOND: Final = "田溪岭坡穗苗秧芽叶枝根果香满丰熟垄塘滩渡坪湾畔垅"
PLACE_FIRST: Final = (
    "青白柳槐石竹枫茶溪云岚松桐梅杏沙清银桑榆荷菱莲芦雁鹭泉岭禾麦稻蒲苇柏枣梨橘棠桂霞"
)
PLACE_SECOND: Final = (
    "蒿箬荫溪磨湾坪坡渡塘冲岭坝沟埠滩垭坳畈墩堰港桥岗圩洼垸屯集店洲畔源垄峪台矶浦坞埂"
)
FIRM_FIRST: Final = (
    "禾丰", "金穗", "绿野", "竹韵", "恒泰", "盛园", "谷香", "天佑", "晨曦", "百果", "康达", "翠岭",
    "鑫源", "华茂", "福满", "和美", "聚鑫", "永固", "蜂情", "锦程", "顺达", "兴牧", "宏运", "裕民",
    "众合", "乡味", "远航", "启明", "安泰", "嘉禾",
)  # fmt: skip
FIRM_KINDS: Final = (
    ("食品厂", "农副产品加工"), ("茶业有限公司", "种植加工"), ("建材有限公司", "建材"),
    ("商贸有限公司", "批发零售"), ("运输有限公司", "道路运输"), ("养殖有限公司", "养殖业"),
    ("农业开发有限公司", "种植业"), ("种植专业合作社", "种植业"), ("木制品加工厂", "木材加工"),
    ("电子有限公司", "电子"), ("服装有限公司", "纺织服装"), ("机械有限公司", "机械制造"),
)  # fmt: skip
UNITS: Final = (
    "乡财政所", "乡社会事务办公室", "乡农业农村服务中心", "县工商业联合会", "县市场监督管理局",
    "县税务局第二分局", "县人民医院", "县农业农村局", "县水务局", "县文化馆",
)  # fmt: skip
NUMERALS: Final = "零一二三四五六七八九"

EVERY_PERSON_NAME: Final = tuple(
    surname + first + second
    for surname in SURNAMES
    for first in GIVEN_FIRST
    for second in GIVEN_SECOND
)
"""Names nobody has: crops and trees with fields and shoots, so that they are seen to be made up."""

_PERSON_NAMES: Final = pa.array(EVERY_PERSON_NAME)


def person_names(rng: np.random.Generator, count: int) -> pa.Array:
    """`count` names of people; names repeat, as they do among people."""
    return _PERSON_NAMES.take(pa.array(rng.integers(0, len(_PERSON_NAMES), count)))


def phones(numbers: Ints) -> pa.Array:
    """One telephone number 13800xxxxxx for each number, by its last six digits."""
    return joined("13800", zero_padded(numbers % 1_000_000, 6))


def place_names(numbers: Ints, ending: str) -> list[str]:
    """One place name for each number: two syllables and `ending`; 1,600 different ones."""
    stride = 37  # coprime to 1,600, so that neighbours do not begin alike
    total = len(PLACE_FIRST) * len(PLACE_SECOND)
    spread = [int(number) * stride % total for number in numbers]
    return [
        PLACE_FIRST[place // len(PLACE_SECOND)] + PLACE_SECOND[place % len(PLACE_SECOND)] + ending
        for place in spread
    ]


def ordinal(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals: 三, 十二, 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def joined(*parts: pa.Array | str) -> pa.Array:
    """Texts put together element by element; a plain string stands in every one."""
    return pc.binary_join_element_wise(*(_text(part) for part in parts), "")


def zero_padded(numbers: Ints, width: int) -> pa.Array:
    """Numbers as text, with zeros in front."""
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")


def chosen(words: Sequence[str], places: Ints) -> pa.Array:
    """The word at each place, counted round the end."""
    return pa.array(list(words)).take(pa.array(places % len(words)))


def _text(part: pa.Array | str) -> pa.Array | pa.Scalar:
    if isinstance(part, str):
        return pa.scalar(part)
    return part if pa.types.is_string(part.type) else pc.cast(part, pa.string())

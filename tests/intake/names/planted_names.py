"""A made-up customer list in which it is known which names mean the same firm.

Firms are invented from parts that real names are made of; some are written a second time as
clients' files do (`KINDS`), and beside others stand firms that only look alike (`TRAPS`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from kamlib.intake.names.look_alikes import Customer

PLACES = ["武汉", "上海", "苏州", "广州", "成都", "西安", "青岛", "湖北", "江苏", "宁波"]
BRAND = "宏鑫达华瑞恒泰嘉盛源丰润博远翔腾锐诚信凯隆晟景澜辰朗屹骏喆沐禾珩晖楚岚"
BRAND += "松柏桐枫樱梅竹兰菊荷云雪霜露雷电虹星月阳山川江河湖泉溪石岩峰林森田野牧渔舟帆"
BRAND += "琴棋书画诗歌墨砚纸笔玉珠金银铜铁锡珊瑚琥珀翡翠龙虎鹰鹤雁燕鹏凤麟驹鲸蓝青紫丹白"
TRADES = ["阀门", "机电设备", "建筑材料", "自动化", "泵业", "电子", "食品", "包装", "化工", "物流"]
MIDDLE = ["", "科技", "实业", "贸易", ""]
FORMS_ZH = ["有限公司", "有限责任公司", "股份有限公司", "集团有限公司"]
ONSETS = ["b", "br", "c", "d", "f", "fr", "g", "gl", "h", "k", "l", "m", "n", "p", "r", "s", "st"]
SYLLABLES = [c + v for c in ONSETS for v in "aeiou"]
ENDINGS = ["bury", "ngton", "rmark", "nsson", "ckwell", "lford", "rham", "nstein", "rowski"]
TRADES_EN = ["Hydraulics", "Instruments", "Foods", "Packaging", "Chemicals", "Logistics"]
TRADES_EN += ["Valve Works", "Marine Systems", "Precision Tools", "Paper Mills", "Steel"]
FORMS_EN = ["Ltd", "Inc.", "GmbH", "S.A.", "LLC", "Co., Ltd.", "plc", "B.V."]


@dataclass(frozen=True)
class Planted:
    """A list of customers; `same`: pairs of ids that mean one firm, with the kind of variant."""

    customers: list[Customer]
    same: dict[frozenset, str]


def plant(firms: int, *, seed: int) -> Planted:
    """Invent so many firms, every other one Chinese; every fifth is there a second time."""
    rng = random.Random(seed)
    names: dict[str, tuple] = {}
    while len(names) < firms:
        make = _chinese if len(names) % 2 else _latin
        names.setdefault(*make(rng))
    customers, same = [], {}
    for number, (name, parts) in enumerate(names.items()):
        customers.append(_customer(number, name))
        if number % 5 < 2:
            kinds = KINDS_ZH if len(parts) == 4 else KINDS_EN
            traps = TRAPS_ZH if len(parts) == 4 else TRAPS_EN
            turn = number // 10
            if number % 5 == 0 or turn % 3:
                kind, write = list(kinds.items())[turn % len(kinds)]
                pair = frozenset((f"{number:07}", f"{number:07}b"))
                same[pair] = kind
            else:
                write = traps[turn % len(traps)]
            other = write(rng, *parts)
            if other in names:
                same.pop(frozenset((f"{number:07}", f"{number:07}b")), None)
                continue
            customers.append(_customer(number, other, "b"))
    return Planted(customers, same)


def _customer(number: int, name: str, mark: str = "") -> Customer:
    given = f"{number:07}{mark}"
    return Customer(given, (name,), revenue=float(1000 - number % 997), account=given)


def _chinese(rng) -> tuple[str, tuple]:
    parts = (
        rng.choice(PLACES),
        "".join(rng.sample(BRAND, rng.choice([2, 2, 3]))),
        rng.choice(TRADES) + rng.choice(MIDDLE),
        rng.choice(FORMS_ZH),
    )
    return "".join(parts), parts


def _latin(rng) -> tuple[str, tuple]:
    word = _surname(rng) + (f" & {_surname(rng)}" if rng.random() < 0.5 else "")
    parts = (word, rng.choice(TRADES_EN), rng.choice(FORMS_EN))
    return f"{parts[0]} {parts[1]} {parts[2]}", parts


def _surname(rng) -> str:
    return ("".join(rng.choices(SYLLABLES, k=rng.choice([2, 3]))) + rng.choice(ENDINGS)).title()


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _ear(rng, place, brand, trade, form):
    sounds = {"宏": "弘", "鑫": "新", "达": "大", "华": "桦", "嘉": "佳", "盛": "胜", "源": "元"}
    sounds |= {"丰": "峰", "诚": "成", "隆": "龙", "恒": "衡", "泰": "太", "瑞": "锐", "晖": "辉"}
    at = next((i for i, c in enumerate(brand) if c in sounds), None)
    if at is None:
        return f"{place}{brand}{trade}公司"
    return f"{place}{brand[:at]}{sounds[brand[at]]}{brand[at + 1 :]}{trade}{form}"


KINDS_ZH = {
    "form": lambda rng, p, b, t, f: f"{p}{b}{t}{'有限公司' if f != '有限公司' else '集团'}",
    "no form": lambda rng, p, b, t, f: f"{p}{b}{t}",
    "brackets": lambda rng, p, b, t, f: f"{b}（{p}）{t}{f}",
    "town": lambda rng, p, b, t, f: f"{p}{'省' if p in ('湖北', '江苏') else '市'}{b}{t}{f}",
    "branch": lambda rng, p, b, t, f: f"{p}{b}{t}{f}天津分公司",
    "former": lambda rng, p, b, t, f: f"{p}新{b}{t}集团（曾用名：{p}{b}{t}{f}）",
    "ear": _ear,
    "word left out": lambda rng, p, b, t, f: f"{p}{b}国际{t}{f}",
    "blanks": lambda rng, p, b, t, f: f" {p}{b}\u3000{t}{f} ",
}
TRAPS_ZH = [
    lambda rng, p, b, t, f: f"{'湖南' if p == '湖北' else '杭州'}{b}{t}{f}",
    lambda rng, p, b, t, f: f"{p}{b[0]}{'墨' if b[1] != '墨' else '砚'}{b[2:]}{t}{f}",
    lambda rng, p, b, t, f: f"{p}{b}第二{t}{f}",
    lambda rng, p, b, t, f: f"{p}{b}{'钢构' if t != '钢构' else '玻璃'}{f}",
]


def _slip(rng, word, trade, form):
    at = rng.randrange(2, len(word) - 1)
    if not word[at].isalpha() or not word[at - 1].isalpha():
        at = 3
    return f"{word[:at]}{word[at + 1 :]} {trade} {form}"


KINDS_EN = {
    "form": lambda rng, w, t, f: f"{w} {t} {'Ltd' if f != 'Ltd' else 'Inc'}",
    "no form": lambda rng, w, t, f: f"{w} {t}",
    "case and width": lambda rng, w, t, f: _wide(f"{w} {t} {f}".upper()),
    "and": lambda rng, w, t, f: f"{w.replace('&', 'and')} {t}, {f}",
    "slip": _slip,
    "order": lambda rng, w, t, f: f"{t}, {w} {f}",
    "branch": lambda rng, w, t, f: f"{w} {t} {f} - Leeds Branch",
    "former": lambda rng, w, t, f: f"Nova {w[::-1].title()} {t} {f} (formerly {w} {t})",
    "group": lambda rng, w, t, f: f"The {w} {t} Group",
}
TRAPS_EN = [
    lambda rng, w, t, f: f"{w} {'Textiles' if t != 'Textiles' else 'Glass'} {f}",
    lambda rng, w, t, f: f"{w.split()[0]} {t} 2 {f}",
    lambda rng, w, t, f: f"B{w} {t} {f}",
    lambda rng, w, t, f: f"{w.split()[0]} Brandt {t} {f}",
]

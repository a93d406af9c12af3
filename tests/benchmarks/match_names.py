"""Time and memory of matching list rows to a register by name, candidates included.

    python -m tests.benchmarks.match_names [--firms 2000000] [--rows 200000] [--repeat 3]

One invented city. The list rows are names of the register spoilt in known ways, so the run also counts matches
to a wrong firm (there must be none) and how often the right one is among the candidates.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from typing import Final

import polars as pl

from screening.intake.fold_names import fold_name, other_company_form
from screening.intake.match_names import match_list_rows
from screening.intake.rename_chains import RENAMES

_PLACES: Final = "威海 威海 威海 威海市 荣成 荣成市 文登 威海文登 乳山 乳山市 山东 威海高区 威海经区 威海环翠"
_SIGNS: Final = (
    "鑫达盛华安泰宏远恒通瑞丰金海天龙兴隆永康嘉禾德润东方明阳光辉力源顺诚信和美佳新世纪创智云联合众博"
    "雅正大中鼎立泽邦国强民富宁福禄寿喜祥吉利亨乾坤元贞昌茂荣耀腾飞翔宇宙星辰月亮晨曦朝霞洋江河湖泊山"
    "川峰岭岩石玉宝珠翠琪琳璐瑶琼瑾瑜璟珂玮环球亚洲欧卓越领先优品质精工匠心独特色彩虹桥梁柱栋材林森木"
    "槿兰竹梅菊莲荷桂柏松杉杨柳槐桐枫榕橡樟楠檀沉香雪霜露雨雷电火焰炎烽烟尘"
)
_TRADES: Final = (
    "机械 机械制造 电子科技 电子 科技 信息技术 软件 新材料 食品 海洋食品 水产 渔具 "
    "医疗器械 医药 生物科技 化工 精细化工 橡胶制品 塑料制品 纺织 服装 针织 家纺 印染 家具 "
    "建材 建筑工程 装饰工程 市政工程 园林绿化 物流 货运代理 国际贸易 进出口 商贸 贸易 "
    "汽车销售 汽车零部件 船舶修造 船舶重工 重工 数控机床 模具 精密机械 精密铸造 铸造 "
    "金属制品 五金 电气 电力设备 新能源 光伏科技 环保科技 仪器仪表 传感技术 自动化设备 "
    "智能装备 智能科技 机器人 网络科技 文化传媒 广告 旅游 酒店管理 餐饮管理 物业管理 置业 "
    "投资 资产管理 咨询 教育科技 农业科技 种业 养殖 果蔬 苗木 酒业 饮料 包装 印刷 纸业 "
    "玻璃 陶瓷 石材 混凝土 钢结构 管业 阀门 泵业 轴承 紧固件 电缆 照明 集成电路"
)
_FORMS: Final = ["有限公司"] * 82 + ["股份有限公司"] * 4 + ["有限责任公司"] * 6 + ["厂", "合作社", "经营部", "中心"] * 2
_DRAWN_AT_ONCE: Final = 100_000
_WAYS: Final = {"same": 60, "folded": 12, "former": 4, "form": 2, "coded": 4, "typo": 10, "stranger": 8}


def invent_register(firms: int, rng: random.Random) -> pl.DataFrame:
    """uscc, name, former_names, registered_on, operating_status; names distinct, one in ten a branch."""
    drawn = pl.concat(_invent_names(_DRAWN_AT_ONCE, rng) for _ in range(firms * 5 // 4 // _DRAWN_AT_ONCE + 1))
    numbered = drawn.unique("name", keep="first", maintain_order=True).head(firms).with_row_index("number")
    return numbered.select(
        "name",
        "former_names",
        uscc=pl.format("913710{}", pl.col("number").cast(pl.String).str.zfill(12)),
        registered_on=pl.lit(None, pl.Date),
        operating_status=pl.lit("存续"),
    )


def _invent_names(count: int, rng: random.Random) -> pl.DataFrame:
    """name and former_names, not yet distinct; signs and trades as unevenly spread as real ones."""
    trades = _TRADES.split()
    signs = rng.choices(_SIGNS, [1 / (rank + 5) ** 0.7 for rank in range(len(_SIGNS))], k=4 * count)
    lengths = rng.choices([2, 3, 4], [7, 2, 1], k=count)
    parts = pl.DataFrame(
        {
            "place": rng.choices(_PLACES.split(), k=count),
            "sign": ["".join(signs[4 * n : 4 * n + length]) for n, length in enumerate(lengths)],
            "trade": rng.choices(trades, [1 / (rank + 3) ** 0.5 for rank in range(len(trades))], k=count),
            "form": rng.choices(_FORMS, k=count),
            "branch": rng.choices(["", "荣成分公司", "第一分公司"], [18, 1, 1], k=count),
            "former": rng.choices([None, "原有"], [19, 1], k=count),
        }
    )
    return parts.select(
        name=pl.concat_str("place", "sign", "trade", "form", "branch"),
        former_names=pl.concat_str("place", "former", "sign", "trade", "form"),
    )


def invent_rows(register: pl.DataFrame, rows: int, rng: random.Random) -> pl.DataFrame:
    """row_id, uscc, name, and what was done: way and meant (the firm's code; null for strangers)."""
    drawn = register[rng.sample(range(register.height), rows)].with_row_index("row_id")
    name, place = pl.col("name"), pl.Series(rng.choices(range(2, 7), k=rows), dtype=pl.UInt32)
    wrong = pl.Series(rng.choices("鑫达盛机械海科东明日月", k=rows))
    spoilt = {
        "folded": name.str.replace("有限公司", "有限责任公司") + "　",
        "former": pl.coalesce("former_names", "name"),
        "form": name.str.replace("(?:股份)?有限公司", "股份有限公司"),
        "coded": pl.lit("别处登记的") + name,
        "typo": name.str.slice(0, place) + wrong + name.str.slice(place + 1),
        "stranger": pl.lit("淄博") + name.str.slice(2).str.reverse(),
    }
    changed = drawn.with_columns(way=pl.Series(rng.choices(list(_WAYS), list(_WAYS.values()), k=rows)))
    text = pl.coalesce(*(pl.when(pl.col("way") == way).then(text) for way, text in spoilt.items()), name)
    written = changed.select(
        "row_id",
        "way",
        name=text,
        uscc=pl.when(pl.col("way") == "coded").then("uscc"),
        meant=pl.when(pl.col("way") != "stranger").then("uscc"),
    )
    # What makes the name another firm's is beyond any matching.
    key, is_typo = fold_name(pl.col("name")), pl.col("way") == "typo"
    changed_to = written.with_columns(key=key)
    borne = register.select(key=key)
    known = pl.concat([borne, borne.select(other_company_form(pl.col("key")))])
    return pl.concat(
        [
            changed_to.filter(~is_typo & (pl.col("way") != "form")),
            changed_to.filter(pl.col("way") == "form").join(borne, on="key", how="anti"),
            changed_to.filter(is_typo).join(known, on="key", how="anti"),
        ]
    ).drop("key")


def main() -> None:
    """Print the median of the repeats, peak memory, and what became of the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("firms", 2_000_000), ("rows", 200_000), ("repeat", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    rng = random.Random(20251130)
    register = invent_register(asked.firms, rng)
    rows = invent_rows(register, asked.rows, rng)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    seconds = []
    for _ in range(asked.repeat):
        started, worked = time.perf_counter(), time.process_time()
        found = match_list_rows(rows, register, pl.DataFrame(schema=RENAMES), _no_rulings())
        seconds.append(time.perf_counter() - started)
        cpu = time.process_time() - worked  # what the wall time comes to where other work takes the cores
        print(f"{rows.height:,} rows, {register.height:,} names: {seconds[-1]:.1f} s, {cpu:.1f} s of CPU", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"median {statistics.median(seconds):.1f} s; peak {peak} MiB, {before} MiB of it before the first match")
    _report(rows, found)


def _no_rulings() -> pl.DataFrame:
    texts = dict.fromkeys(("kind", "key", "ruling"), pl.String)
    return pl.DataFrame(schema=texts | {"ruled_on": pl.Date})


def _report(rows: pl.DataFrame, found: pl.DataFrame) -> None:
    is_right = (pl.col("uscc") == pl.col("meant")).fill_null(False)
    answered = found.join(rows.select("row_id", "way", "meant"), on="row_id")
    per_row = answered.group_by("row_id", "way", "match_class").agg(is_right.any().alias("is_right"))
    counted = per_row.group_by("way", "match_class").agg(pl.len(), pl.col("is_right").sum())
    for way, match_class, count, right in counted.sort("way", "match_class").rows():
        print(f"{way:<10}{match_class:<14}{count:>9,} rows, the right firm in {right:>9,}")
    matched = answered.filter(~pl.col("match_class").is_in(["candidate", "unmatched"]))
    print(f"matched to a wrong firm: {matched.filter(~is_right).height}")


if __name__ == "__main__":
    main()

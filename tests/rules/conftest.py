"""A small invented rulebook, written to a folder file by file, that each test changes where it needs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

POLICY: Final = """
id: sample-2024
city: sample
city_name: 样例市
title: 样例市促进制造业若干措施
document_number: 样政发〔2024〕1号
issuer: 样例市人民政府
status: in_force
published_on: 2024-01-05
force: {start: 2024-01-10, end: 2026-01-09}
text_file: sample-2024.txt
provisions:
  - {kind: grade_factor, id: factor, article: 附则(一), factors: {A: 100%, C: 80%, D: 0%}, unrated: 100%}
  - {kind: sanction_bar, id: bar, article: 附则(一), sanction_kinds: [严重失信]}
readings:
  - id: whole
    question: 附则管不管个人？
    taken: 只管企业
"""
TITLES: Final = """
article: 一
title: 称号奖励
computability: full
items:
  - id: 1-01
    title: 国家级绿色工厂奖励
    subject: 企业
    evidence: recognition
    programmes: [绿色工厂]
    level: [国家级]
    novelty: new
    award: {kind: fixed, amount: 50万元}
  - id: 1-02
    title: 省级绿色工厂奖励
    subject: 企业
    evidence: recognition
    programmes: [绿色工厂]
    level: [省级]
    novelty: first
    award: {kind: ceiling, amount: 20万元}
stacking:
  - {kind: top_up, id: green, items: [1-02, 1-01], per: [enterprise], as_printed: 只奖励差额部分}
readings:
  - id: first
    question: 省级的首次按企业还是按工厂？
    taken: 按企业
    alternatives:
      - name: 按新认定
        says: 不限首次
        patches: [{target: 1-02, path: novelty, value: new}]
      - {name: 另议, says: 由部门另定}
"""
PROJECTS: Final = """
article: 二
title: 技术改造补助
computability: partial
reason: 是否符合条件由部门判定
items:
  - id: 2-01
    title: 技术改造设备投资补助
    subject: 制造业企业
    evidence: project
    project_types: [技术改造]
    when:
      - {kind: at_least, fact: equipment_investment, value: 300万元}
      - {kind: industry_in, industry_list: 制造业}
      - {kind: judged, text: 符合条件}
    award: {kind: rate, rate: 10%, of: equipment_investment, rate_is_ceiling: true, limit: 200万元}
    computability: partial
    reason: 是否符合条件由部门判定
ceilings:
  - {id: year, items: [2-01], limit: 500万元, per: [enterprise, award_year], as_printed: 每年不超过500万元}
figures_not_rules:
  - {figure: 30亿元, reason: 目标}
"""
SERVICES: Final = """
article: 附则(一)
title: 差别化
computability: none
reason: 总则性规定，见 policy.yml
"""
PROGRAMMES: Final = """
- title: 绿色工厂
  names: [绿色制造工厂, {name: 国家绿色制造示范工厂, level: 国家级}]
  levels: [省级, 国家级]
- title: 专精特新“小巨人”企业
  names: [专精特新小巨人]
  implied_level: 国家级
- title: DCMM
  names: [数据管理能力成熟度]
  grades: [2级, 3级]
  grade_words: {二级: 2级, 三级: 3级}
- title: 样例质量奖
  names: [{name: 样例质量提名奖, grade: 提名奖}]
  levels: [市级]
  grades: [提名奖, 质量奖]
  plain_grade: 质量奖
  is_work: true
"""
FILES: Final = {
    "VERSION": "1.0",
    "sample-2024/policy.yml": POLICY,
    "sample-2024/01-titles.yml": TITLES,
    "sample-2024/02-projects.yml": PROJECTS,
    "sample-2024/90-factor.yml": SERVICES,
    "programmes/all.yml": PROGRAMMES,
    "code_lists/industries.csv": "list,code_prefix,name\n制造业,13,农副食品加工业\n制造业,36,汽车制造业\n",
    "code_lists/levels.csv": "name\n市级\n省级\n国家级\n",
    "code_lists/subject_types.csv": "name\n企业\n",
    "code_lists/project_types.csv": "name\n技术改造\n",
    "code_lists/plan_lists.csv": "name\n市重点项目计划\n",
    "code_lists/spending_kinds.csv": "name\n展位费\n产品销售额\n",
    "code_lists/sanction_kinds.csv": "name\n严重失信\n",
    "code_lists/title_suffixes.csv": "name\n名单\n企业\n",
    "code_lists/level_words.csv": "word,level,is_place\n国家级,国家级,否\n国家,国家级,否\n省级,省级,否\n省,省级,否\n"
    "样例省,省级,是\n样例市,市级,是\n市级,市级,否\n",
}

WriteRulebook = Callable[..., Path]


def write_files(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """Writes the small rulebook with some files exchanged (None: left out) below a folder and gives its root."""
    for path, text in (FILES | dict(changes or {})).items():
        if text is not None:
            file = folder / "rulebook" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return folder / "rulebook"


@pytest.fixture
def write_rulebook(tmp_path: Path) -> WriteRulebook:
    """`write_files` into the folder of the test."""

    def write(changes: Mapping[str, str | None] | None = None) -> Path:
        return write_files(tmp_path, changes)

    return write

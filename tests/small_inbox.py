"""A small inbox of invented firms of Weihai and Shaoxing whose awards are worked out by hand.

Weihai, as of 2025-11-30 (威政办发〔2023〕7号):
- 示例海岬: 智能化改造 project of 2024, 设备投资 1,200 万元, confirmed → 10 % = 120 万元, upper bound (一);
  local contribution of 2023 is 500 万元, so the ceiling at the end of the document does not bite.
- 示例云帆: the same, 2,500 万元, not confirmed → undetermined, shown with 250 万元 (一).
Weihai 2024: upper_bound_total 1,200,000.00, exact_total 0.00, undetermined_total 2,500,000.00.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.credit_codes import credit_code

HAIJIA: Final = credit_code(1, "371002")
YUNFAN: Final = credit_code(2, "371002")
YUECHENG: Final = credit_code(3, "330602")
AS_OF: Final = "2025-11-30"

_ENTERPRISES: Final = (
    "统一社会信用代码,企业名称,所在区县,主体类型,行业代码,经济性质,成立日期,经营状态,联系人,联系电话\n"
)
_RETURNS: Final = "统一社会信用代码,年度,营业收入(万元),地方贡献(万元),标识注册量,标识解析量\n"
_PROJECTS: Final = "项目编号,统一社会信用代码,项目名称,项目类型,年度,设备投资额(万元),是否符合条件\n"


def write_small_inbox(inbox: Path) -> Path:
    """Write the inbox below a folder; returns the folder."""
    _write(
        inbox / "weihai" / "企业名录.csv",
        _ENTERPRISES
        + f"{HAIJIA},威海示例海岬精密机械有限公司,环翠区,企业,3670,民营,2010-03-01,存续,王示例,13800000001\n"
        + f"{YUNFAN},威海示例云帆智能装备有限公司,荣成市,企业,3499,民营,2012-05-06,存续,李示例,13800000002\n",
    )
    # No identifiers, known: without the two columns both would be 待核 under 十二.
    returns = f"{HAIJIA},2023,8000,500,0,0\n{YUNFAN},2023,6000,400,0,0\n"
    _write(inbox / "weihai" / "年度数据.csv", _RETURNS + returns)
    _write(
        inbox / "weihai" / "项目.csv",
        _PROJECTS
        + f"WH-1,{HAIJIA},示例产线智能化改造,智能化改造,2024,1200,是\n"
        + f"WH-2,{YUNFAN},示例车间智能化改造,智能化改造,2024,2500,\n",
    )
    _write(
        inbox / "shaoxing" / "企业名录.csv",
        _ENTERPRISES
        + f"{YUECHENG},绍兴示例越窑新材料有限公司,越城区,企业,2614,民营,2011-01-01,存续,陈示例,13800000003\n",
    )
    return inbox


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

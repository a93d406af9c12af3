"""Valid unified social credit codes (GB 32100-2015) for invented enterprises."""

from __future__ import annotations

from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(number: int, division: str = "330602") -> str:
    """The credit code of the `number`-th invented enterprise of a division, check characters included."""
    body = f"{number:08d}"
    check = (11 - sum(int(digit) * weight for digit, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)) % 11) % 11
    code = f"91{division}{body}{'X' if check == 10 else check}"
    total = sum(_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return code + _ALPHABET[(31 - total % 31) % 31]

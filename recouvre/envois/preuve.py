"""La preuve d'une remise : ce qu'un canal rend quand il a fait son travail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Preuve:
    """``canal`` qui a remis, ``quand``, ``empreinte`` (SHA-256) des octets remis, ``reference`` où les retrouver."""

    canal: str
    quand: dt.datetime
    empreinte: str
    reference: str

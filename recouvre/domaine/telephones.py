"""Les numéros auxquels un SMS peut arriver, écrits comme une passerelle les attend (E.164)."""

from __future__ import annotations

import re

from recouvre.domaine.refus import Refus

_SEPARATEURS = re.compile(r"[\s.\-–/()\u00a0\u202f]+")
_OUTRE_MER = {"639": "262", "690": "590", "691": "590", "692": "262", "693": "262", "694": "594", "696": "596",
              "697": "596"}  # fmt: skip
"""Mayotte, Guadeloupe, La Réunion, Guyane, Martinique : les trois chiffres après le zéro, et l'indicatif du pays."""

_DU_PLAN_FRANCAIS = ("33", *dict.fromkeys(_OUTRE_MER.values()))
_NATIONAL = re.compile(r"0([1-9][0-9]{8})")
_INTERNATIONAL = re.compile(r"\+([1-9][0-9]{6,14})")


class NumeroSansSms(Refus):
    """Aucun SMS n'arrive à ce numéro."""

    def __init__(self, telephone: str, raison: str) -> None:
        super().__init__(
            f"« {telephone} » ne peut pas recevoir de SMS : {raison}. Il y faut un mobile : 06 12 34 56 78, "
            "07 12 34 56 78, ou +32470123456 pour l'étranger."
        )


def numero_international(telephone: str) -> str:
    """Le numéro d'un mobile, en « + », indicatif du pays, chiffres. Lève ``NumeroSansSms``.

    D'un numéro étranger, on ne sait pas s'il est mobile : il passe.

    >>> [numero_international(t) for t in ("06 12 34 56 78", "+33 (0)7.12.34.56.78", "0692 12 34 56")]
    ['+33612345678', '+33712345678', '+262692123456']
    >>> numero_international("04 72 00 11 22")
    Traceback (most recent call last):
    ...
    recouvre.domaine.telephones.NumeroSansSms: « 04 72 00 11 22 » ne peut pas recevoir de SMS : c'est une ligne fixe. \
Il y faut un mobile : 06 12 34 56 78, 07 12 34 56 78, ou +32470123456 pour l'étranger.
    """
    compact = _SEPARATEURS.sub("", telephone.replace("(0)", ""))
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    if national := _NATIONAL.fullmatch(compact):
        return _du_plan_francais(telephone, national[1])
    etranger = _INTERNATIONAL.fullmatch(compact)
    if etranger is None:
        raise NumeroSansSms(telephone, "ce n'est pas un numéro de téléphone entier" if telephone else "il est vide")
    for indicatif in _DU_PLAN_FRANCAIS:
        if etranger[1].startswith(indicatif):
            return _du_plan_francais(telephone, etranger[1].removeprefix(indicatif), indicatif)
    return compact


def _du_plan_francais(telephone: str, chiffres: str, indicatif: str = "") -> str:
    """Les neuf chiffres qui suivent le zéro. L'indicatif, s'il est écrit, doit être celui que ces chiffres veulent."""
    if len(chiffres) != 9:
        raise NumeroSansSms(telephone, "un numéro français a neuf chiffres après son indicatif")
    if chiffres.startswith(("81", "82", "89")):
        raise NumeroSansSms(telephone, "c'est un numéro surtaxé")
    if chiffres[0] not in "67":
        raise NumeroSansSms(telephone, "c'est une ligne fixe")
    voulu = _OUTRE_MER.get(chiffres[:3], "33")
    if indicatif not in ("", "33", voulu):
        raise NumeroSansSms(telephone, f"l'indicatif de ce mobile est +{voulu}")
    return f"+{voulu}{chiffres}"

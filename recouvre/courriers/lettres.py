"""Les sommes en toutes lettres : la mention de l'article 1376 du code civil, les quittances, les protocoles.

En cas de différence, les lettres l'emportent sur les chiffres (C. civ., art. 1376). Orthographe traditionnelle : le
trait d'union ne joint que les nombres plus petits que cent, et jamais autour de « et ».
"""

from __future__ import annotations

_PETITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_DIZAINES = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 7: "soixante", 8: "quatre-vingt"}
_ECHELLES = ((10**9, "milliard"), (10**6, "million"))
MAXIMUM = 10**12 - 1


def en_lettres(nombre: int) -> str:
    """Un nombre entier de 0 à ``MAXIMUM``.

    Lève ``ValueError`` hors de ces bornes.

    >>> [en_lettres(n) for n in (21, 71, 80, 81, 91, 200, 201)]
    ['vingt et un', 'soixante et onze', 'quatre-vingts', 'quatre-vingt-un', 'quatre-vingt-onze', 'deux cents', \
'deux cent un']
    >>> en_lettres(80_000), en_lettres(200_000_000), en_lettres(1_001)
    ('quatre-vingt mille', 'deux cents millions', 'mille un')
    """
    if not 0 <= nombre <= MAXIMUM:
        raise ValueError(f"{nombre} ne s'écrit pas en toutes lettres ici : de 0 à {MAXIMUM}")
    mots: list[str] = []
    for echelle, nom in _ECHELLES:
        combien, nombre = divmod(nombre, echelle)
        if combien:
            mots += [_sous_mille(combien), nom + ("s" if combien > 1 else "")]
    mille, reste = divmod(nombre, 1000)
    if mille:
        mots += [*([_sous_mille(mille, pluriel=False)] if mille > 1 else []), "mille"]
    if reste or not mots:
        mots.append(_sous_mille(reste))
    return " ".join(mots)


def somme_en_lettres(centimes: int) -> str:
    """Une somme en euros et centimes.

    >>> somme_en_lettres(1_234_56)
    'mille deux cent trente-quatre euros et cinquante-six centimes'
    >>> somme_en_lettres(1_000_000_00), somme_en_lettres(1_01), somme_en_lettres(80)
    ("un million d'euros", 'un euro et un centime', 'quatre-vingts centimes')
    """
    euros, reste = divmod(centimes, 100)
    parts = []
    if euros or not reste:
        liaison = " d'euro" if euros and euros % 10**6 == 0 else " euro"
        parts.append(en_lettres(euros) + liaison + ("s" if euros > 1 else ""))
    if reste:
        parts.append(f"{en_lettres(reste)} centime{'s' if reste > 1 else ''}")
    return " et ".join(parts)


def _sous_mille(nombre: int, *, pluriel: bool = True) -> str:
    """De 0 à 999 ; « cents » et « quatre-vingts » perdent leur s devant un autre nombre, et devant mille."""
    cents, reste = divmod(nombre, 100)
    if not cents:
        return _sous_cent(reste, pluriel=pluriel)
    tete = "cent" if cents == 1 else f"{_PETITS[cents]} cent"
    if not reste:
        return tete + ("s" if cents > 1 and pluriel else "")
    return f"{tete} {_sous_cent(reste, pluriel=pluriel)}"


def _sous_cent(nombre: int, *, pluriel: bool) -> str:
    if nombre < len(_PETITS):
        return _PETITS[nombre]
    dizaine, unite = divmod(nombre, 10)
    if dizaine in (7, 9):
        dizaine, unite = dizaine - 1, unite + 10
    mot = _DIZAINES[dizaine]
    if not unite:
        return mot + ("s" if dizaine == 8 and pluriel else "")
    if unite in (1, 11) and dizaine < 8:
        return f"{mot} et {_PETITS[unite]}"
    return f"{mot}-{_PETITS[unite]}"

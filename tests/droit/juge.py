"""Le juge : un second calculateur, qui ne prend rien au premier et refait un compte jour après jour.

Il ne connaît ni les tables ni les types de l'outil : ses taux sont recopiés à la main des arrêtés et des décisions de
la BCE, ses dettes se comptent en avançant d'un jour à la fois. Il est lent et sans finesse, exprès : quand les deux
calculateurs disent le même centime, ce n'est pas parce qu'ils partagent la même erreur.

Règles suivies : jours / 365 ; du lendemain du départ au jour compté inclus ; demi-centime vers le haut, une fois par
période où la base et le taux n'ont pas bougé ; intérêts, indemnité, principal (C. civ. 1343-1) ; entre dettes, 1342-10.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import floor

UN_JOUR = dt.timedelta(days=1)

BCE_AU_PREMIER_JOUR = """
2013 0,75 0,50 | 2014 0,25 0,15 | 2015 0,05 0,05 | 2016 0,05 0,00 | 2017 0,00 0,00 | 2018 0,00 0,00 | 2019 0,00 0,00
2020 0,00 0,00 | 2021 0,00 0,00 | 2022 0,00 0,00 | 2023 2,50 4,00 | 2024 4,50 4,25 | 2025 3,15 2,15 | 2026 2,15 2,40
"""
"""Taux de refinancement au 1er janvier et au 1er juillet de chaque année."""

BCE_AVANT_2013 = """
13/06/2007 4,00 | 09/07/2008 4,25 | 15/10/2008 3,75 | 12/11/2008 3,25 | 10/12/2008 2,50 | 21/01/2009 2,00
11/03/2009 1,50 | 08/04/2009 1,25 | 13/05/2009 1,00 | 13/04/2011 1,25 | 13/07/2011 1,50 | 09/11/2011 1,25
14/12/2011 1,00 | 11/07/2012 0,75
"""
"""Chaque opération, à sa date d'effet : avant 2013 le taux suit la plus récente."""

LEGAL_AUTRES_CAS_ANNUEL = "2008 3,99 | 2009 3,79 | 2010 0,65 | 2011 0,38 | 2012 0,71 | 2013 0,04 | 2014 0,04"
LEGAL_AUTRES_CAS_SEMESTRIEL = """
2015 0,93 0,99 | 2016 1,01 0,93 | 2017 0,90 0,90 | 2018 0,89 0,88 | 2019 0,86 0,87 | 2020 0,87 0,84 | 2021 0,79 0,76
2022 0,76 0,77 | 2023 2,06 4,22 | 2024 5,07 4,92 | 2025 3,71 2,76 | 2026 2,62 2,75
"""


def nombre(texte: str) -> Fraction:
    """« 14,25 » tel quel, sans jamais passer par un flottant."""
    return Fraction(texte.replace(",", "."))


def centime(montant: Fraction) -> int:
    """Le centime le plus proche ; un demi-centime monte."""
    return floor(montant + Fraction(1, 2))


def _jour(texte: str) -> dt.date:
    jour, mois, annee = texte.split("/")
    return dt.date(int(annee), int(mois), int(jour))


def _cases(table: str) -> list[list[str]]:
    return [case.split() for ligne in table.strip().splitlines() for case in ligne.split("|") if case.strip()]


_BCE = {(int(an), s): nombre(v) for an, *deux in _cases(BCE_AU_PREMIER_JOUR) for s, v in enumerate(deux, 1)}
_BCE_AVANT = [(_jour(le), nombre(v)) for le, v in _cases(BCE_AVANT_2013)]
_LEGAL_AN = {int(an): nombre(v) for an, v in _cases(LEGAL_AUTRES_CAS_ANNUEL)}
_LEGAL = {(int(an), s): nombre(v) for an, *deux in _cases(LEGAL_AUTRES_CAS_SEMESTRIEL) for s, v in enumerate(deux, 1)}

Periode = tuple[object, ...]
"""Ce qui distingue deux périodes : tant qu'elle est la même, le taux n'a pas été refixé."""


@cache
def taux_professionnel(jour: dt.date) -> tuple[Periode, Fraction]:
    """BCE + 10 au premier jour du semestre ; avant 2013 dernière opération ; avant 2009, + 7."""
    if jour.year >= 2013:
        semestre = (jour.year, 1 if jour.month < 7 else 2)
        return ("semestre", *semestre), _BCE[semestre] + 10
    effet, taux = max(ligne for ligne in _BCE_AVANT if ligne[0] <= jour)
    majoration = 10 if jour.year >= 2009 else 7
    return ("operation", effet, majoration), taux + majoration


@cache
def taux_legal(jour: dt.date) -> tuple[Periode, Fraction]:
    """Intérêt légal « autres cas » : annuel jusqu'en 2014, semestriel depuis."""
    if jour.year < 2015:
        return ("an", jour.year), _LEGAL_AN[jour.year]
    semestre = (jour.year, 1 if jour.month < 7 else 2)
    return ("semestre", *semestre), _LEGAL[semestre]


@dataclass(frozen=True, slots=True, kw_only=True)
class Creance:
    """Une facture soumise au juge ; montants en centimes."""

    numero: str
    montant: int
    emise: dt.date
    echeance: dt.date
    deja_regle: int = 0
    taux: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouvement:
    """Un versement ou un avoir ; ``sur`` : la facture désignée."""

    le: dt.date
    montant: int
    sur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affaire:
    """Ce que les parties apportent."""

    professionnel: bool
    creances: tuple[Creance, ...]
    versements: tuple[Mouvement, ...] = ()
    avoirs: tuple[Mouvement, ...] = ()
    mises_en_demeure: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class LigneJugee:
    """Une période à base et taux constants."""

    facture: str
    du: dt.date
    au: dt.date
    jours: int
    base: int
    taux: Fraction
    montant: int


@dataclass(slots=True)
class Jugement:
    """Le compte arrêté. ``restes`` : principal, intérêts, indemnité de chaque facture.

    ``surplus_d_avoir`` : un avoir a dépassé la facture qu'il vise alors que d'autres sommes étaient dues.
    """

    lignes: list[LigneJugee] = field(default_factory=list)
    indemnites: dict[str, int] = field(default_factory=dict)
    imputations: list[tuple[int, dt.date, str, str, int]] = field(default_factory=list)
    restes: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    trop_percu: int = 0
    par_jour: int = 0
    surplus_d_avoir: bool = False

    @property
    def total(self) -> int:
        """Ce que le débiteur est condamné à payer."""
        return sum(sum(reste) for reste in self.restes.values())


@dataclass(slots=True)
class _Periode:
    cle: tuple[Periode, int]
    du: dt.date
    au: dt.date
    base: int
    taux: Fraction
    jours: int = 0

    @property
    def interet(self) -> Fraction:
        return Fraction(self.base) * self.taux * self.jours / 36500


class _Dette:
    def __init__(self, creance: Creance, affaire: Affaire) -> None:
        self.creance = creance
        self.professionnel = affaire.professionnel
        self.restant = creance.montant - creance.deja_regle
        self.periodes: list[_Periode] = []
        self.interets_payes = 0
        self.forfait = 0
        self.forfait_paye = 0
        demeures = sorted(le for le in affaire.mises_en_demeure if le > creance.echeance)
        self.depart = creance.echeance if self.professionnel else (demeures[0] if demeures else None)

    def taux(self, jour: dt.date) -> tuple[Periode, Fraction]:
        if self.creance.taux is not None:
            return ("contrat",), self.creance.taux
        return taux_professionnel(jour) if self.professionnel else taux_legal(jour)

    def court(self, jour: dt.date) -> bool:
        return self.depart is not None and jour > self.depart and self.restant > 0

    def vivre(self, jour: dt.date) -> None:
        """Ce que ce jour ajoute, avant tout mouvement du jour."""
        premier_jour_de_retard = self.creance.echeance + UN_JOUR
        if jour == premier_jour_de_retard and self.professionnel and self.restant > 0 and jour.year >= 2013:
            self.forfait = 4000
        if not self.court(jour):
            return
        periode, taux = self.taux(jour)
        cle = (periode, self.restant)
        if not self.periodes or self.periodes[-1].cle != cle:
            self.periodes.append(_Periode(cle, jour, jour, self.restant, taux))
        self.periodes[-1].au = jour
        self.periodes[-1].jours += 1

    @property
    def interets(self) -> int:
        return sum(centime(periode.interet) for periode in self.periodes) - self.interets_payes

    @property
    def forfait_du(self) -> int:
        return self.forfait - self.forfait_paye

    @property
    def due(self) -> int:
        return self.restant + self.interets + self.forfait_du

    def recevoir(self, somme: int) -> list[tuple[str, int]]:
        """Intérêts d'abord, puis l'indemnité, puis le principal."""
        parts = []
        interets = min(somme, self.interets)
        self.interets_payes += interets
        parts.append(("interets", interets))
        forfait = min(somme - interets, self.forfait_du)
        self.forfait_paye += forfait
        parts.append(("indemnite", forfait))
        self.restant -= somme - interets - forfait
        parts.append(("principal", somme - interets - forfait))
        return [(nature, part) for nature, part in parts if part]


class _Audience:
    def __init__(self, affaire: Affaire) -> None:
        self.affaire = affaire
        self.dettes: list[_Dette] = []
        self.credits: list[tuple[int, int]] = []
        self.jugement = Jugement()

    def journee(self, jour: dt.date) -> None:
        for dette in self.dettes:
            dette.vivre(jour)
        for creance in sorted(self.affaire.creances, key=lambda c: (c.echeance, c.emise, c.numero)):
            if creance.emise == jour:
                self.dettes.append(_Dette(creance, self.affaire))
                anciens, self.credits = self.credits, []
                for indice, reste in anciens:
                    self._verser(indice, reste, jour, "")
        for avoir in self.affaire.avoirs:
            if self._effet(avoir) == jour:
                self._deduire(avoir, jour)
        for indice, versement in enumerate(self.affaire.versements):
            if versement.le == jour:
                self._verser(indice, versement.montant, jour, versement.sur)

    def _effet(self, avoir: Mouvement) -> dt.date:
        """Un avoir qui vise une facture ne peut la réduire avant qu'elle existe."""
        visees = [creance.emise for creance in self.affaire.creances if creance.numero == avoir.sur]
        return max([avoir.le, *visees])

    def _deduire(self, avoir: Mouvement, jour: dt.date) -> None:
        """La facture visée, ou la plus ancienne ; ce qui la dépasse se compense comme un paiement (C. civ. 1347-4)."""
        ordre = sorted(self.dettes, key=lambda d: (d.creance.echeance, d.creance.emise, d.creance.numero))
        visees = [dette for dette in ordre if dette.creance.numero == avoir.sur]
        if not visees:
            visees = [dette for dette in ordre if dette.restant][:1]
        reste = avoir.montant
        for dette in visees:
            part = min(reste, dette.restant)
            dette.restant -= part
            reste -= part
        if reste:
            self.jugement.surplus_d_avoir |= any(dette.due for dette in self.dettes)
            self._verser(-1, reste, jour, "")

    def _verser(self, indice: int, montant: int, jour: dt.date, sur: str) -> None:
        while montant and (rang := self._premier_rang(jour, sur)):
            dus = [dette.due for dette in rang]
            sommes = dus if montant >= sum(dus) else self._prorata(montant, dus)
            for dette, somme in zip(rang, sommes, strict=True):
                for nature, part in dette.recevoir(somme):
                    if indice >= 0:
                        self.jugement.imputations.append((indice, jour, nature, dette.creance.numero, part))
            montant -= sum(sommes)
        if montant:
            self.credits.append((indice, montant))

    def _prorata(self, montant: int, dus: list[int]) -> list[int]:
        """Parts entières ; les centimes restants vont aux plus fortes décimales, la première facture à égalité."""
        exactes = [Fraction(montant * du, sum(dus)) for du in dus]
        parts = [floor(part) for part in exactes]
        rangs = sorted(range(len(dus)), key=lambda i: (parts[i] - exactes[i], i))
        for i in rangs[: montant - sum(parts)]:
            parts[i] += 1
        return parts

    def _premier_rang(self, jour: dt.date, sur: str) -> list[_Dette]:
        """1342-10 : la désignée ; sinon les échues, le plus d'intérêt à acquitter, la plus ancienne, à égalité."""
        dues = sorted((d for d in self.dettes if d.due > 0), key=lambda d: d.creance.numero)
        designee = [d for d in dues if d.creance.numero == sur]
        if designee:
            return designee
        echues = [d for d in dues if d.creance.echeance <= jour]
        if echues:
            plus_fort = max(self._cout(d, jour) for d in echues)
            echues = [d for d in echues if self._cout(d, jour) == plus_fort]
        candidates = echues or dues
        if not candidates:
            return []
        ancienne = min((d.creance.echeance, d.creance.emise) for d in candidates)
        return [d for d in candidates if (d.creance.echeance, d.creance.emise) == ancienne]

    @staticmethod
    def _cout(dette: _Dette, jour: dt.date) -> Fraction:
        if dette.depart is None or jour < dette.depart or not dette.restant:
            return Fraction(0)
        return dette.taux(jour)[1]


def juger(affaire: Affaire, au: dt.date) -> Jugement:
    """Le compte au soir de ce jour, en avançant d'un jour à la fois depuis la première pièce."""
    audience = _Audience(affaire)
    jours: Iterable[dt.date] = (piece.emise for piece in affaire.creances)
    jour = min([*jours, *(m.le for m in (*affaire.versements, *affaire.avoirs))], default=au)
    while jour <= au:
        audience.journee(jour)
        jour += UN_JOUR
    return _rendre(audience, au)


def _rendre(audience: _Audience, au: dt.date) -> Jugement:
    jugement = audience.jugement
    for dette in audience.dettes:
        numero = dette.creance.numero
        jugement.lignes += [
            LigneJugee(numero, p.du, p.au, p.jours, p.base, p.taux, centime(p.interet)) for p in dette.periodes
        ]
        jugement.restes[numero] = (dette.restant, dette.interets, dette.forfait_du)
        if dette.forfait:
            jugement.indemnites[numero] = dette.forfait
    jugement.trop_percu = sum(reste for _, reste in audience.credits)
    jugement.par_jour = centime(sum((_lendemain(dette, au) for dette in audience.dettes), Fraction(0)))
    return jugement


def _lendemain(dette: _Dette, au: dt.date) -> Fraction:
    """Ce que coûte un jour de plus, au taux de ce jour ; rien si nul taux n'est encore publié pour lui."""
    if dette.depart is None or au < dette.depart or not dette.restant:
        return Fraction(0)
    try:
        return Fraction(dette.restant) * dette.taux(au)[1] / 36500
    except KeyError:
        return Fraction(0)


def juger_sans_arrondi(creance: Creance, versements: Iterable[Mouvement], au: dt.date) -> Fraction:
    """Ce qu'une seule facture professionnelle doit encore, en centimes exacts : jamais un arrondi, même à un paiement.

    Le nombre est négatif si le débiteur a trop payé.
    """
    dette = _Dette(creance, Affaire(professionnel=True, creances=(creance,)))
    principal, interets, forfait = Fraction(dette.restant), Fraction(0), Fraction(0)
    jour = creance.emise
    while jour <= au:
        if jour == creance.echeance + UN_JOUR and principal > 0 and jour.year >= 2013:
            forfait += 4000
        if jour > creance.echeance and principal > 0:
            interets += principal * dette.taux(jour)[1] / 36500
        for versement in versements:
            if versement.le == jour:
                sur_interets = min(Fraction(versement.montant), interets)
                sur_forfait = min(versement.montant - sur_interets, forfait)
                interets -= sur_interets
                forfait -= sur_forfait
                principal -= versement.montant - sur_interets - sur_forfait
        jour += UN_JOUR
    return principal + interets + forfait

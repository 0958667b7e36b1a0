"""Le juge : un second calculateur, qui ne prend rien au premier et refait un compte jour après jour.

Il ne connaît ni les tables ni les types de l'outil : ses taux sont recopiés à la main des arrêtés et des décisions de
la BCE (``juge_taux``), ses dettes se comptent en avançant d'un jour à la fois (``juge_dette``). Il est lent et sans
finesse, exprès : si les deux calculateurs disent le même centime, ce n'est pas qu'ils partagent la même erreur.

Règles suivies : celles de ``docs/calcul.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from .juge_dette import UN_JOUR, Dette, centime
from .juge_faits import Affaire, Creance, Frais, LigneJugee, Mouvement, Poste
from .juge_taux import SansTaux, taux_legal, taux_professionnel

__all__ = [
    "Affaire", "Creance", "Jugement", "LigneJugee", "Mouvement", "SansTaux", "centime", "juger", "juger_sans_arrondi",
    "taux_legal", "taux_professionnel",
]  # fmt: skip


@dataclass(slots=True)
class Jugement:
    """Le compte arrêté. ``restes`` : principal, intérêts, indemnité et autres accessoires de chaque facture.

    ``accessoires`` : ce qui est né, payé ou non.
    """

    lignes: list[LigneJugee] = field(default_factory=list)
    accessoires: list[tuple[str, str, int]] = field(default_factory=list)
    imputations: list[tuple[int, dt.date, str, str, int]] = field(default_factory=list)
    restes: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    trop_percu: int = 0
    par_jour: int = 0

    @property
    def total(self) -> int:
        """Ce que le débiteur est condamné à payer."""
        return sum(sum(reste) for reste in self.restes.values())


class _Audience:
    def __init__(self, affaire: Affaire) -> None:
        self.affaire = affaire
        self.dettes: list[Dette] = []
        self.attendus = list(affaire.frais)
        self.credits: list[tuple[int, int]] = []
        self.jugement = Jugement()

    def journee(self, jour: dt.date) -> None:
        """Le matin et ses accessoires, puis facture, avoir, paiement, restitution ; le soir, la capitalisation."""
        for dette in self.dettes:
            dette.matin(jour)
            dette.courir(jour)
        for creance in sorted(self.affaire.creances, key=lambda c: (c.echeance, c.emise, c.numero)):
            if creance.emise == jour:
                self.dettes.append(Dette(creance, self.affaire))
                self._rejouer_les_credits(jour)
        self._frais_du(jour)
        for avoir in self.affaire.avoirs:
            if self._effet(avoir) == jour:
                self._deduire(avoir, jour)
        for indice, versement in enumerate(self.affaire.versements):
            if self.affaire.jour_de_paiement(versement) == jour:
                self._verser(indice, versement.montant, jour, versement.sur)
        for restitution in self.affaire.restitutions:
            if restitution.le == jour:
                self._rendre(restitution.montant)
        for dette in self.dettes:
            dette.soir(jour)

    def _frais_du(self, jour: dt.date) -> None:
        """Les frais attendent la facture où les rattacher ; avant le titre, ou l'indemnité, ils ne sont pas dus."""
        for frais in tuple(self.attendus):
            if frais.le > jour or (dette := self._rattachement(frais)) is None:
                continue
            self.attendus.remove(frais)
            if self._dus(frais, dette):
                montant = frais.montant
                if frais.nature == "complement":
                    avant, dette.frais_exposes = dette.frais_exposes, dette.frais_exposes + frais.montant
                    montant = max(0, dette.frais_exposes - 40_00) - max(0, avant - 40_00)
                dette.naitre(frais.nature, montant)
                self._rejouer_les_credits(jour)

    def _dus(self, frais: Frais, dette: Dette) -> bool:
        if frais.nature == "complement":
            return any(nature == "indemnite" for nature, _ in dette.nes)
        titre = self.affaire.titre
        return titre is not None and frais.le >= titre.le

    def _rattachement(self, frais: Frais) -> Dette | None:
        if frais.sur:
            return next((dette for dette in self.dettes if dette.numero == frais.sur), None)
        return min(self.dettes, key=_anciennete, default=None)

    def _effet(self, avoir: Mouvement) -> dt.date:
        """Un avoir qui vise une facture ne peut la réduire avant qu'elle existe."""
        visees = [creance.emise for creance in self.affaire.creances if creance.numero == avoir.sur]
        return max([avoir.le, *visees])

    def _deduire(self, avoir: Mouvement, jour: dt.date) -> None:
        """La facture visée, ou la plus ancienne ; ce qui la dépasse se compense comme un paiement (C. civ. 1347-4)."""
        ordre = sorted(self.dettes, key=_anciennete)
        visees = [dette for dette in ordre if dette.numero == avoir.sur]
        if not visees:
            visees = [dette for dette in ordre if dette.restant][:1]
        reste = avoir.montant
        for dette in visees:
            part = min(reste, dette.restant)
            dette.restant -= part
            reste -= part
        if reste:
            self._verser(-1, reste, jour, "")

    def _rejouer_les_credits(self, jour: dt.date) -> None:
        anciens, self.credits = self.credits, []
        for indice, reste in anciens:
            self._verser(indice, reste, jour, "")

    def _rendre(self, montant: int) -> None:
        anciens, self.credits = self.credits, []
        for indice, reste in anciens:
            part = min(montant, reste)
            montant -= part
            if reste > part:
                self.credits.append((indice, reste - part))

    def _verser(self, indice: int, montant: int, jour: dt.date, sur: str) -> None:
        ordre = self._ordre(jour)
        while montant and (rang := self._premier_rang(jour, sur)):
            dus = [dette.due for dette in rang]
            sommes = dus if montant >= sum(dus) else self._prorata(montant, dus)
            for dette, somme in zip(rang, sommes, strict=True):
                for nature, part in dette.recevoir(somme, ordre):
                    if indice >= 0:
                        self.jugement.imputations.append((indice, jour, nature, dette.numero, part))
            montant -= sum(sommes)
        if montant:
            self.credits.append((indice, montant))

    def _ordre(self, jour: dt.date) -> tuple[Poste, ...]:
        """L'ordre de la loi ou du contrat ; le principal d'abord si un délai de grâce l'ordonne (C. civ. 1343-5)."""
        convenu = self.affaire.ordre
        if any(a.cause == "delai-de-grace" and a.capital_d_abord and a.couvre(jour) for a in self.affaire.arrets):
            return ("principal", *(poste for poste in convenu if poste != "principal"))
        return convenu

    def _prorata(self, montant: int, dus: list[int]) -> list[int]:
        """Parts entières ; les centimes restants vont aux plus fortes décimales, la première facture à égalité."""
        exactes = [Fraction(montant * du, sum(dus)) for du in dus]
        parts = [floor(part) for part in exactes]
        rangs = sorted(range(len(dus)), key=lambda i: (parts[i] - exactes[i], i))
        for i in rangs[: montant - sum(parts)]:
            parts[i] += 1
        return parts

    def _premier_rang(self, jour: dt.date, sur: str) -> list[Dette]:
        """1342-10 : la désignée ; sinon les échues, le plus d'intérêt à acquitter, la plus ancienne, à égalité."""
        dues = sorted((d for d in self.dettes if d.due > 0), key=lambda d: d.numero)
        designee = [d for d in dues if d.numero == sur]
        if designee:
            return designee
        echues = [d for d in dues if d.echeance <= jour]
        if echues:
            plus_fort = max(_cout(d, jour) for d in echues)
            echues = [d for d in echues if _cout(d, jour) == plus_fort]
        candidates = echues or dues
        if not candidates:
            return []
        ancienne = min(_anciennete(d)[:2] for d in candidates)
        return [d for d in candidates if _anciennete(d)[:2] == ancienne]


def _anciennete(dette: Dette) -> tuple[dt.date, dt.date, str]:
    """L'échéance d'origine, même si une interruption l'a reportée, puis l'émission."""
    return dette.creance.echeance, dette.creance.emise, dette.numero


def _cout(dette: Dette, jour: dt.date) -> Fraction:
    """Le taux que la dette porte ce jour-là ; le jour du départ compte déjà, si son taux est connu."""
    if jour < dette.depart or not dette.base:
        return Fraction(0)
    try:
        tarif = dette.tarif(jour)
    except SansTaux:
        return Fraction(0)
    return tarif[1] if tarif else Fraction(0)


def juger(affaire: Affaire, au: dt.date) -> Jugement:
    """Le compte au soir de ce jour, en avançant d'un jour à la fois depuis la première pièce."""
    audience = _Audience(affaire)
    jours: Iterable[dt.date] = (
        *(creance.emise for creance in affaire.creances),
        *(m.le for m in (*affaire.avoirs, *affaire.restitutions)),
        *(affaire.jour_de_paiement(versement) for versement in affaire.versements),
    )
    jour = min(jours, default=au)
    while jour <= au:
        audience.journee(jour)
        jour += UN_JOUR
    return _prononcer(audience, au)


def _prononcer(audience: _Audience, au: dt.date) -> Jugement:
    jugement = audience.jugement
    par_jour = Fraction(0)
    for dette in audience.dettes:
        jugement.restes[dette.numero] = dette.reste
        jugement.lignes += dette.toutes_les_lignes()
        jugement.accessoires += [(dette.numero, nature, montant) for nature, montant in dette.nes]
        par_jour += _lendemain(dette, au)
    jugement.trop_percu = sum(reste for _, reste in audience.credits)
    jugement.par_jour = centime(par_jour)
    return jugement


def _lendemain(dette: Dette, au: dt.date) -> Fraction:
    """Ce que coûte un jour de plus, au taux de ce jour ; rien si nul taux n'est encore publié pour lui."""
    return dette.base * _cout(dette, au) / (100 * dette.annee(au))


def juger_sans_arrondi(creance: Creance, versements: Iterable[Mouvement], au: dt.date) -> Fraction:
    """Ce qu'une seule facture professionnelle doit encore, en centimes exacts : jamais un arrondi, même à un paiement.

    Le nombre est négatif si le débiteur a trop payé.
    """
    dette = Dette(creance, Affaire(creances=(creance,)))
    principal, interets, forfait = Fraction(dette.restant), Fraction(0), Fraction(0)
    jour = creance.emise
    while jour <= au:
        if jour == creance.echeance + UN_JOUR and principal > 0 and jour.year >= 2013:
            forfait += 4000
        if jour > creance.echeance and principal > 0:
            tarif = dette.tarif(jour)
            interets += principal * (tarif[1] if tarif else 0) / 36500
        for versement in versements:
            if versement.le == jour:
                sur_interets = min(Fraction(versement.montant), interets)
                sur_forfait = min(versement.montant - sur_interets, forfait)
                interets -= sur_interets
                forfait -= sur_forfait
                principal -= versement.montant - sur_interets - sur_forfait
        jour += UN_JOUR
    return principal + interets + forfait

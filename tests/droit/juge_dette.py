"""Une dette devant le juge : ce qu'un jour de plus lui ajoute, et ce qu'un versement lui ôte."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .juge_faits import Affaire, Arret, Convention, Creance, LigneJugee, Poste
from .juge_taux import Periode, Tarif, plancher, taux_bce, taux_legal, taux_moratoire, taux_professionnel

UN_JOUR = dt.timedelta(days=1)
JAMAIS = dt.date.max
NAISSANCE_DES_40_EUROS = dt.date(2013, 1, 1)
ACCESSOIRES = ("indemnite", "clause_penale", "complement", "depens", "frais_execution")
"""Dans l'ordre où on les règle."""


def centime(montant: Fraction) -> int:
    """Le centime le plus proche ; un demi-centime monte."""
    return floor(montant + Fraction(1, 2))


def deux_mois_apres(jour: dt.date) -> dt.date:
    """Même quantième, ou le dernier jour du mois s'il n'existe pas."""
    rang = jour.year * 12 + jour.month - 1 + 2
    annee, mois = divmod(rang, 12)
    return dt.date(annee, mois + 1, min(jour.day, calendar.monthrange(annee, mois + 1)[1]))


def est_anniversaire(jour: dt.date, origine: dt.date) -> bool:
    """Un an après, deux ans après… ; né un 29 février, on le fête le 28 les autres années."""
    if jour.year <= origine.year:
        return False
    dernier = calendar.monthrange(jour.year, origine.month)[1]
    return (jour.month, jour.day) == (origine.month, min(origine.day, dernier))


def _est_bissextile(jour: dt.date) -> bool:
    return calendar.isleap(jour.year)


@dataclass(slots=True)
class _EnCours:
    cle: tuple[Periode, Fraction, int, int]
    du: dt.date
    au: dt.date
    jours: int = 0

    @property
    def montant(self) -> int:
        _, taux, base, annee = self.cle
        return centime(Fraction(base * self.jours, annee * 100) * taux)


class Dette:
    """Une facture née, et tout ce qui s'y est ajouté."""

    def __init__(self, creance: Creance, affaire: Affaire) -> None:
        self.creance, self.affaire, self.numero = creance, affaire, creance.numero
        self.echeance = echeance_reelle(creance, affaire)
        titre = affaire.titre
        self.titre = titre if titre is not None and self.echeance <= titre.le else None
        apres = [le for le in affaire.mises_en_demeure if le > self.echeance]
        self.interpelle = min(apres, default=JAMAIS)
        self.puni_le = min((le for le in apres if not self._en_grace(le)), default=JAMAIS)
        self.depart = self.interpelle if affaire.regime == "legal" else self.echeance
        if self.titre is not None:
            self.depart = min(self.depart, self.titre.le)
        self.premier_jour_majore = self._premier_jour_majore()
        self.arrets = [arret for arret in affaire.arrets if self._atteinte_par(arret)]
        self.restant = creance.montant - creance.deja_regle
        self.capitalises = 0
        self.lignes: list[LigneJugee] = []
        self.en_cours: _EnCours | None = None
        self.clos = 0
        self.interets_payes = 0
        self.nes: list[tuple[str, int]] = []
        self.accessoires = dict.fromkeys(ACCESSOIRES, 0)
        self.frais_exposes = 0

    # --- Le droit d'un jour ---------------------------------------------------------------------------------------

    def _atteinte_par(self, arret: Arret) -> bool:
        if arret.cause == "procedure":
            return self.creance.emise < arret.du and not self.affaire.pret_un_an
        if arret.cause == "mesures":
            recevables = [a.du for a in self.affaire.arrets if a.cause == "surendettement" and a.du <= arret.du]
            return self.creance.emise < max(recevables, default=arret.du)
        return arret.cause != "surendettement" or self.creance.emise < arret.du

    def _en_grace(self, jour: dt.date) -> bool:
        """C. civ. 1343-5 : les pénalités prévues en cas de retard ne sont pas encourues pendant le délai."""
        return any(arret.cause == "delai-de-grace" and arret.couvre(jour) for arret in self.affaire.arrets)

    def _premier_jour_majore(self) -> dt.date:
        """CMF L313-3 : le lendemain des deux mois, comptés de la signification ou du jour exécutoire s'il la suit."""
        titre = self.titre
        if titre is None or not titre.decision or titre.exonere or not titre.legal:
            return JAMAIS
        signifie = min((s for s in self.affaire.significations if s[0] >= titre.le), default=None)
        if signifie is None:
            return JAMAIS
        return deux_mois_apres(max(jour for jour in signifie if jour is not None)) + UN_JOUR

    def tarif(self, jour: dt.date) -> Tarif | None:
        """Le taux de ce jour et sa période ; rien si le cours des intérêts est arrêté."""
        arrets = [arret for arret in self.arrets if arret.couvre(jour)] if self.arrets else []
        if arrets:
            if len(arrets) > 1 or arrets[0].taux is None or arrets[0].cause != "delai-de-grace":
                return None
            periode, taux = self._convenu(arrets[0].taux, jour)
            return ("grâce", *periode), taux
        if self.titre is not None and self.titre.legal and jour > self.titre.le:
            periode, taux = taux_legal(jour, self.affaire.particulier)
            return ("titre", *periode), taux + (5 if jour >= self.premier_jour_majore else 0)
        return self._ordinaire(jour)

    def _ordinaire(self, jour: dt.date) -> Tarif:
        regime, contrat = self.affaire.regime, self.creance.taux
        if regime == "marche":
            return ("figé",), taux_moratoire(self.echeance)
        if contrat is None:
            return taux_professionnel(jour) if regime == "commerce" else taux_legal(jour, self.affaire.particulier)
        periode, taux = self._convenu(contrat, jour)
        if regime == "commerce" and self.affaire.sous_plancher != "garder":
            seuil = plancher(jour)
            if taux < seuil[1]:
                return seuil if self.affaire.sous_plancher == "relever" else taux_professionnel(jour)
        return periode, taux

    def _convenu(self, convention: Convention, jour: dt.date) -> Tarif:
        if convention.genre == "fixe":
            return ("contrat",), convention.valeur
        if convention.genre == "bce":
            periode, taux = taux_bce(jour)
            return periode, taux + convention.valeur
        periode, taux = taux_legal(jour, self.affaire.particulier)
        return periode, taux * convention.valeur

    @property
    def base(self) -> int:
        """Le principal, moins la retenue de garantie d'un marché public, plus les intérêts capitalisés."""
        retenue = self.creance.retenue if self.affaire.regime == "marche" else 0
        return max(0, self.restant - retenue) + self.capitalises

    def annee(self, jour: dt.date) -> int:
        """Par combien de jours on divise : le contrat ne règle ni le titre qui accorde le taux légal, ni le juge."""
        if not (self.affaire.exact and _est_bissextile(jour)):
            return 365
        du_titre = self.titre is not None and self.titre.legal and jour > self.titre.le
        return 365 if du_titre or any(arret.couvre(jour) for arret in self.arrets) else 366

    # --- Un jour --------------------------------------------------------------------------------------------------

    def matin(self, jour: dt.date) -> None:
        """Ce que le jour fait naître avant tout mouvement : les 40 €, la clause pénale."""
        if not self.restant or self._en_grace(jour):
            return
        if jour - UN_JOUR == self.echeance and self.affaire.regime != "legal" and jour >= NAISSANCE_DES_40_EUROS:
            interdit = any(
                a.cause == "procedure" and self.creance.emise < a.du <= self.echeance for a in self.affaire.arrets
            )
            if not interdit:
                self.naitre("indemnite", 40_00)
        if jour == self.puni_le:
            points = centime(self.restant * self.affaire.clause_points / 100)
            self.naitre("clause_penale", points + self.affaire.clause_forfait)

    def courir(self, jour: dt.date) -> None:
        """L'intérêt du jour, sur la base du matin."""
        base = self.base
        if jour <= self.depart or not base or (tarif := self.tarif(jour)) is None:
            return
        cle = (*tarif, base, self.annee(jour))
        en_cours = self.en_cours
        if en_cours is None or en_cours.cle != cle or en_cours.au != jour - UN_JOUR:
            self._clore()
            en_cours = self.en_cours = _EnCours(cle, jour, jour)
        en_cours.au = jour
        en_cours.jours += 1

    def soir(self, jour: dt.date) -> None:
        """C. civ. 1343-2 : à l'anniversaire, ce qui a couru et n'est pas payé porte à son tour intérêt."""
        if self.affaire.capitalisation:
            origine = self.depart
        elif self.titre is not None and self.titre.capitalisation:
            origine = self.titre.le
        else:
            return
        if origine == JAMAIS or not est_anniversaire(jour, origine):
            return
        if not any(
            a.cause == "procedure" and self.creance.emise < a.du and a.couvre(jour) for a in self.affaire.arrets
        ):
            self.capitalises = self.interets

    def naitre(self, nature: str, montant: int) -> None:
        """Un accessoire de plus."""
        if montant:
            self.nes.append((nature, montant))
            self.accessoires[nature] += montant

    def _clore(self) -> None:
        if (periode := self.en_cours) is not None:
            _, taux, base, annee = periode.cle
            self.clos += periode.montant
            self.lignes.append(
                LigneJugee(self.numero, periode.du, periode.au, periode.jours, base, taux, periode.montant, annee)
            )
            self.en_cours = None

    # --- Ce qui est dû --------------------------------------------------------------------------------------------

    @property
    def interets(self) -> int:
        """Courus, arrondis ligne par ligne, et impayés."""
        return self.clos + (self.en_cours.montant if self.en_cours else 0) - self.interets_payes

    @property
    def due(self) -> int:
        """Tout."""
        return self.restant + self.interets + sum(self.accessoires.values())

    @property
    def reste(self) -> tuple[int, int, int, int]:
        """Principal, intérêts, indemnité de 40 €, autres accessoires."""
        indemnite = self.accessoires["indemnite"]
        return self.restant, self.interets, indemnite, sum(self.accessoires.values()) - indemnite

    def toutes_les_lignes(self) -> list[LigneJugee]:
        """La période en cours est close d'abord."""
        self._clore()
        return self.lignes

    def recevoir(self, somme: int, ordre: tuple[Poste, ...]) -> list[tuple[str, int]]:
        """Poste après poste ; rend ce qu'elle a éteint."""
        parts: list[tuple[str, int]] = []
        for poste in ordre:
            if poste == "interets":
                part = min(somme, self.interets)
                self.interets_payes += part
                self.capitalises = max(0, self.capitalises - part)
                parts.append(("interets", part))
                somme -= part
            elif poste == "principal":
                part = min(somme, self.restant)
                self.restant -= part
                parts.append(("principal", part))
                somme -= part
            else:
                for nature, du in self.accessoires.items():
                    part = min(somme, du)
                    self.accessoires[nature] -= part
                    parts.append((nature, part))
                    somme -= part
        return [(nature, part) for nature, part in parts if part]


def echeance_reelle(creance: Creance, affaire: Affaire) -> dt.date:
    """Le délai d'un acheteur public, interrompu avant d'expirer, se rouvre quand toutes les pièces sont là."""
    if affaire.regime != "marche" or creance.interruption is None:
        return creance.echeance
    notifiee, recues = creance.interruption
    if notifiee > creance.echeance:
        return creance.echeance
    if recues is None:
        return JAMAIS
    return recues + max(dt.timedelta(days=30), creance.echeance - notifiee)

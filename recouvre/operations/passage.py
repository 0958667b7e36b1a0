"""Le bilan d'un passage des relances : ce qui est parti ou partirait, ce qui est retenu, ce qui a échoué."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from recouvre.base.envois import Envoi
from recouvre.operations.decision import Pret, Retenu, Sautee
from recouvre.operations.lots import Lot


@dataclass(frozen=True, slots=True, kw_only=True)
class Depart:
    """Un envoi parti, ou qui partirait (``fichier`` vide). ``total`` en centimes ; ``repli`` : pourquoi ce canal."""

    dossier: int
    etape: str
    debiteur: str
    canal: str
    modele: str
    envoi: str
    reference: str
    total: int
    fichier: str = ""
    repli: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echec:
    """Un départ qui n'a pas pu se faire ; les autres continuent, et un passage suivant le reprend."""

    dossier: int
    etape: str
    motif: str


@dataclass(slots=True)
class Passage:
    """Le bilan d'un aperçu ou d'un envoi. ``lots`` : les lots à imprimer que ce passage a écrits.

    ``a_remettre`` : les fichiers de SMS à remettre au prestataire, et combien chacun en porte. ``suspension`` :
    pourquoi l'interrupteur général est baissé, s'il l'est.
    """

    au: dt.date
    envoyees: list[Depart] = field(default_factory=list)
    a_envoyer: list[Depart] = field(default_factory=list)
    retenues: list[Retenu] = field(default_factory=list)
    sautees: list[Sautee] = field(default_factory=list)
    echecs: list[Echec] = field(default_factory=list)
    incertaines: list[Envoi] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    a_remettre: dict[str, int] = field(default_factory=dict)
    suspension: str = ""

    @property
    def abandonnees(self) -> list[Retenu]:
        """Les départs que l'on a cessé de tenter : sans une personne, ils attendraient toujours."""
        return [retenu for retenu in self.retenues if "abandon" in {raison.code for raison in retenu.raisons}]

    @property
    def hors_des_heures(self) -> bool:
        """Vrai si rien n'est parti et que l'heure du passage en est cause : il en sera de même à chaque passage."""
        tard = any("heure" in {raison.code for raison in retenu.raisons} for retenu in self.retenues)
        return tard and not self.envoyees

    @property
    def code(self) -> int:
        """Le code de retour : 1 si une personne doit s'en occuper."""
        return int(bool(self.echecs or self.incertaines or self.abandonnees))


def depart(pret: Pret, fichier: str = "") -> Depart:
    """Ce que l'on montre d'un départ."""
    return Depart(
        dossier=pret.dossier.numero,
        etape=pret.etape.cle,
        debiteur=pret.debiteur.denomination,
        canal=pret.voie.canal,
        modele=pret.etape.modele,
        envoi=pret.voie.envoi,
        reference=pret.demande.reference,
        total=pret.total,
        fichier=fichier,
        repli=pret.voie.repli,
    )

"""L'espace d'un créancier pour un tableur : ses dossiers, et tout ce qui y est arrivé."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recouvre.affichage.faits_au_creancier import FaitMontre, demarches, histoire
from recouvre.affichage.francais import decimale
from recouvre.affichage.sortie_csv import Valeur, csv_en_octets
from recouvre.conduite.espace_client import DossierMontre, Espace

DOSSIERS, HISTORIQUE = "dossiers.csv", "historique.csv"
_DOSSIERS = (
    "dossier", "votre_reference", "debiteur", "confie_le", "etat", "principal_confie", "recu_par_nous",
    "recu_par_vous", "reste_principal", "reste_interets", "reste_frais", "reste_du", "derniere_demarche_le",
    "derniere_demarche", "prochaine_demarche_le", "prochaine_demarche",
)  # fmt: skip
_HISTORIQUE = ("dossier", "votre_reference", "debiteur", "date", "fait", "detail", "recu_par_nous", "recu_par_vous")


def tableaux(espace: Espace) -> dict[str, bytes]:
    """Les deux CSV, par nom de fichier."""
    return {
        DOSSIERS: csv_en_octets(_DOSSIERS, (_ligne(espace, vu) for vu in espace.dossiers)),
        HISTORIQUE: csv_en_octets(_HISTORIQUE, _faits(espace)),
    }


def recus(vu: DossierMontre, espace: Espace) -> tuple[int, int]:
    """Ce que l'agence a reçu, et ce que le créancier a reçu directement, en centimes."""
    siens = [recu for recu in vu.dossier.encaissements if recu.date <= espace.au]
    direct = sum(recu.montant for recu in siens if recu.direct)
    return sum(recu.montant for recu in siens) - direct, direct


def derniere(vu: DossierMontre, espace: Espace) -> FaitMontre | None:
    """La dernière démarche faite auprès du débiteur."""
    faites = demarches(vu.dossier, espace.au)
    return faites[-1] if faites else None


def _ligne(espace: Espace, vu: DossierMontre) -> Sequence[Valeur]:
    decompte, faite = vu.decompte, derniere(vu, espace)
    restes: tuple[int, ...] = ()
    if decompte is not None:
        restes = (
            decompte.principal, decompte.interets, decompte.indemnites + decompte.accessoires, decompte.total
        )  # fmt: skip
    venir = vu.prochaine or (None, None)
    return (
        vu.dossier.libelle, vu.dossier.ouverture.reference, vu.debiteur, vu.dossier.ouverture.date, vu.etat,
        *map(decimale, (vu.dossier.confie, *recus(vu, espace))), *(map(decimale, restes) if restes else [None] * 4),
        *((faite.le, faite.quoi) if faite else (None, None)), *venir,
    )  # fmt: skip


def _faits(espace: Espace) -> Iterator[Sequence[Valeur]]:
    for vu in espace.dossiers:
        tete = (vu.dossier.libelle, vu.dossier.ouverture.reference, vu.debiteur)
        for fait in histoire(vu.dossier, espace.au):
            somme = decimale(fait.recu) if fait.recu else None
            par = (None, somme) if fait.direct else (somme, None)
            yield *tete, fait.le, fait.quoi, fait.detail, *par

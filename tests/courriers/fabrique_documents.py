"""De quoi écrire les documents au créancier et aux tiers : une vie de dossier, son vrai décompte, des saisies."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import Any

from fabrique_courriers import (
    A_ECHOIR,
    AGENCE,
    CREANCIER,
    FACTURES,
    INTERNE,
    LE,
    PARTICULIER,
    PIEGE,
    PREMIERE,
    VERSEMENT,
    dossier,
)

from recouvre.courriers.contexte import Demande
from recouvre.courriers.donnees import Avancement, Suite
from recouvre.courriers.modeles import charger
from recouvre.courriers.saisies import lire_saisies
from recouvre.domaine.evenements import (
    AvoirAjoute,
    ContactNote,
    DossierClos,
    EncaissementRecu,
    Evenement,
    MiseEnDemeurePresentee,
    PieceRecue,
)
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    CauseArret,
    CreanceQualifiee,
    TitreObtenu,
)
from recouvre.domaine.parties import Partie, Qualite, ReglagesCreancier
from recouvre.domaine.profil import Mode
from recouvre.droit.decompte import decompter
from recouvre.droit.taux import Bareme
from recouvre.operations.bareme import lire_bareme

JUGEMENT = ArretDeDroit(
    date=dt.date(2026, 11, 9), cause=CauseArret.PROCEDURE, genre="redressement", publie_le=dt.date(2026, 11, 17)
)
RECEVABLE = ArretDeDroit(date=dt.date(2026, 11, 2), cause=CauseArret.SURENDETTEMENT)
TITRE = TitreObtenu(date=dt.date(2026, 10, 20), nature="injonction-de-payer", reference="2026/412")
PRET = CreanceQualifiee(date=dt.date(2026, 10, 1), pret_un_an=True)
CLOS = DossierClos(date=dt.date(2026, 11, 20), motif="rendu au créancier")
VIE: tuple[Evenement, ...] = (
    *FACTURES,
    A_ECHOIR,
    AvoirAjoute(date=dt.date(2026, 8, 4), numero="A-2026-9", montant=60_00, sur="F-2026-131"),
    VERSEMENT,
    PREMIERE,
    ContactNote(date=dt.date(2026, 10, 9), canal="appel", texte="Mme Roy promet 300 € le 15 & <bientôt> le reste"),
    EncaissementRecu(date=dt.date(2026, 10, 16), montant=300_00, mode="cheque", direct=True),
    PieceRecue(date=dt.date(2026, 9, 28), nature="mandat"),
    PieceRecue(date=dt.date(2026, 9, 29), nature="bon-de-commande", libelle="n° 114 & <plans>"),
)
"""Un dossier qui a vécu : factures échues et à échoir, avoir, paiements, lettre, appel, pièces."""

SUITES = (
    Suite(dt.date(2026, 11, 10), "Première relance"),
    Suite(dt.date(2026, 12, 4), "Visite au domicile, avec l'accord du créancier", "en attente : pouvoir"),
    Suite(dt.date(2026, 12, 8), "Appels suivis"),
)
ARTISANE = Partie(
    civilite="Mme", prenom="Léa", nom="Œuvrard", siren="900010067", adresse="4, impasse de l'Âtre",
    code_postal="42000", ville="Saint-Étienne",
)  # fmt: skip
MANDAT = ReglagesCreancier(convention_le=dt.date(2026, 9, 28))

MAITRE = "Me Anne Roy ; 3, rue Basse ; 44000 Nantes"
SAISIES: dict[str, dict[str, str]] = {
    "accuse_reception": {},
    "compte_rendu": {},
    "etat_avancement": {},
    "certificat_irrecouvrabilite": {"cause": "Le débiteur a quitté son adresse ; sa nouvelle adresse est inconnue."},
    "declaration_creance": {
        "destinataire": MAITRE, "tribunal": "tribunal de commerce de Saint-Étienne",
        "signataire": "M. Paul Faure, président",
    },
    "justification_surendettement": {
        "destinataire": "Commission de surendettement du Rhône ; Banque de France ; 69002 Lyon",
        "numero_commission": "069126001234", "lettre_le": "12/11/2026", "caution": "aucune",
        "signataire": "Mme Aïcha Benoît, responsable du crédit client",
    },
    "requete_injonction": {
        "juge": "président du tribunal de commerce de Saint-Étienne", "fondement": "devis accepté le 3 février 2026",
        "forme": "société par actions simplifiée", "representant": "son président, M. Paul Faure",
    },
    "convention_mandat": {
        "remuneration": "12 % hors taxes des sommes encaissées", "garantie": "300 000 € par sinistre et par an",
        "representant": "M. Paul Faure, président",
    },
    "pouvoir": {
        "objet_pouvoir": "declaration", "tribunal": "tribunal de commerce de Saint-Étienne",
        "representant": "M. Paul Faure, président",
    },
}  # fmt: skip
"""Ce que chaque modèle exige, ni plus ni moins, pour un créancier personne morale."""


@lru_cache(maxsize=1)
def bareme() -> Bareme:
    """Les tables de taux du paquet."""
    return lire_bareme()


def document(
    modele: str,
    *faits: Evenement,
    mode: Mode = Mode.AGENCE,
    qualite: Qualite = Qualite.PROFESSIONNEL,
    saisies: dict[str, str] | None = None,
    **plus: Any,
) -> Demande:
    """La demande d'un document, comme les gestes la font. ``faits`` : ``VIE`` à défaut ; ``saisies`` : en plus."""
    notice = charger(modele).notice
    plie = dossier(*(faits or VIE), qualite=qualite)
    au = max((a.date for a in plie.arrets if a.cause == notice.arrete), default=LE)
    agence, consommateur = mode is Mode.AGENCE, qualite is Qualite.CONSOMMATEUR
    donnees = {nom: valeur for nom, valeur in {**SAISIES[modele], **(saisies or {})}.items() if valeur}
    simple = Demande(
        profil=AGENCE if agence else INTERNE,
        creancier=CREANCIER,
        debiteur=PARTICULIER if consommateur else PIEGE,
        dossier=plie,
        decompte=decompter(plie, au, bareme()),
        le=LE,
        modele=modele,
        reference="D-12-4",
        premiere=plie.depart("mise-en-demeure"),
        saisies=lire_saisies(modele, notice.saisies, donnees, LE),
        suites=SUITES,
        reglages=MANDAT,
        scenario="Agence : mise en demeure, deux relances",
        prescription_le=dt.date(2031, 5, 31),
        portefeuille=portefeuille() if notice.du_portefeuille else (),
    )
    return replace(simple, **plus)


def portefeuille(combien: int = 4) -> tuple[Avancement, ...]:
    """Des dossiers du même créancier, un de chaque sorte, répétés."""
    sortes = (
        Avancement(
            numero="D-12", reference="C001", debiteur="Garage <Martin> & Fils", confie_le=dt.date(2026, 10, 1),
            principal=6_489_90, encaisse=2_300_00, direct=300_00, reste=4_512_34, etat="ouvert",
            derniere="appel le 09/10/2026", prochaine="relance dès à présent",
        ),
        Avancement(
            numero="D-13", reference="", debiteur="Mme Zoé Lefèvre", confie_le=dt.date(2026, 10, 1), principal=89_90,
            encaisse=89_90, direct=0, reste=0, etat="soldé", fini=True,
        ),
        Avancement(
            numero="D-14", reference="C003", debiteur="Sté d'Études & Cie", confie_le=dt.date(2026, 10, 2),
            principal=700_00, encaisse=0, direct=0, reste=741_20, etat="clos : irrécouvrable", clos=True, fini=True,
            derniere="mise en demeure le 05/10/2026",
        ),
        Avancement(
            numero="D-15", reference="C004", debiteur="Hôtel de l'Œuvre", confie_le=dt.date(2026, 11, 20),
            principal=1_000_00, encaisse=0, direct=0, reste=1_040_00, etat="ouvert",
        ),
    )  # fmt: skip
    return tuple(sortes[rang % len(sortes)] for rang in range(combien))


def presentee(le: dt.date = dt.date(2026, 10, 8)) -> MiseEnDemeurePresentee:
    """La mise en demeure a été présentée."""
    return MiseEnDemeurePresentee(date=le)

"""Le dossier inventé sur lequel un modèle s'essaie : rien n'en est écrit, et aucun vrai débiteur n'y figure.

Assez riche pour que chaque partie d'un modèle ait de quoi s'imprimer : plusieurs factures, un avoir, un paiement
partiel, une mise en demeure présentée, des courriers partis, un appel, des pièces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Etape
from recouvre.courriers.contexte import Demande
from recouvre.courriers.notice import Notice
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    AvoirAjoute,
    ContactNote,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
    PieceRecue,
    RelanceEnvoyee,
)
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    CauseArret,
    CreanceQualifiee,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.domaine.profil import Mode, Profil
from recouvre.droit.decompte import decompter
from recouvre.droit.taux import Bareme
from recouvre.operations.exemple_de_document import completer

NUMERO = 9999
DELAI = 15
"""Jours laissés par un courrier à date limite qu'aucun scénario n'emploie."""


AGENCE = Profil(
    mode=Mode.AGENCE,
    denomination="Cabinet Exemple",
    forme="SARL au capital de 10 000 €",
    adresse="1 place de l'Essai",
    code_postal="44000",
    ville="Nantes",
    siren="900000019",
    telephone="0240000000",
    courriel="contact@exemple.invalid",
    horaires="du lundi au vendredi, de 9 h à 17 h",
    signataire="Camille Exemple",
    qualite_signataire="Gérante",
    iban="FR7630001007941234567890185",
    bic="BDFEFRPPCCT",
    assureur="Mutuelle d'exemple",
    police="RC-0000",
    parquet="Nantes",
    declaration_le=dt.date(2020, 1, 6),
)
INTERNE = replace(AGENCE, mode=Mode.INTERNE, denomination="Menuiserie Exemple", assureur="", police="", parquet="",
                  declaration_le=None, qualite_signataire="Responsable du crédit client")  # fmt: skip
CREANCIER = Partie(
    nom="Menuiserie Exemple", siren="900000027", adresse="4 rue du Rabot", code_postal="44800", ville="Saint-Herblain"
)
DEBITEURS = {
    Qualite.PROFESSIONNEL: Partie(
        nom="Garage Inventé & Fils", siren="900000035", complement="Bâtiment B", adresse="3 rue de l'Œuvre",
        code_postal="42000", ville="Saint-Étienne", courriel="garage@exemple.invalid", telephone="0477000000",
    ),
    Qualite.CONSOMMATEUR: Partie(
        civilite="Mme", prenom="Zoé", nom="Exemple", adresse="7 bis rue des Lilas", code_postal="69003", ville="Lyon",
        courriel="zoe@exemple.invalid", telephone="0600000000",
    ),
    Qualite.PUBLIC: Partie(
        nom="Commune d'Exemple-sur-Loire", siren="210000014", adresse="1 place de la Mairie", code_postal="45000",
        ville="Exemple-sur-Loire",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Essai:
    """Ce que l'on demande à l'exemple. ``etape`` : celle du scénario qui emploie ce modèle, s'il y en a une.

    ``notice`` : l'en-tête du modèle, qui dit ce que le dossier doit avoir ; ``niveau`` 0 : une prévenance, les factures
    sont encore à échoir.
    """

    modele: str
    notice: Notice
    profil: Profil
    le: dt.date
    qualite: Qualite = Qualite.PROFESSIONNEL
    factures: int = 3
    niveau: int = 1
    etape: Etape | None = None

    @property
    def commence(self) -> bool:
        """Vrai si la lettre est la première d'une agence : rien n'est parti avant elle."""
        return self.notice.premiere_lettre


def demande_d_exemple(essai: Essai, bareme: Bareme) -> Demande:
    """Tout ce qu'il faut pour écrire ce courrier au débiteur inventé. Lève ``TauxInconnu``."""
    dossier = dossier_d_exemple(essai)
    etape = essai.etape
    delai = etape.delai if etape else DELAI if essai.notice.a_delai else None
    agence = essai.profil.mode is Mode.AGENCE
    demande = Demande(
        profil=essai.profil,
        creancier=CREANCIER if agence else _en_partie(essai.profil),
        debiteur=DEBITEURS[essai.qualite],
        dossier=dossier,
        decompte=decompter(dossier, essai.le, bareme),
        le=essai.le,
        modele=essai.modele,
        reference=f"D-{NUMERO}-{len(dossier.relances) + 1}",
        envoi=etape.envoi if etape else "simple",
        niveau=essai.niveau,
        delai_le=essai.le + dt.timedelta(days=delai) if delai is not None else None,
        premiere=dossier.depart(MISE_EN_DEMEURE),
        penalites=etape.penalites if etape else True,
    )
    return completer(demande, essai.notice, bareme)


def dossier_d_exemple(essai: Essai) -> Dossier:
    """Le dossier inventé : ses faits se comptent en jours avant le courrier."""
    return plier_neufs(NUMERO, list(_faits(essai)))


def _faits(essai: Essai) -> Iterator[Evenement]:
    ouvert = _avant(essai, 60)
    yield DossierOuvert(date=ouvert, creancier=1, debiteur=2, qualite=essai.qualite, reference="CLIENT-017")
    factures = [_facture(essai, rang) for rang in range(essai.factures)]
    yield from factures
    for nature in ("mandat", "cgv", "contrat", "facture"):
        yield PieceRecue(date=ouvert, nature=nature)
    if not essai.commence and (essai.niveau or essai.profil.mode is Mode.AGENCE):
        yield from _courriers_partis(essai)
    if essai.niveau == 0:
        return
    yield from _situations(essai)
    premiere = factures[0]
    yield AvoirAjoute(date=ouvert, numero="AV-2031", montant=150_00, sur=premiere.numero, libelle="Retour d'une pièce")
    yield EncaissementRecu(date=_avant(essai, 25), montant=400_00, facture=premiere.numero, reference="VIR 0417")
    yield ContactNote(date=_avant(essai, 22), canal="appel", texte="Rappellera après consultation de son comptable.")


def _facture(essai: Essai, rang: int) -> FactureAjoutee:
    """Une facture échue il y a quelques mois ; à échoir dans la semaine pour une prévenance."""
    echeance = _avant(essai, 120 - 15 * (rang % 5)) if essai.niveau else essai.le + dt.timedelta(days=5 + rang % 5)
    emise = echeance - dt.timedelta(days=30)
    return FactureAjoutee(
        date=emise,
        numero=f"FA-{2001 + rang}",
        montant=1_250_00 + 185_40 * (rang % 7),
        emise_le=emise,
        echeance=echeance,
        libelle=("Escalier en chêne", "Portes intérieures", "Volets, pose comprise")[rang % 3],
    )


def _situations(essai: Essai) -> Iterator[Evenement]:
    """Ce que le modèle exige d'un dossier pour ne pas être faux."""
    if "creancier-particulier" in essai.notice.pour:
        yield CreanceQualifiee(date=_avant(essai, 60), creancier_particulier=True)
    if "titre" in essai.notice.pour:
        yield TitreObtenu(date=_avant(essai, 18), nature="injonction", reference="26/00417")
        yield TitreSignifie(date=_avant(essai, 10))
    for cause in (CauseArret.PROCEDURE, CauseArret.SURENDETTEMENT):
        if cause in (*essai.notice.pour, essai.notice.arrete):
            collective = cause is CauseArret.PROCEDURE
            yield ArretDeDroit(
                date=_avant(essai, 12),
                cause=cause,
                genre="redressement" if collective else "",
                publie_le=_avant(essai, 8) if collective else None,
                notifie_le=None if collective else _avant(essai, 8),
            )


def _courriers_partis(essai: Essai) -> Iterator[Evenement]:
    for jours, etape, modele in ((40, MISE_EN_DEMEURE, "mise_en_demeure_agence"), (20, "relance-1", "relance")):
        reference = f"D-{NUMERO}-{1 if etape == MISE_EN_DEMEURE else 2}"
        yield RelanceEnvoyee(
            date=_avant(essai, jours),
            etape=etape,
            tour=1,
            canal="courrier",
            modele=modele,
            reference=reference,
            fichier=f"courriers/{reference}.pdf",
            empreinte="0" * 64,
            total=3_000_00,
        )
        if etape == MISE_EN_DEMEURE:
            yield MiseEnDemeurePresentee(date=_avant(essai, jours - 3), reference=reference)


def _avant(essai: Essai, jours: int) -> dt.date:
    return essai.le - dt.timedelta(days=jours)


def _en_partie(profil: Profil) -> Partie:
    """En service interne, le créancier est celui qui écrit."""
    return Partie(
        nom=profil.denomination,
        siren=profil.siren,
        adresse=profil.adresse,
        complement=profil.complement,
        code_postal=profil.code_postal,
        ville=profil.ville,
    )

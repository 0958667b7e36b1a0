"""Une campagne validée, vue d'un dossier : ce qu'elle donne à faire, l'envoi qu'elle demande, ce qu'il en est advenu.

- Elle ne se fait qu'une fois, entre son premier et son dernier jour ; passée, elle ne se rattrape pas.
- Elle ne prend la place de rien : l'étape du scénario due le même jour part d'abord, la campagne attend le lendemain.
- Un débiteur déjà sollicité ce jour-là, dans quelque dossier que ce soit, ne l'est pas une seconde fois par elle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.scenarios import AUCUN, Canal, Etape
from recouvre.conduite.tours import mise_en_demeure
from recouvre.domaine.cles_d_etape import CAMPAGNE, est_une_campagne
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ContactNote, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import EtapeSautee
from recouvre.domaine.faits_de_campagne import CampagneValidee

DEJA, TEXTE_CHANGE = "meme-jour", "modele"
"""Les codes des raisons propres aux campagnes."""

_DITES = {Canal.SMS: "SMS", Canal.COURRIEL: "courriel", Canal.APPEL: "appeler le débiteur"}


def cle(campagne: str) -> str:
    """La clé de l'étape, la même dans tous les dossiers."""
    return f"{CAMPAGNE}{campagne}"


def validee(dossier: Dossier, cle_d_etape: str) -> CampagneValidee | None:
    """La campagne de cette clé, si elle est validée pour ce dossier."""
    return next((fait for fait in reversed(dossier.campagnes) if cle(fait.campagne) == cle_d_etape), None)


def accomplie(dossier: Dossier, fait: CampagneValidee) -> RelanceEnvoyee | EtapeSautee | ContactNote | None:
    """Ce qui a accompli cette campagne ; ``None`` : elle reste à faire.

    Tout départ compte, même celui qu'une mise en demeure revenue ferait refaire : elle ne part qu'une fois. Un appel
    resté sans réponse compte aussi, le contre-appel le reprend ; un débiteur joint entre-temps ne se rappelle pas.
    """
    la_sienne = cle(fait.campagne)
    parties: tuple[RelanceEnvoyee | EtapeSautee, ...] = (*dossier.relances, *dossier.etapes_sautees)
    for partie in parties:
        if partie.etape == la_sienne:
            return partie
    for contact in dossier.contacts:
        joint = fait.canal == Canal.APPEL and contact.canal == Canal.APPEL and not contact.echec
        if contact.etape == la_sienne or (joint and contact.date >= fait.le):
            return contact
    return None


def etape_de_campagne(dossier: Dossier, cle_d_etape: str) -> Etape | None:
    """L'étape de cette clé ; ``None`` : la campagne n'est pas validée, ou elle est faite.

    Les pénalités ne se réclament qu'à qui a été mis en demeure.
    """
    fait = validee(dossier, cle_d_etape)
    if fait is None or accomplie(dossier, fait):
        return None
    return Etape(
        cle=cle_d_etape,
        libelle=_libelle(fait),
        jour=0,
        canal=Canal(fait.canal),
        modele=fait.modele,
        repli=AUCUN,
        niveau=fait.niveau,
        penalites=mise_en_demeure(dossier) is not None,
    )


def a_venir(dossier: Dossier, attente: str) -> Iterator[Demarche]:
    """Ce que les campagnes validées donnent à faire : un envoi, que la machine fait, ou un appel."""
    for fait in dossier.campagnes:
        if accomplie(dossier, fait):
            continue
        appel, la_sienne = fait.canal == Canal.APPEL, cle(fait.campagne)
        commande = f'recouvre noter {dossier.libelle} appel "compte rendu" --etape {la_sienne}'
        yield Demarche(
            le=fait.le,
            jusqu_au=fait.jusqu_au,
            genre=Genre.APPEL if appel else Genre.ENVOI,
            cle=la_sienne,
            libelle=f"{_libelle(fait)} (jusqu'au {en_chiffres(fait.jusqu_au)})",
            commande=commande if appel else "recouvre relances --envoyer",
            attente=attente,
        )


def deja_sollicite(etape: Etape, contacts: tuple[dt.date, ...], au: dt.date) -> Iterator[Retenue]:
    """Une campagne ne s'ajoute pas, le même jour, à un autre contact. ``contacts`` : les jours de tous."""
    if est_une_campagne(etape.cle) and au in contacts:
        yield Retenue(DEJA, f"ce débiteur a déjà été sollicité le {en_chiffres(au)} : la campagne attend un autre jour")


def texte_change(dossier: Dossier, etape: Etape, empreintes: str) -> Iterator[Retenue]:
    """Ce que l'on a validé est ce qui part. ``empreintes`` : celles du texte que l'on vient de composer."""
    fait = validee(dossier, etape.cle)
    if fait is not None and fait.empreintes and fait.empreintes != empreintes:
        yield Retenue(
            TEXTE_CHANGE,
            f"le modèle « {fait.modele} » a changé depuis que la campagne est validée (le {en_chiffres(fait.date)})",
            f'recouvre campagne abandonner {fait.campagne} --motif "…", puis préparez-en une autre',
        )


def _libelle(fait: CampagneValidee) -> str:
    return f"Campagne « {fait.campagne} » : {_DITES[Canal(fait.canal)]}"

"""La porte : une seule fonction décide si un envoi part, à l'aperçu comme à l'envoi, et donne toutes ses raisons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from recouvre.conduite import exercice, insolvabilite, instances, mandat, plans, signaux, suivi
from recouvre.conduite.arrets import en_cours, raison
from recouvre.conduite.campagnes import DEJA, deja_sollicite
from recouvre.conduite.circonstances import Circonstances
from recouvre.conduite.frein import essai, jour_et_heure, plafond, suspension
from recouvre.conduite.pieces import en_clair
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.retours import adresse_invalide, nouvelle_adresse
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Canal, Etape
from recouvre.conduite.situation import Etat, Situation
from recouvre.conduite.tours import valables
from recouvre.conduite.voies import Voie
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.parties import Partie
from recouvre.domaine.profil import Mode, Profil
from recouvre.droit.commande_publique import pieces_attendues

_SOURCES = (suivi, plans, signaux, insolvabilite, instances, mandat)
"""Ce qui arrive à un dossier et retient ce qui partirait."""

PASSAGERES = frozenset({"jour", "heure", "delai", "plafond", "attente", suivi.PROMESSE, DEJA})
"""Les raisons que le temps lève de lui-même : qui juge d'avance regarde le lendemain."""


def examiner(
    dossier: Dossier,
    situation: Situation,
    etape: Etape,
    *,
    au: dt.date,
    profil: Profil,
    manquantes: tuple[str, ...],
    debiteur: Partie,
    circonstances: Circonstances,
) -> tuple[Retenue, ...]:
    """Les raisons de retenir cet envoi ce jour-là ; aucune : il part (si son texte se compose)."""
    return tuple(
        retenue
        for controle in (
            suspension(circonstances),
            essai(dossier, circonstances),
            _etat(dossier, situation),
            interdits(dossier, au, malgre=etape.malgre),
            *(source.retenues(dossier, au, malgre=etape.malgre) for source in _SOURCES),
            instances.scenario_suspendu(dossier, au),
            _pieces(dossier, manquantes),
            _adresse(dossier, debiteur, circonstances.voie),
            _prescription(dossier, situation, au),
            _premiere_lettre(dossier, etape, profil.mode),
            exercice.retenues(profil, au),
            () if plans.PLAN in etape.malgre else _delai_en_cours(dossier, au),
            plafond(dossier, etape, circonstances, au),
            deja_sollicite(etape, circonstances.contacts, au),
            jour_et_heure(circonstances, au),
        )
        for retenue in controle
    )


def hors_scenario(
    dossier: Dossier,
    manquantes: tuple[str, ...],
    profil: Profil,
    au: dt.date,
    *,
    malgre: Collection[str] = (),
    reclame: bool = False,
) -> Iterator[Retenue]:
    """Les raisons de ne pas adresser au débiteur un document que le scénario ne prévoit pas.

    ``reclame`` : il demande de payer, ce qu'un dossier clos ne fait plus ; ``malgre`` : ce qu'il suit (plan, litige,
    promesse), et qui ne le retient donc pas.
    """
    if dossier.annule:
        yield Retenue("etat", "dossier annulé")
    elif reclame and dossier.cloture is not None:
        yield Retenue("etat", f"dossier clos depuis le {en_chiffres(dossier.cloture.date)}")
    yield from interdits(dossier, au, malgre=malgre)
    for source in _SOURCES:
        yield from source.retenues(dossier, au, malgre=malgre)
    yield from _pieces(dossier, manquantes)
    yield from exercice.retenues(profil, au)


def _etat(dossier: Dossier, situation: Situation) -> Iterator[Retenue]:
    if situation.etat is not Etat.OUVERT:
        yield Retenue("etat", f"dossier {situation.etat}")
    if situation.manque is not None:
        yield Retenue("taux", str(situation.manque))


def interdits(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Ce que la loi défend de réclamer ce jour-là, par quelque courrier que ce soit.

    ``malgre`` : la cause d'arrêt que ce document suit (un rappel d'échéance ne se fait que pendant un plan).
    """
    for arret in en_cours(dossier, au):
        if arret.cause in malgre:
            continue
        yield Retenue("arret", raison(dossier, arret))
    if attendues := pieces_attendues(dossier):
        yield Retenue(
            "delai-interrompu",
            f"l'acheteur public attend des pièces ({', '.join(attendues)}) : le délai de paiement ne court pas "
            "(CCP, art. R2192-27)",
            f"recouvre signaler {dossier.libelle} delai-interrompu --facture {attendues[0]} --le … "
            "--pieces-recues-le DATE",
        )


def _pieces(dossier: Dossier, manquantes: tuple[str, ...]) -> Iterator[Retenue]:
    if manquantes:
        yield Retenue(
            "pieces",
            f"en attente : {en_clair(manquantes)}",
            f"recouvre piece {dossier.libelle} {manquantes[0]}",
        )


def _adresse(dossier: Dossier, debiteur: Partie, voie: Voie) -> Iterator[Retenue]:
    """Un pli veut une adresse entière, d'où rien n'est revenu ; un courriel et un SMS ont déjà leur coordonnée."""
    if voie.canal is not Canal.COURRIER or voie.destinataire:
        return
    if pourquoi := adresse_invalide(dossier):
        yield Retenue("adresse-invalide", pourquoi, nouvelle_adresse(dossier))
        return
    manque = [
        nom
        for nom, valeur in (
            ("adresse", debiteur.adresse),
            ("code-postal", debiteur.code_postal),
            ("ville", debiteur.ville),
        )
        if not valeur
    ]
    if manque:
        options = " ".join(f"--{nom} …" for nom in manque)
        yield Retenue("adresse", "adresse incomplète", f"recouvre debiteur {dossier.libelle} {options}")


def _prescription(dossier: Dossier, situation: Situation, au: dt.date) -> Iterator[Retenue]:
    proche = situation.prescription
    if proche and proche.acquise_apres and au > proche.acquise_apres:
        utile = en_chiffres(proche.acquise_apres)
        yield Retenue(
            "prescription",
            f"créance prescrite, sauf interruption (dernier jour utile pour agir : {utile})",
            f"recouvre noter {dossier.libelle} interruption --le DATE",
        )


def _premiere_lettre(dossier: Dossier, etape: Etape, mode: Mode) -> Iterator[Retenue]:
    """Toute démarche rappelle la référence et la date de la première lettre : il faut qu'elle soit partie (R124-4)."""
    if mode is Mode.AGENCE and etape.cle != MISE_EN_DEMEURE and not dossier.depart(MISE_EN_DEMEURE):
        yield Retenue("premiere-lettre", "la mise en demeure (CPCE R124-4) n'est pas encore partie")


def _delai_en_cours(dossier: Dossier, au: dt.date) -> Iterator[Retenue]:
    parties = valables(dossier)
    if parties and (delai := parties[-1].delai_le) and au <= delai:
        yield Retenue("delai", f"le délai de la lettre précédente court jusqu'au {en_chiffres(delai)}")

"""Ce qu'une ouverture sait déjà de ses créances : les consignes de la remise, les réglages du créancier.

Un réglage du créancier vaut pour les dossiers qui s'ouvrent ensuite ; il ne change rien à ceux qui sont ouverts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recouvre.domaine.brouillons import Anomalie, Gravite, Source
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import AvoirAjoute, Evenement, FactureAjoutee
from recouvre.domaine.faits_de_droit import CreanceQualifiee, FacturePrecisee
from recouvre.domaine.parties import Qualite, ReglagesCreancier
from recouvre.domaine.refus import Refus
from recouvre.droit.fractionnement import vigilance
from recouvre.droit.natures import FRACTIONNE
from recouvre.operations.controles import Consignes, Sur
from recouvre.operations.plancher import avertir_du_taux
from recouvre.operations.qualifications import verifier_nature
from recouvre.operations.session import Session


def verifier_consignes(session: Session, consignes: Consignes) -> None:
    """Lève ``Refus`` si une consigne ne peut valoir pour aucun dossier."""
    if consignes.nature:
        verifier_nature(consignes.nature, session.natures.codes)
    publique = consignes.acheteur is not None or consignes.demande_recue_le is not None
    if publique and consignes.qualite not in (None, Qualite.PUBLIC):
        raise Refus(
            "--acheteur et --demande-recue-le ne valent que pour un débiteur public : ajoutez --qualite public, ou "
            "retirez-les. Rien n'est écrit."
        )
    if consignes.demande_recue_le is not None and consignes.demande_recue_le > consignes.le:
        raise Refus("La demande de paiement ne peut pas avoir été reçue dans l'avenir. Rien n'est écrit.")


def qualifier_neuf(reglages: ReglagesCreancier, consignes: Consignes, qualite: Qualite) -> CreanceQualifiee | None:
    """La qualification d'un dossier neuf, ou ``None`` si l'on n'en sait rien de particulier."""
    contrat = CreanceQualifiee(
        date=consignes.le,
        nature=consignes.nature,
        creancier_particulier=consignes.creancier_particulier or reglages.particulier,
        acheteur=consignes.acheteur if qualite is Qualite.PUBLIC else None,
        imputation=reglages.imputation,
    )
    return None if contrat == CreanceQualifiee(date=consignes.le) else contrat


def faits_de(sur: Sur, consignes: Consignes, avant: Dossier) -> Iterator[Evenement]:
    """Une pièce qui complète un dossier ouvert : ce que l'on dit du contrat ne vaut que pour elle."""
    fait = sur.fait
    if isinstance(fait, AvoirAjoute):
        yield fait
        return
    if consignes.nature or avant.precision(fait) is not None:
        yield FacturePrecisee(date=consignes.le, facture=fait.numero, nature=consignes.nature)
    yield _au_taux(fait, consignes)


def _au_taux(fait: FactureAjoutee, consignes: Consignes) -> FactureAjoutee:
    return fait if consignes.taux is None else replace(fait, taux=consignes.taux)


def a_savoir(
    session: Session, dossier: Dossier, source: Source, consignes: Consignes
) -> Iterator[tuple[str, Anomalie]]:
    """Ce qu'il faut savoir de ce dossier, sous une clé : ce que toute la remise dirait ne se dit qu'une fois.

    Le taux de la remise, ignoré ou sous le plancher ; un paiement fractionné d'un consommateur, dit ou soupçonné.
    """
    remise = Source(dossier.ouverture.remise)
    if phrase := avertir_du_taux(session.bareme, dossier, consignes.taux, session.maintenant.date()):
        yield "taux", Anomalie(remise, phrase, Gravite.AVERTISSEMENT)
    if phrase := vigilance(dossier, session.natures):
        du_lot = consignes.nature == FRACTIONNE
        ou = remise if du_lot else Source(source.fichier, source.ligne)
        yield FRACTIONNE if du_lot else dossier.libelle, Anomalie(ou, phrase, Gravite.AVERTISSEMENT)


def sans_effet(dossier: Dossier, source: Source, consignes: Consignes) -> Anomalie | None:
    """Un dossier ouvert garde sa qualification : le dire, si la remise en donne une autre."""
    if consignes.acheteur is None and not consignes.creancier_particulier:
        return None
    phrase = (
        f"le dossier {dossier.libelle}, déjà ouvert, garde sa qualification ; pour la changer : recouvre qualifier "
        f"{dossier.libelle}."
    )
    return Anomalie(Source(source.fichier, source.ligne), phrase, Gravite.AVERTISSEMENT)

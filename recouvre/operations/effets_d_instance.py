"""Ce qu'il faut savoir d'un acte de procédure au moment où on le note : le délai qu'il ouvre, ce qu'il ne fait pas."""

from __future__ import annotations

from recouvre.conduite.procedures import Avancement, Etat, Juridiction, juridiction_de
from recouvre.conduite.verbes import commande
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance
from recouvre.domaine.montants import en_euros
from recouvre.droit.delais_instances import CodeDelai, delai


def a_savoir(dossier: Dossier, voie: Avancement, acte: ActeDInstance) -> list[str]:
    """Ce que la personne doit savoir de l'acte qu'elle vient de noter."""
    ordonnance = voie.dernier(Acte.ORDONNANCE)
    match acte.acte:
        case Acte.OUVERTURE if acte.instance is Instance.INJONCTION:
            return _de_la_requete(dossier, acte)
        case Acte.ORDONNANCE:
            return _de_l_ordonnance(voie, acte)
        case Acte.SIGNIFICATION if acte.sans_effet and ordonnance:
            regle = delai(CodeDelai.IP_SIGNIFICATION, ordonnance.date)
            return [
                f"Trop tard : l'ordonnance du {en_chiffres(ordonnance.date)} devait être signifiée avant le "
                f"{en_chiffres(regle.terme(ordonnance.date))} inclus. Elle est non avenue ({regle.fondement}) : ni "
                "titre, ni interruption de la prescription. Déposez une nouvelle requête : "
                f"{commande(dossier.libelle, acte.instance, Acte.OUVERTURE)}"
            ]
        case Acte.SIGNIFICATION if ordonnance and voie.etat is Etat.SIGNIFIEE:
            return _de_la_signification(voie, ordonnance, acte)
        case Acte.OPPOSITION:
            return _de_l_opposition(voie, acte)
        case Acte.REJET if acte.instance is Instance.INJONCTION:
            return ["Le rejet est sans recours pour le créancier, qui peut agir autrement (CPC, art. 1409)."]
        case _:
            return []


def _de_la_requete(dossier: Dossier, acte: ActeDInstance) -> list[str]:
    dits = ["La requête n'interrompt pas la prescription : seule la signification de l'ordonnance le fera."]
    if acte.juridiction == Juridiction.COMMERCE:
        limite = delai(CodeDelai.IP_CONSIGNATION, acte.date)
        dits.append(
            f"Frais de greffe à consigner avant le {en_chiffres(limite.terme(acte.date))} inclus, à peine de caducité "
            f"({limite.fondement})."
        )
        if juridiction_de(dossier) is Juridiction.COMMERCE:
            dits.append(
                "Tribunal de commerce supposé entre commerçants ; profession libérale, association, agriculteur : "
                "--juridiction tribunal-judiciaire."
            )
    return dits


def _de_l_ordonnance(voie: Avancement, acte: ActeDInstance) -> list[str]:
    regle = delai(CodeDelai.IP_SIGNIFICATION, acte.date)
    dits = [
        f"À signifier avant le {en_chiffres(regle.terme(acte.date))} inclus ({regle.duree_lisible}), sinon elle est "
        f"non avenue ({regle.fondement})."
    ]
    demande = voie.tour[0].montant
    if demande and acte.montant and acte.montant < demande:
        dits.append(
            f"Rejet partiel ({en_euros(demande)} demandés) : sans recours. La signifier, c'est renoncer au reste ; "
            "ne pas la signifier garde la voie de droit commun (CPC, art. 1409)."
        )
    return dits


def _de_la_signification(voie: Avancement, ordonnance: ActeDInstance, acte: ActeDInstance) -> list[str]:
    opposition, attente = delai(CodeDelai.IP_OPPOSITION, acte.date), delai(CodeDelai.IP_EXECUTION, ordonnance.date)
    dits = []
    if acte.a_personne:
        dits.append(
            f"Signifiée à personne : opposition possible jusqu'au {en_chiffres(opposition.terme(acte.date))} inclus, "
            f"ou au jour ouvré suivant ({opposition.fondement}) ; un mois de plus outre-mer, deux à l'étranger (CPC, "
            "art. 643) [C : à vérifier]."
        )
    else:
        dits.append(
            "Non signifiée à personne : l'opposition reste ouverte un mois à compter du premier acte remis au débiteur "
            "lui-même ou, à défaut, de la première mesure rendant ses biens indisponibles. Sans cet acte, aucune date "
            f"n'est connue ({opposition.fondement})."
        )
    if acte.executoire_le:
        dits.append(
            f"Exécutoire à compter du {en_chiffres(acte.executoire_le)}, {attente.duree_lisible} passés, sauf "
            f"opposition ({attente.fondement})."
        )
    limite = delai(CodeDelai.IP_SIGNIFICATION, ordonnance.date)
    if acte.date > limite.terme(ordonnance.date) and not acte.sans_effet and acte.executoire_le:
        dits.append(
            f"Le délai finissait le {en_chiffres(limite.terme(ordonnance.date))}, jour non ouvré : signifiée au jour "
            "ouvré suivant (CPC, art. 642), à faire confirmer."
        )
    return dits


def _de_l_opposition(voie: Avancement, acte: ActeDInstance) -> list[str]:
    a_personne = next((a for a in voie.tour if a.acte is Acte.SIGNIFICATION and a.a_personne), None)
    dits = ["L'ordonnance n'est plus un titre : l'affaire se juge, et le jugement s'y substituera (CPC, art. 1420)."]
    if a_personne and delai(CodeDelai.IP_OPPOSITION, a_personne.date).trop_tard(a_personne.date, acte.date):
        dits.append("Elle paraît tardive, plus d'un mois après la signification à personne : au juge de le dire.")
    return dits

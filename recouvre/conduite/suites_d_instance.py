"""Ce qu'une voie judiciaire donne à faire : les délais que la loi ferme, ce que l'on attend, la suite à décider.

Un délai se montre dès qu'il court, jusqu'à son dernier jour ; passé ce jour, l'agenda dit ce qui est perdu, et ne s'en
va que lorsqu'on a dit ce qui s'est passé. Attendre un greffe n'est réglé par aucun texte : c'est une règle du cabinet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.execution_du_titre import execution, notes
from recouvre.conduite.procedures import Avancement, Etat, Juridiction
from recouvre.conduite.verbes import commande
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance
from recouvre.domaine.montants import en_euros
from recouvre.droit.delais import UN_JOUR, avancer, reporter
from recouvre.droit.delais_instances import CodeDelai, CodeSeuil, Delai, delai, seuil

ATTENTE_DU_GREFFE = dt.timedelta(days=45)
"""Sans nouvelle du greffe, on s'en inquiète : une règle du cabinet."""
AVANT_L_AUDIENCE = dt.timedelta(days=15)


def suites(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    """Ce qu'il y a à faire dans cette voie, sans regarder l'horloge."""
    match voie.etat:
        case Etat.DEPOSEE if voie.instance is Instance.PETITES_CREANCES:
            yield from _silence(dossier, voie)
        case Etat.DEPOSEE:
            yield from _consigner(dossier, voie)
            yield from _audience(dossier, voie)
        case Etat.ACCEPTEE:
            yield _attendre(dossier, voie, "Obtenir le titre du commissaire de justice", Acte.TITRE)
        case Etat.ORDONNANCE:
            yield from _signifier(dossier, voie)
        case Etat.SIGNIFIEE:
            yield from _opposition_possible(dossier, voie)
            yield from _executer(dossier, voie)
        case Etat.OPPOSITION:
            yield from _apres_opposition(dossier, voie)
            yield from _audience(dossier, voie)
        case Etat.JUGEE:
            yield from _signifier_le_jugement(dossier, voie)
        case Etat.TITRE:
            yield from _executer(dossier, voie)
        case Etat.NON_AVENUE | Etat.REJETEE | Etat.REFUSEE | Etat.ETEINTE:
            yield from _decider(dossier, voie)
        case Etat.AUCUNE:
            return


def _cle(voie: Avancement, quoi: str) -> str:
    return f"{voie.instance}:{quoi}:{voie.tour[-1].date.isoformat()}"


def _echeance(
    dossier: Dossier,
    voie: Avancement,
    quoi: str,
    acte: Acte,
    regle: Delai,
    depart: dt.date,
    phrases: tuple[str, str],
    *,
    certain: bool = True,
) -> Iterator[Demarche]:
    """Le délai tant qu'il court, puis ce qui est perdu. ``phrases`` : quoi faire ; ce que vaut le retard.

    ``certain`` : le retard fait perdre à coup sûr ; sinon une personne en décide, et le note.
    """
    faire, perdu = phrases
    limite = regle.terme(depart)
    surete = avancer(limite)
    dite = en_chiffres(limite) if surete == limite else f"{en_chiffres(limite)} (sûrement le {en_chiffres(surete)})"
    geste = commande(dossier.libelle, voie.instance, acte)
    cle = f"{voie.instance}:{quoi}:{depart.isoformat()}"
    yield Demarche(
        le=depart,
        jusqu_au=limite,
        genre=Genre.DELAI,
        cle=cle,
        libelle=f"{faire} au plus tard le {dite}",
        fondement=regle.fondement,
        commande=geste,
    )
    if not certain and notes(dossier, f"{cle}:passe"):
        return
    yield Demarche(
        le=limite + UN_JOUR,
        genre=Genre.DELAI if certain else Genre.DECISION,
        cle=f"{cle}:passe",
        libelle=f"Délai passé le {en_chiffres(limite)} : {perdu} Si l'acte a été fait à temps, notez-le",
        fondement=regle.fondement,
        commande=geste,
    )


def _consigner(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    ouverture = voie.dernier(Acte.OUVERTURE)
    if voie.instance is not Instance.INJONCTION or ouverture is None:
        return
    if voie.juridiction == Juridiction.COMMERCE and not voie.dernier(Acte.CONSIGNATION):
        regle = delai(CodeDelai.IP_CONSIGNATION, ouverture.date)
        phrases = ("Consigner les frais au greffe", "la demande est caduque.")
        yield from _echeance(dossier, voie, "consignation", Acte.CONSIGNATION, regle, ouverture.date, phrases)
    yield _attendre(dossier, voie, "Sans nouvelle du greffe : demander où en est la requête", Acte.ORDONNANCE)


def _attendre(dossier: Dossier, voie: Avancement, quoi: str, acte: Acte) -> Demarche:
    cle = _cle(voie, "attente")
    depuis = max([voie.tour[-1].date, *notes(dossier, cle)])
    return Demarche(
        le=reporter(depuis + ATTENTE_DU_GREFFE),
        genre=Genre.TACHE,
        cle=cle,
        libelle=quoi,
        commande=commande(dossier.libelle, voie.instance, acte),
    )


def _signifier(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    ordonnance = voie.dernier(Acte.ORDONNANCE)
    if ordonnance:
        regle = delai(CodeDelai.IP_SIGNIFICATION, ordonnance.date)
        phrases = (
            "Faire signifier l'ordonnance par commissaire de justice",
            "l'ordonnance est non avenue, il faut une nouvelle requête.",
        )
        yield from _echeance(dossier, voie, "signification", Acte.SIGNIFICATION, regle, ordonnance.date, phrases)


def _signifier_le_jugement(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    """Six mois, si le débiteur n'a pas comparu ; sinon rien ne presse que l'exécution."""
    jugement = voie.dernier(Acte.JUGEMENT)
    if jugement:
        regle = delai(CodeDelai.JUGEMENT_SIGNIFICATION, jugement.date)
        phrases = (
            "Faire signifier la décision, non avenue sinon si le débiteur n'a pas comparu,",
            "non avenue si le débiteur n'avait pas comparu et le demande.",
        )
        yield from _echeance(
            dossier, voie, "jugement", Acte.SIGNIFICATION, regle, jugement.date, phrases, certain=False
        )


def _opposition_possible(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    """Le mois du débiteur : connu si l'acte lui a été remis à lui-même, sinon aucune date ne s'invente."""
    a_personne = next((a for a in voie.tour if a.acte is Acte.SIGNIFICATION and a.a_personne), None)
    if a_personne is None:
        return
    regle = delai(CodeDelai.IP_OPPOSITION, a_personne.date)
    fin = reporter(regle.terme(a_personne.date))
    cle = _cle(voie, "opposition")
    if not notes(dossier, cle):
        yield Demarche(
            le=reporter(fin + UN_JOUR),
            genre=Genre.TACHE,
            cle=cle,
            libelle=f"Demander au greffe s'il y a eu opposition avant le {en_chiffres(fin)} inclus",
            fondement=regle.fondement,
            commande=f'recouvre noter {dossier.libelle} tache "pas d\'opposition"',
        )


def _executer(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    """L'exécution est au commissaire de justice : la lui confier, puis demander des nouvelles."""
    signifie = voie.signification()
    depart = (signifie.executoire_le or signifie.date) if signifie else voie.tour[-1].date
    yield execution(dossier, f"{voie.instance}:execution:{depart.isoformat()}", depart, sans_certitude(voie))


def sans_certitude(voie: Avancement) -> str:
    """Ce qu'il faut encore dire d'une ordonnance qui n'a pas été remise au débiteur lui-même."""
    if voie.etat is not Etat.SIGNIFIEE or any(acte.a_personne for acte in voie.tour):
        return ""
    return (
        " ; non signifiée à personne, l'opposition reste ouverte un mois après le premier acte remis au débiteur ou la "
        "première saisie"
    )


def _apres_opposition(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    opposition = voie.dernier(Acte.OPPOSITION)
    if opposition is None:
        return
    depart = opposition.notifie_le or opposition.date
    suppose = "" if opposition.notifie_le else " (compté de l'opposition, faute de la date de sa notification)"
    if voie.juridiction == Juridiction.COMMERCE and not voie.dernier(Acte.CONSIGNATION_OPPOSITION):
        regle = delai(CodeDelai.IP_CONSIGNATION_OPPOSITION, depart)
        phrases = (f"Consigner les frais de l'opposition{suppose}", "la demande est caduque.")
        yield from _echeance(
            dossier, voie, "consignation-opposition", Acte.CONSIGNATION_OPPOSITION, regle, depart, phrases
        )
    if voie.juridiction in {"", Juridiction.JUDICIAIRE} and not voie.dernier(Acte.CONSTITUTION):
        yield from _avocat(dossier, voie, depart, suppose)


def _avocat(dossier: Dossier, voie: Avancement, depart: dt.date, suppose: str) -> Iterator[Demarche]:
    """Au-dessus du seuil, l'avocat est obligatoire ; si la somme n'est pas dite, on le demande sans l'affirmer."""
    limite = seuil(CodeSeuil.AVOCAT)
    somme = voie.montant or sum(facture.montant - facture.deja_regle for facture in dossier.factures)
    if voie.montant and somme <= limite.montant:
        return
    si = "" if somme > limite.montant else f", si la demande dépasse {en_euros(limite.montant)}"
    regle = delai(CodeDelai.IP_CONSTITUTION, depart)
    phrases = (
        f"Constituer avocat{si}{suppose}",
        "l'instance est éteinte et l'ordonnance non avenue, si l'avocat était obligatoire.",
    )
    yield from _echeance(dossier, voie, "constitution", Acte.CONSTITUTION, regle, depart, phrases, certain=False)


def _audience(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    """Préparer l'audience fixée, puis en attendre le jugement ; sans audience, en demander la date."""
    if voie.instance is Instance.INJONCTION and voie.etat is Etat.DEPOSEE:
        return
    pour_le = _prochaine_audience(voie)
    if pour_le is None:
        yield _attendre(dossier, voie, "Demander au greffe la date de l'audience", Acte.AUDIENCE)
        return
    yield Demarche(
        le=avancer(pour_le - AVANT_L_AUDIENCE),
        jusqu_au=pour_le,
        genre=Genre.DELAI,
        cle=f"{voie.instance}:audience:{pour_le.isoformat()}",
        libelle=f"Audience du {en_chiffres(pour_le)} : remettre le dossier et les pièces",
        commande=f"recouvre dossier-procedure {dossier.libelle} --sortie DOSSIER.zip",
    )
    cle = f"{voie.instance}:jugement:{pour_le.isoformat()}"
    depuis = max([pour_le, *notes(dossier, cle)])
    yield Demarche(
        le=reporter(depuis + (ATTENTE_DU_GREFFE if depuis > pour_le else UN_JOUR)),
        genre=Genre.TACHE,
        cle=cle,
        libelle=f"Noter l'issue de l'audience du {en_chiffres(pour_le)} : renvoi, ou jugement",
        commande=commande(dossier.libelle, voie.instance, Acte.JUGEMENT),
    )


def _prochaine_audience(voie: Avancement) -> dt.date | None:
    """La dernière audience fixée, par l'assignation ou depuis ; celle d'avant une opposition ne compte plus."""
    dites: list[ActeDInstance] = []
    for acte in voie.tour:
        if acte.acte is Acte.OPPOSITION:
            dites = []
        if acte.pour_le:
            dites.append(acte)
    return max((acte.pour_le for acte in dites if acte.pour_le), default=None)


def _silence(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    """Un mois sans réponse vaut refus (CPCE R125-2)."""
    invitation = voie.tour[0]
    regle = delai(CodeDelai.PC_REPONSE, invitation.date)
    fin = reporter(regle.terme(invitation.date))
    yield Demarche(
        le=reporter(fin + UN_JOUR),
        genre=Genre.DELAI,
        cle=_cle(voie, "silence"),
        libelle=f"Sans réponse du débiteur au {en_chiffres(fin)}, refus implicite : le noter, puis choisir la suite",
        fondement=regle.fondement,
        commande=commande(dossier.libelle, voie.instance, Acte.REFUS),
    )


def _decider(dossier: Dossier, voie: Avancement) -> Iterator[Demarche]:
    fin = voie.tour[-1]
    cle = _cle(voie, "suite")
    if notes(dossier, cle) or any(autre.date > fin.date for autre in dossier.actes) or dossier.titres:
        return
    fondement = "CPC, art. 1409" if fin.acte is Acte.REJET and voie.instance is Instance.INJONCTION else ""
    yield Demarche(
        le=reporter(fin.date),
        genre=Genre.DECISION,
        cle=cle,
        libelle=f"Choisir la suite : {voie.etat} le {en_chiffres(fin.date)}",
        fondement=fondement,
        commande=f"recouvre voies {dossier.libelle}",
    )

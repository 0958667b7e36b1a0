"""Le résumé d'un passage, envoyé par courriel au responsable quand il y a quelque chose à dire."""

from __future__ import annotations

from recouvre.base.connexion import transaction
from recouvre.base.reglages import ecrire_reglage, lire_reglage
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.refus import Refus
from recouvre.operations.decision import Retenu
from recouvre.operations.passage import Passage
from recouvre.operations.session import Session

_DEJA_DIT = "resume_deja_dit"
"""Le réglage qui retient le jour et ce qui attendait une personne au dernier résumé."""


def envoyer_le_resume(session: Session, passage: Passage) -> str:
    """Envoie le résumé s'il y a un responsable et quelque chose à dire. Rend ce qui l'a empêché, ou rien.

    Ce n'est pas une démarche : perdu, il ne se rattrape pas, et rien d'autre n'en dépend.
    """
    responsable, reglages = session.canaux.envois.responsable, session.canaux.courriel
    if not responsable or not _a_dire(session, passage):
        return ""
    if reglages is None:
        return "l'envoi de courriels n'est pas réglé. Tapez : recouvre canal courriel --serveur …"
    from recouvre.envois.courriel import composer_courriel, numero_de_message
    from recouvre.envois.remise import Message, Sort
    from recouvre.envois.smtp import Messagerie

    texte = ecrire_le_resume(session, passage)
    messagerie = Messagerie(reglages)
    try:
        octets = composer_courriel(
            reglages,
            destinataire=responsable,
            objet=f"Relances du {en_chiffres(passage.au)} : {_compte(passage)}",
            texte=texte,
            date=session.maintenant,
            numero=numero_de_message(reglages, f"{session.maintenant.isoformat()} {texte}"),
            reference="resume",
        )
        message = Message(reference="résumé", destinataire=responsable, contenu=octets, retour=reglages.expediteur)
        remise = messagerie.remettre(message, lambda: None)
    except ValueError:
        return "son adresse n'en est pas une ; corrigez « responsable » dans la section [envois] de recouvre.toml."
    except (Refus, OSError) as faute:
        return str(faute).removesuffix(" Rien n'est parti.")  # les lettres, elles, ont pu partir
    finally:
        messagerie.fermer()
    return "" if remise.sort is Sort.PARTI else remise.motif


def _a_dire(session: Session, passage: Passage) -> bool:
    """Vrai si quelque chose est parti ou a sauté, ou si ce qui attend une personne n'a pas encore été dit ce jour-là.

    Un planificateur qui passe tous les quarts d'heure ne doit pas écrire tous les quarts d'heure la même chose.
    """
    attendent = sorted(
        {numero_lisible(echec.dossier) for echec in passage.echecs}
        | {envoi.reference for envoi in passage.incertaines}
        | {numero_lisible(retenu.dossier) for retenu in passage.abandonnees}
    )
    if passage.suspension:
        attendent.append("suspendu")
    ennuis = f"{passage.au.isoformat()} {' '.join(attendent)}" if attendent else ""
    nouveau = bool(ennuis) and ennuis != lire_reglage(session.base, _DEJA_DIT)
    if nouveau:
        with transaction(session.base):
            ecrire_reglage(session.base, _DEJA_DIT, ennuis)
    return bool(nouveau or passage.envoyees or passage.sautees)


def ecrire_le_resume(session: Session, passage: Passage) -> str:
    """Le texte du résumé : les comptes, puis ce qui attend quelqu'un, une ligne chacun. Ni nom ni somme."""
    lignes = [f"{session.profil.denomination or 'recouvre'} : passage du {session.maintenant:%d/%m/%Y à %H:%M}.", ""]
    if passage.suspension:
        lignes.append(f"Les envois sont suspendus {passage.suspension}.")
    lignes += [
        f"Partis : {len(passage.envoyees)}",
        f"Retenus : {len(passage.retenues)}",
        f"Sautés : {len(passage.sautees)}",
        f"Échecs : {len(passage.echecs)}",
        f"Incertains : {len(passage.incertaines)}",
    ]
    lignes += [f"- {numero_lisible(e.dossier)}, {e.etape}, échec : {e.motif}" for e in passage.echecs]
    lignes += [
        f"- {i.reference}, {i.etape}, incertain : recouvre envois trancher {i.reference}" for i in passage.incertaines
    ]
    lignes += [f"- {numero_lisible(r.dossier)}, {r.etape} : {_abandon(r)}" for r in passage.abandonnees]
    lignes += [f"- {numero_lisible(s.dossier)}, {s.etape}, sautée : {s.motif}" for s in passage.sautees]
    lignes += [f"À imprimer : {lot.lot} ({lot.plis} plis)" for lot in passage.lots]
    lignes += [f"À remettre : {fichier} ({combien} SMS)" for fichier, combien in passage.a_remettre.items()]
    return "\n".join(lignes) + "\n"


def _abandon(retenu: Retenu) -> str:
    """Les autres raisons disent une promesse, un litige : elles restent au cabinet."""
    return " ; ".join(raison.complete for raison in retenu.raisons if raison.code == "abandon")


def _compte(passage: Passage) -> str:
    if passage.suspension:
        return "envois suspendus"
    ennuis = len(passage.echecs) + len(passage.incertaines) + len(passage.abandonnees)
    return f"{len(passage.envoyees)} partis" + (f", {ennuis} à regarder" if ennuis else "")

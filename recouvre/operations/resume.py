"""Le résumé d'un passage, envoyé par courriel au responsable quand il y a quelque chose à dire."""

from __future__ import annotations

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.refus import Refus
from recouvre.operations.passage import Passage
from recouvre.operations.session import Session


def envoyer_le_resume(session: Session, passage: Passage) -> str:
    """Envoie le résumé s'il y a un responsable et quelque chose à dire. Rend ce qui l'a empêché, ou rien.

    Ce n'est pas une démarche : perdu, il ne se rattrape pas, et rien d'autre n'en dépend.
    """
    responsable, reglages = session.canaux.envois.responsable, session.canaux.courriel
    rien = not (passage.envoyees or passage.echecs or passage.incertaines or passage.sautees or passage.suspension)
    if not responsable or rien:
        return ""
    if reglages is None:
        return "l'envoi de courriels n'est pas réglé. Tapez : recouvre canal courriel --serveur …"
    from recouvre.envois.courriel import composer_courriel, numero_de_message
    from recouvre.envois.remise import Message, Sort
    from recouvre.envois.smtp import Messagerie

    texte = ecrire_le_resume(session, passage)
    octets = composer_courriel(
        reglages,
        destinataire=responsable,
        objet=f"Relances du {en_chiffres(passage.au)} : {_compte(passage)}",
        texte=texte,
        date=session.maintenant,
        numero=numero_de_message(reglages, f"{session.maintenant.isoformat()} {texte}"),
        reference="resume",
    )
    messagerie = Messagerie(reglages)
    try:
        message = Message(reference="résumé", destinataire=responsable, contenu=octets, retour=reglages.expediteur)
        remise = messagerie.remettre(message, lambda: None)
    except (Refus, OSError) as faute:
        return str(faute)
    finally:
        messagerie.fermer()
    return "" if remise.sort is Sort.PARTI else remise.motif


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
    lignes += [f"- {numero_lisible(s.dossier)}, {s.etape}, sautée : {s.motif}" for s in passage.sautees]
    lignes += [f"À imprimer : {lot.lot} ({lot.plis} plis)" for lot in passage.lots]
    return "\n".join(lignes) + "\n"


def _compte(passage: Passage) -> str:
    if passage.suspension:
        return "envois suspendus"
    ennuis = len(passage.echecs) + len(passage.incertaines)
    return f"{len(passage.envoyees)} partis" + (f", {ennuis} à regarder" if ennuis else "")

"""Dire un passage des relances, fait ou seulement vu : pour l'écran, pour un programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from recouvre.operations.passage import Passage


def en_objet(passage: Passage) -> dict[str, Any]:
    """Le bilan, pour un programme."""
    from recouvre.affichage import relances as vue
    from recouvre.domaine.numeros import numero_lisible

    return {
        "au": passage.au.isoformat(),
        "envoyees": [vue.depart_en_json(depart) for depart in passage.envoyees],
        "a_envoyer": [vue.depart_en_json(depart) for depart in passage.a_envoyer],
        "retenues": [vue.retenu_en_json(retenu) for retenu in passage.retenues],
        "sautees": [
            {"dossier": numero_lisible(sautee.dossier), "etape": sautee.etape, "motif": sautee.motif}
            for sautee in passage.sautees
        ],
        "echecs": [
            {"dossier": numero_lisible(echec.dossier), "etape": echec.etape, "motif": echec.motif}
            for echec in passage.echecs
        ],
        "incertaines": [
            {"dossier": numero_lisible(envoi.dossier), "etape": envoi.etape, "reference": envoi.reference}
            for envoi in passage.incertaines
        ],
        "lots": [
            {
                "lot": lot.lot,
                "bordereau": lot.bordereau,
                "bordereau_csv": lot.bordereau_csv,
                "manifeste": lot.manifeste,
                "recommandes": lot.recommandes,
                "plis": lot.plis,
            }
            for lot in passage.lots
        ],
        "a_remettre": [{"fichier": fichier, "sms": combien} for fichier, combien in passage.a_remettre.items()],
    }


def montrer(passage: Passage, cabinet: Path, envoyer: bool, tout: bool) -> None:
    """Le bilan, à l'écran. ``envoyer`` : il est parti ; sinon, c'est un aperçu."""
    from recouvre.affichage import relances as vue
    from recouvre.affichage.francais import date, pluriel
    from recouvre.commandes.chemins import d_ici
    from recouvre.domaine.numeros import numero_lisible

    departs = passage.envoyees if envoyer else passage.a_envoyer
    if departs:
        titre = "Parties" if envoyer else "Partiraient"
        vue.montrer_departs(f"{titre} le {date(passage.au)} ({len(departs)})", departs, tout=tout)
    else:
        print(f"Rien {'ne part' if envoyer else 'ne partirait'} le {date(passage.au)}.")
    if passage.retenues:
        print()
        vue.montrer_retenues(passage.retenues, tout=tout)
    if passage.sautees or passage.echecs or passage.incertaines:
        print()
    for sautee in passage.sautees:
        verbe = "sautée" if envoyer else "serait sautée"
        quoi = f"{numero_lisible(sautee.dossier)}, étape {sautee.etape}"
        print(f"{quoi} {verbe} : {sautee.motif}. Le scénario continue sans elle.")
    for echec in passage.echecs:
        print(f"Échec, {numero_lisible(echec.dossier)}, {echec.etape} : {echec.motif} Un prochain passage réessaiera.")
    for envoi in passage.incertaines:
        print(
            f"Incertain : {envoi.reference} ({envoi.etape}). On ne sait pas s'il est parti, il ne repart pas seul : "
            f"recouvre envois trancher {envoi.reference} --parti (ou --non-parti)"
        )
    for lot in passage.lots:
        print(f"\nÀ imprimer  : {d_ici(cabinet / lot.lot)} ({pluriel(lot.plis, 'pli')}, {pluriel(lot.pages, 'page')})")
        print(f"Bordereau   : {d_ici(cabinet / lot.bordereau)}")
        if lot.recommandes not in ("", lot.bordereau):
            print(f"Recommandés : {d_ici(cabinet / lot.recommandes)}")
    for fichier, combien in passage.a_remettre.items():
        print(f"\nÀ remettre au prestataire : {d_ici(cabinet / fichier)} ({combien} SMS)")
    if departs and not envoyer:
        print("\nAperçu : rien n'est parti. Pour envoyer : recouvre relances --envoyer")

"""`recouvre demo` : un cabinet d'exemple."""

from __future__ import annotations

import typer

from recouvre.commandes.options import Cabinet, EnJson

app = typer.Typer()


@app.command()
def demo(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Crée un cabinet d'exemple, pour essayer sans risque.

    Environ deux cents dossiers inventés, deux mois de vie, figés à un jour fixe : les commandes y donnent toujours les
    mêmes réponses. Supprimez son fichier aujourdhui.txt pour le remettre à l'heure.
    """
    from recouvre.affichage.progression import progression
    from recouvre.base import lectures
    from recouvre.commandes.lire_base import ouvrir_base
    from recouvre.operations.demonstration import construire

    with progression("Deux mois de vie") as suivi:
        jour = construire(cabinet, suivi)
    base = ouvrir_base(cabinet)
    etats = lectures.compter_etats(base)
    base.close()
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"cabinet": cabinet, "aujourdhui": jour, "dossiers": sum(etats.values()), "etats": etats})
        return
    from recouvre.commandes.chemins import d_ici
    from recouvre.domaine.dates import en_toutes_lettres

    detail = ", ".join(
        f"{combien} {etat}{'s' if combien > 1 and not etat.endswith('s') else ''}"
        for etat, combien in sorted(etats.items())
    )
    print(f"Cabinet d'exemple créé dans {d_ici(cabinet)}, figé au {en_toutes_lettres(jour)} : {detail}.")
    print(f"Essayez : recouvre agenda --cabinet {d_ici(cabinet)}")

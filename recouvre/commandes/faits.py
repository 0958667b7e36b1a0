"""Ce qu'on montre après avoir écrit un fait : le dossier, le rang, et comment le défaire."""

from __future__ import annotations

from collections.abc import Iterable

from recouvre.operations.consigner import Consigne


def annoncer(consigne: Consigne, phrase: str, en_json: bool, **plus: object) -> None:
    """Une phrase, ou un objet JSON ``{"dossier", "rang", …}``."""
    rang = consigne.ecrits[-1].rang
    dossier = consigne.dossier.libelle
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"dossier": dossier, "rang": rang, **plus})
        return
    print(f"{dossier} : {phrase} (fait n° {rang}).")
    print(f'Une erreur ? recouvre annuler {dossier} {rang} --motif "…"')


def avertir(phrases: Iterable[str]) -> None:
    """Ce qu'il faut savoir du fait que l'on vient d'écrire : « Attention : … », une ligne chacune."""
    from recouvre.affichage.tableau import plier

    for phrase in phrases:
        print(plier(f"Attention : {phrase}"))

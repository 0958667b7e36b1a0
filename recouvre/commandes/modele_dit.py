"""Ce que ``recouvre modele`` montre : la liste, la copie faite, le contrôle, l'aperçu ; à lire, et en JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from recouvre.commandes.chemins import d_ici

if TYPE_CHECKING:
    from recouvre.operations.apercu_de_modele import Apercu
    from recouvre.operations.controle_de_modeles import Controle
    from recouvre.operations.modeles import Copie, ModeleConnu

_A_QUI = {
    "debiteur": "Au débiteur", "creancier": "Au créancier", "tiers": "À un tiers", "aucun": "À garder, ou à joindre",
    "": "Fautifs",
}  # fmt: skip


def montrer_les_modeles(connus: Sequence[ModeleConnu]) -> None:
    """Les modèles, par destinataire ; un nom n'est jamais coupé, pour pouvoir être recopié."""
    large = max(len(connu.nom) for connu in connus)
    for destinataire, titre in _A_QUI.items():
        siens = [connu for connu in connus if connu.destinataire == destinataire]
        if siens:
            print(titre)
        for connu in siens:
            _dire_un_modele(connu, large)
    print("\nPour changer un modèle : recouvre modele copier NOM. Pour le voir : recouvre modele apercu NOM.")
    if any(connu.examen.fautes for connu in connus):
        print("Pour voir les fautes : recouvre modele controler")


def _dire_un_modele(connu: ModeleConnu, large: int) -> None:
    from recouvre.affichage.ecran import largeur
    from recouvre.affichage.pliage import plier_a

    place = max(largeur() - large - 4, 30)
    for rang, ligne in enumerate(plier_a(_usage(connu), place)):
        print(f"  {connu.nom if rang == 0 else '':<{large}}  {ligne}")


def _usage(connu: ModeleConnu) -> str:
    """À quoi il sert, et ce qu'il faut en savoir : son mode, s'il est du cabinet, ses fautes."""
    from recouvre.affichage.francais import pluriel

    precisions = [texte for texte in (connu.canal, f"{connu.mode} seulement" if connu.mode else "") if texte]
    if connu.origine != "livré":
        precisions.append(str(connu.origine))
    if connu.examen.fautes:
        precisions.append(pluriel(len(connu.examen.fautes), "faute"))
    suite = f" [{' ; '.join(precisions)}]" if precisions else ""
    return f"{connu.usage}{suite}"


def connu_en_objet(connu: ModeleConnu) -> dict[str, object]:
    """Un modèle de la liste, en JSON."""
    return {
        "nom": connu.nom,
        "destinataire": connu.destinataire,
        "usage": connu.usage,
        "mode": connu.mode,
        "canal": connu.canal or None,
        "origine": str(connu.origine),
        "fichier": connu.fichier,
        "fautes": [{"ligne": f.ligne, "mot": f.mot, "raison": f.raison} for f in connu.examen.fautes],
    }


def dire_la_copie(copie: Copie) -> None:
    """Où est la copie, ce qu'elle change, et comment l'essayer."""
    print(f"Copié : {d_ici(copie.fichier)}")
    if copie.remplace:
        print(f"Vos prochains courriers « {copie.nom} » suivront cette copie. Effacez-la pour revenir au modèle livré.")
    else:
        print(f'Pour qu\'il parte, une étape de votre scénario doit le nommer : modele = "{copie.nom}".')
    print(f"Changez-la, puis : recouvre modele controler {copie.nom}")
    print(f"Pour la voir     : recouvre modele apercu {copie.nom} --ouvrir")


def montrer_les_controles(controles: Sequence[Controle]) -> None:
    """Les fautes et les avertissements, modèle par modèle."""
    from recouvre.affichage.francais import pluriel

    if not controles:
        print("Ce cabinet n'a aucun modèle à lui. Pour en changer un : recouvre modele copier NOM")
    for controle in controles:
        combien = pluriel(len(controle.fautes), "faute") if controle.fautes else "aucune faute"
        print(f"{d_ici(controle.fichier)} : {combien}")
        _dire_les_lignes(controle)


def _dire_les_lignes(controle: Controle) -> None:
    from recouvre.affichage.francais import INSECABLE
    from recouvre.affichage.tableau import plier

    phrases = [*_fautes(controle), *(f"À savoir : {phrase}" for phrase in controle.avertissements)]
    for phrase in phrases:
        print(
            plier(
                f"  {phrase}".replace(" :", f"{INSECABLE}:")
                .replace("« ", f"«{INSECABLE}")
                .replace(" »", f"{INSECABLE}»"),
                "    ",
            )
        )


def _fautes(controle: Controle) -> Iterable[str]:
    for faute in controle.fautes:
        ou = (
            f"ligne {faute.ligne}, « {faute.mot} » : "
            if faute.mot
            else f"ligne {faute.ligne} : "
            if faute.ligne
            else ""
        )
        yield f"{ou}{faute.raison}"
    if not controle.complet:
        yield "La suite n'a pas pu être lue : corrigez, puis recommencez."


def controle_en_objet(controle: Controle) -> dict[str, object]:
    """Un modèle contrôlé, en JSON ; ``ligne`` 0 : la faute tient à tout le modèle."""
    return {
        "nom": controle.nom,
        "fichier": controle.fichier,
        "fautes": [{"ligne": f.ligne, "mot": f.mot, "raison": f.raison} for f in controle.fautes],
        "avertissements": list(controle.avertissements),
        "complet": controle.complet,
    }


def apercu_en_objet(fait: Apercu, modele: str) -> dict[str, object]:
    """Un aperçu, en JSON ; ``message`` seulement s'il en est un."""
    profil = "cabinet" if fait.profil_du_cabinet else "exemple"
    objet: dict[str, object] = {"modele": modele, "fichier": fait.fichier, "profil": profil, "mode": str(fait.mode)}
    if fait.message is not None:
        from recouvre.affichage.message import en_json

        objet["message"] = en_json(fait.message)
    return objet


def dire_l_apercu(fait: Apercu) -> None:
    """Où est l'aperçu, et qui le signe."""
    if fait.message is not None:
        from recouvre.affichage.message import montrer

        montrer(fait.message, "d'essai (dossier inventé : rien n'est parti, rien n'est noté)")
        print()
    if fait.fichier is not None:
        print(f"Aperçu écrit : {fait.fichier} (dossier inventé : rien n'est parti, rien n'est noté).")
    if not fait.profil_du_cabinet:
        print(
            f"Un expéditeur inventé le signe (mode {fait.mode}) : votre profil n'est pas rempli, ou ce modèle est "
            "écrit pour l'autre mode."
        )

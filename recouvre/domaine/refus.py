"""Les refus : une classe par situation, un code de sortie, une phrase qui dit quoi faire.

Un refus n'est pas une panne. Il est levé par une règle, traverse les pièces sans être touché, et la ligne de
commande l'écrit une fois sur la sortie d'erreur avec le code de sa classe (1 : refusé par une règle ; 2 : mal appelé).

>>> str(DossierInconnu("D-12"))
"Le dossier D-12 n'existe pas. Cherchez-le avec « recouvre chercher NOM » ou « recouvre dossiers »."
"""

from __future__ import annotations


class Refus(Exception):
    """Base de tous les refus ; la phrase est en français et dit quoi faire."""

    code = 1

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


class SaisieIllisible(Refus):
    """Une valeur tapée ou lue ne se comprend pas (montant, date, numéro…)."""

    code = 2


class MontantIllisible(SaisieIllisible):
    """Un montant n'a pas pu être lu sans deviner."""

    def __init__(self, texte: str, raison: str = "") -> None:
        suite = f" ({raison})" if raison else ""
        super().__init__(f"« {texte} » n'est pas un montant{suite}. Écrivez par exemple 1234,56.")


class DateIllisible(SaisieIllisible):
    """Une date n'existe pas ou ne se lit pas sans deviner."""

    def __init__(self, texte: str, raison: str = "") -> None:
        suite = f" ({raison})" if raison else ""
        super().__init__(f"« {texte} » n'est pas une date{suite}. Écrivez par exemple 28/02/2026 ou 2026-02-28.")


class DossierInconnu(Refus):
    """Aucun dossier ne porte ce numéro."""

    def __init__(self, numero: str) -> None:
        super().__init__(
            f"Le dossier {numero} n'existe pas. Cherchez-le avec « recouvre chercher NOM » ou « recouvre dossiers »."
        )


class DossierFerme(Refus):
    """Le dossier est clos ou annulé : on n'y écrit plus."""

    def __init__(self, numero: str, etat: str, geste: str) -> None:
        super().__init__(
            f"Le dossier {numero} est {etat} : {geste} n'y est plus possible. « recouvre dossier {numero} » montre son "
            f"histoire et le rang du fait à défaire avec « recouvre annuler {numero} RANG --motif … »."
        )


class RegleDeDroit(Refus):
    """Le droit, ou un régime que l'outil ne calcule pas, empêche le geste."""


class TauxInconnu(RegleDeDroit):
    """Un taux manque pour un jour : on refuse, on ne prolonge jamais en silence.

    ``serie`` est le nom de la table (« bce », « legal-autres-cas »…), ``jour`` la date ISO pour laquelle il manque,
    ``periode`` le semestre en toutes lettres.
    """

    def __init__(self, serie: str, jour: str, periode: str) -> None:
        self.serie, self.jour = serie, jour
        super().__init__(
            f"Le taux « {serie} » n'est pas connu pour le {periode}. Relevez-le dans sa source officielle, "
            f'puis tapez : recouvre taux ajouter {serie} {jour} VALEUR --source "…"'
        )


class ChampManquant(Refus):
    """Un courrier a besoin d'un champ absent ; ``commande`` est ce qu'il faut taper."""

    def __init__(self, champ: str, commande: str) -> None:
        self.champ, self.commande = champ, commande
        super().__init__(f"Il manque {champ}, que ce courrier doit porter. Tapez : {commande}")


class CabinetIntrouvable(Refus):
    """Le dossier désigné n'est pas un cabinet."""

    def __init__(self, chemin: str) -> None:
        super().__init__(
            f"Aucun cabinet dans {chemin}. Créez-le avec « recouvre initialiser --cabinet {chemin} », ou désignez le "
            "vôtre avec --cabinet CHEMIN ou la variable RECOUVRE_CABINET."
        )


class JournalAbime(Refus):
    """Des faits ne se lisent plus : le journal a été touché hors de l'outil, ou le fichier est abîmé."""

    def __init__(self, dossier: int, raison: str) -> None:
        super().__init__(
            f"Le journal du dossier D-{dossier} est abîmé ({raison}). « recouvre verifier » dit où ; reprenez une "
            "sauvegarde. Rien n'a été écrit."
        )


class Occupe(Refus):
    """Un autre processus tient le cabinet ; rien n'a été écrit."""


class Doublon(Refus):
    """Le fait semble déjà enregistré ; rien n'a été écrit."""

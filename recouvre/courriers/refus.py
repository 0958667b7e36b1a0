"""Les refus de la plume : un courrier incomplet, trompeur ou sans objet ne sort pas."""

from __future__ import annotations

from recouvre.courriers.constats import Constat
from recouvre.courriers.textes_de_loi import OMISSION_PUNIE
from recouvre.domaine.refus import Refus, RegleDeDroit


class ModeleInconnu(Refus):
    """Aucun modèle de ce nom, ni dans le cabinet ni parmi ceux de l'outil."""

    def __init__(self, nom: str, connus: tuple[str, ...]) -> None:
        super().__init__(f"Aucun modèle de courrier ne s'appelle « {nom} ». Modèles connus : {', '.join(connus)}.")


class ModeleFautif(Refus):
    """Un modèle ne peut pas être suivi : ``fichier``, ``ligne`` (1 : la première), ``mot`` et ``raison``."""

    def __init__(self, fichier: str, ligne: int, mot: str, raison: str) -> None:
        self.fichier, self.ligne, self.mot, self.raison = fichier, ligne, mot, raison
        super().__init__(f"Modèle {fichier}, ligne {ligne}, « {mot} » : {raison} Corrigez le modèle et recommencez.")


class NonConforme(RegleDeDroit):
    """Un courrier viole une règle au moins ; ``manquements`` les porte toutes, et la phrase les nomme toutes."""

    def __init__(self, modele: str, manquements: tuple[Constat, ...], quoi: str = "courrier") -> None:
        self.manquements = manquements
        omises = any(constat.regle.startswith("r124_4") for constat in manquements)
        super().__init__(
            f"Le {quoi} « {modele} » ne peut pas partir : {' ; '.join(constat.phrase for constat in manquements)}."
            + (f" {OMISSION_PUNIE}" if omises else "")
        )


class PremiereLettreAbsente(RegleDeDroit):
    """En agence, toute démarche rappelle la référence et la date de la première lettre (CPCE R124-4, dernier al.)."""

    def __init__(self, dossier: str) -> None:
        super().__init__(
            f"Dans le dossier {dossier}, la première lettre n'est pas partie : toute autre démarche doit en rappeler "
            "la référence et la date (CPCE R124-4, dernier alinéa). Faites d'abord partir la mise en demeure : "
            "recouvre relances --envoyer"
        )


class DelaiAbsent(Refus):
    """Le courrier fixe une date limite et la démarche n'en donne pas, ou en donne une déjà passée."""

    def __init__(self, dossier: str, raison: str) -> None:
        super().__init__(
            f"Dossier {dossier} : {raison} Donnez un délai, en jours, à cette étape du scénario "
            "(« recouvre scenario »)."
        )


class SansObjet(Refus):
    """Rien n'est à réclamer : le courrier n'a pas lieu d'être."""

    def __init__(self, dossier: str, raison: str) -> None:
        super().__init__(f"Dossier {dossier} : {raison} Aucun courrier n'est fait.")


class FraisInterdits(RegleDeDroit):
    """Un courrier à un consommateur réclamerait des frais (CPCE L111-8 ; C. conso. L121-21)."""

    def __init__(self, dossier: str) -> None:
        super().__init__(
            f"Le décompte du dossier {dossier} porte une indemnité de recouvrement, qu'un consommateur ne doit jamais "
            "(C. com. L441-10 II ; CPCE L111-8 ; C. conso. L121-21). Vérifiez la qualité du débiteur."
        )


class ModeleHorsMode(Refus):
    """Le modèle parle au nom de quelqu'un d'autre que l'expéditeur."""

    def __init__(self, modele: str, attendu: str, mode: str) -> None:
        super().__init__(
            f"Le modèle « {modele} » est écrit pour le mode {attendu}, et ce cabinet est en mode {mode} : la lettre "
            "tromperait sur celui qui écrit. Choisissez un autre modèle."
        )


class ModeleInadapte(Refus):
    """Le modèle dit lui-même qu'il serait faux dans cette situation."""

    def __init__(self, modele: str, dossier: str, situation: str) -> None:
        super().__init__(
            f"Le modèle « {modele} » serait faux pour le dossier {dossier} ({situation}). « recouvre modele lister » "
            "montre les autres ; vous pouvez écrire le vôtre dans le dossier modeles/ du cabinet."
        )


class ModeleHorsSujet(Refus):
    """Le modèle suppose une situation que le dossier ne connaît pas."""

    def __init__(self, modele: str, dossier: str, situation: str) -> None:
        super().__init__(
            f"Le modèle « {modele} » suppose : {situation}. Le dossier {dossier} n'en dit rien ; enregistrez d'abord "
            "le fait (recouvre signaler, recouvre titre, recouvre qualifier)."
        )


class CaractereImpossible(Refus):
    """Un caractère n'existe dans aucune police embarquée : le papier porterait un carré vide."""

    def __init__(self, caractere: str, extrait: str) -> None:
        super().__init__(
            f"Le caractère « {caractere} » (U+{ord(caractere):04X}) de « {extrait} » ne peut pas être imprimé. "
            "Récrivez ce nom ou ce libellé en caractères latins."
        )


class SaisieManquante(Refus):
    """Ce document demande ce que le dossier ne sait pas ; ``options`` : ce qu'il faut ajouter à la commande."""

    def __init__(self, modele: str, options: list[str]) -> None:
        self.options = tuple(options)
        super().__init__(f"Le document « {modele} » demande encore : {' ; '.join(options)}.")


class SaisieInconnue(Refus):
    """Ce document n'attend pas cette saisie."""

    def __init__(self, modele: str, nom: str, options: list[str]) -> None:
        attendues = f"Il attend : {' ; '.join(options)}." if options else "Il n'en attend aucune."
        super().__init__(f"Le document « {modele} » n'a pas de saisie « {nom} ». {attendues}")


class PaiementAbsent(Refus):
    """Le document parle d'un paiement, et il n'y en a pas à quittancer."""

    def __init__(self, dossier: str, raison: str) -> None:
        super().__init__(f"Dossier {dossier} : {raison}")


class ApparenceFautive(Refus):
    """Un réglage de l'apparence (couleur, logo, signature, pied) ne peut pas être suivi."""

    def __init__(self, reglage: str, raison: str) -> None:
        super().__init__(f"Réglage « {reglage} » : {raison} Changez-le avec « recouvre profil --{reglage} … ».")


class PasUnCourrier(Refus):
    """Un message ne se compose pas comme un courrier : il n'a pas de page."""

    def __init__(self, modele: str, canal: str) -> None:
        super().__init__(
            f"Le modèle « {modele} » est un message ({canal}), pas un courrier : il ne s'imprime ni ne se fige. "
            "Nommez-le dans une étape de votre scénario, dont le canal est le sien."
        )


class PasUnMessage(Refus):
    """Un courrier ne part pas tel quel par courriel ou par SMS."""

    def __init__(self, modele: str) -> None:
        super().__init__(
            f"Le modèle « {modele} » est un courrier, pas un message. « recouvre modele lister » montre les messages ; "
            "le vôtre dit « forme: message » et son canal."
        )


class AutreDestinataire(Refus):
    """Le message et le courrier qu'il accompagne ne vont pas à la même personne."""

    def __init__(self, message: str, courrier: str, destinataire: str) -> None:
        super().__init__(
            f"Le message « {message} » ne va pas à la même personne que le courrier « {courrier} » ({destinataire}). "
            "Choisissez-en un autre, ou écrivez le vôtre avec « destinataire: … »."
        )


class HorsGsm7(Refus):
    """Un caractère du SMS n'est pas dans son alphabet."""

    def __init__(self, modele: str, caractere: str, mot: str) -> None:
        self.caractere, self.mot = caractere, mot
        super().__init__(
            f"Le SMS « {modele} » dit « {mot} », et le caractère « {caractere} » (U+{ord(caractere):04X}) n'existe pas "
            "dans l'alphabet des SMS. Récrivez ce mot en lettres latines, dans le modèle ou dans sa fiche."
        )


class SmsTropLong(Refus):
    """Le SMS ne tient pas en un seul envoi."""

    def __init__(self, modele: str, longueur: int, maximum: int, texte: str) -> None:
        self.longueur = longueur
        super().__init__(
            f"Le SMS « {modele} » compte {longueur} caractères, {longueur - maximum} de trop : un SMS en porte "
            f"{maximum}. Abrégez le modèle (recouvre modele copier {modele}). Il dirait : {texte}"
        )

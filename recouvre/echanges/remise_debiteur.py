"""Le débiteur d'une ligne de remise. Un même débiteur revient sur beaucoup de lignes : il n'est lu qu'une fois."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges import identifiants
from recouvre.echanges.fautes import Faute, avertir, rejeter
from recouvre.echanges.pays import nom_du_pays
from recouvre.echanges.valeurs import Genre, classer

ROLES_DEBITEUR = (
    "reference", "type", "qualite", "civilite", "nom", "prenom", "societe", "siren", "siret", "tva_intra", "adresse",
    "complement", "code_postal", "ville", "pays", "telephone", "mobile", "courriel",
)  # fmt: skip

_ADRESSE_SUR_UNE_LIGNE = re.compile(
    r"(?P<voie>.+?)[\s,;-]+(?P<cp>[0-9]{5})\s+(?P<ville>[^\d,;]+(?:\bcedex +\d{1,2})?)", re.IGNORECASE
)
_CELLULE_MAXIMALE = 500
_DEMESUREE = (
    f"une cellule du débiteur a plus de {_CELLULE_MAXIMALE} signes : un guillemet mal fermé ? Corrigez la ligne."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DebiteurLu:
    """``refus`` : pourquoi rejeter la ligne, vide sinon ; ``genre`` : ce que la colonne de type dit de la pièce."""

    partie: Partie
    refus: str
    reference: str
    qualite: Qualite | None
    genre: Genre | None


class LecteurDebiteurs:
    """Lit les débiteurs et garde ceux déjà vus ; un avertissement n'est donné qu'à la première ligne qui le mérite."""

    def __init__(self) -> None:
        self._vus: dict[tuple[str, ...], DebiteurLu] = {}
        self._types_inconnus: set[str] = set()

    def lire(self, cellules: tuple[str, ...], fautes: list[Faute]) -> DebiteurLu:
        """Lit les cellules rangées comme ``ROLES_DEBITEUR`` ; ajoute à ``fautes`` ce qui ne va pas."""
        connu = self._vus.get(cellules)
        if connu is None:
            connu = self._vus[cellules] = self._lire(cellules, fautes)
        if connu.refus:
            rejeter(fautes, "nom", connu.refus)
        return connu

    def _lire(self, cellules: Sequence[str], fautes: list[Faute]) -> DebiteurLu:
        if max(map(len, cellules)) > _CELLULE_MAXIMALE:
            return DebiteurLu(partie=Partie(nom=""), refus=_DEMESUREE, reference="", qualite=None, genre=None)
        champs = dict(zip(ROLES_DEBITEUR, _nettoyer_tout(cellules), strict=True))
        champs["pays"] = nom_du_pays(champs["pays"])
        siren, siret = _identifier(champs, fautes)
        genre = classer(champs["type"])
        partie = _composer(champs, siren, siret, fautes)
        return DebiteurLu(
            partie=partie,
            refus="" if partie.nom else "le nom du débiteur manque : ajoutez-le.",
            reference=champs["reference"],
            qualite=self._qualifier(champs, siren, fautes),
            genre=genre if isinstance(genre, Genre) else None,
        )

    def _qualifier(self, champs: dict[str, str], siren: str, fautes: list[Faute]) -> Qualite | None:
        """La qualité écrite ; à défaut, celle que dit le SIREN."""
        inconnue = False
        for role in ("qualite", "type"):
            dit, classe = champs[role], classer(champs[role])
            if isinstance(classe, Qualite):
                if classe is Qualite.CONSOMMATEUR and siren:
                    avertir(
                        fautes, role, f"le fichier dit « {dit} » mais donne le SIREN {siren} : vérifiez la qualité."
                    )
                return classe
            if dit and classe is None:
                inconnue = True
                self._dire_inconnue(role, dit, fautes)
        return None if inconnue or not siren else _qualite_d_un_siren(siren, fautes)

    def _dire_inconnue(self, role: str, dit: str, fautes: list[Faute]) -> None:
        if dit not in self._types_inconnus:
            self._types_inconnus.add(dit)
            phrase = f"« {dit} » n'est pas une qualité connue : écrivez PRO, PART ou PUBLIC, ou précisez --qualite."
            avertir(fautes, role, phrase)


def _qualite_d_un_siren(siren: str, fautes: list[Faute]) -> Qualite | None:
    """Un SIREN dit un professionnel, sauf celui d'un organisme public : on ne devine pas s'il en suit le régime."""
    if not identifiants.est_organisme_public(siren):
        return Qualite.PROFESSIONNEL
    phrase = f"le SIREN {siren} est celui d'un organisme public : précisez --qualite public si c'en est un."
    avertir(fautes, "siren", phrase)
    return None


def _nettoyer_tout(cellules: Sequence[str]) -> Sequence[str]:
    """Nettoie chaque cellule ; un seul regard suffit quand toutes sont propres, ce qui est l'ordinaire."""
    ensemble = "|" + "|".join(cellules) + "|"
    if ensemble.isprintable() and "  " not in ensemble and "| " not in ensemble and " |" not in ensemble:
        return cellules
    return [_nettoyer(cellule) for cellule in cellules]


def _nettoyer(cellule: str) -> str:
    """Une cellule sur une ligne, sans blanc inutile ni caractère de commande."""
    net = cellule.strip()
    if not net or (net.isprintable() and "  " not in net):
        return net
    lignes = ", ".join(part.strip(" ,") for part in net.splitlines() if part.strip())
    visible = "".join(signe for signe in lignes if signe.isprintable() or signe.isspace())
    return " ".join(visible.split())


def _composer(champs: dict[str, str], siren: str, siret: str, fautes: list[Faute]) -> Partie:
    nom, prenom, civilite, complement = champs["nom"], champs["prenom"], champs["civilite"], champs["complement"]
    if champs["societe"]:
        contact = " ".join(mot for mot in (civilite, prenom, nom) if mot)
        if nom and nom.casefold() != champs["societe"].casefold() and not complement:
            complement = f"À l'attention de {contact}"
        nom, prenom, civilite = champs["societe"], "", ""
    adresse, code_postal, ville = _localiser(champs, fautes)
    return Partie(
        nom=nom,
        prenom=prenom,
        civilite=civilite,
        siren=siren,
        siret=siret,
        adresse=adresse,
        complement=complement,
        code_postal=code_postal,
        ville=ville,
        pays=champs["pays"],
        courriel=_courriel(champs["courriel"], fautes),
        telephone=_telephone(champs, fautes),
    )


def _identifier(champs: dict[str, str], fautes: list[Faute]) -> tuple[str, str]:
    """SIREN et SIRET, l'un tiré de l'autre au besoin ; une clé fausse est gardée, l'illisible vidé ; les deux, dits."""
    siren, siret = champs["siren"], champs["siret"]
    if not siret and len(siren) >= 14 and len("".join(siren.split())) == 14:
        siren, siret = "", siren
    elif not siren and siret and len("".join(siret.split())) == 9:
        siren, siret = siret, ""
    siret_lu = _numero(identifiants.controler_siret, siret, "siret", fautes) if siret else ""
    if siren:
        return _numero(identifiants.controler_siren, siren, "siren", fautes), siret_lu
    if siret_lu:
        return siret_lu[:9], siret_lu
    if champs["tva_intra"].upper().startswith("FR"):
        return _numero(identifiants.siren_de_tva, champs["tva_intra"], "tva_intra", fautes), siret_lu
    return "", siret_lu


def _localiser(champs: dict[str, str], fautes: list[Faute]) -> tuple[str, str, str]:
    adresse, code_postal, ville = champs["adresse"], champs["code_postal"], champs["ville"]
    if not code_postal and not ville and (coupe := _ADRESSE_SUR_UNE_LIGNE.fullmatch(adresse)):
        return coupe["voie"], coupe["cp"], coupe["ville"].strip()
    if code_postal and not champs["pays"]:
        try:
            lu = identifiants.controler_code_postal(code_postal)
        except SaisieIllisible as faute:
            avertir(fautes, "code_postal", f"{faute.phrase} Gardé tel quel.")
            return adresse, code_postal, ville
        if len(lu) != len("".join(code_postal.split())):
            avertir(fautes, "code_postal", f"« {code_postal} » a perdu son zéro de tête : lu {lu}.")
        code_postal = lu
    return adresse, code_postal, ville


def _courriel(texte: str, fautes: list[Faute]) -> str:
    if not texte:
        return ""
    try:
        return identifiants.controler_courriel(texte)
    except SaisieIllisible as faute:
        avertir(fautes, "courriel", f"{faute.phrase} Elle n'est pas retenue.")
        return ""


def _telephone(champs: dict[str, str], fautes: list[Faute]) -> str:
    """Le fixe, à défaut le mobile, tel qu'écrit ; son zéro de tête lui est rendu."""
    role = "telephone" if champs["telephone"] else "mobile"
    texte = champs[role]
    if not texte:
        return ""
    try:
        numero = identifiants.controler_telephone(texte)
    except SaisieIllisible as faute:
        avertir(fautes, role, f"{faute.phrase} Gardé tel quel.")
        return texte
    if numero.startswith("0") and not texte.startswith(("0", "+", "(")):
        avertir(fautes, role, f"« {texte} » a perdu son zéro de tête : lu {identifiants.formater_telephone(numero)}.")
        return identifiants.formater_telephone(numero)
    return texte


def _numero(controler: identifiants.Controle, texte: str, role: str, fautes: list[Faute]) -> str:
    try:
        return controler(texte)
    except identifiants.CleFausse as faute:
        avertir(fautes, role, faute.phrase)
        return faute.numero
    except SaisieIllisible as faute:
        avertir(fautes, role, f"{faute.phrase} Il n'est pas retenu.")
        return ""

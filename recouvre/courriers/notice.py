"""L'en-tête d'un modèle : ce que le document est, à qui il va, ce qu'il lui faut. Toute faute dit la ligne et le mot.

- ``objet`` : la ligne « Objet » de la lettre, ou le titre de l'acte ;
- ``forme`` : lettre (adresse dans la fenêtre), acte (un titre, sans adresse) ou message (un texte sans page, dont le
  ``canal`` est courriel ou sms ; un SMS n'a pas d'objet) ;
- ``expediteur`` : cabinet, ou creancier quand c'est lui qui signe ; ``destinataire`` : debiteur, creancier, tiers ou
  aucun ;
- ``mode`` : agence ou interne, si le document ne vaut que pour l'un ;
- ``mentions`` : R124-4, la première lettre d'une agence ; ``demarche`` : non, s'il ne réclame rien au débiteur
  (quittance, remerciement) ; ``reclame`` : non, s'il peut se faire quand rien n'est exigible ;
- ``niveaux`` : oui, le niveau de relance le gouverne ; ``delai`` : oui, il lui faut une date limite ;
- ``sauf`` : les situations où il serait faux ; ``pour`` : celles qu'il exige ; ``arrete`` : le fait au jour duquel la
  créance s'arrête (procedure, surendettement), au lieu du jour du document ;
- ``malgre`` : plan, litige, promesse, s'il se fait aussi pendant un plan de paiement, une contestation, une promesse
  de payer, qui retiennent tout autre envoi ;
- ``remise`` : le mode de remise à imprimer, s'il n'est pas postal ; ``discret`` : oui, si un tiers le lira (une
  banque) : ni l'activité de recouvrement, ni le créancier, ni la première lettre n'y sont dits ;
- ``besoin`` : paiement, echeancier ; ``saisie`` : voir ``saisies`` ;
- ``etendue`` : creancier, s'il parle de tous les dossiers du créancier et non d'un seul ;
- ``rappel`` : ce que l'on dit à qui l'établit, un délai par exemple ; jamais imprimé, plusieurs lignes se suivent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from recouvre.courriers.refus import ModeleFautif
from recouvre.courriers.saisies import CHOIX, GENRES, Saisie

SITUATIONS = (
    "titre", "public", "professionnel", "consommateur", "creancier-particulier", "procedure", "surendettement",
)  # fmt: skip
MESSAGE, COURRIEL, SMS = "message", "courriel", "sms"
_OUI, _NON = ("oui",), ("non",)
ENTETE: dict[str, tuple[str, ...]] = {
    "objet": (), "forme": ("lettre", "acte", MESSAGE), "canal": (COURRIEL, SMS), "expediteur": ("cabinet", "creancier"),
    "destinataire": ("debiteur", "creancier", "tiers", "aucun"), "mode": ("agence", "interne"),
    "mentions": ("R124-4",), "demarche": _NON, "reclame": _NON, "niveaux": _OUI, "delai": _OUI,
    "sauf": SITUATIONS, "pour": SITUATIONS, "arrete": ("procedure", "surendettement"),
    "malgre": ("plan", "litige", "promesse"), "remise": (), "discret": _OUI, "besoin": ("paiement", "echeancier"),
    "saisie": (), "etendue": ("creancier",), "rappel": (),
}  # fmt: skip
"""Les clés de l'en-tête et leurs valeurs permises (vide : un texte ; celles de ``_PLUSIEURS`` en ont plusieurs)."""

_PLUSIEURS = ("sauf", "pour", "malgre", "besoin")
_DU_BESOIN = {
    "paiement": (),
    "echeancier": (
        Saisie("nombre", "entier", "le nombre de versements"),
        Saisie("des", "date", "le jour du premier versement"),
    ),
}
_DU_TIERS = Saisie("destinataire", "adresse", "à qui l'envoyer : nom et adresse")
_CLE = re.compile(r"([\w-]+) *: *(.*)")
_SAISIE = re.compile(rf"([a-z_]+) +({'|'.join(GENRES)}|{CHOIX}\(([a-z|-]+)\))(\??)(?: +(.+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Ce que dit l'en-tête. ``ligne_objet`` : où est l'objet, pour qu'une faute de Jinja y renvoie."""

    objet: str
    ligne_objet: int
    forme: str = "lettre"
    canal: str = ""
    expediteur: str = "cabinet"
    destinataire: str = "debiteur"
    mode: str = ""
    premiere_lettre: bool = False
    demarche: bool = True
    reclame: bool = True
    a_niveaux: bool = False
    a_delai: bool = False
    sauf: tuple[str, ...] = ()
    pour: tuple[str, ...] = ()
    arrete: str = ""
    malgre: tuple[str, ...] = ()
    remise: str = ""
    discret: bool = False
    besoins: tuple[str, ...] = ()
    saisies: tuple[Saisie, ...] = ()
    du_portefeuille: bool = False
    rappel: str = ""

    @property
    def est_un_message(self) -> bool:
        """Vrai s'il part tel quel, par courriel ou par SMS, et ne s'imprime pas."""
        return self.forme == MESSAGE


def lire_notice(fichier: str, lignes: Sequence[str]) -> Notice:
    """L'en-tête lu. Lève ``ModeleFautif``."""
    lues: dict[str, str] = {}
    rangs: dict[str, int] = {}
    saisies: list[Saisie] = []
    rappels: list[str] = []
    for rang, cle, valeur in _cles(fichier, lignes):
        if cle == "saisie":
            saisies.append(_saisie(fichier, rang, valeur))
        elif cle == "rappel":
            rappels.append(valeur)
        elif cle in lues:
            raise ModeleFautif(fichier, rang, cle, "cette clé est déjà donnée plus haut.")
        else:
            lues[cle], rangs[cle] = valeur, rang
    verifier_message(fichier, lues, rangs)
    if "objet" not in lues and lues.get("canal") != SMS:
        premiere = lignes[0] if lignes else ""
        raise ModeleFautif(fichier, 1, premiere, "l'en-tête doit donner l'objet de la lettre (« objet : … »).")
    destinataire = lues.get("destinataire", "debiteur")
    besoins = tuple(lues.get("besoin", "").split())
    return Notice(
        objet=lues.get("objet", ""),
        ligne_objet=rangs.get("objet", 1),
        forme=lues.get("forme", "lettre"),
        canal=lues.get("canal", ""),
        expediteur=lues.get("expediteur", "cabinet"),
        destinataire=destinataire,
        mode=lues.get("mode", ""),
        premiere_lettre="mentions" in lues,
        demarche=destinataire == "debiteur" and "demarche" not in lues,
        reclame="reclame" not in lues,
        a_niveaux="niveaux" in lues,
        a_delai="delai" in lues,
        sauf=tuple(lues.get("sauf", "").split()),
        pour=tuple(lues.get("pour", "").split()),
        arrete=lues.get("arrete", ""),
        malgre=tuple(lues.get("malgre", "").split()),
        remise=lues.get("remise", ""),
        discret="discret" in lues,
        besoins=besoins,
        du_portefeuille="etendue" in lues,
        rappel=" ".join(rappels),
        saisies=(
            *([_DU_TIERS] if destinataire == "tiers" else []),
            *(saisie for besoin in besoins for saisie in _DU_BESOIN[besoin]),
            *saisies,
        ),
    )


_SANS_OBJET_EN_MESSAGE = {
    "mentions": "la première lettre d'une agence est une lettre, avec toutes ses mentions : un message l'accompagne.",
    "remise": "un message n'imprime aucun mode de remise : retirez cette ligne.",
    "discret": "un message va au destinataire lui-même : retirez cette ligne.",
    "etendue": "un message ne parle que d'un dossier : retirez cette ligne.",
}
_A_QUI = {COURRIEL: ("debiteur", "creancier"), SMS: ("debiteur",)}


def verifier_message(fichier: str, lues: Mapping[str, str], rangs: Mapping[str, int]) -> None:
    """Ce qu'un message doit dire, et ce qui n'a de sens que pour un papier. Lève ``ModeleFautif``."""
    canal = lues.get("canal", "")
    if lues.get("forme") != MESSAGE:
        if canal:
            raise ModeleFautif(fichier, rangs["canal"], "canal", f"cette clé ne vaut qu'avec « forme: {MESSAGE} ».")
        return
    if not canal:
        raison = f"un message dit son canal, sur une ligne de plus : « canal: {COURRIEL} » ou « canal: {SMS} »."
        raise ModeleFautif(fichier, rangs["forme"], MESSAGE, raison)
    if canal == SMS and "objet" in lues:
        raise ModeleFautif(fichier, rangs["objet"], "objet", "un SMS n'a pas d'objet : retirez cette ligne.")
    for cle, raison in _SANS_OBJET_EN_MESSAGE.items():
        if cle in lues:
            raise ModeleFautif(fichier, rangs[cle], cle, raison)
    qui = lues.get("destinataire", "debiteur")
    if qui not in _A_QUI[canal]:
        raison = f"ce message ne va qu'à : {' ou '.join(_A_QUI[canal])}."
        raise ModeleFautif(fichier, rangs["destinataire"], qui, raison)


def _cles(fichier: str, lignes: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Chaque clé de l'en-tête, sa ligne et sa valeur."""
    for rang, ligne in enumerate(lignes, 1):
        if not ligne.strip():
            continue
        trouve = _CLE.fullmatch(ligne.strip())
        if trouve is None or trouve[1] not in ENTETE:
            raise ModeleFautif(fichier, rang, ligne.strip(), f"l'en-tête ne connaît que {', '.join(ENTETE)}.")
        cle, valeur = trouve[1], trouve[2].strip()
        for mot in valeur.split() if cle in _PLUSIEURS else [valeur]:
            if ENTETE[cle] and mot not in ENTETE[cle]:
                raise ModeleFautif(fichier, rang, mot, f"« {cle} » attend {' ou '.join(ENTETE[cle])}.")
        yield rang, cle, valeur


def _saisie(fichier: str, rang: int, valeur: str) -> Saisie:
    trouve = _SAISIE.fullmatch(valeur)
    if trouve is None:
        genres = f"{', '.join(GENRES)}, {CHOIX}(un|deux)"
        forme = f"« saisie » attend un nom, un genre ({genres}) et ce qu'il faut taper."
        raise ModeleFautif(fichier, rang, valeur, forme)
    nom, genre, choix, facultative, libelle = trouve.groups()
    return Saisie(
        nom,
        CHOIX if choix else genre,
        libelle or nom.replace("_", " "),
        bool(facultative),
        tuple(choix.split("|")) if choix else (),
    )

"""Le profil : qui écrit. L'agence, ou l'entreprise qui recouvre ses propres créances."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """``AGENCE`` recouvre pour autrui (CPCE R124-1 s.) ; ``INTERNE`` recouvre ses propres factures."""

    AGENCE = "agence"
    INTERNE = "interne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profil:
    """L'identité de l'expéditeur. Un champ inconnu est vide : il n'empêche que le courrier qui en a besoin.

    En agence, ``iban`` est celui du compte exclusivement affecté aux fonds des créanciers (CPCE R124-2 al. 2).
    ``logo`` et ``signature`` nomment un fichier du cabinet ; ``couleur`` s'écrit « #1f3d61 » ; ``pied`` ajoute ses
    lignes au pied des courriers ; ``qr_virement`` imprime le QR de virement à côté de l'IBAN ; ``archive`` garde
    les documents établis en PDF/A-2b. ``jours_de_prelevement`` : les jours du mois entre lesquels le débiteur choisit.
    ``cartes`` : celles que l'on accepte, « CB, Visa, Mastercard » ; ``page_de_paiement`` : où payer en ligne ;
    ``carte_par_echeance`` : l'échéance d'un plan peut aussi se payer par carte. L'outil n'encaisse aucune carte.
    """

    mode: Mode
    denomination: str = ""
    forme: str = ""
    adresse: str = ""
    complement: str = ""
    code_postal: str = ""
    ville: str = ""
    siren: str = ""
    telephone: str = ""
    courriel: str = ""
    horaires: str = ""
    signataire: str = ""
    qualite_signataire: str = ""
    iban: str = ""
    bic: str = ""
    assureur: str = ""
    police: str = ""
    assurance_fin_le: dt.date | None = None
    parquet: str = ""
    declaration_le: dt.date | None = None
    logo: str = ""
    couleur: str = ""
    signature: str = ""
    pied: str = ""
    qr_virement: bool = False
    archive: bool = False
    jours_de_prelevement: str = ""
    cartes: str = ""
    page_de_paiement: str = ""
    carte_par_echeance: bool = False

    @property
    def par_carte(self) -> bool:
        """Vrai si l'on peut payer par carte : des cartes acceptées, ou une page de paiement."""
        return bool(self.cartes.strip() or self.page_de_paiement.strip())

    @property
    def jours_au_choix(self) -> tuple[int, ...]:
        """Les jours de prélèvement ; à défaut de réglage, le 5, le 10 et le 20.

        >>> Profil(mode=Mode.INTERNE, jours_de_prelevement="1 15").jours_au_choix
        (1, 15)
        """
        dits = (mot for mot in self.jours_de_prelevement.replace(",", " ").split() if mot.isdecimal())
        return tuple(jour for jour in map(int, dits) if 1 <= jour <= 31) or (5, 10, 20)

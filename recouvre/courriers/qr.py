"""Le QR de virement SEPA (EPC069-12 v3.1, « BCD ») : ce qu'il dit, contrôlé, et ses modules noirs et blancs.

La banque du débiteur y lit le bénéficiaire, l'IBAN, la somme et la référence. Il ne remplace jamais l'IBAN imprimé : il
s'imprime à côté.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from recouvre.courriers.ecriture import sur_une_ligne
from recouvre.domaine.refus import Refus

OCTETS, NOM, MOTIF = 331, 70, 140
"""Les longueurs permises par l'EPC : la charge en octets, le nom et le motif en caractères."""

SOMMES = range(1, 999_999_999_99 + 1)
"""Les sommes permises, en centimes : de 0,01 à 999 999 999,99 €."""

_VERSION = 13
"""La plus grande version de symbole que l'EPC admet ; elle suffit à 331 octets au niveau M."""

Matrice = tuple[tuple[bool, ...], ...]
"""Les modules d'un symbole, rang par rang, ``True`` pour le noir ; sans la zone de silence."""


class QrImpossible(Refus):
    """Un virement qui ne s'écrit pas dans un QR EPC069-12."""

    def __init__(self, raison: str) -> None:
        super().__init__(f"Le QR de virement ne peut pas s'imprimer : {raison} L'IBAN, lui, reste imprimé.")


def charge_virement(*, nom: str, iban: str, montant: int, reference: str, bic: str = "") -> str:
    """Ce que dit le QR ; ``montant`` en centimes. Lève ``QrImpossible`` plutôt que de tronquer.

    >>> print(charge_virement(nom="Menuiserie Faure", iban="FR76 3000 4000 0312 3456 7890 143", montant=123456,
    ...                       reference="D-12").replace(chr(10), "|"))
    BCD|002|1|SCT||Menuiserie Faure|FR7630004000031234567890143|EUR1234.56|||D-12
    """
    beneficiaire, motif = sur_une_ligne(nom), sur_une_ligne(reference)
    compte, banque = "".join(iban.split()).upper(), "".join(bic.split()).upper()
    for bon, raison in (
        (0 < len(beneficiaire) <= NOM, f"le nom du titulaire du compte doit avoir de 1 à {NOM} caractères."),
        (_iban_juste(compte), f"l'IBAN « {compte} » n'est pas juste."),
        (montant in SOMMES, "la somme doit aller de 0,01 à 999 999 999,99 €."),
        (len(motif) <= MOTIF, f"la référence à rappeler dépasse {MOTIF} caractères."),
        (len(banque) in (0, 8, 11), f"le BIC « {banque} » doit avoir 8 ou 11 caractères."),
    ):
        if not bon:
            raise QrImpossible(raison)
    somme = f"EUR{montant // 100}.{montant % 100:02d}"
    charge = "\n".join(("BCD", "002", "1", "SCT", banque, beneficiaire, compte, somme, "", "", motif)).rstrip("\n")
    if len(charge.encode()) > OCTETS:
        raise QrImpossible(f"le tout dépasse {OCTETS} octets.")
    return charge


def _iban_juste(iban: str) -> bool:
    """La clé de l'ISO 13616 : le nombre, pays et clé remis à la fin, vaut 1 modulo 97."""
    if not (15 <= len(iban) <= 34 and iban.isascii() and iban.isalnum()):
        return False
    return int("".join(str(int(signe, 36)) for signe in iban[4:] + iban[:4])) % 97 == 1


@lru_cache(maxsize=64)
def matrice(charge: str) -> Matrice:
    """Le symbole de niveau M (15 % réparables), le plus petit qui tienne, en octets UTF-8."""
    from reportlab.graphics.barcode import qrencoder

    symbole: Any = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    symbole.addData(qrencoder.QR8bitByte(charge))
    if len(charge.encode()) > OCTETS or symbole.calculate_version() > _VERSION:
        raise QrImpossible(f"le tout dépasse {OCTETS} octets.")
    symbole.make()
    return tuple(tuple(map(bool, rang)) for rang in symbole.modules)

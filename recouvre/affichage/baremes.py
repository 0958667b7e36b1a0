"""Les barèmes d'honoraires d'un créancier : en tableau et en JSON."""

from __future__ import annotations

from collections.abc import Sequence

from recouvre.affichage.francais import date
from recouvre.affichage.tableau import Colonne, tableau
from recouvre.domaine.honoraires import BaremeHonoraires
from recouvre.domaine.honoraires_dits import en_clair
from recouvre.domaine.montants import en_decimal


def commande_du_bareme(creancier: str) -> str:
    """Ce qu'il faut taper pour noter un barème ; la date et le taux restent à dire."""
    nom = creancier.replace('"', '\\"')
    return f'recouvre bareme "{nom}" --du DATE --commission "12 %"'


def montrer_baremes(creancier: str, baremes: Sequence[BaremeHonoraires]) -> None:
    """Chaque barème et le jour où il commence ; le dernier commencé vaut."""
    if not baremes:
        print(f"{creancier} n'a pas de barème d'honoraires. Pour en noter un :\n  {commande_du_bareme(creancier)}")
        return
    tableau(
        (Colonne("À partir du"), Colonne("Honoraires")),
        [(date(bareme.du), en_clair(bareme)) for bareme in baremes],
        titre=f"{creancier} : barème d'honoraires",
    )


def bareme_en_json(bareme: BaremeHonoraires) -> dict[str, object]:
    """Un barème, ses taux en chaînes, ses montants en décimales."""
    return {
        "du": bareme.du,
        "texte": en_clair(bareme),
        "commissions": [
            {
                "des_mois": grille.des_mois,
                "tranches": [
                    {"taux": t.taux, "au_plus": None if t.au_plus is None else en_decimal(t.au_plus)}
                    for t in grille.tranches
                ],
            }
            for grille in bareme.grilles
        ],
        "selon": str(bareme.selon),
        "assiette": str(bareme.assiette),
        "direct": bareme.direct,
        "minimum": en_decimal(bareme.minimum),
        "tva": bareme.tva,
    }

"""Le nom français d'un pays d'après son code ISO 3166-1, tel qu'une enveloppe le porte."""

from __future__ import annotations

_FRANCE = frozenset({"", "FR", "FRA", "FRANCE", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF"})
"""La France et ses territoires : l'adresse se termine au code postal et à la ville."""

_NOMS = {
    "AD": "Andorre", "AT": "Autriche", "BE": "Belgique", "BG": "Bulgarie", "CA": "Canada", "CH": "Suisse",
    "CN": "Chine", "CY": "Chypre", "CZ": "Tchéquie", "DE": "Allemagne", "DK": "Danemark", "DZ": "Algérie",
    "EE": "Estonie", "ES": "Espagne", "FI": "Finlande", "GB": "Royaume-Uni", "GR": "Grèce", "EL": "Grèce",
    "HR": "Croatie", "HU": "Hongrie", "IE": "Irlande", "IS": "Islande", "IT": "Italie", "LI": "Liechtenstein",
    "LT": "Lituanie", "LU": "Luxembourg", "LV": "Lettonie", "MA": "Maroc", "MC": "Monaco", "MT": "Malte",
    "NL": "Pays-Bas", "NO": "Norvège", "PL": "Pologne", "PT": "Portugal", "RO": "Roumanie", "SE": "Suède",
    "SI": "Slovénie", "SK": "Slovaquie", "TN": "Tunisie", "TR": "Turquie", "US": "États-Unis",
}  # fmt: skip


def nom_du_pays(texte: str) -> str:
    """Rend le nom du pays, vide pour la France ; un code ou un nom inconnu est rendu tel quel.

    >>> nom_du_pays("es"), nom_du_pays("FR"), nom_du_pays("Belgique")
    ('Espagne', '', 'Belgique')
    """
    net = texte.strip()
    if net.upper() in _FRANCE:
        return ""
    return _NOMS.get(net.upper(), net)

"""Les textes qu'un courrier reproduit ou cite, copiés mot à mot de leur source, avec leur date de relevé."""

from __future__ import annotations

import datetime as dt

L111_8_ALINEA_2 = (
    "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent "
    "un acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non "
    "écrite, sauf disposition législative contraire."
)
L111_8_ALINEA_3 = (
    "Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance "
    "peut demander au juge de l'exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de "
    "mauvaise foi."
)
L111_8_SOURCE = (
    "Code des procédures civiles d'exécution, article L111-8, alinéas 2 et 3 (loi n° 2014-344 du 17/03/2014)"
)
L111_8_RELEVE_LE = dt.date(2026, 4, 2)

ACTIVITE = "exerce une activité de recouvrement amiable"
"""L'indication que R124-4 1° demande, dans ses propres mots."""

OMISSION_PUNIE = "L'omission d'une seule mention de R124-4 est punie (CPCE R124-7 2°)."

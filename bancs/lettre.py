"""La lettre des bancs : une mise en demeure d'une page, six factures, mentions, adresse ; chaque rang a les siennes.

Les phrases sont celles d'un lot : les unes les mêmes partout, les autres (nom, sommes, dates, numéros) jamais deux fois
les mêmes, sans quoi la mémoire de la plume fausserait la mesure.
"""

from __future__ import annotations

import datetime as dt

from recouvre.courriers.courrier import (
    Citation,
    Colonne,
    Courrier,
    Encadre,
    Entete,
    Paragraphe,
    Signature,
    Tableau,
)

LE = dt.date(2026, 11, 21)
COLONNES = (
    Colonne("Facture", 34),
    Colonne("Échéance", 22),
    Colonne("Montant TTC", 27, droite=True),
    Colonne("Réglé", 27, droite=True),
    Colonne("Intérêts", 27, droite=True),
    Colonne("Reste dû", 33, droite=True),
)
ENTETE = Entete(
    nom="Cabinet Vauquelin & Associés",
    qualite="SARL au capital de 20 000 € – Recouvrement amiable de créances",
    adresse=("18, quai Saint-Antoine", "69002 Lyon"),
    contact=("Tél. 04 72 00 11 22", "du lundi au vendredi, 9 h – 12 h et 14 h – 17 h", "dossiers@vauquelin.example"),
)
CITATION = Citation(
    "Article L111-8, alinéa 2, du code des procédures civiles d'exécution",
    (
        "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils "
        "concernent un acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire "
        "est réputée non écrite, sauf disposition législative contraire.",
    ),
)
PIED = (
    "Cabinet Vauquelin & Associés – SIREN 812 345 678 – activité régie par les articles R124-1 à R124-7 du code des "
    "procédures civiles d'exécution – assurance de responsabilité : Mutuelle des Alpes, police n° RC-4471-20 – "
    "déclaration au procureur de la République près le tribunal judiciaire de Lyon le 1er mars 2019.",
)


def euros(centimes: int) -> str:
    """« 1 234,56 € », espace fine et insécable."""
    return f"{centimes // 100:_},{centimes % 100:02} €".replace("_", "\u202f").replace(" €", "\u00a0€")


def lettre(rang: int) -> Courrier:
    """La mise en demeure numéro ``rang``."""
    factures = [(104_200 + 7_919 * rang + 13_331 * n, 1_117 + 13 * rang + 7 * n) for n in range(6)]
    total = sum(du + interets for du, interets in factures)
    return Courrier(
        modele="banc",
        empreinte_modele="0" * 64,
        dossier=f"D-{rang}",
        reference=f"D-{rang}/1",
        le=LE,
        lieu_date="Lyon, le 21 novembre 2026",
        mention_envoi="Lettre recommandée avec avis de réception",
        objet=f"Mise en demeure de payer {euros(total)}",
        total=total,
        entete=ENTETE,
        destinataire=(f"GARAGE MARTIN ET FILS {rang}", f"{rang} RUE DE LA GARE", "42000 SAINT ETIENNE"),
        references=(("Nos références", f"D-{rang}/1"), ("Créancier", "Menuiserie Faure"), ("Votre compte", f"C{rang}")),
        blocs=(*_blocs(rang, total), _tableau(rang, factures, total), *_suite(rang)),
        pied=PIED,
    )


def _blocs(rang: int, total: int) -> tuple[Paragraphe, ...]:
    return (
        Paragraphe("Madame, Monsieur,"),
        Paragraphe(
            "Nous sommes chargés par Menuiserie Faure, Zone artisanale des Œillets, à Bourg-en-Bresse, de recouvrer à "
            f"l'amiable les factures ci-dessous, restées impayées, que votre entreprise lui doit (compte C{rang})."
        ),
        Paragraphe(
            f"Nous vous mettons en demeure de payer {euros(total)} au plus tard le 7 décembre 2026. À défaut, notre "
            "mandant pourra saisir le tribunal compétent sans autre avis."
        ),
    )


def _tableau(rang: int, factures: list[tuple[int, int]], total: int) -> Tableau:
    lignes = tuple(
        (
            f"F-{rang}-{n}",
            f"{(dt.date(2026, 1, 31) + dt.timedelta(31 * n + rang % 28)):%d/%m/%Y}",
            euros(du + 5_000),
            euros(5_000),
            euros(interets),
            euros(du + interets),
        )
        for n, (du, interets) in enumerate(factures)
    )
    return Tableau(colonnes=COLONNES, lignes=lignes, totaux=(("Total à payer", euros(total)),))


def _suite(rang: int) -> tuple[Paragraphe | Encadre | Citation | Signature, ...]:
    return (
        Encadre(
            "Comment payer",
            (
                ("Par virement", "FR76 3000 6000 0112 3456 7890 189 – AGRIFRPP"),
                ("Référence à rappeler", f"D-{rang}/1"),
            ),
        ),
        Paragraphe(
            "Les intérêts courent de plein droit, au taux de la BCE majoré de dix points (C. com., art. L441-10).",
            petit=True,
        ),
        CITATION,
        Paragraphe("Veuillez agréer, Madame, Monsieur, nos salutations distinguées."),
        Signature(("Hélène Núñez-Dupré", "Chargée de recouvrement")),
    )

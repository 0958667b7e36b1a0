"""Les documents adressés au débiteur ou faits à son sujet : une demande par modèle, par mode et par qualité."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from typing import Any

from fabrique_courriers import (
    A_ECHOIR,
    FACTURES,
    LE,
    PIEGE,
    PREMIERE,
    VERSEMENT,
    demande,
    dossier,
    en_echeancier,
    paiement,
)

from recouvre.courriers.contexte import Demande
from recouvre.courriers.donnees import Paiement
from recouvre.courriers.saisies import Valeur
from recouvre.domaine.evenements import AvoirAjoute, EncaissementRecu, MiseEnDemeurePresentee
from recouvre.domaine.parties import Partie, Qualite, ReglagesCreancier
from recouvre.domaine.profil import Mode
from recouvre.droit.decompte import decompter
from recouvre.droit.taux import Bareme
from recouvre.operations.bareme import lire_bareme

PREMIER_VERSEMENT = dt.date(2026, 12, 5)
AVOIR = AvoirAjoute(date=dt.date(2026, 8, 20), numero="A-2026-9", montant=160_00, sur="F-2026-117")
CHEQUE = EncaissementRecu(date=dt.date(2026, 10, 12), montant=600_00, mode="cheque")
PRESENTEE = MiseEnDemeurePresentee(date=dt.date(2026, 10, 8))
COMMUNE = Partie(
    nom="Commune de Saint-Aubin", adresse="1, place de la Mairie", code_postal="21190", ville="Saint-Aubin"
)
_PLAN: dict[str, Valeur] = {"signe_le": dt.date(2026, 7, 2), "versement": 3, "sur": 6}
_QUALITES = (Qualite.PROFESSIONNEL, Qualite.CONSOMMATEUR)


@dataclass(frozen=True)
class _Modele:
    """Ce qu'un modèle demande, et ce que chaque qualité y ajoute de facultatif."""

    saisies: Mapping[str, Valeur] = field(default_factory=dict)
    du_consommateur: Mapping[str, Valeur] = field(default_factory=dict)
    du_professionnel: Mapping[str, Valeur] = field(default_factory=dict)
    versements: int = 0


_MODELES = {
    "proposition_echeancier": _Modele(versements=6),
    "protocole_echeancier": _Modele(
        versements=6,
        du_professionnel={"representant": "M. Ézéchiel Martin, gérant"},
        du_consommateur={"preavis": 30, "mode": "virement permanent"},
    ),
    "rappel_echeance": _Modele({**_PLAN, "somme": 600_99, "echeance": dt.date(2026, 11, 5)}),
    "annonce_echeance": _Modele({**_PLAN, "somme": 600_99, "echeance": dt.date(2026, 11, 23)}),
    "constat_caducite": _Modele(
        {
            **_PLAN,
            "echeance": dt.date(2026, 10, 5),
            "rappel_le": dt.date(2026, 10, 12),
            "limite": dt.date(2026, 11, 2),
        }
    ),
    "lettre_promesse": _Modele(
        {"promis_le": dt.date(2026, 11, 3), "somme": 1_000_00, "pour_le": dt.date(2026, 11, 13)}
    ),
    "reponse_contestation": _Modele(
        {
            "contestation_le": dt.date(2026, 11, 9),
            "motif": "la pose des portes, que vous dites inachevée",
            "reponse": "Le bon de réception, joint, a été signé sans réserve le 12 juin 2026.",
        },
        {"reconnu": 89_90},
    ),
    "releve_compte": _Modele(),
    "decompte_detaille": _Modele(),
    "annulation_quittance": _Modele(
        {
            "quittance": "D-12/3",
            "quittance_le": dt.date(2026, 10, 14),
            "motif": "le chèque remis le 12 octobre 2026 est revenu impayé",
        }
    ),
    "demande_virement_permanent": _Modele(versements=6),
    "mandat_sepa": _Modele({"ics": "FR12ZZZ123456"}, {"rum": "D12-2026-001", "ponctuel": "oui"}),
    "trame_appel": _Modele(),
    "avis_passage": _Modele({"passage": LE}, {"heure": "14 h 30"}),
}
_PAIEMENTS: dict[tuple[Mode, Qualite], Paiement] = {
    (Mode.AGENCE, Qualite.PROFESSIONNEL): paiement(reference="VIR 0915 GARAGE"),
    (Mode.AGENCE, Qualite.CONSOMMATEUR): paiement(89_90, interets=0, indemnites=0, principal=89_90, reste=0),
    (Mode.INTERNE, Qualite.PROFESSIONNEL): paiement(mode="cheque", accessoires=25_00, principal=1_776_36),
    (Mode.INTERNE, Qualite.CONSOMMATEUR): paiement(
        100_00, interets=0, indemnites=0, principal=89_90, trop_percu=10_10, reste=0, mode="cheque"
    ),
}


@lru_cache
def _bareme() -> Bareme:
    return lire_bareme()


def _suite(modele: str, mode: Mode, qualite: Qualite, **plus: Any) -> Demande:
    """Un document qui suit la première lettre, sur un vrai décompte : avoir, versement, chèque."""
    presentee = (PRESENTEE,) if qualite is Qualite.CONSOMMATEUR else ()
    faits = (*FACTURES, AVOIR, VERSEMENT, CHEQUE, *presentee)
    decompte = decompter(dossier(*faits, qualite=qualite), LE, _bareme())
    return demande(
        modele,
        mode=mode,
        qualite=qualite,
        faits=faits,
        reference="D-12/4",
        premiere=PREMIERE if mode is Mode.AGENCE else None,
        decompte=decompte,
        reglages=ReglagesCreancier(convention_le=dt.date(2025, 1, 6)),
        **plus,
    )


def _publique(mode: Mode) -> Demande:
    plie = dossier(*FACTURES, qualite=Qualite.PUBLIC)
    simple = demande(f"mise_en_demeure_{mode}", mode=mode, qualite=Qualite.PUBLIC, debiteur=COMMUNE)
    return replace(simple, decompte=decompter(plie, LE, _bareme()))


def cas_du_debiteur() -> Iterator[tuple[str, Demande]]:
    """Le nom de chaque texte attendu et sa demande."""
    for mode, qualite in product(Mode, _QUALITES):
        suffixe = f"{mode}-{qualite}"
        for nom, modele in _MODELES.items():
            plus = modele.du_consommateur if qualite is Qualite.CONSOMMATEUR else modele.du_professionnel
            simple = _suite(nom, mode, qualite, saisies={**modele.saisies, **plus})
            if modele.versements:
                simple = en_echeancier(simple, modele.versements, PREMIER_VERSEMENT)
            yield f"{nom}-{suffixe}", simple
        for nom in ("quittance", "recu_acompte", "remerciement"):
            yield f"{nom}-{suffixe}", _suite(nom, mode, qualite, paiement=_PAIEMENTS[mode, qualite])
    for mode in Mode:
        yield f"mise_en_demeure-{mode}-public", _publique(mode)
    une = _suite("demande_virement_permanent", Mode.AGENCE, Qualite.PROFESSIONNEL)
    ronde = replace(une, decompte=replace(une.decompte, total=3_000_00))
    yield "demande_virement_permanent-sans-reste", en_echeancier(ronde, 3, PREMIER_VERSEMENT)
    credit = _suite("protocole_echeancier", Mode.AGENCE, Qualite.CONSOMMATEUR, nature="Crédit à la consommation")
    yield "protocole_echeancier-agence-credit", en_echeancier(credit, 6, PREMIER_VERSEMENT)
    for sort in ("maintenus", "abandonnes"):
        simple = _suite("protocole_echeancier", Mode.AGENCE, Qualite.PROFESSIONNEL, saisies={"interets": sort})
        yield f"protocole_echeancier-agence-{sort}", en_echeancier(simple, 6, PREMIER_VERSEMENT)
    offre = _suite("proposition_echeancier", Mode.AGENCE, Qualite.PROFESSIONNEL, saisies={"interets": "maintenus"})
    yield "proposition_echeancier-agence-maintenus", en_echeancier(offre, 6, PREMIER_VERSEMENT)
    partiel = {**_PLAN, "somme": 600_99, "echeance": dt.date(2026, 11, 5), "manque": 200_99}
    for nom in ("rappel_echeance", "annonce_echeance"):
        yield f"{nom}-agence-partiel", _suite(nom, Mode.AGENCE, Qualite.PROFESSIONNEL, saisies=partiel)
    direct = paiement(direct=True)
    for nom in ("quittance", "recu_acompte", "remerciement"):
        yield f"{nom}-agence-direct", _suite(nom, Mode.AGENCE, Qualite.PROFESSIONNEL, paiement=direct)
    sans_telephone = replace(PIEGE, telephone="")
    yield (
        "trame_appel-une-facture",
        replace(
            _suite("trame_appel", Mode.INTERNE, Qualite.PROFESSIONNEL, debiteur=sans_telephone),
            decompte=decompter(dossier(FACTURES[2], A_ECHOIR), LE, _bareme()),
        ),
    )

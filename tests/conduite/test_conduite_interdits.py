"""La table des interdits : chaque état, chaque démarche, permise ou refusée et sa raison.

``docs/interdits.md`` est cette table, mise en français ; ``RECOUVRE_ATTENDUS=ecrire`` la récrit, à relire mot à mot.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from interdits import DEMARCHES, ETATS, Etat

from recouvre.affichage.faits_de_suivi import SIGNAUX
from recouvre.domaine.faits_de_suivi import NatureSignal

DOC = Path(__file__).parents[2] / "docs" / "interdits.md"
TETE = """# Ce qui reste permis

Pour chaque état d'un dossier, ce que `recouvre` laisse faire ou refuse, et la raison qu'il en donne. Cette page est
tirée du code et comparée à lui par un test : la porte des envois, l'agenda et l'encaissement y répondent eux-mêmes.

Une démarche absente de la liste d'un état y est permise. « Paiement » : un paiement s'enregistre toujours ; la page
dit quand la loi le défend au débiteur et que l'outil avertit. Certaines règles sont des prudences de l'outil, non des
articles : la raison ne cite alors aucun texte.
"""
_ENVOIS = ("mise en demeure", "relance par courrier", "relance par courriel", "SMS", "avis avant poursuites")
TOUT_ENVOI = "tout envoi du scénario, sur papier ou à distance"
_AUX_TACHES = ("appel", "visite")


def _page() -> str:
    return "\n".join((TETE, *(ligne for etat in ETATS for ligne in _paragraphe(etat))))


def _paragraphe(etat: Etat) -> Iterator[str]:
    """Les démarches refusées dans cet état, celles qui partagent une raison réunies."""
    titre = SIGNAUX[NatureSignal(etat.nom[9:])] if etat.nom.startswith("signal : ") else etat.nom
    yield f"## {titre[0].upper()}{titre[1:]}\n"
    raisons: dict[str, list[str]] = {}
    for nom, demander in DEMARCHES.items():
        if dites := " ; ".join(dict.fromkeys(retenue.phrase for retenue in demander(etat))):
            raisons.setdefault(dites, []).append(nom)
    if not raisons:
        yield "Tout est permis.\n"
    for dites, noms in raisons.items():
        envois = [TOUT_ENVOI] if set(_ENVOIS) <= set(noms) else []
        autres = [nom for nom in noms if not (envois and nom in _ENVOIS)]
        yield f"- **{', '.join([*envois, *autres])}** : {dites.rstrip('.')}."
    if raisons:
        yield ""


def test_la_table_des_interdits_est_celle_que_l_on_publie() -> None:
    page = _page().rstrip() + "\n"
    if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
        DOC.write_text(page, "utf-8")
    assert DOC.read_text("utf-8") == page


def test_la_table_est_entiere() -> None:
    noms = [etat.nom for etat in ETATS]
    assert len(noms) == len(set(noms)) >= 45 and len(DEMARCHES) == 13
    assert {f"signal : {nature}" for nature in NatureSignal} < set(noms)


RIEN_NE_SE_RECLAME = (
    "soldé", "clos", "annulé", "litige", "délai de grâce", "procédure collective", "surendettement recevable",
    "mesures en vigueur", "créance effacée", "signal : mediation", "signal : deces", "signal : minorite",
    "signal : tutelle", "signal : prescription-acquise", "signal : confie-ailleurs", "petites créances",
    "injonction déposée", "opposition", "titre exécutoire", "promesse en cours", "plan signé", "pouvoir manquant",
    "paiement direct à trancher", "prescrite, par le calcul", "délai d'un acheteur public interrompu",
)  # fmt: skip
TOUT_SE_RECLAME = (
    "ordinaire", "lettre non réclamée", "litige, part reconnue", "litige clos", "promesse rompue", "signal levé",
    "procédure collective levée", "surendettement déposé", "surendettement fini", "injonction éteinte",
    "paiement direct, reste réclamé", "remise partielle",
)  # fmt: skip


def _de(nom: str) -> Etat:
    return next(etat for etat in ETATS if etat.nom == nom)


@pytest.mark.parametrize("nom", RIEN_NE_SE_RECLAME)
def test_ni_lettre_ni_message_ni_appel_ni_visite(nom: str) -> None:
    """Ces états arrêtent toute réclamation, par quelque voie que ce soit."""
    for demarche in (*_ENVOIS, *_AUX_TACHES):
        assert DEMARCHES[demarche](_de(nom)), f"{demarche} ne doit pas se faire : {nom}"


@pytest.mark.parametrize("nom", TOUT_SE_RECLAME)
def test_rien_n_est_retenu_sans_raison(nom: str) -> None:
    for demarche, demander in DEMARCHES.items():
        assert demander(_de(nom)) == (), f"{demarche} se fait : {nom}"


def test_les_nuances_qui_coutent_cher() -> None:
    """Une lettre revenue n'arrête que ce qui passe par l'adresse ; une visite refusée, que les visites."""
    permises = {
        nom: {demarche for demarche, demander in DEMARCHES.items() if not demander(_de(nom))}
        for nom in ("lettre revenue (NPAI)", "signal : visite-refusee", "plan signé", "créance effacée", "litige")
    }
    assert {"relance par courriel", "SMS", "appel"} < permises["lettre revenue (NPAI)"]
    assert not {"relance par courrier", "visite"} & permises["lettre revenue (NPAI)"]
    assert set(DEMARCHES) - permises["signal : visite-refusee"] == {"visite"}
    assert {"mise en demeure d'échéance", "quittance", "paiement"} == permises["plan signé"]
    assert permises["créance effacée"] == {"quittance"}
    assert permises["litige"] == {"réponse à contestation", "quittance", "paiement"}

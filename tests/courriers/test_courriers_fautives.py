"""Une collection de lettres fautives : chacune est arrêtée pour sa règle, et pour elle seule ; les bonnes passent.

Chaque lettre de ``fautives/`` dit, dans un commentaire de sa première ligne, la règle attendue (ou les règles),
l'article que le refus doit nommer, et ce qu'il faut du dossier pour qu'elle soit fautive.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fabrique_courriers import FACTURES, PREMIERE, demande
from test_courriers_attendus import CAS

from recouvre.courriers.accessoires import PosteAccessoire
from recouvre.courriers.apparence import Apparence
from recouvre.courriers.conformite import Constat, controler, manquements
from recouvre.courriers.contexte import Demande
from recouvre.courriers.courrier import Courrier, Entete, Formulaire, Paragraphe, Signataires, Zone, texte
from recouvre.courriers.modeles import composer, rediger
from recouvre.courriers.refus import NonConforme
from recouvre.domaine.faits_de_droit import TitreObtenu
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode
from recouvre.droit.releve import Nature

FAUTIVES = Path(__file__).parent / "fautives"
NOMS = sorted(fichier.stem for fichier in FAUTIVES.glob("*.txt"))
REGLES = (
    "r124_4_1a", "r124_4_1b", "r124_4_1c", "r124_4_2", "r124_4_3a", "r124_4_3b", "r124_4_3c", "r124_4_3d", "r124_4_3e",
    "r124_4_4a", "r124_4_4b", "r124_4_5", "r124_4_rappel", "frais", "indemnite_consommateur", "mots_trompeurs",
    "decor_officiel", "menace", "poursuites_penales", "fichage", "revelation_tiers", "prescription", "numero_surtaxe",
    "lre",
)  # fmt: skip
TITRE = TitreObtenu(date=dt.date(2026, 11, 1))


def fiche(nom: str) -> dict[str, str]:
    """Ce que la première ligne d'une lettre fautive dit d'elle."""
    premiere = (FAUTIVES / f"{nom}.txt").read_text("utf-8").partition("\n")[0]
    trouve = re.search(r"\{# (.*?) #\}", premiere)
    assert trouve, nom
    return dict(couple.split(" : ") for couple in trouve[1].split("; "))


def demande_de(nom: str, **plus: Any) -> Demande:
    dite = fiche(nom)
    cles: dict[str, Any] = {
        "mode": Mode(dite.get("mode", "agence")),
        "qualite": Qualite(dite.get("qualité", "professionnel")),
        "premiere": PREMIERE if "suite" in dite else None,
        "envoi": dite.get("envoi", "simple"),
        "prescrite_le": dt.date(2026, 1, 31) if "prescrite" in dite else None,
    }
    return demande(nom, **{**cles, **plus})


def oter(courrier: Courrier, quoi: str) -> Courrier:
    """Ce que la plume imprime d'elle-même et qu'aucun modèle ne peut taire : le contrôle ne s'y fie pas."""
    if quoi == "en-tête":
        nu = Entete(nom="", qualite="", adresse=(), contact=())
        return replace(courrier, entete=nu, pied=(), lieu_date="")
    return replace(courrier, references=()) if quoi == "références" else courrier


def violees(nom: str, **plus: Any) -> tuple[Constat, ...]:
    redaction = rediger(demande_de(nom, **plus), [FAUTIVES])
    courrier = oter(redaction.courrier, fiche(nom).get("sans", ""))
    return manquements(courrier, *redaction[1:], prescrite_le=redaction.demande.prescrite_le)


def cles(constats: tuple[Constat, ...]) -> set[str]:
    return {constat.regle for constat in constats}


@pytest.mark.parametrize("nom", NOMS)
def test_chaque_lettre_fautive_est_arretee_pour_sa_regle_et_pour_elle_seule(nom: str) -> None:
    dite, constats = fiche(nom), violees(nom)
    assert cles(constats) == set(dite["règle"].split())
    assert any(dite["article"] in constat.article for constat in constats)
    assert all(constat.manquement and constat.correction for constat in constats)


@pytest.mark.parametrize("nom", [nom for nom in NOMS if "sans" not in fiche(nom)])
def test_le_refus_nomme_chaque_regle_son_article_et_sa_correction(nom: str) -> None:
    with pytest.raises(NonConforme) as refus:
        composer(demande_de(nom), [FAUTIVES])
    assert refus.value.manquements == violees(nom)
    for constat in refus.value.manquements:
        assert constat.manquement in refus.value.phrase
        assert constat.article in refus.value.phrase
        assert constat.correction in refus.value.phrase
    assert ("R124-7" in refus.value.phrase) is any(c.regle.startswith("r124") for c in refus.value.manquements)


@pytest.mark.parametrize("nom", [nom for nom in NOMS if "sans" not in fiche(nom)])
def test_forcer_laisse_passer_le_meme_texte(nom: str) -> None:
    voulue = demande_de(nom)
    assert composer(voulue, [FAUTIVES], forcees=set(REGLES)) == rediger(voulue, [FAUTIVES]).courrier


def test_chaque_regle_a_sa_lettre_fautive() -> None:
    assert {regle for nom in NOMS for regle in fiche(nom)["règle"].split()} == set(REGLES)


@pytest.mark.parametrize("nom", sorted(CAS))
def test_les_bonnes_lettres_passent(nom: str) -> None:
    redaction = rediger(CAS[nom])
    constats = controler(*redaction, prescrite_le=None)
    assert [constat for constat in constats if not constat.respecte] == []
    assert (len(constats) >= 8) is (redaction.modele.destinataire == "debiteur")
    vues = [constat.regle for constat in constats]
    assert vues == [regle for regle in REGLES if regle in vues], "dans l'ordre de la loi, chacune une fois"


def test_un_titre_rend_vrais_les_mots_de_l_execution_mais_ne_permet_aucun_frais() -> None:
    for nom in ("mots_trompeurs", "mots_dernier_avis", "menace_interne", "menace_agence"):
        assert cles(violees(nom, faits=(*FACTURES, TITRE))) == set(), nom
        assert cles(violees(nom, faits=(*FACTURES, replace(TITRE, date=dt.date(2026, 11, 22))))), "pas encore obtenu"
    for nom in ("frais_professionnel", "poursuites_penales", "decor_officiel", "fichage", "revelation_tiers"):
        assert cles(violees(nom, faits=(*FACTURES, TITRE))) == set(fiche(nom)["règle"].split())


def test_seuls_les_courriers_au_debiteur_sont_vises() -> None:
    redaction = rediger(demande_de("mots_trompeurs"), [FAUTIVES])

    class AuCreancier:
        destinataire = "creancier"
        premiere_lettre = False

    vise: Any = AuCreancier()
    assert controler(*redaction[:3], vise, prescrite_le=None) == ()


def test_une_lettre_fautive_se_lit_encore() -> None:
    """Elles sont fautives en droit, pas en Jinja : leur texte se compose."""
    for nom in NOMS:
        assert texte(rediger(demande_de(nom), [FAUTIVES]).courrier)


def test_le_pied_ajoute_et_les_champs_a_remplir_se_lisent_aussi() -> None:
    redaction = rediger(CAS["mise_en_demeure-agence-professionnel"])
    for neuf in (
        replace(redaction.courrier, pied=("Étude d’huissiers",)),
        replace(redaction.courrier, apparence=Apparence(pied=("Étude d’huissiers",))),
        replace(redaction.courrier, blocs=(*redaction.courrier.blocs, Formulaire("", (("Suite", "saisie"),)))),
        replace(redaction.courrier, blocs=(*redaction.courrier.blocs, Zone("", ("avant saisie",), 10))),
        replace(redaction.courrier, blocs=(*redaction.courrier.blocs, Signataires((("L’huissier",),)))),
    ):
        assert "mots_trompeurs" in cles(manquements(neuf, *redaction[1:], prescrite_le=None))


def test_un_poste_que_la_loi_laisse_au_creancier_est_un_frais() -> None:
    """Un complément ne se doit qu'entre professionnels ; des dépens, qu'avec un titre."""
    for nature, qualite, faits, attendu in (
        (Nature.COMPLEMENT, Qualite.CONSOMMATEUR, (), {"frais"}),
        (Nature.COMPLEMENT, Qualite.PROFESSIONNEL, (), set()),
        (Nature.DEPENS, Qualite.PROFESSIONNEL, (), {"frais"}),
        (Nature.DEPENS, Qualite.CONSOMMATEUR, (TITRE,), set()),
        (Nature.FRAIS_EXECUTION, Qualite.PROFESSIONNEL, (TITRE,), set()),
        (Nature.CLAUSE_PENALE, Qualite.CONSOMMATEUR, (), set()),
    ):
        interne = demande("relance", mode=Mode.INTERNE, qualite=qualite, faits=(*FACTURES, *faits))
        redaction = rediger(interne)
        postes = (PosteAccessoire(nature, "article", 50_00),)
        objets = replace(redaction.objets, reclamation=replace(redaction.objets.reclamation, postes=postes))
        constats = manquements(redaction.courrier, interne, objets, redaction.modele, prescrite_le=None)
        assert cles(constats) == attendu, (nature, qualite)


@pytest.mark.parametrize(
    ("phrase", "nature"),
    [
        ("Nos frais de recouvrement dépassent le forfait.", Nature.COMPLEMENT),
        ("Les frais engagés figurent au décompte.", Nature.COMPLEMENT),
        ("Les frais d’exécution figurent au décompte.", Nature.FRAIS_EXECUTION),
        ("Les frais de justice figurent au décompte.", Nature.DEPENS),
    ],
)
def test_des_frais_que_le_decompte_reclame_a_bon_droit_se_disent(phrase: str, nature: Nature) -> None:
    interne = demande("relance", mode=Mode.INTERNE, faits=(*FACTURES, TITRE))
    redaction = rediger(interne)
    courrier = replace(redaction.courrier, blocs=(*redaction.courrier.blocs, Paragraphe(phrase)))
    reclame = redaction.objets.reclamation
    for postes, attendu in (((PosteAccessoire(nature, "article", 50_00),), set()), ((), {"frais"})):
        objets = replace(redaction.objets, reclamation=replace(reclame, postes=postes))
        assert cles(manquements(courrier, interne, objets, redaction.modele, prescrite_le=None)) == attendu


def test_chaque_accessoire_doit_etre_distingue() -> None:
    """Deux accessoires, une seule ligne imprimée : l'autre manque."""
    redaction = rediger(demande())
    reclame = redaction.objets.reclamation
    postes = (PosteAccessoire(Nature.CLAUSE_PENALE, "article", 77_77),)
    objets = replace(redaction.objets, reclamation=replace(reclame, postes=postes))
    constats = manquements(redaction.courrier, redaction.demande, objets, redaction.modele, prescrite_le=None)
    assert cles(constats) == {"r124_4_3d", "r124_4_4a"}, "et le total à payer n'est plus le même"

"""Chaque modèle livré dit à quoi il sert, a son texte attendu, s'imprime en entier, et ne laisse aucun blanc."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from cas_debiteur import cas_du_debiteur
from fabrique_courriers import demande, dossier
from pypdf import PdfReader
from test_courriers_attendus import ATTENDUS, CAS
from test_courriers_attendus_tiers import CAS as CAS_DES_TIERS

from recouvre.courriers.courrier import Courrier, lignes_nues, texte
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import charger, chemin_de, composer, noms_connus, variante
from recouvre.courriers.refus import ModeleInadapte, NonConforme, PremiereLettreAbsente
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode

DEBITEUR = dict(cas_du_debiteur())


@lru_cache(maxsize=1)
def par_modele() -> dict[str, Courrier]:
    """Un courrier de chaque modèle."""
    return {courrier.modele: courrier for courrier in map(composer, (*CAS.values(), *CAS_DES_TIERS.values()))}


@pytest.mark.parametrize("nom", noms_connus())
def test_la_premiere_ligne_dit_a_quoi_il_sert(nom: str) -> None:
    premiere = chemin_de(nom).read_text("utf-8").splitlines()[0]
    assert re.fullmatch(r"\{# [A-ZÀÉÊ].{20,120}\. #\}", premiere)
    assert charger(nom).usage == premiere[3:-3]


@pytest.mark.parametrize("nom", noms_connus())
def test_il_est_compose_avec_soin(nom: str) -> None:
    source = chemin_de(nom).read_text("utf-8")
    assert "'" not in source, "apostrophe droite"
    assert source.endswith("\n")
    lignes = source.splitlines()
    assert [ligne for ligne in lignes if ligne != ligne.rstrip()] == []
    corps = lignes[lignes.index("") :]
    assert [ligne for ligne in corps if len(ligne) > 260] == []


@pytest.mark.parametrize("nom", noms_connus())
def test_son_texte_attendu_existe(nom: str) -> None:
    attendus = (fichier.stem.replace("-", "_") for fichier in ATTENDUS.parent.rglob("*.txt"))
    assert any(attendu.startswith(nom) for attendu in attendus)


@pytest.mark.parametrize("nom", sorted(par_modele()))
def test_son_pdf_dit_tout_son_texte(nom: str) -> None:
    courrier = par_modele()[nom]
    pages = PdfReader(io.BytesIO(imprimer(courrier))).pages
    relu = "".join("".join(page.extract_text() for page in pages).split()).casefold()
    for ligne in lignes_nues(courrier):
        for mot in "" if ligne.startswith("[") else ligne.casefold().replace("□", " ").split():
            assert mot in relu, ligne


@pytest.mark.parametrize("nom", sorted(DEBITEUR))
def test_rien_n_y_cloche(nom: str) -> None:
    """Ni champ vide, ni somme nulle hors de la ligne qui distingue les accessoires, ni élision oubliée."""
    rendu = texte(composer(DEBITEUR[nom])).replace("\xa0", " ").replace("\u202f", " ")
    assert not re.search(r"\b(?:de|le|que|jusque|auprès de) (?:[AEIOUYÉÈÊÂÎÔ](?!\d))", rendu.replace("de Œ", "de O"))
    assert not re.search(r" ,|\(\)| \.|\. \.|None|\{|\}|« »", rendu)
    assert not re.search(r"(?<!\d )\b0,00 €", "\n".join(li for li in rendu.split("\n") if "néant" not in li))


@pytest.mark.parametrize("nom", [nom for nom in sorted(DEBITEUR) if DEBITEUR[nom].dossier.qualite == "consommateur"])
def test_aucun_frais_a_un_consommateur(nom: str) -> None:
    rendu = texte(composer(DEBITEUR[nom]))
    assert "L441-10" not in rendu
    assert "40,00" not in rendu
    assert "forfaitaire" not in rendu


def _en_agence() -> list[str]:
    """Les démarches d'agence qui ne sont pas la première lettre."""
    return sorted(
        nom
        for nom, voulue in DEBITEUR.items()
        if voulue.profil.mode is Mode.AGENCE
        and (modele := charger(par_nom(nom))).demarche
        and not modele.premiere_lettre
    )


def par_nom(nom: str) -> str:
    return composer(DEBITEUR[nom]).modele


@pytest.mark.parametrize("nom", _en_agence())
def test_en_agence_une_demarche_rappelle_la_premiere_lettre(nom: str) -> None:
    rendu = texte(composer(DEBITEUR[nom]))
    assert "Première lettre : D-12/1 du 5 octobre 2026" in rendu
    with pytest.raises((PremiereLettreAbsente, NonConforme)):
        composer(replace(DEBITEUR[nom], premiere=None))


def test_une_trame_d_appel_rappelle_la_premiere_lettre() -> None:
    voulue = DEBITEUR["trame_appel-agence-professionnel"]
    assert "référencée D-12/1 du 5 octobre 2026" in texte(composer(voulue))
    with pytest.raises(PremiereLettreAbsente):
        composer(replace(voulue, premiere=None))


def test_un_avis_de_passage_ne_montre_aucune_somme() -> None:
    for nom, voulue in DEBITEUR.items():
        if nom.startswith("avis_passage"):
            assert "€" not in texte(composer(voulue)).replace("20 000 €", "").replace("20\xa0000\xa0€", "")


@pytest.mark.parametrize(
    "nom", ["proposition_echeancier", "protocole_echeancier", "rappel_echeance", "constat_caducite", "avis_passage"]
)
@pytest.mark.parametrize("cause", [CauseArret.PROCEDURE, CauseArret.SURENDETTEMENT])
def test_rien_ne_se_demande_a_un_debiteur_en_procedure(nom: str, cause: CauseArret) -> None:
    voulue = DEBITEUR[f"{nom}-agence-professionnel"]
    arret = ArretDeDroit(date=voulue.le, cause=cause)
    with pytest.raises(ModeleInadapte):
        composer(replace(voulue, dossier=replace(voulue.dossier, arrets=(arret,))))


@pytest.mark.parametrize("qualite", [Qualite.CONSOMMATEUR, Qualite.PUBLIC])
@pytest.mark.parametrize("mode", list(Mode))
def test_la_mise_en_demeure_suit_la_qualite(mode: Mode, qualite: Qualite) -> None:
    nom = f"mise_en_demeure_{mode}"
    assert composer(demande(nom, mode=mode, qualite=qualite)).modele == f"{nom}_{qualite}"


def test_le_mot_saisie_reste_defendu_dans_une_phrase() -> None:
    """Le champ ``saisie`` n'est pas un mot de la lettre."""
    from recouvre.courriers.gabarit import compiler

    source = "objet: Essai\nsaisie: motif texte le motif\n\n{{ saisie.motif }}"
    assert compiler("essai", "essai.txt", source.encode()).notice.saisies[0].nom == "motif"
    assert compiler("essai", "essai.txt", source.encode()).avertissements == ()
    dits = compiler("essai", "essai.txt", f"{source} avant toute saisie.".encode()).avertissements
    assert [(dit.ligne, dit.mot) for dit in dits] == [(4, "saisie")]


@pytest.mark.parametrize(
    ("titre", "attendu"), [(True, "Nom : Roy, gérant\nVille : B"), (False, "Nom : Roy\nVille : B")]
)
def test_une_ligne_qui_finit_par_une_condition_garde_son_retour(titre: bool, attendu: str) -> None:
    from recouvre.courriers.gabarit import compiler

    source = "objet: Essai\n\nNom : Roy{% if titre %}, gérant{% endif %}\nVille : B"
    modele = compiler("essai", "essai.txt", source.encode())
    assert modele.rendre({"titre": titre})[1].strip() == attendu


def test_une_variante_livree_ne_prime_pas_sur_le_modele_du_cabinet(tmp_path: Path) -> None:
    """Qui a récrit la mise en demeure la garde pour toutes les qualités, jusqu'à ce qu'il en écrive la variante."""
    consommateur = dossier(qualite=Qualite.CONSOMMATEUR)
    livre = "mise_en_demeure_agence"
    assert variante(livre, consommateur, [tmp_path]) == f"{livre}_consommateur"
    (tmp_path / f"{livre}.txt").write_text("objet: La nôtre\n\nBonjour\n", "utf-8")
    assert variante(livre, consommateur, [tmp_path]) == livre
    (tmp_path / f"{livre}_consommateur.txt").write_text("objet: La nôtre\n\nBonjour\n", "utf-8")
    assert variante(livre, consommateur, [tmp_path]) == f"{livre}_consommateur"


def test_ce_que_la_banque_lira_ne_dit_ni_la_dette_ni_le_creancier() -> None:
    noms = [nom for nom in DEBITEUR if nom.startswith("demande_virement_permanent-agence")]
    assert noms
    for nom in noms:
        rendu = texte(composer(DEBITEUR[nom])).casefold()
        for mot in ("recouvrement", "créancier", DEBITEUR[nom].creancier.nom.casefold(), "dette", "d-12/1 du"):
            assert mot not in rendu, (nom, mot)

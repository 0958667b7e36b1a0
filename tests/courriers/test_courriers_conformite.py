"""Les mentions que la loi impose, les mots qu'elle défend."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fabrique_courriers import AGENCE, FACTURES, PREMIERE, demande
from test_courriers_attendus import CAS, DE_RELANCE

from recouvre.courriers import textes_de_loi
from recouvre.courriers.avertissements import avertir
from recouvre.courriers.conformite import Constat, manquements
from recouvre.courriers.contexte import Demande
from recouvre.courriers.courrier import Bloc, Citation, Courrier, Paragraphe, texte
from recouvre.courriers.modeles import chemin_de, composer, rediger
from recouvre.courriers.refus import NonConforme
from recouvre.courriers.textes_de_loi import L111_8_ALINEA_2, L111_8_ALINEA_3
from recouvre.domaine.profil import Mode

MODELE = chemin_de("mise_en_demeure_agence").read_text("utf-8")


def absentes(courrier: Courrier, voulue: Demande) -> tuple[Constat, ...]:
    """Les manquements de ce courrier, qu'il soit ou non celui que le modèle écrit."""
    redaction = rediger(voulue)
    return manquements(courrier, voulue, redaction.objets, redaction.modele, prescrite_le=voulue.prescrite_le)


def regles(constats: tuple[Constat, ...]) -> list[str]:
    return [constat.regle for constat in constats]


def _empreinte(contenu: str) -> str:
    return hashlib.sha256(contenu.encode()).hexdigest()


def test_l111_8_est_reproduit_mot_a_mot() -> None:
    assert _empreinte(L111_8_ALINEA_2) == "f9fd1b7aa44478c48f6d99a95b6176cd8ac1f0eecb5d29a290b781be94f231dc"
    assert _empreinte(L111_8_ALINEA_3) == "ccf5a3a0290edda093199d6aa709b59337f14197467230a45f28d8c77db598cc"
    assert (
        _empreinte(f"{L111_8_ALINEA_2}\n\n{L111_8_ALINEA_3}")
        == "8521ea3247405b3d80f9f3c88326a5f1328af45922a4cda4d054bcf472e3e63e"
    )
    assert dt.date(2026, 4, 2) == textes_de_loi.L111_8_RELEVE_LE
    assert "L111-8" in textes_de_loi.L111_8_SOURCE
    (citation,) = (bloc for bloc in composer(demande()).blocs if isinstance(bloc, Citation))
    assert citation.alineas == (L111_8_ALINEA_2, L111_8_ALINEA_3)


def test_une_mise_en_demeure_d_agence_est_complete() -> None:
    for nom in ("mise_en_demeure-agence-professionnel", "mise_en_demeure-agence-consommateur"):
        assert absentes(composer(CAS[nom]), CAS[nom]) == ()


@pytest.mark.parametrize(
    ("ote", "remplace", "regle"),
    [
        ("[L111-8]", "", "r124_4_5"),
        ("[modalites]", "", "r124_4_4b"),
        ("[factures]", "", "r124_4_3a"),
        ("[decompte]", "", "r124_4_3d"),
        ("exerce une activité de recouvrement amiable de créances", "vous écrit", "r124_4_1c"),
        ("{{ creancier.adresse_complete }}", "", "r124_4_2"),
        ("de payer la somme de {{ decompte.total }}", "d’y répondre", "r124_4_4a"),
    ],
)
def test_une_mention_otee_par_l_agence_arrete_la_lettre(tmp_path: Path, ote: str, remplace: str, regle: str) -> None:
    assert ote in MODELE
    (tmp_path / "mise_en_demeure_agence.txt").write_text(MODELE.replace(ote, remplace), "utf-8")
    with pytest.raises(NonConforme, match=r"R124-7") as refus:
        composer(demande(), [tmp_path])
    assert regle in regles(refus.value.manquements)
    assert all(
        "R124-4" in constat.article and constat.phrase in str(refus.value) for constat in refus.value.manquements
    )


def test_oter_la_declaration_du_modele_ne_dispense_pas_des_mentions(tmp_path: Path) -> None:
    allege = MODELE.replace("mentions: R124-4\n", "").replace("[L111-8]", "")
    (tmp_path / "mise_en_demeure_agence.txt").write_text(allege, "utf-8")
    with pytest.raises(NonConforme):
        composer(demande(), [tmp_path])


def test_une_mise_en_demeure_refaite_garde_toutes_ses_mentions(tmp_path: Path) -> None:
    (tmp_path / "mise_en_demeure_agence.txt").write_text(MODELE.replace("[L111-8]", ""), "utf-8")
    with pytest.raises(NonConforme):
        composer(demande(premiere=PREMIERE), [tmp_path])


def test_un_modele_propre_sans_premiere_lettre_doit_les_porter_toutes(tmp_path: Path) -> None:
    (tmp_path / "mot_doux.txt").write_text("objet: Bonjour\n\nPensez à nous payer.\n", "utf-8")
    with pytest.raises(NonConforme) as refus:
        composer(demande("mot_doux"), [tmp_path])
    assert len(refus.value.manquements) >= 7
    assert composer(demande("mot_doux", mode=Mode.INTERNE), [tmp_path])


def test_l_alinea_change_d_un_mot_ne_passe_pas() -> None:
    juste = composer(demande())
    faux = replace(juste, blocs=tuple(_alterer(juste)))
    assert regles(absentes(faux, demande())) == ["r124_4_5"]


def _alterer(courrier: Courrier) -> list[Bloc]:
    def changer(bloc: Bloc) -> Bloc:
        if isinstance(bloc, Citation):
            return replace(bloc, alineas=(bloc.alineas[0].replace("restent", "demeurent"), bloc.alineas[1]))
        return bloc

    return [changer(bloc) for bloc in courrier.blocs]


def test_chaque_poste_du_decompte_est_distingue() -> None:
    voulue = demande()
    courrier = composer(voulue)
    sans = replace(courrier, blocs=tuple(b for b in courrier.blocs if isinstance(b, Paragraphe | Citation)))
    manques = " ".join(constat.manquement for constat in absentes(sans, voulue))
    for poste in ("principal", "intérêts", "accessoires", "fondement", "IBAN"):
        assert poste in manques


def test_le_rappel_de_la_premiere_lettre_est_controle() -> None:
    voulue = demande("relance")
    oublieux = replace(composer(voulue), references=(), blocs=())
    assert regles(absentes(oublieux, voulue)) == ["r124_4_rappel"]
    assert absentes(oublieux, replace(voulue, profil=replace(AGENCE, mode=Mode.INTERNE))) == ()


# La liste de refus des lettres amiables : rien qui laisse croire à une exécution forcée.
JAMAIS = (
    "commandement", "sommation", "saisie", "huissier", "contentieux judiciaire", "titre exécutoire", "exécution forcée",
    "service judiciaire", "tribunal vous condamne", "marianne", "procès", "ficp", "expulsion",
)  # fmt: skip
FRAIS = r"frais (de dossier|de relance|de gestion|de courrier|de mise en demeure|d['’]impayé|de retard|bancaires)"


@pytest.mark.parametrize("nom", sorted(CAS))
def test_aucune_lettre_ne_menace_ni_ne_reclame_de_frais(nom: str) -> None:
    rendu = texte(composer(CAS[nom])).replace(L111_8_ALINEA_2, "").replace(L111_8_ALINEA_3, "").lower()
    assert [mot for mot in JAMAIS if re.search(rf"\b{mot}", rendu)] == []
    assert not re.search(FRAIS, rendu)
    if "consommateur" in nom:
        assert "40 €" not in rendu.replace("\u00a0", " ")
        assert "441-" not in rendu


@pytest.mark.parametrize("nom", sorted(DE_RELANCE))
def test_chaque_lettre_dit_comment_payer_et_a_qui_repondre(nom: str) -> None:
    rendu = texte(composer(CAS[nom]))
    assert "IBAN" in rendu
    assert "Référence à rappeler" in rendu
    assert "04" in rendu
    if "relance-0" not in nom:
        assert "votre paiement a croisé ce courrier" in rendu
        assert "contestez" in rendu
        assert "échelonné" in rendu or "consommateur" not in nom
    if nom.startswith("mise_en_demeure"):
        assert "mettons en demeure" in rendu
        assert "au plus tard le 7 décembre 2026" in rendu
    if "mise_en_demeure" in nom and "consommateur" in nom:
        assert "médiateur de la consommation" in rendu


def test_l_avis_dit_ce_que_le_creancier_pourrait_faire_et_qui_decide() -> None:
    for mode in Mode:
        rendu = texte(composer(demande("avis_avant_poursuites", mode=mode)))
        assert "pourrait soumettre" in rendu
        assert "aucune procédure n’est engagée à ce jour" in rendu
        assert "démarche amiable" in rendu


def test_la_plume_refuse_aussi_ces_mots_dans_un_modele(tmp_path: Path) -> None:
    for mot in ("commandement", "Sommation", "SAISIE", "huissier", "titre exécutoire", "exécution forcée"):
        (tmp_path / "essai.txt").write_text(f"objet: x\n\nVoici : {mot}.\n", "utf-8")
        with pytest.raises(NonConforme, match="433-13"):
            composer(demande("essai", mode=Mode.INTERNE), [tmp_path])


def test_une_donnee_n_est_pas_un_mot_de_modele() -> None:
    nomme = demande(creancier=replace(demande().creancier, nom="Imprimerie de la Saisie"))
    assert "Imprimerie de la Saisie" in texte(composer(nomme))
    assert avertir("ressaisie, saisissant, « frais de port »") == ()


def test_un_numero_de_facture_absent_du_texte_se_voit() -> None:
    voulue = demande()
    courrier = composer(demande(faits=FACTURES[:2]))
    assert "r124_4_3a" in regles(absentes(courrier, voulue))

"""Ce qu'une lettre réclame d'accessoires : un par ligne, ceux des factures réclamées, au total juste (R124-4 3°)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from fabrique_courriers import AGENCE, CREANCIER, PIEGE

from recouvre.courriers.contexte import Demande
from recouvre.courriers.courrier import texte
from recouvre.courriers.modeles import composer
from recouvre.courriers.reclamation import Reclamation, reclamer
from recouvre.courriers.refus import ModeleFautif, ModeleInadapte, SansObjet
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    AvoirAjoute,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
)
from recouvre.domaine.faits_de_droit import (
    AccessoireAjoute,
    CreanceQualifiee,
    DelaiInterrompu,
    NatureAccessoire,
    TitreObtenu,
)
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.domaine.profil import Mode
from recouvre.droit.decompte import decompter
from recouvre.operations.bareme import lire_bareme

BAREME = lire_bareme()
LE = dt.date(2026, 3, 3)
CLAUSE = CreanceQualifiee(date=LE, clause_points=Decimal(10))
DEMEURE = MiseEnDemeurePresentee(date=dt.date(2026, 2, 20))
TITRE = TitreObtenu(date=dt.date(2026, 2, 10))


def facture(numero: str = "F-1", montant: int = 100_000, echeance: dt.date = dt.date(2026, 1, 31)) -> FactureAjoutee:
    emise = echeance - dt.timedelta(30)
    return FactureAjoutee(date=emise, numero=numero, montant=montant, emise_le=emise, echeance=echeance)


def frais(nature: NatureAccessoire, montant: int, sur: str = "") -> AccessoireAjoute:
    return AccessoireAjoute(date=dt.date(2026, 2, 25), nature=nature, montant=montant, justificatif="x", facture=sur)


def dossier(*faits: Evenement, qualite: Qualite = Qualite.PROFESSIONNEL) -> Dossier:
    ouverture = DossierOuvert(date=dt.date(2026, 1, 5), creancier=1, debiteur=2, qualite=qualite)
    return plier_neufs(12, [ouverture, *faits])


def reclame(cas: Dossier, le: dt.date = LE, *, penalites: bool = True) -> Reclamation:
    return reclamer(cas, decompter(cas, le, BAREME), le, penalites=penalites, a_echoir=False)


def lettre(cas: Dossier, modele: str = "mise_en_demeure_agence") -> str:
    return " ".join(texte(composer(demande(cas, modele))).split())


def demande(cas: Dossier, modele: str = "mise_en_demeure_agence", mode: Mode = Mode.AGENCE) -> Demande:
    return Demande(
        profil=replace(AGENCE, mode=mode), creancier=CREANCIER, debiteur=PIEGE, dossier=cas,
        decompte=decompter(cas, LE, BAREME), le=LE, modele=modele, reference="D-12-1", delai_le=dt.date(2026, 3, 20),
        niveau=2,
    )  # fmt: skip


def postes(lu: Reclamation) -> list[tuple[str, int]]:
    return [(str(poste.nature), poste.montant) for poste in lu.postes]


TOUS = (
    facture(), CLAUSE, DEMEURE, TITRE, frais(NatureAccessoire.COMPLEMENT, 6_500, "F-1"),
    frais(NatureAccessoire.DEPENS, 7_000), frais(NatureAccessoire.EXECUTION, 3_000),
)  # fmt: skip


def test_chaque_accessoire_a_son_poste_et_le_total_est_celui_du_decompte() -> None:
    cas = dossier(*TOUS)
    lu = reclame(cas)
    assert postes(lu) == [
        ("clause_penale", 10_000), ("complement", 2_500), ("depens", 7_000), ("frais_execution", 3_000),
    ]  # fmt: skip
    decompte = decompter(cas, LE, BAREME)
    assert (lu.accessoires, lu.total) == (decompte.accessoires, decompte.total)
    assert all(poste.fondement for poste in lu.postes)


@pytest.mark.parametrize(
    ("regle", "attendus"),
    [
        (4_000, {"clause_penale": 10_000, "complement": 2_500, "depens": 7_000, "frais_execution": 3_000}),
        (9_000, {"clause_penale": 5_000, "complement": 2_500, "depens": 7_000, "frais_execution": 3_000}),
        (20_000, {"depens": 3_500, "frais_execution": 3_000}),
    ],
)
@pytest.mark.parametrize("par_avoir", [False, True], ids=["paiement", "avoir"])
def test_ce_qui_les_eteint_les_eteint_dans_l_ordre(regle: int, attendus: dict[str, int], par_avoir: bool) -> None:
    """L'indemnité d'abord. Le surplus d'un avoir fait de même, bien qu'il ne se lise pas aux imputations."""
    le = dt.date(2026, 2, 28)
    interets = decompter(dossier(*TOUS), le, BAREME).interets
    recu = EncaissementRecu(date=le, montant=regle + interets)
    avoir = AvoirAjoute(date=le, numero="A-1", montant=100_000 + regle + interets, sur="F-1")
    cas = dossier(*TOUS, avoir if par_avoir else recu)
    lu = reclame(cas)
    assert dict(postes(lu)) == attendus
    assert lu.accessoires == decompter(cas, LE, BAREME).accessoires


def test_les_accessoires_d_une_facture_a_echoir_ne_se_reclament_pas() -> None:
    a_venir = facture("F-2", 50_000, dt.date(2026, 3, 20))
    cas = dossier(facture(), a_venir, CLAUSE, DEMEURE, TITRE, frais(NatureAccessoire.DEPENS, 7_000, "F-2"))
    assert decompter(cas, LE, BAREME).accessoires == 17_000
    assert postes(reclame(cas)) == [("clause_penale", 10_000)]


def test_des_depens_sans_facture_suivent_la_plus_ancienne_echeance() -> None:
    recente = facture("F-2", 50_000, dt.date(2026, 2, 15))
    cas = dossier(facture(), recente, TITRE, frais(NatureAccessoire.DEPENS, 7_000))
    par_facture = {s.numero: s.accessoires for s in decompter(cas, LE, BAREME).factures}
    assert par_facture == {"F-1": 7_000, "F-2": 0}
    assert postes(reclame(cas)) == [("depens", 7_000)]


def test_une_facture_dont_seuls_les_accessoires_restent_se_reclame_encore() -> None:
    cas = dossier(facture(), CLAUSE, DEMEURE)
    dues = decompter(cas, dt.date(2026, 2, 28), BAREME)
    ordre = replace(CLAUSE, imputation="principal,interets,accessoires")
    paye = EncaissementRecu(date=dt.date(2026, 2, 28), montant=dues.principal + dues.interets + dues.indemnites)
    lu = reclame(dossier(facture(), ordre, DEMEURE, paye))
    assert (lu.principal, lu.interets, lu.indemnites, postes(lu)) == (0, 0, 0, [("clause_penale", 10_000)])


def test_sans_penalites_seul_le_principal_se_reclame() -> None:
    lu = reclame(dossier(*TOUS), penalites=False)
    assert (lu.postes, lu.total) == ((), 100_000)


def test_la_lettre_imprime_chaque_poste_et_ne_dit_pas_qu_il_n_y_a_pas_de_frais() -> None:
    dit = lettre(dossier(*TOUS))
    for poste in ("clause pénale", "frais au-delà du forfait", "dépens", "frais d’exécution"):
        assert f"Accessoires : {poste}" in dit
    assert "Autres accessoires" not in dit and "aucuns frais" not in dit


def test_a_un_consommateur_la_clause_penale_se_dit_et_les_autres_frais_sont_exclus() -> None:
    dit = lettre(dossier(facture(), CLAUSE, DEMEURE, qualite=Qualite.CONSOMMATEUR))
    assert "aucuns autres frais ne vous sont réclamés" in dit and "ne comprend que" not in dit
    sans = lettre(dossier(facture(), DEMEURE, qualite=Qualite.CONSOMMATEUR))
    assert "aucuns frais ne vous sont réclamés" in sans


def test_les_versements_montrent_ce_qui_a_regle_les_accessoires() -> None:
    paye = EncaissementRecu(date=dt.date(2026, 2, 28), montant=20_000)
    dit = lettre(dossier(facture(), CLAUSE, DEMEURE, paye))
    assert "Reçu le Versement Principal Intérêts Indemnités Accessoires" in dit
    assert "Imputation : intérêts et accessoires d’abord" in dit
    ordre = replace(CLAUSE, imputation="principal,interets,accessoires")
    assert "Imputation : intérêts" not in lettre(dossier(facture(), ordre, DEMEURE, paye)), "ce n'est pas l'ordre suivi"


@pytest.mark.parametrize("modele", ["mise_en_demeure_agence", "avis_avant_poursuites", "relance"])
def test_une_lettre_ne_cite_l441_10_que_si_ses_interets_en_sont(modele: str) -> None:
    """Un créancier particulier, un acheteur public, un titre : la pénalité du code de commerce n'y est pas."""
    premiere = replace(demande(dossier(facture())), modele=modele)
    ordinaire = _texte(premiere, dossier(facture()))
    assert "441-10, II" in ordinaire
    for cas in (
        dossier(facture(), CreanceQualifiee(date=LE, creancier_particulier=True), DEMEURE),
        dossier(facture(), qualite=Qualite.PUBLIC),
        *([dossier(facture(), TITRE)] if modele != "avis_avant_poursuites" else []),
    ):
        dit = _texte(premiere, cas)
        assert "441-10, II," not in dit and "pénalités de retard" not in dit.replace("Intérêts de retard", "")
        assert ("L. 2192-13 du code de la commande publique" in dit or "L. 2192-13 et D. 2192-35" in dit) is (
            cas.qualite is Qualite.PUBLIC
        )


def _texte(modele: Demande, cas: Dossier) -> str:
    from fabrique_courriers import PREMIERE

    complet = replace(
        modele, dossier=cas, decompte=decompter(cas, LE, BAREME),
        premiere=replace(PREMIERE, date=dt.date(2026, 2, 1)) if modele.modele != "mise_en_demeure_agence" else None,
        profil=replace(AGENCE, mode=Mode.INTERNE) if modele.modele == "relance" else AGENCE,
    )  # fmt: skip
    return " ".join(texte(composer(complet)).split())


def test_le_mediateur_de_la_consommation_suppose_un_creancier_professionnel() -> None:
    """C. conso. L612-1 : c'est du professionnel que relève le médiateur."""
    pro = dossier(facture(), DEMEURE, qualite=Qualite.CONSOMMATEUR)
    particulier = dossier(
        facture(), DEMEURE, CreanceQualifiee(date=LE, creancier_particulier=True), qualite=Qualite.CONSOMMATEUR
    )
    assert "médiateur de la consommation" in lettre(pro)
    assert "médiateur de la consommation" not in lettre(particulier)


def test_un_acheteur_public_ne_recoit_pas_d_injonction_de_payer() -> None:
    premiere = replace(demande(dossier(facture())), modele="avis_avant_poursuites")
    assert "injonction de payer" in _texte(premiere, dossier(facture()))
    assert "injonction de payer" not in _texte(premiere, dossier(facture(), qualite=Qualite.PUBLIC))


def test_apres_un_titre_l_avis_avant_poursuites_se_refuse() -> None:
    cas = dossier(facture(), TITRE)
    with pytest.raises(ModeleInadapte, match="titre exécutoire"):
        _texte(replace(demande(cas), modele="avis_avant_poursuites"), cas)


def test_une_facture_dont_l_acheteur_attend_des_pieces_n_est_pas_reclamee() -> None:
    attend = DelaiInterrompu(date=dt.date(2026, 1, 20), facture="F-1")
    with pytest.raises(SansObjet):
        reclame(dossier(facture(), attend, qualite=Qualite.PUBLIC))
    deux = dossier(facture(), facture("F-2", 50_000), attend, qualite=Qualite.PUBLIC)
    assert [s.numero for s in reclame(deux).factures] == ["F-2"]
    assert [s.numero for s in reclame(dossier(facture(), attend)).factures] == ["F-1"], (
        "un professionnel n'interrompt rien"
    )


def test_les_annees_de_366_jours_se_disent() -> None:
    exact = CreanceQualifiee(date=LE, exact=True)
    cas = dossier(facture(echeance=dt.date(2024, 11, 30)), exact)
    assert "36 500 (36 600 pour une année bissextile)" in lettre(cas).replace("\u00a0", " ")
    assert "÷ 36 500, arrondie" in lettre(dossier(facture())).replace("\u00a0", " ")


def test_un_modele_dit_les_situations_ou_il_serait_faux(tmp_path: object) -> None:
    from recouvre.courriers.gabarit import compiler

    lu = compiler("m", "m.txt", b"objet : x\nsauf: public titre\n\nBonjour\n")
    assert lu.notice.sauf == ("public", "titre")
    with pytest.raises(ModeleFautif, match="« sauf » attend titre ou public"):
        compiler("m", "m.txt", b"objet : x\nsauf: public voisin\n\nBonjour\n")

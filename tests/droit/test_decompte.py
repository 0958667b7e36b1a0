"""Le décompte champ par champ : lignes, soldes, compensations, capitalisations ; les totaux des lots, des balances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from recouvre.domaine.brouillons import Anomalie, Gravite, Source
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    AvoirAjoute,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    RestitutionFaite,
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
from recouvre.droit.balance import Balance, LigneBalance, Somme, sommer
from recouvre.droit.decompte import decompter, dernier_mouvement, solder
from recouvre.droit.encours import LigneEncours, Totaux
from recouvre.droit.portefeuille import solder_factures, solder_sans_histoire
from recouvre.droit.releve import ACCESSOIRES, Capitalisation, Compensation, Decompte, Nature, Soldes

from .cas import Cas, lire_cas
from .fabrique import BAREME, UN_JOUR

CALCULES = tuple(cas for cas in lire_cas() if not cas.refus)
OUVERT, DERNIER_TAUX = dt.date(2025, 9, 1), dt.date(2026, 12, 31)
PRO = Qualite.PROFESSIONNEL


def jour(quantieme: int, mois: int = 9, annee: int = 2025) -> dt.date:
    return dt.date(annee, mois, quantieme)


def facture(numero: str, montant: int, echeance: dt.date, **champs: object) -> FactureAjoutee:
    nue = FactureAjoutee(date=OUVERT, numero=numero, montant=montant, emise_le=OUVERT, echeance=echeance)
    return replace(nue, **champs)  # type: ignore[arg-type]


def tenu(*faits: Evenement, qualite: Qualite = PRO) -> Dossier:
    return plier_neufs(1, [DossierOuvert(date=OUVERT, creancier=1, debiteur=2, qualite=qualite), *faits])


VECU = tenu(
    facture("F-1", 1_000_00, jour(30), libelle="Travaux", deja_regle=100_00),
    facture("F-2", 2_000_00, jour(15, 10)),
    AvoirAjoute(date=jour(20), numero="A-1", montant=300_00, sur="F-1"),
    AvoirAjoute(date=jour(20), numero="A-2", montant=50_00, sur="F-2"),
    EncaissementRecu(date=jour(10, 10), montant=400_00, mode="cheque", facture="F-1"),
    EncaissementRecu(date=jour(12, 10), montant=10_00, mode="virement", direct=True),
    AvoirAjoute(date=jour(30, 10), numero="A-3", montant=900_00, sur="F-1"),
    EncaissementRecu(date=jour(10, 11), montant=3_000_00, mode="virement"),
    RestitutionFaite(date=jour(12, 11), montant=5_000_00),
)
"""À 12,15 % : F-1 doit 2,00 le 10/10, 0,16 le 12/10, 1,39 le 30/10 ; F-2, 9,74 le 30/10 et 4,88 le 10/11."""


@pytest.fixture
def apres() -> Decompte:
    return decompter(VECU, jour(30, 11), BAREME)


def test_chaque_ligne_dit_ses_jours_sa_base_et_son_montant(apres: Decompte) -> None:
    quarante = "Indemnité forfaitaire pour frais de recouvrement"
    assert [
        (str(ligne.nature), ligne.facture, ligne.libelle, ligne.du, ligne.au, ligne.base, ligne.montant)
        for ligne in apres.lignes
        if ligne.nature is not Nature.INTERETS
    ] == [
        ("principal", "F-1", "Travaux", OUVERT, jour(30), 1_000_00, 900_00),
        ("indemnite", "F-1", quarante, jour(1, 10), None, None, 40_00),
        ("principal", "F-2", "Facture", OUVERT, jour(15, 10), 2_000_00, 2_000_00),
        ("indemnite", "F-2", quarante, jour(16, 10), None, None, 40_00),
        ("avoir", "F-1", "Avoir A-1", jour(20), None, None, -300_00),
        ("avoir", "F-2", "Avoir A-2", jour(20), None, None, -50_00),
        ("encaissement", "F-1", "Encaissement (chèque)", jour(10, 10), None, None, -400_00),
        ("encaissement", "", "Encaissement (direct chez le créancier)", jour(12, 10), None, None, -10_00),
        ("avoir", "F-1", "Avoir A-3", jour(30, 10), None, None, -900_00),
        ("encaissement", "", "Encaissement (virement)", jour(10, 11), None, None, -3_000_00),
        ("restitution", "", "Trop-perçu rendu au débiteur", jour(12, 11), None, None, 1_661_83),
    ]
    assert sum(ligne.montant for ligne in apres.lignes) == apres.total == apres.trop_percu == 0
    assert apres.au == jour(30, 11)


def test_chaque_accessoire_dit_sa_facture_et_son_jour() -> None:
    complement, depens = NatureAccessoire.COMPLEMENT, NatureAccessoire.DEPENS
    dossier = tenu(
        facture("F-1", 100_00, jour(30)),
        facture("F-2", 200_00, jour(30)),
        AccessoireAjoute(date=jour(2, 10), nature=complement, montant=70_00, justificatif="devis", facture="F-2"),
        TitreObtenu(date=jour(3, 10)),
        AccessoireAjoute(date=jour(4, 10), nature=depens, montant=35_00, justificatif="reçu", facture="F-2"),
    )
    decompte = decompter(dossier, jour(31, 10), BAREME)
    lignes = [ligne for ligne in decompte.lignes if ligne.nature in ACCESSOIRES]
    assert [(ligne.nature, ligne.facture, ligne.du, ligne.montant) for ligne in lignes] == [
        (Nature.COMPLEMENT, "F-2", jour(2, 10), 30_00),
        (Nature.DEPENS, "F-2", jour(4, 10), 35_00),
    ]
    assert decompte.interets > 0
    assert sum(solde.reste for solde in decompte.factures) == decompte.total


def test_l_echeance_d_une_ligne_est_celle_qui_compte_reportee_si_le_delai_est_interrompu() -> None:
    interrompu = DelaiInterrompu(date=jour(20), facture="F", pieces_recues_le=jour(5, 10))
    dossier = tenu(facture("F", 100_00, jour(30)), interrompu, qualite=Qualite.PUBLIC)
    decompte = decompter(dossier, jour(31, 10), BAREME)
    assert decompte.lignes[0].au == decompte.factures[0].echeance == jour(4, 11)
    sans_nouvelle = decompter(dossier, jour(1, 10), BAREME)
    assert sans_nouvelle.lignes[0].au == sans_nouvelle.factures[0].echeance == jour(30)


def test_chaque_facture_dit_ce_qui_l_a_reglee_et_ce_qui_l_a_reduite(apres: Decompte) -> None:
    assert [
        (s.numero, s.libelle, s.emise_le, s.echeance, s.montant, s.deja_regle, s.avoirs, s.regle, s.reste)
        for s in apres.factures
    ] == [
        ("F-1", "Travaux", OUVERT, jour(30), 1_000_00, 100_00, 300_00 + 232_16, 358_00 + 9_84, 0),
        ("F-2", "", OUVERT, jour(15, 10), 2_000_00, 0, 50_00 + 618_10, 1_331_90, 0),
    ]


def test_ce_qu_un_avoir_excede_regle_l_autre_facture_et_dit_quel_avoir(apres: Decompte) -> None:
    assert apres.compensations == tuple(
        Compensation(avoir="A-3", date=jour(30, 10), nature=nature, facture="F-2", montant=montant)
        for nature, montant in ((Nature.INTERETS, 9_74), (Nature.INDEMNITE, 40_00), (Nature.PRINCIPAL, 618_10))
    )
    assert {part.encaissement for part in apres.imputations} == {0, 1, 2}


def test_la_capitalisation_joue_au_soir_de_l_anniversaire() -> None:
    contrat = CreanceQualifiee(date=OUVERT, capitalisation=True)
    dossier = tenu(contrat, facture("F", 1_000_00, OUVERT))
    veille, soir = (decompter(dossier, le, BAREME) for le in (jour(31, 8, 2026), jour(1, 9, 2026)))
    assert veille.capitalisations == ()
    assert soir.capitalisations == (Capitalisation(date=jour(1, 9, 2026), facture="F", montant=soir.interets),)


def test_le_dernier_mouvement_est_le_plus_tardif_des_faits_qui_bougent_le_compte() -> None:
    nu = tenu(facture("F", 100_00, jour(30)))
    frais = AccessoireAjoute(date=jour(9), nature=NatureAccessoire.COMPLEMENT, montant=1_00, justificatif="facture")
    assert dernier_mouvement(nu) == OUVERT
    for fait in (
        EncaissementRecu(date=jour(9), montant=1_00, mode="virement"),
        AvoirAjoute(date=jour(9), numero="A", montant=1_00),
        RestitutionFaite(date=jour(9), montant=1_00),
        frais,
    ):
        assert dernier_mouvement(plier_neufs(1, [nu.ouverture, *nu.factures, fait])) == jour(9)
    tot = EncaissementRecu(date=jour(20), montant=1_00, mode="virement", mis_en_paiement_le=jour(15))
    assert dernier_mouvement(tenu(*nu.factures, tot, qualite=Qualite.PUBLIC)) == jour(15)
    assert dernier_mouvement(tenu(*nu.factures, tot)) == jour(20)


# --- Les totaux seuls -------------------------------------------------------------------------------------------------


def nus() -> Iterator[tuple[Dossier, dt.date]]:
    """Les dossiers des cas réduits à leurs factures, au jour du cas et aux jours limites de la première."""
    for cas in CALCULES:
        factures = cas.dossier.factures
        nu = plier_neufs(1, [cas.dossier.ouverture, *factures, *cas.dossier.mises_en_demeure])
        echeance = factures[0].echeance
        for au in (cas.au, factures[0].emise_le, echeance, echeance + UN_JOUR, echeance + 2 * UN_JOUR):
            yield nu, min(au, DERNIER_TAUX)


def attendus(dossier: Dossier, au: dt.date) -> Soldes:
    d = decompter(dossier, au, BAREME)
    return Soldes(d.principal, d.interets, d.indemnites, d.accessoires, d.trop_percu)


@pytest.mark.parametrize("cas", CALCULES, ids=lambda cas: f"{cas.fichier} : {cas.titre}")
def test_les_totaux_d_un_lot_sont_ceux_du_decompte(cas: Cas) -> None:
    assert solder(cas.dossier, cas.au, BAREME) == attendus(cas.dossier, cas.au)


def test_un_dossier_sans_histoire_prend_le_raccourci_et_dit_la_meme_chose() -> None:
    for dossier, au in nus():
        raccourci = solder_sans_histoire(dossier, au, BAREME)
        assert raccourci is not None
        assert raccourci == solder(dossier, au, BAREME) == attendus(dossier, au)


def test_une_facture_reglee_avant_la_remise_ne_doit_ni_interet_ni_40_euros() -> None:
    payee = tenu(facture("F", 100_00, jour(30), deja_regle=100_00))
    assert solder_sans_histoire(payee, jour(31, 10), BAREME) == attendus(payee, jour(31, 10)) == Soldes(0, 0, 0, 0, 0)


def test_une_balance_chiffre_chaque_facture_comme_un_dossier() -> None:
    au = jour(1, 10)
    lot = [(montant, echeance) for montant in (100_00, 1, 0) for echeance in (jour(29), jour(30), au, jour(31, 10))]
    lot += [(100_00, jour(29)), (55_55, dt.date(2012, 12, 30)), (55_55, dt.date(2012, 12, 31))]
    attendu = []
    for reste, echeance in lot:
        emise = min(OUVERT, echeance)
        seule = FactureAjoutee(date=emise, numero="F", montant=reste, emise_le=emise, echeance=echeance)
        soldes = attendus(plier_neufs(1, [DossierOuvert(date=emise, creancier=1, debiteur=2, qualite=PRO), seule]), au)
        attendu.append((soldes.principal, soldes.interets, soldes.indemnites))
    assert list(solder_factures(lot, au, BAREME)) == attendu
    assert [indemnite for *_, indemnite in attendu] == [*[4000, 4000, 0, 0] * 2, *[0] * 4, 4000, 0, 4000]


# --- L'encours et la balance ------------------------------------------------------------------------------------------


def test_l_encours_additionne_ce_qui_est_chiffre_et_compte_le_reste_a_part() -> None:
    totaux = Totaux()
    for numero, soldes, manque in (
        (1, Soldes(100, 20, 3, 4, 5), ""), (7, None, "bce 2027"), (2, Soldes(1000, 200, 30, 40, 50), ""),
        (3, None, "bce 2027"), (5, None, "legal 2027"),
    ):  # fmt: skip
        totaux.ajouter(
            LigneEncours(numero=numero, creancier="C", debiteur="D", etat="ouvert", soldes=soldes, manque=manque)
        )
    assert (totaux.combien, totaux.soldes) == (5, Soldes(1100, 220, 33, 44, 55))
    assert totaux.sans_taux == {"bce 2027": [7, 3], "legal 2027": [5]}
    assert totaux.en_attente == [3, 5, 7]


def due(cle: str, retard: int, reste: int, interets: int | None = 1, indemnite: int | None = 2) -> LigneBalance:
    return LigneBalance(
        source=Source(fichier="f", ligne=1), debiteur=cle.title(), cle_debiteur=cle, facture="F", echeance=OUVERT,
        retard=retard, reste_du=reste, interets=interets, indemnite=indemnite,
    )  # fmt: skip


def test_une_balance_ne_somme_que_ce_qu_elle_a_chiffre() -> None:
    balance = Balance(
        au=OUVERT,
        lignes=(due("b", 3, 100), due("a", 9, 97), due("b", 5, 50), due("c", 99, 1, None), due("d", 0, 103, 0, 0)),
    )
    assert balance.totaux == Somme(factures=4, retard=9, reste_du=350, interets=3, indemnites=6)
    assert balance.par_debiteur() == [
        ("B", Somme(2, 5, 150, 2, 4)), ("D", Somme(1, 0, 103, 0, 0)), ("A", Somme(1, 9, 97, 1, 2)),
    ]  # fmt: skip
    assert sommer(()) == Somme(0, 0, 0, 0, 0)
    assert (due("a", 9, 97).total, due("c", 99, 1, None).total) == (97 + 1 + 2, None)
    assert balance.totaux.total == 350 + 3 + 6


def test_une_ligne_rejetee_pour_deux_fautes_compte_une_fois() -> None:
    deux, trois, quatre = (Source(fichier="f", ligne=ligne) for ligne in (2, 3, 4))
    rejets = [Anomalie(source=source, message="x") for source in (deux, replace(deux, colonne="montant"))]
    gardees = [Anomalie(source=source, message="x", gravite=Gravite.AVERTISSEMENT) for source in (trois, quatre)]
    assert Balance(au=OUVERT, lignes=(), anomalies=(*rejets, *gardees)).rejetees == 1


def test_a_dette_egale_les_debiteurs_sont_par_ordre_alphabetique() -> None:
    egales = Balance(au=OUVERT, lignes=(due("b", 1, 100), due("a", 9, 100)))
    assert [debiteur for debiteur, _ in egales.par_debiteur()] == ["A", "B"]

"""Les documents au créancier et aux tiers : ce qu'ils exigent, ce qu'ils refusent, ce que leurs blocs montrent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from fabrique_courriers import AGENCE, CREANCIER, FACTURES, LE, PREMIERE, facture
from fabrique_documents import JUGEMENT, PRET, RECEVABLE, SAISIES, SUITES, TITRE, VIE, document

from recouvre.courriers.contexte import Demande
from recouvre.courriers.courrier import Tableau, lignes_nues
from recouvre.courriers.gabarit import Modele, compiler
from recouvre.courriers.modeles import charger, composer
from recouvre.courriers.refus import (
    ModeleFautif,
    ModeleHorsMode,
    ModeleHorsSujet,
    ModeleInadapte,
    PremiereLettreAbsente,
    SaisieManquante,
    SansObjet,
)
from recouvre.courriers.saisies import Saisie, lire_saisies
from recouvre.domaine.evenements import DocumentEtabli
from recouvre.domaine.faits_de_droit import AccessoireAjoute, NatureAccessoire
from recouvre.domaine.parties import Qualite, ReglagesCreancier
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import ChampManquant, SaisieIllisible


def nu(demande: Demande) -> str:
    return "\n".join(lignes_nues(composer(demande)))


# --- quand un modèle ne s'emploie pas ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("demande", "refus", "phrase"),
    [
        (document("certificat_irrecouvrabilite", *VIE, JUGEMENT), ModeleInadapte, "procédure collective"),
        (document("certificat_irrecouvrabilite", *FACTURES), PremiereLettreAbsente, "première lettre"),
        (document("certificat_irrecouvrabilite", facture("F", 1, dt.date(2027, 1, 1))), SansObjet, "n'est exigible"),
        (document("declaration_creance"), ModeleHorsSujet, "procédure collective"),
        (document("justification_surendettement"), ModeleHorsSujet, "surendettement"),
        (document("requete_injonction", *VIE, JUGEMENT), ModeleInadapte, "procédure collective"),
        (document("requete_injonction", *VIE, TITRE), ModeleInadapte, "titre exécutoire"),
        (document("requete_injonction", *FACTURES, qualite=Qualite.PUBLIC), ModeleInadapte, "acheteur public"),
        (document("accuse_reception", mode=Mode.INTERNE), ModeleHorsMode, "agence"),
        (document("convention_mandat", mode=Mode.INTERNE), ModeleHorsMode, "agence"),
    ],
)
def test_un_document_faux_est_refuse(demande: Demande, refus: type[Exception], phrase: str) -> None:
    with pytest.raises(refus, match=phrase):
        composer(demande)


# --- ce qui manque dit quoi taper --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "modele", [nom for nom in sorted(SAISIES) if any(not s.facultative for s in charger(nom).notice.saisies)]
)
def test_toute_saisie_exigee_est_demandee_d_un_coup(modele: str) -> None:
    saisies = charger(modele).notice.saisies
    with pytest.raises(SaisieManquante) as refus:
        lire_saisies(modele, saisies, {}, LE)
    exigees = [saisie for saisie in saisies if not saisie.facultative]
    assert refus.value.options == tuple(saisie.demande for saisie in exigees)


@pytest.mark.parametrize(
    ("modele", "absente"),
    [
        ("requete_injonction", "representant"), ("requete_injonction", "forme"), ("convention_mandat", "representant"),
        ("pouvoir", "representant"),
    ],
)  # fmt: skip
def test_une_personne_morale_est_representee(modele: str, absente: str) -> None:
    with pytest.raises(SaisieManquante, match=f'--avec "{absente}='):
        composer(document(modele, *VIE, *([JUGEMENT] if modele == "pouvoir" else []), saisies={absente: ""}))


def test_une_personne_physique_donne_son_etat_civil() -> None:
    with pytest.raises(SaisieManquante, match=r'--avec "etat_civil='):
        composer(document("requete_injonction", creancier=replace(CREANCIER, civilite="M.", prenom="Paul")))


def test_un_pret_d_un_an_declare_le_calcul_de_ses_interets() -> None:
    with pytest.raises(SaisieManquante, match=r'--avec "interets_apres='):
        composer(document("declaration_creance", *VIE, JUGEMENT, PRET))


def test_un_mandataire_se_nomme_quand_ce_n_est_pas_l_agence() -> None:
    with pytest.raises(SaisieManquante, match=r'--avec "mandataire='):
        composer(document("pouvoir", mode=Mode.INTERNE, saisies={"objet_pouvoir": "injonction"}))


@pytest.mark.parametrize(
    ("demande", "commande"),
    [
        (document("pouvoir"), "recouvre signaler D-12 procedure --type … --jugement-le …"),
        (document("convention_mandat", profil=replace(AGENCE, assureur="")), "recouvre profil --assureur …"),
        (document("convention_mandat", profil=replace(AGENCE, police="")), "recouvre profil --police …"),
        (document("convention_mandat", profil=replace(AGENCE, iban="")), "recouvre profil --iban …"),
        (document("accuse_reception", profil=replace(AGENCE, signataire="")), "recouvre profil --signataire …"),
        (
            document("declaration_creance", *VIE, JUGEMENT, creancier=replace(CREANCIER, adresse="")),
            'recouvre creancier "Menuiserie Faure" --adresse …',
        ),
        (
            document("requete_injonction", debiteur=replace(CREANCIER, ville="")), "recouvre debiteur D-12 --ville …",
        ),
    ],
)  # fmt: skip
def test_un_champ_absent_dit_quoi_taper(demande: Demande, commande: str) -> None:
    with pytest.raises(ChampManquant) as refus:
        composer(demande)
    assert commande in str(refus.value)


def test_un_choix_se_lit_sans_accent_ni_casse_et_refuse_le_reste() -> None:
    objet = Saisie("objet", "choix", "ce qu'il permet", valeurs=("declaration", "injonction"))
    assert lire_saisies("x", [objet], {"objet": " Déclaration "}, LE) == {"objet": "declaration"}
    assert objet.exemple == '--avec "objet=declaration"'
    with pytest.raises(SaisieIllisible, match="declaration ou injonction"):
        lire_saisies("x", [objet], {"objet": "assignation"}, LE)


def test_la_tva_est_une_part_du_principal() -> None:
    with pytest.raises(SaisieIllisible, match="n'est pas une part du principal"):
        composer(document("certificat_irrecouvrabilite", saisies={"tva": "3837,95"}))


# --- l'en-tête ----------------------------------------------------------------------------------------------------


def _compiler(entete: str, corps: str = "Bonjour.") -> Modele:
    return compiler("essai", f"{len(entete)}.txt", f"objet: x\n{entete}\n\n{corps}".encode())


def test_les_mots_de_l_execution_ne_sont_defendus_qu_envers_le_debiteur() -> None:
    phrase = "Elle est constatée par un titre exécutoire."
    assert _compiler("destinataire: tiers", phrase).avertissements == ()
    assert _compiler("destinataire: debiteur", phrase).avertissements


def test_une_saisie_n_est_pas_un_mot_defendu() -> None:
    assert _compiler("saisie: motif texte pourquoi", "{{ saisie.motif }}").avertissements == ()
    assert _compiler("saisie: motif texte pourquoi", "{{ saisie.motif }}, sous peine de saisie").avertissements


@pytest.mark.parametrize(
    "faute", ["saisie: motif choix pourquoi", "saisie: motif choix() pourquoi", "etendue: debiteur"]
)
def test_un_en_tete_faux_est_refuse(faute: str) -> None:
    with pytest.raises(ModeleFautif):
        _compiler(faute)


def test_le_rappel_se_dit_et_ne_s_imprime_pas() -> None:
    courrier = composer(document("declaration_creance", *VIE, JUGEMENT))
    assert "au plus tard le 17 janvier 2027" in courrier.rappel and "R622-24" in courrier.rappel
    imprime = "\n".join(lignes_nues(courrier))
    assert "17 janvier 2027" not in imprime and "R622-24" not in imprime and "R. 622-24" not in imprime


@pytest.mark.parametrize(
    ("publie_le", "le", "tardive"),
    [
        (dt.date(2026, 9, 8), dt.date(2026, 11, 8), False),
        (dt.date(2026, 9, 8), dt.date(2026, 11, 9), False),
        (dt.date(2026, 9, 8), dt.date(2026, 11, 10), True),
        (dt.date(2026, 12, 31), dt.date(2027, 2, 28), False),
    ],
)
def test_le_delai_de_declaration_finit_deux_mois_apres_le_bodacc(
    publie_le: dt.date, le: dt.date, tardive: bool
) -> None:
    """Le 8 novembre 2026 est un dimanche : le délai court encore le lundi (CPC 642)."""
    jugement = replace(JUGEMENT, date=dt.date(2026, 9, 1), publie_le=publie_le)
    rappel = composer(document("declaration_creance", *FACTURES, jugement, le=le)).rappel
    assert ("forclusion" in rappel) is tardive


# --- ce que les blocs montrent ------------------------------------------------------------------------------------


def tableaux(demande: Demande) -> list[Tableau]:
    return [bloc for bloc in composer(demande).blocs if isinstance(bloc, Tableau)]


def test_une_echeance_le_jour_du_jugement_est_a_echoir() -> None:
    veille, jour = (facture(nom, 100_00, JUGEMENT.date - dt.timedelta(n)) for nom, n in (("F-V", 1), ("F-J", 0)))
    declaration = tableaux(document("declaration_creance", veille, jour, JUGEMENT))[0]
    assert [ligne[3:] for ligne in declaration.lignes] == [("100,00\xa0€", "–"), ("–", "100,00\xa0€")]
    assert dict(declaration.totaux)["À échoir, aux échéances ci-dessus"] == "100,00\xa0€"


def test_une_facture_posterieure_au_jugement_n_est_ni_declaree_ni_jointe() -> None:
    apres = facture("F-APRES", 50_00, JUGEMENT.date + dt.timedelta(60))
    assert "F-APRES" not in nu(document("declaration_creance", *FACTURES, apres, JUGEMENT))


def test_la_declaration_ajoute_echu_et_a_echoir() -> None:
    totaux = dict(tableaux(document("declaration_creance", *VIE, JUGEMENT))[0].totaux)
    echu, a_echoir, total = (
        int("".join(c for c in totaux[nom] if c.isdigit()))
        for nom in ("Total échu", "À échoir, aux échéances ci-dessus", "Montant total de la créance")
    )
    assert echu + a_echoir == total > echu


def test_chaque_accessoire_a_sa_ligne() -> None:
    frais = AccessoireAjoute(
        date=dt.date(2026, 10, 12), nature=NatureAccessoire.COMPLEMENT, montant=200_00, facture="F-2026-117",
        justificatif="facture d'enquête",
    )  # fmt: skip
    lignes = [ligne[0] for ligne in tableaux(document("accuse_reception", *FACTURES, frais))[1].lignes]
    assert lignes[2:] == ["Indemnité forfaitaire de recouvrement", "Frais au-delà du forfait"]
    assert "Frais au-delà du forfait (" in nu(document("declaration_creance", *FACTURES, frais, JUGEMENT))


def test_le_bordereau_d_un_tiers_ne_contient_ni_le_mandat_ni_les_conditions_de_l_agence() -> None:
    lu = nu(document("declaration_creance", *VIE, JUGEMENT))
    assert "Pouvoir écrit" not in lu and "Bon de commande" in lu


def test_le_compte_rendu_tait_l_avenir_et_totalise_l_argent() -> None:
    fait = DocumentEtabli(
        date=LE, modele="proposition_echeancier", reference="D-12-4", destinataire="debiteur", fichier="", empreinte="",
        empreinte_modele="",
    )  # fmt: skip
    demain = replace(PREMIERE, date=LE + dt.timedelta(1), reference="D-12/9")
    [faits, *_] = tableaux(document("compte_rendu", *VIE, fait, replace(fait, destinataire="creancier"), demain))
    dits = [ligne[1] for ligne in faits.lignes]
    assert dits.count("Proposition echeancier\nD-12-4") == 1 and not any("D-12/9" in dit for dit in dits)
    assert dict(faits.totaux) == {
        "Encaissé directement par vous": "300,00\xa0€", "Encaissé par nos soins": "2\u202f000,00\xa0€"
    }  # fmt: skip


def test_une_suite_retenue_dit_pourquoi_et_une_suite_due_n_a_plus_de_date() -> None:
    suites = tableaux(document("compte_rendu", suites=SUITES))[-1]
    assert [ligne[0] for ligne in suites.lignes] == ["Dès à présent", "En attente", "08/12/2026"]
    assert suites.lignes[1][1].endswith("\npouvoir")


def test_l_accuse_de_reception_dit_ce_que_bloque_une_piece_manquante() -> None:
    """Sans convention, la loi ; avec, le seul réglage de l'agence."""
    manque = {"manquantes": ("CGV acceptées",), "suites": ()}
    sans = nu(document("accuse_reception", *FACTURES, **manque, reglages=ReglagesCreancier()))
    avec = nu(document("accuse_reception", *FACTURES, **manque))
    assert "aucune démarche n’est faite" in sans and "aucune démarche n’est faite" in avec
    assert "R. 124-3" in sans and "R. 124-3" not in avec


def test_en_interne_le_creancier_signe_avec_son_profil() -> None:
    courrier = composer(document("declaration_creance", *VIE, JUGEMENT, mode=Mode.INTERNE))
    assert courrier.entete.qualite == "SAS" and "SIREN 498\xa0765\xa0432" in courrier.pied[0]
    autre = document(
        "declaration_creance", *VIE, JUGEMENT, mode=Mode.INTERNE, creancier=replace(CREANCIER, nom="Autre")
    )
    assert composer(autre).entete.nom == "Autre"


def test_le_surendettement_arrete_la_creance_a_la_recevabilite() -> None:
    lu = nu(document("justification_surendettement", *FACTURES, RECEVABLE, qualite=Qualite.CONSOMMATEUR))
    assert "Total au 02/11/2026" in lu and "Chaque jour de plus" not in lu


def test_les_modeles_disent_a_quoi_ils_servent_et_ne_citent_aucun_suffixe_de_cerfa() -> None:
    for nom in SAISIES:
        modele = charger(nom)
        assert 30 < len(modele.usage) < 140, modele.usage
        assert "*0" not in modele.source
    for source in Path("modeles_courriers").glob("*.txt"):
        assert "huissier" not in source.read_text("utf-8").lower()

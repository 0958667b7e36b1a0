"""Ce qui est vrai de tout décompte, sur des dossiers tirés au hasard."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recouvre.domaine.contrat import TauxConvenu
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DossierOuvert, EncaissementRecu, Evenement, FactureAjoutee
from recouvre.domaine.faits_de_droit import InteretsDuTitre, NatureAccessoire
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.decompte import decompter
from recouvre.droit.releve import ACCESSOIRES, Decompte, LigneDecompte, Nature

from .fabrique import BAREME, affaire_de, date_de, de_nature, en_taux
from .hasards import (
    DERNIER_JOUR_CONNU,
    MONTANTS,
    REGLAGES,
    REGLAGES_DU_DROIT,
    REGLAGES_LARGES,
    TAUX,
    dossiers,
    dossiers_de_droit,
    faits,
    faits_de_droit,
    jours_de_decompte,
    jusqu_a,
    plus,
)
from .juge import Creance, Jugement, Mouvement, SansTaux, centime, juger, juger_sans_arrondi


def arrete(donnees: st.DataObject, dossier: Dossier) -> Decompte:
    return _arrete_au(dossier, donnees.draw(jours_de_decompte(dossier), label="au"))


def _arrete_au(dossier: Dossier, au: dt.date) -> Decompte:
    """Un dossier auquel il manque un taux est hors sujet ici : la comparaison avec le juge s'en charge."""
    try:
        return decompter(dossier, au, BAREME)
    except TauxInconnu:
        assume(False)
        raise


# --- Le juge -----------------------------------------------------------------------------------------------------


@REGLAGES_LARGES
@given(st.data(), dossiers())
def test_un_calculateur_jour_par_jour_dit_la_meme_chose_au_centime(donnees: st.DataObject, dossier: Dossier) -> None:
    """Factures, paiements, avoirs, mises en demeure : rien que des comptes, serrés."""
    decompte = arrete(donnees, dossier)
    comparer(decompte, juger(affaire_de(dossier), decompte.au))


@REGLAGES_DU_DROIT
@given(st.data(), dossiers_de_droit())
def test_il_dit_la_meme_chose_sous_tous_les_regimes(donnees: st.DataObject, dossier: Dossier) -> None:
    """Contrat, titre, arrêts, frais, marché public : tout ce que le droit connaît, mêlé."""
    au = donnees.draw(jours_de_decompte(dossier), label="au")
    try:
        jugement = juger(affaire_de(dossier), au)
    except SansTaux as lacune:
        with pytest.raises(TauxInconnu) as refus:
            decompter(dossier, au, BAREME)
        assert refus.value.serie == lacune.serie
    else:
        comparer(decompter(dossier, au, BAREME), jugement)


def comparer(decompte: Decompte, jugement: Jugement) -> None:
    assert Counter(
        (ligne.facture, *date_de(ligne), ligne.jours, ligne.base, en_taux(ligne.taux), ligne.montant, ligne.annee)
        for ligne in de_nature(decompte, Nature.INTERETS)
    ) == Counter((j.facture, j.du, j.au, j.jours, j.base, j.taux, j.montant, j.annee) for j in jugement.lignes)
    assert Counter(
        (str(ligne.nature), ligne.montant)
        for ligne in decompte.lignes
        if ligne.nature in (Nature.INDEMNITE, *ACCESSOIRES)
    ) == Counter((nature, montant) for _, nature, montant in jugement.accessoires)
    assert _reunies(
        (part.encaissement, part.date, str(part.nature), part.facture, part.montant) for part in decompte.imputations
    ) == _reunies(jugement.imputations)
    assert {
        s.numero: (s.principal, s.interets, s.indemnite, s.accessoires) for s in decompte.factures
    } == jugement.restes
    assert (decompte.total, decompte.trop_percu) == (jugement.total, jugement.trop_percu)
    assert decompte.interet_par_jour == jugement.par_jour


def _reunies(parts: Iterable[tuple[int, dt.date, str, str, int]]) -> list[tuple[object, ...]]:
    """Deux frais de même nature éteints de suite par le même paiement : une seule part."""
    return [(*cle, sum(part[-1] for part in suite)) for cle, suite in groupby(parts, key=lambda part: part[:-1])]


@REGLAGES
@given(st.data(), faits(avoirs=False, qualite=Qualite.PROFESSIONNEL, factures=1))
def test_sans_aucun_arrondi_le_total_ne_s_ecarte_que_d_un_demi_centime_par_ligne(
    donnees: st.DataObject, evenements: tuple[Evenement, ...]
) -> None:
    """Au premier ordre un demi-centime par ligne ; au second, l'intérêt que porte un principal faux d'autant."""
    dossier = plier_neufs(1, evenements)
    assume(all(recu.date >= dossier.factures[0].emise_le for recu in dossier.encaissements))
    decompte = arrete(donnees, dossier)
    assume(decompte.factures)
    affaire = affaire_de(dossier)
    exact = juger_sans_arrondi(affaire.creances[0], affaire.versements, decompte.au)
    lignes = de_nature(decompte, Nature.INTERETS)
    annees = Fraction((decompte.au - dossier.factures[0].echeance).days, 365) if lignes else Fraction(0)
    second_ordre = 1 + annees * Fraction(16, 100)
    assert abs(decompte.total - decompte.trop_percu - exact) <= Fraction(len(lignes), 2) * second_ordre


# --- Les sommes ----------------------------------------------------------------------------------------------------


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit(avoirs=False))
def test_tout_encaissement_est_impute_rendu_ou_trop_percu(donnees: st.DataObject, dossier: Dossier) -> None:
    decompte = arrete(donnees, dossier)
    recus = [recu.montant for recu in dossier.encaissements if _compte_le(dossier, recu) <= decompte.au]
    rendu = sum(ligne.montant for ligne in de_nature(decompte, Nature.RESTITUTION))
    assert sum(part.montant for part in decompte.imputations) + rendu + decompte.trop_percu == sum(recus)
    assert decompte.encaisse == sum(recus)


def _compte_le(dossier: Dossier, recu: EncaissementRecu) -> dt.date:
    affaire = affaire_de(dossier)
    return affaire.jour_de_paiement(affaire.versements[dossier.encaissements.index(recu)])


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_aucun_encaissement_n_est_impute_au_dela_de_lui_meme(donnees: st.DataObject, dossier: Dossier) -> None:
    decompte = arrete(donnees, dossier)
    imputes: Counter[int] = Counter()
    for part in decompte.imputations:
        imputes[part.encaissement] += part.montant
        assert part.montant > 0
        assert part.date >= _compte_le(dossier, dossier.encaissements[part.encaissement])
    assert all(impute <= dossier.encaissements[indice].montant for indice, impute in imputes.items())


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_la_somme_des_lignes_montrees_est_le_total_moins_le_trop_percu(
    donnees: st.DataObject, dossier: Dossier
) -> None:
    decompte = arrete(donnees, dossier)
    assert sum(ligne.montant for ligne in decompte.lignes) == decompte.total - decompte.trop_percu
    assert decompte.total == decompte.principal + decompte.interets + decompte.indemnites + decompte.accessoires
    for rubrique in ("principal", "interets", "accessoires"):
        assert sum(getattr(solde, rubrique) for solde in decompte.factures) == getattr(decompte, rubrique)
    assert sum(solde.indemnite for solde in decompte.factures) == decompte.indemnites


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_rien_de_ce_qui_reste_du_n_est_negatif(donnees: st.DataObject, dossier: Dossier) -> None:
    decompte = arrete(donnees, dossier)
    for solde in decompte.factures:
        restes = (solde.principal, solde.interets, solde.indemnite, solde.accessoires)
        assert min(*restes, solde.avoirs, solde.regle) >= 0
        assert solde.montant - solde.deja_regle - solde.avoirs - solde.regle == solde.principal
    assert min(decompte.total, decompte.trop_percu, decompte.interet_par_jour) >= 0
    assert not (decompte.total and decompte.trop_percu), "on ne doit pas et on n'a pas trop payé le même jour"
    assert all(
        (ligne.montant < 0) is (ligne.nature in (Nature.AVOIR, Nature.ENCAISSEMENT)) for ligne in decompte.lignes
    )


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_la_part_reglee_d_une_facture_est_ce_que_les_encaissements_y_ont_eteint(
    donnees: st.DataObject, dossier: Dossier
) -> None:
    """``SoldeFacture.regle`` : part des encaissements imputée au principal ; un avoir va dans ``avoirs``."""
    decompte = arrete(donnees, dossier)
    regles: Counter[str] = Counter()
    for part in decompte.imputations:
        if part.nature is Nature.PRINCIPAL:
            regles[part.facture] += part.montant
    assert {solde.numero: solde.regle for solde in decompte.factures} == {
        solde.numero: regles[solde.numero] for solde in decompte.factures
    }


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_chaque_ligne_d_interets_se_refait_a_la_main(donnees: st.DataObject, dossier: Dossier) -> None:
    exact = dossier.qualification is not None and dossier.qualification.exact
    for ligne in de_nature(arrete(donnees, dossier), Nature.INTERETS):
        du, au = date_de(ligne)
        assert ligne.jours == (au - du).days + 1 > 0
        assert ligne.base is not None
        au_contrat = exact and not any(article in ligne.fondement for article in ("1231-7", "1343-5"))
        assert ligne.annee == (366 if au_contrat and isleap(du.year) else 365)
        assert not au_contrat or isleap(du.year) is isleap(au.year)
        assert ligne.montant == centime(Fraction(ligne.base) * en_taux(ligne.taux) * ligne.jours / (100 * ligne.annee))
        assert ligne.fondement
        assert ligne.origine


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_les_lignes_d_interets_d_une_facture_ne_se_chevauchent_jamais(donnees: st.DataObject, dossier: Dossier) -> None:
    par_facture: dict[str, list[LigneDecompte]] = {}
    for ligne in de_nature(arrete(donnees, dossier), Nature.INTERETS):
        par_facture.setdefault(ligne.facture, []).append(ligne)
    for lignes in par_facture.values():
        assert all(date_de(avant)[1] < date_de(apres)[0] for avant, apres in pairwise(lignes))


# --- L'ordre de saisie ---------------------------------------------------------------------------------------------


@REGLAGES_LARGES
@given(st.data(), faits_de_droit(), st.randoms(use_true_random=False))
def test_l_ordre_de_saisie_ne_change_rien(
    donnees: st.DataObject, evenements: tuple[Evenement, ...], hasard: Random
) -> None:
    melanges = list(evenements)
    hasard.shuffle(melanges)
    dossier, melange = plier_neufs(1, evenements), plier_neufs(1, melanges)
    au = donnees.draw(jours_de_decompte(dossier), label="au")
    try:
        attendu = decompter(dossier, au, BAREME)
    except TauxInconnu:
        assume(False)
    assert decompter(melange, au, BAREME) == attendu


# --- Poursuivre un décompte ----------------------------------------------------------------------------------------


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_ce_qui_arrive_apres_ne_change_pas_le_decompte_d_un_jour(donnees: st.DataObject, dossier: Dossier) -> None:
    decompte = arrete(donnees, dossier)
    assert decompter(jusqu_a(dossier, decompte.au), decompte.au, BAREME) == decompte


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_un_decompte_arrete_puis_poursuivi_est_celui_calcule_d_un_coup(
    donnees: st.DataObject, dossier: Dossier
) -> None:
    """Les lignes closes sont les mêmes ; celle en cours n'a fait que s'allonger ; les imputations faites restent."""
    un, deux = sorted(donnees.draw(st.lists(jours_de_decompte(dossier), min_size=2, max_size=2), label="jours"))
    avant, apres = _arrete_au(dossier, un), _arrete_au(dossier, deux)
    suite = {_debut(ligne): ligne for ligne in apres.lignes}
    for ligne in avant.lignes:
        if ligne in apres.lignes:
            continue
        if ligne.nature is Nature.PRINCIPAL and dossier.delais_interrompus:
            # L'acheteur public a reçu, entre les deux, les pièces qui reportent l'échéance.
            assert replace(suite[_debut(ligne)], au=None) == replace(ligne, au=None)
            continue
        assert ligne.nature is Nature.INTERETS
        assert ligne.au == un, "seule une ligne en cours peut avoir changé"
        allongee = suite[_debut(ligne)]
        assert date_de(allongee)[1] > un
        assert allongee.montant >= ligne.montant
    assert apres.imputations[: len(avant.imputations)] == avant.imputations
    assert all(part.date > un for part in apres.imputations[len(avant.imputations) :])


def _debut(ligne: LigneDecompte) -> tuple[object, ...]:
    return (ligne.nature, ligne.facture, ligne.du, ligne.base, ligne.taux, ligne.origine)


# --- Plus longtemps, plus cher -------------------------------------------------------------------------------------


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_les_interets_courus_et_les_indemnites_ne_baissent_jamais(donnees: st.DataObject, dossier: Dossier) -> None:
    un, deux = sorted(donnees.draw(st.lists(jours_de_decompte(dossier), min_size=2, max_size=2), label="jours"))
    decomptes = [_arrete_au(dossier, au) for au in (un, deux)]
    for nature in (Nature.INTERETS, Nature.INDEMNITE, *ACCESSOIRES):
        avant, apres = (de_nature(decompte, nature) for decompte in decomptes)
        assert sum(ligne.montant for ligne in avant) <= sum(ligne.montant for ligne in apres)


@REGLAGES
@given(MONTANTS, MONTANTS, TAUX, st.dates(dt.date(2008, 3, 1), dt.date(2025, 12, 31)), st.integers(0, 365))
def test_les_interets_croissent_avec_le_principal(
    montant: int, supplement: int, taux: TauxConvenu | None, echeance: dt.date, jours: int
) -> None:
    au = min(plus(echeance, jours), DERNIER_JOUR_CONNU)
    petit, grand = (decompter(_seule(somme, echeance, taux), au, BAREME) for somme in (montant, montant + supplement))
    assert petit.interets <= grand.interets
    assert petit.indemnites == grand.indemnites
    assert len(petit.lignes) == len(grand.lignes)


@REGLAGES
@given(
    MONTANTS, MONTANTS, st.dates(dt.date(2013, 1, 1), dt.date(2025, 12, 31)), st.integers(1, 300), st.integers(0, 60)
)
def test_payer_plus_tot_ne_coute_jamais_plus(
    montant: int, verse: int, echeance: dt.date, retard: int, avance: int
) -> None:
    """À un centime par ligne près : couper une ligne ajoute un arrondi."""
    au = min(plus(echeance, 400), DERNIER_JOUR_CONNU)
    tard = plus(echeance, retard)
    tot = max(plus(tard, -avance), echeance)
    decomptes = [
        decompter(_seule(montant, echeance, None, EncaissementRecu(date=le, montant=verse)), au, BAREME)
        for le in (tot, tard)
    ]
    restes = [decompte.total - decompte.trop_percu for decompte in decomptes]
    assert restes[0] <= restes[1] + max(len(de_nature(decompte, Nature.INTERETS)) for decompte in decomptes)


def _seule(montant: int, echeance: dt.date, taux: TauxConvenu | None, *autres: Evenement) -> Dossier:
    facture = FactureAjoutee(
        date=echeance, numero="F", montant=montant, emise_le=echeance, echeance=echeance, taux=taux
    )
    ouverture = DossierOuvert(date=echeance, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)
    return plier_neufs(1, [ouverture, facture, *autres])


# --- Les interdits -------------------------------------------------------------------------------------------------


def _sans_40_euros(dossier: Dossier) -> bool:
    particulier = dossier.qualification is not None and dossier.qualification.creancier_particulier
    return particulier or dossier.qualite is Qualite.CONSOMMATEUR


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit(qualite=Qualite.CONSOMMATEUR))
def test_un_consommateur_ne_doit_ni_40_euros_ni_complement_ni_interet_avant_mise_en_demeure_ou_titre(
    donnees: st.DataObject, dossier: Dossier
) -> None:
    decompte = arrete(donnees, dossier)
    assert decompte.indemnites == 0
    assert not de_nature(decompte, Nature.INDEMNITE)
    assert not de_nature(decompte, Nature.COMPLEMENT)
    for ligne in de_nature(decompte, Nature.INTERETS):
        facture = dossier.facture(ligne.facture)
        assert facture is not None
        departs = [mise.date for mise in dossier.mises_en_demeure if mise.date > facture.echeance]
        departs += [titre.date for titre in dossier.titres[:1] if titre.date >= facture.echeance]
        assert departs, "un intérêt sans mise en demeure ni titre"
        assert date_de(ligne)[0] > min(departs)
        assert "L441-10" not in ligne.fondement


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_sans_titre_ni_depens_ni_frais_d_execution(donnees: st.DataObject, dossier: Dossier) -> None:
    """CPCE L111-8 : et rien de ce qui est daté d'avant lui."""
    decompte = arrete(donnees, dossier)
    apres = [
        frais.montant
        for frais in dossier.accessoires
        if frais.nature is not NatureAccessoire.COMPLEMENT
        and any(titre.date <= frais.date <= decompte.au for titre in dossier.titres)
    ]
    montres = [*de_nature(decompte, Nature.DEPENS), *de_nature(decompte, Nature.FRAIS_EXECUTION)]
    assert sum(ligne.montant for ligne in montres) <= sum(apres)


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_aucun_interet_un_jour_d_arret(donnees: st.DataObject, dossier: Dossier) -> None:
    decompte = arrete(donnees, dossier)
    affaire = affaire_de(dossier)
    for ligne in de_nature(decompte, Nature.INTERETS):
        facture = dossier.facture(ligne.facture)
        assert facture is not None
        for arret in affaire.arrets:
            touchee = arret.cause in ("plan", "delai-de-grace") or facture.emise_le < arret.du
            exceptee = arret.cause == "procedure" and affaire.pret_un_an
            if touchee and not exceptee and arret.taux is None:
                assert not any(arret.couvre(jour) for jour in date_de(ligne)), arret


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_au_plus_une_indemnite_entiere_par_facture_en_retard(donnees: st.DataObject, dossier: Dossier) -> None:
    decompte = arrete(donnees, dossier)
    indemnites = de_nature(decompte, Nature.INDEMNITE)
    assert not (indemnites and _sans_40_euros(dossier))
    assert all(ligne.montant == 40_00 for ligne in indemnites)
    assert max(Counter(ligne.facture for ligne in indemnites).values(), default=0) <= 1
    echeances = {solde.numero: solde.echeance for solde in decompte.factures}
    for ligne in indemnites:
        assert ligne.du == plus(echeances[ligne.facture], 1)
        assert dt.date(2013, 1, 1) <= ligne.du <= decompte.au


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit(condamne=True))
def test_jamais_de_majoration_sans_decision_signifiee(donnees: st.DataObject, dossier: Dossier) -> None:
    """L'exonération ne peut que réduire les intérêts ; elle ne change rien s'il n'y avait rien à majorer."""
    impayes = replace(dossier, encaissements=(), avoirs=(), restitutions=())
    decompte = arrete(donnees, impayes)
    exoneres = tuple(replace(titre, sans_majoration=True) for titre in dossier.titres)
    sans = _arrete_au(replace(impayes, titres=exoneres), decompte.au)
    assert sans.interets <= decompte.interets
    titre = dossier.titres[0]
    if not (titre.decision and titre.interets is InteretsDuTitre.LEGAL and dossier.significations):
        assert sans.lignes == decompte.lignes


@REGLAGES_LARGES
@given(st.data(), dossiers_de_droit())
def test_un_accessoire_n_entre_jamais_dans_la_base(donnees: st.DataObject, dossier: Dossier) -> None:
    """La base est le principal, et au plus les intérêts capitalisés si le contrat ou le titre les prévoit."""
    decompte = arrete(donnees, dossier)
    prevue = (dossier.qualification is not None and dossier.qualification.capitalisation) or any(
        titre.capitalisation for titre in dossier.titres
    )
    for ligne in de_nature(decompte, Nature.INTERETS):
        facture = dossier.facture(ligne.facture)
        assert facture is not None
        assert ligne.base is not None
        avant = [
            autre.montant
            for autre in de_nature(decompte, Nature.INTERETS)
            if autre.facture == ligne.facture and date_de(autre)[1] < date_de(ligne)[0]
        ]
        assert 0 < ligne.base <= facture.montant - facture.deja_regle + (sum(avant) if prevue else 0)


def test_le_juge_sans_arrondi_connait_le_cas_1() -> None:
    """Le juge exact tombe à moins de deux centimes du cas 1 (quatre lignes arrondies)."""
    creance = Creance(numero="F", montant=12_000_00, emise=dt.date(2024, 5, 1), echeance=dt.date(2024, 5, 31))
    exact = juger_sans_arrondi(creance, [Mouvement(le=dt.date(2024, 9, 15), montant=5_000_00)], dt.date(2025, 2, 28))
    assert abs(exact - 8_019_23) < 2

"""Les blocs que la plume écrit elle-même : ce qui se calcule ou se reproduit ne s'invente pas dans un modèle."""

from __future__ import annotations

from collections.abc import Callable

from recouvre.courriers.blocs_compte import imputation, mouvements_imputes, recapitulatif
from recouvre.courriers.blocs_creance import avoirs, creance, declaration, projet
from recouvre.courriers.blocs_dossier import TIRET, echeancier, mention_1376, mouvements, pieces
from recouvre.courriers.blocs_suivi import (
    avancement,
    compte_rendu,
    diligences,
    pieces_manquantes,
    pieces_recues,
    suites,
)
from recouvre.courriers.champs import Fiche, lire
from recouvre.courriers.contexte import Demande, Fiches
from recouvre.courriers.courrier import Bloc, Citation, Colonne, Encadre, Intertitre, Signature, Tableau
from recouvre.courriers.ecriture import INSECABLE, montant, sur_une_ligne, taux
from recouvre.courriers.qr import QrImpossible, charge_virement
from recouvre.courriers.reclamation import Reclamation, Versement
from recouvre.courriers.textes_de_loi import L111_8_ALINEA_2, L111_8_ALINEA_3
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.profil import Mode
from recouvre.droit.releve import LigneDecompte, SoldeFacture


def ecrire_bloc(nom: str, demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """Les éléments d'un bloc connu ; vide s'il n'a rien à dire (aucun intérêt, aucun versement)."""
    match nom:
        case "factures":
            return (_factures(demande, objets),)
        case "decompte":
            return (_decompte(demande, objets),)
        case "interets":
            return _interets(objets)
        case "versements":
            return _versements(demande, objets)
        case "modalites":
            return (_modalites(demande, objets),)
        case "L111-8":
            return (_l111_8(),)
        case "signature":
            return (_signature(objets),)
        case _ if nom in _DE_LA_CREANCE:
            return _DE_LA_CREANCE[nom](demande, objets)
        case _:
            return _DU_DOSSIER[nom](demande)


_DE_LA_CREANCE: dict[str, Callable[[Demande, Fiches], tuple[Bloc, ...]]] = {
    "creance": creance,
    "declaration": declaration,
    "avoirs": avoirs,
    "projet": projet,
    "pieces": pieces,
    "mention-1376": mention_1376,
    "recapitulatif": recapitulatif,
}

_DU_DOSSIER: dict[str, Callable[[Demande], tuple[Bloc, ...]]] = {
    "echeancier": echeancier,
    "mouvements": mouvements,
    "mouvements-imputes": mouvements_imputes,
    "imputation": imputation,
    "diligences": diligences,
    "compte-rendu": compte_rendu,
    "suites": suites,
    "pieces-recues": pieces_recues,
    "pieces-manquantes": pieces_manquantes,
    "avancement": avancement,
}


def _factures(demande: Demande, objets: Fiches) -> Tableau:
    reclame = objets.reclamation
    a_echoir = all(solde.echeance >= demande.le for solde in reclame.factures)
    return Tableau(
        colonnes=(
            Colonne("Facture", 50),
            Colonne("Date", 20),
            Colonne("Échéance", 20),
            Colonne("Montant TTC", 27, droite=True),
            Colonne("Réglé, avoirs", 26, droite=True),
            Colonne("Reste dû", 27, droite=True),
        ),
        lignes=tuple(_ligne_facture(solde) for solde in reclame.factures),
        totaux=(("Total à échoir" if a_echoir else "Principal restant dû", montant(reclame.principal)),),
        note="Part que vous ne contestez pas. Le reste n’est pas réclamé ici, tous droits réservés."
        if demande.conteste
        else "",
    )


def _ligne_facture(solde: SoldeFacture) -> tuple[str, ...]:
    deduit = solde.deduit
    numero, libelle = sur_une_ligne(solde.numero), sur_une_ligne(solde.libelle)
    return (
        f"{numero}\n{libelle}" if libelle else numero,
        en_chiffres(solde.emise_le),
        en_chiffres(solde.echeance),
        montant(solde.montant),
        montant(deduit) if deduit else TIRET,
        montant(solde.principal),
    )


def _decompte(demande: Demande, objets: Fiches) -> Tableau:
    reclame, au = objets.reclamation, en_chiffres(demande.decompte.au)
    sans_interets = "non réclamés" if demande.decompte.interets else "néant à ce jour"
    base = (reclame.fondement_principal, "reste dû sur les factures ci-dessus")
    lignes = [
        ("Principal restant dû", " : ".join(filter(None, base)), montant(reclame.principal)),
        (f"Intérêts de retard au {au}", reclame.fondement_interets or sans_interets, montant(reclame.interets)),
    ]
    if reclame.indemnites:
        lignes.append(
            ("Accessoires : indemnité forfaitaire", reclame.fondement_indemnites, montant(reclame.indemnites))
        )
    lignes += [(f"Accessoires : {p.libelle}", p.fondement or TIRET, montant(p.montant)) for p in reclame.postes]
    if not reclame.indemnites and not reclame.accessoires:
        lignes.append(("Accessoires", "néant : aucuns frais ne vous sont réclamés", montant(0)))
    par_jour = montant(reclame.interet_par_jour)
    note = f"Chaque jour de retard supplémentaire ajoute {par_jour} d’intérêts." if reclame.interet_par_jour else ""
    return Tableau(
        colonnes=(Colonne("Somme due", 63), Colonne("Fondement", 77), Colonne("Montant", 30, droite=True)),
        lignes=tuple(lignes),
        totaux=((f"Total à payer au {au}", montant(reclame.total)),),
        note=note,
        entier=True,
    )


def _interets(objets: Fiches) -> tuple[Bloc, ...]:
    reclame = objets.reclamation
    if not reclame.lignes_interets:
        return ()
    courus = sum(ligne.montant for ligne in reclame.lignes_interets)
    regles = courus - reclame.interets
    totaux = [("Intérêts courus", montant(courus))]
    if regles:
        totaux.append(("Intérêts déjà réglés", montant(-regles)))
        totaux.append(("Intérêts restant dus", montant(reclame.interets)))
    tableau = Tableau(
        colonnes=(
            Colonne("Facture", 22),
            Colonne("Base", 20, droite=True),
            Colonne("Du", 16.5),
            Colonne("Au", 16.5),
            Colonne("Jours", 11, droite=True),
            Colonne("Taux", 13, droite=True),
            Colonne("Origine du taux", 54),
            Colonne("Intérêts", 17, droite=True),
        ),
        petit=True,
        lignes=tuple(_ligne_interets(ligne) for ligne in reclame.lignes_interets),
        totaux=tuple(totaux),
        note=f"Chaque ligne : base × taux × jours ÷ {_diviseur(reclame)}, arrondie au centime. Jours inclus.",
    )
    return (Intertitre("Détail des intérêts"), tableau)


def _diviseur(reclame: Reclamation) -> str:
    """Cent fois l'année ; le contrat peut compter les années bissextiles pour 366 jours."""
    annees = sorted({ligne.annee for ligne in reclame.lignes_interets})
    dits = [f"{annee // 10}{INSECABLE}{annee % 10}00" for annee in annees]
    return dits[0] if len(dits) == 1 else f"{dits[0]} ({dits[1]} pour une année bissextile)"


def _ligne_interets(ligne: LigneDecompte) -> tuple[str, ...]:
    return (
        sur_une_ligne(ligne.facture),
        montant(ligne.base or 0),
        en_chiffres(ligne.du) if ligne.du else TIRET,
        en_chiffres(ligne.au) if ligne.au else TIRET,
        str(ligne.jours) if ligne.jours is not None else TIRET,
        taux(ligne.taux) if ligne.taux is not None else TIRET,
        sur_une_ligne(ligne.origine) or TIRET,
        montant(ligne.montant),
    )


def _versements(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    recus = objets.reclamation.versements
    if not recus:
        return ()
    parts = [("Principal", "principal"), ("Intérêts", "interets")]
    parts += [("Indemnités", "indemnites")] if any(recu.indemnites for recu in recus) else []
    parts += [("Accessoires", "accessoires")] if any(recu.accessoires for recu in recus) else []
    large = 140 / (len(parts) + 1)
    tableau = Tableau(
        colonnes=(Colonne("Reçu le", 30), *(Colonne(t, large, droite=True) for t, _ in [("Versement", ""), *parts])),
        lignes=tuple(_ligne_versement(recu, [getattr(recu, champ) for _, champ in parts]) for recu in recus),
        note=_note_d_imputation(demande),
    )
    return (Intertitre("Versements déjà déduits"), tableau)


def _note_d_imputation(demande: Demande) -> str:
    """L'ordre légal ; rien s'il n'est pas le seul à avoir joué."""
    contrat = demande.dossier.qualification
    if (contrat and contrat.imputation) or any(arret.capital_d_abord for arret in demande.dossier.arrets):
        return ""
    return "Imputation : intérêts et accessoires d’abord, puis principal (C. civ., art. 1343-1 et 1342-10)."


def _ligne_versement(recu: Versement, parts: list[int]) -> tuple[str, ...]:
    return (en_chiffres(recu.date), montant(recu.montant), *(montant(part) if part else TIRET for part in parts))


def _modalites(demande: Demande, objets: Fiches) -> Encadre:
    """En agence, l'IBAN est exigé (R124-4 4°) et c'est celui du compte affecté (R124-2) ; ailleurs, s'il est connu."""
    qui, agence = objets.cabinet, demande.profil.mode is Mode.AGENCE
    nom = lire(qui, "denomination")
    lignes, qr = [], ""
    if agence or "iban" in qui:
        bic = f" – BIC {lire(qui, 'bic')}" if "bic" in qui else ""
        lignes.append(("Virement", f"IBAN {lire(qui, 'iban')}{bic}"))
        affecte = ", compte exclusivement affecté aux fonds des créanciers" if agence else ""
        lignes.append(("Titulaire", f"{nom}{affecte}"))
        qr = _qr_virement(demande, objets)
    if carte := _par_carte(qui, par_etapes=bool(demande.termes)):
        lignes.append(("Carte bancaire", carte))
    lignes.append(("Chèque", f"à l’ordre de {nom}, à envoyer à cette adresse : {lire(qui, 'adresse_complete')}"))
    lignes.append(("Référence à rappeler", lire(objets.dossier, "numero")))
    return Encadre("Comment payer", tuple(lignes), qr)


def _par_carte(qui: Fiche, *, par_etapes: bool) -> str:
    """Les cartes acceptées et où payer, si le profil le dit ; rien pour un échéancier qui ne se paie pas ainsi."""
    cartes, page = (lire(qui, champ) if champ in qui else "" for champ in ("cartes", "page_de_paiement"))
    par_echeance = "carte_par_echeance" in qui
    if not (cartes or page) or (par_etapes and not par_echeance):
        return ""
    ou = " ".join(filter(None, (cartes, f"sur {page}" if page else "")))
    comment = "en une fois, ou à chaque échéance d’un échéancier convenu" if par_echeance else "en une fois"
    return f"{ou}, {comment}. N’écrivez jamais votre numéro de carte dans une lettre ou un courriel."


def _qr_virement(demande: Demande, objets: Fiches) -> str:
    """Ce que dit le QR, si le profil le veut ; rien pour un virement qui n'y tient pas, l'IBAN est imprimé à côté."""
    somme = _somme_demandee(demande, objets)
    if not demande.profil.qr_virement or not somme:
        return ""
    try:
        return charge_virement(
            nom=demande.profil.denomination,
            iban=demande.profil.iban,
            bic=demande.profil.bic,
            montant=somme,
            reference=demande.dossier.libelle,
        )
    except QrImpossible:
        return ""


def _somme_demandee(demande: Demande, objets: Fiches) -> int:
    """Ce que la lettre demande de payer : un versement, une promesse, la part reconnue, sinon tout ce qu'elle réclame.

    Zéro pour un échéancier : chaque versement y a sa somme et sa date, et un QR n'en dit qu'une.
    """
    if demande.termes:
        return 0
    saisies = (demande.saisies.get(nom) for nom in ("somme", "reconnu"))
    return next((saisie for saisie in saisies if isinstance(saisie, int)), objets.reclamation.total)


def _l111_8() -> Citation:
    titre = "Article L. 111-8 du code des procédures civiles d’exécution, alinéas 2 et 3"
    return Citation(titre, (L111_8_ALINEA_2, L111_8_ALINEA_3))


def _signature(objets: Fiches) -> Signature:
    """Qui signe, s'il est nommé ; la dénomination toujours."""
    qui = objets.expediteur
    nommes = [lire(qui, champ) for champ in ("signataire", "qualite_signataire") if champ in qui]
    return Signature((*nommes, lire(qui, "denomination")))

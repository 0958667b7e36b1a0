"""Les objets que les modèles voient, un par un. Montants et dates arrivent formatés ; un champ vide est absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

from recouvre.courriers.champs import Fiche
from recouvre.courriers.donnees import Paiement
from recouvre.courriers.ecriture import de, montant, par_groupes, sur_une_ligne, telephone
from recouvre.courriers.lettres import en_lettres, somme_en_lettres
from recouvre.courriers.reclamation import Reclamation
from recouvre.courriers.refus import DelaiAbsent, PremiereLettreAbsente
from recouvre.courriers.saisies import Valeur
from recouvre.domaine.dates import en_chiffres, en_toutes_lettres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR, RelanceEnvoyee
from recouvre.domaine.parties import Partie
from recouvre.domaine.profil import Mode, Profil
from recouvre.domaine.refus import Refus, SaisieIllisible
from recouvre.droit.echeancier import Terme
from recouvre.droit.releve import Decompte, SoldeFacture

_CIVILITES = {"m.": "Monsieur", "monsieur": "Monsieur", "mme": "Madame", "madame": "Madame"}


@lru_cache(maxsize=8)
def du_cabinet(profil: Profil) -> Fiche:
    """Celui qui tient le cabinet : l'agence, ou l'entreprise."""
    valeurs: dict[str, object] = {
        **_coordonnees(profil.denomination, profil),
        "forme": sur_une_ligne(profil.forme),
        "horaires": sur_une_ligne(profil.horaires),
        "signataire": sur_une_ligne(profil.signataire),
        "qualite_signataire": sur_une_ligne(profil.qualite_signataire),
        "iban": par_groupes(profil.iban, 4),
        "bic": "".join(profil.bic.split()).upper(),
        "assureur": sur_une_ligne(profil.assureur),
        "police": sur_une_ligne(profil.police),
        "parquet": sur_une_ligne(profil.parquet),
        "declaration_le": _date(profil.declaration_le),
        "cartes": sur_une_ligne(profil.cartes),
        "page_de_paiement": sur_une_ligne(profil.page_de_paiement),
        "carte_par_echeance": "oui" if profil.par_carte and profil.carte_par_echeance else "",
    }
    return Fiche("expediteur", valeurs, "recouvre profil")


@lru_cache(maxsize=256)
def du_creancier(creancier: Partie) -> Fiche:
    """Le créancier."""
    nom = creancier.denomination.replace('"', '\\"')
    return _partie("creancier", creancier, f'recouvre creancier "{nom}"')


def du_debiteur(debiteur: Partie, dossier: Dossier) -> Fiche:
    """Le débiteur, que le document lui soit adressé ou non."""
    return _partie("debiteur", debiteur, f"recouvre debiteur {dossier.libelle}")


def du_destinataire(
    qui: str, creancier: Partie, debiteur: Partie, dossier: Dossier, saisies: Mapping[str, Valeur]
) -> Fiche:
    """À qui le document s'adresse : le débiteur, le créancier, ou un tiers que l'on a saisi."""
    match qui:
        case "tiers":
            nom, *adresse = str(saisies.get("destinataire", "")).split("\n")
            valeurs = {"denomination": nom, "adresse_complete": ", ".join(adresse), "civilite": "Madame, Monsieur"}
            return Fiche("destinataire", valeurs)
        case "creancier":
            commande = f'recouvre creancier "{creancier.denomination}"'
            return _partie("destinataire", creancier, commande, {"civilite": _civilite(creancier)})
        case _:
            commande = f"recouvre debiteur {dossier.libelle}"
            return _partie("destinataire", debiteur, commande, {"civilite": _civilite(debiteur)})


def _civilite(partie: Partie) -> str:
    return _CIVILITES.get(partie.civilite.strip().lower(), "Madame, Monsieur")


def _partie(objet: str, partie: Partie, commande: str, plus: dict[str, object] | None = None) -> Fiche:
    return Fiche(objet, {**_coordonnees(partie.denomination, partie), **(plus or {})}, commande)


def _coordonnees(denomination: str, qui: Partie | Profil) -> dict[str, object]:
    nom, voie, ville = sur_une_ligne(denomination), sur_une_ligne(qui.adresse), sur_une_ligne(qui.ville)
    complement, code_postal = sur_une_ligne(qui.complement), sur_une_ligne(qui.code_postal)
    pays = sur_une_ligne(qui.pays) if isinstance(qui, Partie) else ""
    complete = voie and ville and (code_postal or pays)
    localite = f"{code_postal} {ville}".strip()
    return {
        "denomination": nom,
        "de_denomination": de(nom) if nom else "",
        "adresse": voie,
        "complement": complement,
        "code_postal": code_postal,
        "ville": ville,
        "pays": pays,
        "adresse_complete": ", ".join(p for p in (complement, voie, localite, pays) if p) if complete else "",
        "siren": par_groupes(qui.siren, 3),
        "telephone": telephone(sur_une_ligne(qui.telephone)),
        "courriel": sur_une_ligne(qui.courriel),
    }


_DE_LA_PREMIERE = ("premiere_reference", "premiere_le", "premiere_en_chiffres")


def du_courrier(
    reference: str,
    le: dt.date,
    delai_le: dt.date | None,
    premiere: RelanceEnvoyee | None,
    mode: Mode,
    dossier: str,
) -> Fiche:
    """Le courrier lui-même. Ce qui manque à la démarche, et qu'aucun champ ne remplit, a son refus."""
    refus: dict[str, Refus] = {}
    if mode is Mode.AGENCE and not (premiere and premiere.reference):
        refus = dict.fromkeys(_DE_LA_PREMIERE, PremiereLettreAbsente(dossier))
    if delai_le is None:
        refus["delai_le"] = DelaiAbsent(dossier, "ce courrier fixe une date limite, et sa démarche n'en donne pas.")
    valeurs = {
        "reference": sur_une_ligne(reference),
        "date": _date(le),
        "delai_le": _date(delai_le),
        "premiere_reference": sur_une_ligne(premiere.reference) if premiere else "",
        "premiere_le": _date(premiere.date if premiere else None),
        "premiere_en_chiffres": en_chiffres(premiere.date) if premiere else "",
    }
    return Fiche("courrier", valeurs, refus=refus)


def du_decompte(decompte: Decompte, reclame: Reclamation, *, tva: Valeur | None = None) -> Fiche:
    """Les sommes du courrier : celles qu'il réclame, ou celles qu'il constate. ``tva`` : sa part du principal."""
    if isinstance(tva, int) and tva >= reclame.principal:
        raise SaisieIllisible(
            f"La TVA donnée, {montant(tva)}, n'est pas une part du principal restant dû, {montant(reclame.principal)}."
        )
    a_echoir = sum(s.principal for s in reclame.factures if s.echeance >= decompte.au)
    valeurs: dict[str, object] = {
        "au": _date(decompte.au),
        "principal": montant(reclame.principal),
        "hors_taxe": montant(reclame.principal - tva) if isinstance(tva, int) else "",
        "interets": montant(reclame.interets),
        "indemnites": montant(reclame.indemnites),
        "accessoires": montant(reclame.accessoires),
        "total": montant(reclame.total),
        "total_en_lettres": somme_en_lettres(reclame.total),
        "echu": montant(sum(s.principal for s in reclame.factures if s.echeance < decompte.au)),
        "a_echoir": montant(a_echoir) if a_echoir else "",
        "encaisse": montant(decompte.encaisse),
        "trop_percu": montant(decompte.trop_percu) if decompte.trop_percu else "",
        "par_jour": montant(reclame.interet_par_jour) if reclame.interet_par_jour else "",
        "avec_interets": reclame.interets > 0,
        "avec_penalites": reclame.penalites_legales,
        "avec_indemnites": reclame.indemnites > 0,
        "avec_accessoires": reclame.accessoires > 0,
        "avec_versements": bool(reclame.versements),
    }
    return Fiche("decompte", valeurs)


def de_facture(solde: SoldeFacture) -> Fiche:
    """Une facture du courrier."""
    valeurs = {
        "numero": sur_une_ligne(solde.numero),
        "libelle": sur_une_ligne(solde.libelle),
        "emise_le": en_chiffres(solde.emise_le),
        "echeance": en_chiffres(solde.echeance),
        "montant": montant(solde.montant),
        "reste": montant(solde.principal),
    }
    return Fiche("facture", valeurs)


def du_paiement(paiement: Paiement | None) -> Fiche:
    """Le paiement que l'on quittance ; le nommer sans qu'il y en ait un est un refus."""
    if paiement is None:
        return Fiche("paiement", {})
    valeurs: dict[str, object] = {
        "date": _date(paiement.date),
        "montant": montant(paiement.montant),
        "montant_en_lettres": somme_en_lettres(paiement.montant),
        "mode": MODES_EN_CLAIR.get(paiement.mode, paiement.mode),
        "reference": sur_une_ligne(paiement.reference),
        "direct": paiement.direct,
        "par_cheque": paiement.par_cheque,
        "principal": montant(paiement.principal),
        "interets": montant(paiement.interets),
        "indemnites": montant(paiement.indemnites),
        "accessoires": montant(paiement.accessoires),
        "trop_percu": montant(paiement.trop_percu) if paiement.trop_percu else "",
        "reste": montant(paiement.reste),
        "solde": paiement.reste == 0,
    }
    return Fiche("paiement", valeurs)


def de_l_echeancier(termes: Sequence[Terme]) -> Fiche:
    """L'échéancier proposé ou convenu."""
    if not termes:
        return Fiche("echeancier", {})
    total = sum(terme.montant for terme in termes)
    valeurs: dict[str, object] = {
        "nombre": str(len(termes)),
        "nombre_en_lettres": en_lettres(len(termes)),
        "total": montant(total),
        "total_en_lettres": somme_en_lettres(total),
        "montant": montant(termes[0].montant),
        "dernier_montant": montant(termes[-1].montant) if termes[-1].montant != termes[0].montant else "",
        "premier_le": _date(termes[0].le),
        "dernier_le": _date(termes[-1].le),
        "jour": "1er" if termes[0].le.day == 1 else str(termes[0].le.day),
    }
    return Fiche("echeancier", valeurs)


def du_terme(terme: Terme) -> Fiche:
    """Un versement de l'échéancier."""
    return Fiche("terme", {"rang": str(terme.rang), "le": _date(terme.le), "montant": montant(terme.montant)})


def _date(date: dt.date | None) -> str:
    return "" if date is None else en_toutes_lettres(date)

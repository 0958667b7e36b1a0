"""La conformité avant l'encre : ce que la loi exige de ce courrier, règle par règle, avant qu'il existe.

``controler`` dit chaque règle qui s'applique, respectée ou non, dans l'ordre : les mentions de R124-4 (en agence), les
frais, les mots, la prescription, les numéros surtaxés, la lettre électronique. Le modèle de l'agence passe par là comme
celui de l'outil, et c'est le texte rendu qui compte.

Seuls les courriers au débiteur sont visés ; ceux qui ne lui réclament rien (quittance) n'ont aucune mention à porter.
Un titre exécutoire enregistré au jour du courrier rend vrais les mots de l'exécution ; il ne permet aucun autre frais.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from recouvre.courriers.constats import Constat
from recouvre.courriers.contexte import Demande, Envoi, Fiches
from recouvre.courriers.courrier import Courrier
from recouvre.courriers.gabarit import Modele
from recouvre.courriers.motifs import Passage
from recouvre.courriers.regles_frais import frais_dits, frais_reclames, indemnites_dites, postes_indus
from recouvre.courriers.regles_mentions import mentions
from recouvre.courriers.regles_mots import LRE, NUMERO_SURTAXE, REGLES_DE_MOTS, RegleDeMots, montrer
from recouvre.courriers.texte_lu import Lu, composer_nu, lire_courrier, plier
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.profil import Mode, Profil
from recouvre.droit.commande_publique import est_public
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.regimes import entre_professionnels

__all__ = ["Constat", "Regles", "controler", "controler_texte", "manquements"]


def controler(
    courrier: Courrier, demande: Demande, objets: Fiches, modele: Modele, *, prescrite_le: dt.date | None
) -> tuple[Constat, ...]:
    """Toutes les règles qui s'appliquent à ce courrier, respectées ou non, dans l'ordre de la loi.

    ``prescrite_le`` : le dernier jour utile, passé, d'une facture réclamée. Lève ``ChampManquant``
    si une mention obligatoire n'a pas de quoi s'écrire.
    """
    if modele.destinataire != "debiteur":
        return ()
    regles = Regles(
        demarche=modele.demarche,
        entiere=modele.premiere_lettre or demande.premiere is None,
        prescrite_le=prescrite_le,
    )
    return controler_texte(lambda neutres: lire_courrier(courrier, neutres), demande, objets, regles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regles:
    """Quelles règles valent pour ce texte.

    ``demarche`` : il réclame ; ``entiere`` : toutes les mentions de R124-4 y sont dues ; ``breve`` : c'est un SMS.
    """

    demarche: bool
    entiere: bool
    prescrite_le: dt.date | None
    breve: bool = False


def controler_texte(
    lire: Callable[[Iterable[str]], Lu], demande: Demande, objets: Fiches, regles: Regles
) -> tuple[Constat, ...]:
    """Comme ``controler``, pour tout texte au débiteur ; ``lire`` le lit, en taisant les noms qu'on lui donne."""
    constats = tuple(_regles(lire(()), demande, objets, regles))
    neutres = () if all(constat.respecte for constat in constats) else _noms_propres(demande)
    if not neutres:
        return constats
    return tuple(_regles(lire(neutres), demande, objets, regles))


def manquements(
    courrier: Courrier, demande: Demande, objets: Fiches, modele: Modele, *, prescrite_le: dt.date | None
) -> tuple[Constat, ...]:
    """Comme ``controler``, les seules règles violées ; vide : le courrier peut partir."""
    tous = controler(courrier, demande, objets, modele, prescrite_le=prescrite_le)
    return tuple(constat for constat in tous if not constat.respecte)


def _regles(lu: Lu, demande: Demande, objets: Fiches, regles: Regles) -> Iterator[Constat]:
    agence = demande.profil.mode is Mode.AGENCE
    titre = any(obtenu.date <= demande.le for obtenu in demande.dossier.titres)
    frais = _frais(lu, demande, objets, titre=titre)
    if agence and regles.demarche:
        dues = mentions(lu, demande, objets, entiere=regles.entiere, breve=regles.breve)
        yield from _avec_les_frais(dues, frais)
    yield frais
    if not _forfait_du(demande):
        yield _indemnite(lu)
    for regle in REGLES_DE_MOTS:
        if not (titre and regle.leve_par_titre):
            yield _des_mots(lu, regle, demande)
    if regles.demarche:
        yield _prescription(regles.prescrite_le)
    yield _numero(lu, demande)
    if demande.envoi == Envoi.ELECTRONIQUE:
        yield _des_mots(lu, LRE, demande)


def _avec_les_frais(mentions_dues: Iterable[Constat], frais: Constat) -> Iterator[Constat]:
    """Les mentions, et à sa place de la loi (3°, avant 4°) l'exclusion des frais qui restent au créancier."""
    for constat in mentions_dues:
        if constat.regle == "r124_4_4a":
            yield Constat(
                regle="r124_4_3e",
                libelle="Les frais qui restent au créancier, exclus",
                article="CPCE R124-4 3°",
                manquement=frais.manquement,
                correction=frais.correction,
            )
        yield constat


def _forfait_du(demande: Demande) -> bool:
    """L'indemnité de 40 € est due : deux professionnels, ou un acheteur public."""
    if demande.dossier.qualite is Qualite.CONSOMMATEUR:
        return False
    return entre_professionnels(demande.dossier) or est_public(demande.dossier)


def _frais(lu: Lu, demande: Demande, objets: Fiches, *, titre: bool) -> Constat:
    pro, reclame = _forfait_du(demande), objets.reclamation
    consommateur = demande.dossier.qualite is Qualite.CONSOMMATEUR
    indus = postes_indus(reclame, professionnel=pro, titre=titre)
    cites = [*_cites(lu, frais_reclames(lu.plie, reclame, professionnel=pro)), *(f"« {poste} »" for poste in indus)]
    return Constat(
        regle="frais",
        libelle="Aucun frais de recouvrement réclamé",
        article="CPCE L111-8 al. 2 ; " + ("C. conso. L121-21 et L132-23" if consommateur else "C. com. L441-10 II"),
        manquement=f"le courrier réclame des frais : {_liste(cites)}" if cites else "",
        correction="retirez-les : sans décision du juge, ils restent au créancier" if cites else "",
    )


def _indemnite(lu: Lu) -> Constat:
    cites = _cites(lu, indemnites_dites(lu.plie))
    return Constat(
        regle="indemnite_consommateur",
        libelle="Aucune indemnité forfaitaire de 40 €",
        article="C. com. L441-10 II et D441-5",
        manquement=f"l'indemnité de 40 € n'est due qu'entre professionnels : {_liste(cites)}" if cites else "",
        correction="retirez-la, ou corrigez la qualité des parties (recouvre qualifier)" if cites else "",
    )


def _des_mots(lu: Lu, regle: RegleDeMots, demande: Demande) -> Constat:
    cites = _cites(lu, regle.trouver(lu.plie, agence=demande.profil.mode is Mode.AGENCE))
    etendue = regle.vise_le_consommateur and demande.dossier.qualite is not Qualite.CONSOMMATEUR
    return Constat(
        regle=regle.cle,
        libelle=regle.libelle,
        article=regle.article + (", étendu par prudence" if etendue else ""),
        manquement=f"le courrier dit {_liste(cites)} : {regle.raison}" if cites else "",
        correction=regle.correction if cites else "",
    )


def _prescription(prescrite_le: dt.date | None) -> Constat:
    passee = prescrite_le is not None
    quand = en_chiffres(prescrite_le + UN_JOUR) if prescrite_le is not None else ""
    return Constat(
        regle="prescription",
        libelle="La créance n'est pas prescrite",
        article="C. civ. 2219 et 2249 ; C. conso. L121-2",
        manquement=f"une facture réclamée au moins est prescrite depuis le {quand}, date prudente" if passee else "",
        correction="ne la présentez plus comme exigible ; ou notez ce qui a interrompu le délai (recouvre noter)"
        if passee
        else "",
    )


def _numero(lu: Lu, demande: Demande) -> Constat:
    cites = _cites(lu, NUMERO_SURTAXE.passages(lu.plie))
    etendue = "" if demande.dossier.qualite is Qualite.CONSOMMATEUR else ", étendu par prudence"
    return Constat(
        regle="numero_surtaxe",
        libelle="Aucun numéro surtaxé",
        article=f"C. conso. L121-16{etendue}",
        manquement=f"le courrier donne un numéro surtaxé : {_liste(cites)}" if cites else "",
        correction="donnez un numéro ordinaire (recouvre profil --telephone …)" if cites else "",
    )


def _cites(lu: Lu, trouves: Iterable[Passage]) -> list[str]:
    return list(dict.fromkeys(f"« {montrer(lu.dit, *passage)} »" for passage in trouves))


def _liste(cites: list[str]) -> str:
    return ", ".join(cites)


def _noms_propres(demande: Demande) -> tuple[str, ...]:
    """Les données des parties où un mot défendu se lirait : noms, adresses, références, libellés des factures.

    Le nom d'une agence n'en est pas : « Cabinet d'huissiers » tromperait.
    """
    dossier, profil = demande.dossier, demande.profil
    donnees = [
        *_identite(demande.creancier),
        *_identite(demande.debiteur),
        *_de_l_expediteur(profil),
        dossier.ouverture.reference,
        demande.reference,
        demande.premiere.reference if demande.premiere is not None else "",
        *(texte for facture in dossier.factures for texte in (facture.numero, facture.libelle)),
        *(avoir.numero for avoir in dossier.avoirs),
    ]
    return tuple(dict.fromkeys(" ".join(donnee.split()) for donnee in donnees if _suspect(donnee)))


def _identite(partie: Partie) -> tuple[str, ...]:
    return (
        partie.denomination, partie.nom, partie.adresse, partie.complement, partie.ville, partie.pays, partie.courriel,
    )  # fmt: skip


def _de_l_expediteur(profil: Profil) -> tuple[str, ...]:
    noms = (profil.adresse, profil.complement, profil.ville, profil.signataire, profil.assureur, profil.parquet)
    return noms if profil.mode is Mode.AGENCE else (*noms, profil.denomination, profil.courriel)


def _suspect(donnee: str) -> bool:
    plie = plier(composer_nu(donnee))
    if "frais" in plie or NUMERO_SURTAXE.trouve(plie) or any(frais_dits(plie)):
        return True
    return any(regle.motif.trouve(plie) for regle in REGLES_DE_MOTS)

"""Les blocs d'une créance que l'on fait connaître à un tiers : ses éléments distingués, ce qui est échu, ses avoirs."""

from __future__ import annotations

from collections.abc import Iterator

from recouvre.courriers.blocs_dossier import TIRET
from recouvre.courriers.contexte import Demande, Fiches
from recouvre.courriers.courrier import Bloc, Colonne, Encadre, Tableau
from recouvre.courriers.ecriture import montant, sur_une_ligne
from recouvre.courriers.reclamation import Reclamation
from recouvre.domaine.dates import en_chiffres
from recouvre.droit.releve import SoldeFacture


def creance(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """Principal, intérêts et accessoires, chacun son fondement et son montant : ce qui est dû, sans rien réclamer."""
    reclame, au = objets.reclamation, en_chiffres(demande.decompte.au)
    lignes = [
        ("Principal", reclame.fondement_principal or TIRET, montant(reclame.principal)),
        (f"Intérêts de retard au {au}", reclame.fondement_interets or "néant à ce jour", montant(reclame.interets)),
        *_accessoires(reclame),
    ]
    jour = f"Chaque jour de plus ajoute {montant(reclame.interet_par_jour)} d’intérêts."
    return (
        Tableau(
            colonnes=(
                Colonne("Élément de la créance", 63),
                Colonne("Fondement", 77),
                Colonne("Montant", 30, droite=True),
            ),
            lignes=tuple(lignes),
            totaux=((f"Total au {au}", montant(reclame.total)),),
            note=jour if reclame.interet_par_jour else "",
            entier=True,
        ),
    )


def _accessoires(reclame: Reclamation) -> Iterator[tuple[str, str, str]]:
    if reclame.indemnites:
        yield (
            "Indemnité forfaitaire de recouvrement",
            reclame.fondement_indemnites or TIRET,
            montant(reclame.indemnites),
        )
    for poste in reclame.postes:
        yield poste.libelle.capitalize(), poste.fondement or TIRET, montant(poste.montant)
    if not reclame.indemnites and not reclame.postes:
        yield "Accessoires", "néant", montant(0)


_DECLARATION = (
    Colonne("Facture", 54),
    Colonne("Émise le", 24),
    Colonne("Échéance", 24),
    Colonne("Principal échu", 34, droite=True),
    Colonne("Principal à échoir", 34, droite=True),
)


def declaration(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """Chaque facture, échue ou à échoir au jour de l'arrêt ; les accessoires échus ; le total déclaré.

    Une échéance tombant le jour du jugement n'est pas échue avant lui : il prend effet à la première heure.
    """
    reclame, au = objets.reclamation, demande.decompte.au
    dues = [solde for solde in reclame.factures if solde.reste]
    a_echoir = sum(solde.principal for solde in dues if solde.echeance >= au)
    lignes = tuple(_ligne_declaree(solde, echue=solde.echeance < au) for solde in dues)
    totaux = (
        ("Principal échu", montant(reclame.principal - a_echoir)),
        ("Intérêts de retard échus, détaillés plus loin", montant(reclame.interets)),
        *((f"{libelle} ({fondement})", somme) for libelle, fondement, somme in _accessoires(reclame)),
        ("Total échu", montant(reclame.total - a_echoir)),
        ("À échoir, aux échéances ci-dessus", montant(a_echoir)),
        ("Montant total de la créance", montant(reclame.total)),
    )
    return (Tableau(colonnes=_DECLARATION, lignes=lignes, totaux=totaux),)


def _ligne_declaree(solde: SoldeFacture, *, echue: bool) -> tuple[str, ...]:
    somme = montant(solde.principal)
    return (
        "\n".join(filter(None, (sur_une_ligne(solde.numero), sur_une_ligne(solde.libelle)))),
        en_chiffres(solde.emise_le),
        en_chiffres(solde.echeance),
        *((somme, TIRET) if echue else (TIRET, somme)),
    )


def avoirs(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """Les avoirs accordés ; vide s'il n'y en a pas."""
    connus = [avoir for avoir in demande.dossier.avoirs if avoir.date <= demande.decompte.au]
    if not connus:
        return ()
    return (
        Tableau(
            colonnes=(
                Colonne("Avoir", 70),
                Colonne("Date", 30),
                Colonne("Sur la facture", 40),
                Colonne("Montant TTC", 30, droite=True),
            ),
            lignes=tuple(
                (sur_une_ligne(a.numero), en_chiffres(a.date), sur_une_ligne(a.sur) or TIRET, montant(a.montant))
                for a in connus
            ),
        ),
    )


def projet(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """Le bandeau d'un acte que le créancier relit, complète, signe et dépose lui-même."""
    return (
        Encadre(
            "Projet : à relire, compléter et signer par le créancier",
            (
                ("Dépôt", "par le créancier ou son mandataire ; ce projet n’a été ni déposé ni transmis à un tribunal"),
                ("Formulaires", "Cerfa n° 12946 : tribunal de commerce ou des activités économiques"),
                ("", "Cerfa n° 12948 : président du tribunal judiciaire"),
                ("", "Cerfa n° 16040 : juge des contentieux de la protection (crédit à la consommation, loyers)"),
            ),
        ),
    )

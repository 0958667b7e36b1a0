"""De quoi écrire des courriers d'essai : des dossiers et des décomptes cohérents, faits à la main."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from recouvre.courriers.contexte import Demande
from recouvre.courriers.donnees import Paiement
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    RelanceEnvoyee,
)
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.domaine.profil import Mode, Profil
from recouvre.droit.echeancier import echelonner
from recouvre.droit.releve import Decompte, Imputation, LigneDecompte, Nature, SoldeFacture

LE = dt.date(2026, 11, 21)
DELAI = dt.date(2026, 12, 7)

AGENCE = Profil(
    mode=Mode.AGENCE,
    denomination="Cabinet Vauquelin & Associés",
    forme="SARL au capital de 20 000 €",
    adresse="18, quai Saint-Antoine",
    code_postal="69002",
    ville="Lyon",
    siren="812345678",
    telephone="04 72 00 11 22",
    courriel="dossiers@vauquelin.example",
    horaires="du lundi au vendredi, 9 h – 12 h et 14 h – 17 h",
    signataire="Hélène Núñez-Dupré",
    qualite_signataire="Chargée de recouvrement",
    iban="FR76 3000 6000 0112 3456 7890 189",
    bic="AGRIFRPP",
    assureur="Mutuelle des Alpes",
    police="RC-4471-20",
    parquet="tribunal judiciaire de Lyon",
    declaration_le=dt.date(2019, 3, 1),
)
INTERNE = Profil(
    mode=Mode.INTERNE,
    denomination="Menuiserie Faure",
    forme="SAS",
    adresse="Zone artisanale des Œillets",
    complement="Bâtiment C",
    code_postal="01000",
    ville="Bourg-en-Bresse",
    siren="498765432",
    telephone="04 74 99 88 77",
    courriel="comptabilite@faure.example",
    signataire="Aïcha Benoît",
    qualite_signataire="Responsable du crédit client",
    iban="FR7630004000031234567890143",
)
CREANCIER = Partie(
    nom="Menuiserie Faure", adresse="Zone artisanale des Œillets", code_postal="01000", ville="Bourg-en-Bresse"
)
PIEGE = Partie(
    nom="Garage <Martin> & Fils",
    complement="Chez <Durand> & Cie",
    adresse="3, rue de l'Œuvre",
    code_postal="42000",
    ville="Saint-Étienne",
)
PARTICULIER = Partie(
    civilite="Mme", prenom="Zoé", nom="Lefèvre", adresse="7 bis, rue des Lilas", code_postal="69003", ville="Lyon"
)
PREMIERE = RelanceEnvoyee(
    date=dt.date(2026, 10, 5),
    etape="mise-en-demeure",
    tour=1,
    canal="courrier",
    modele="mise_en_demeure_agence",
    reference="D-12/1",
    fichier="courriers/D-12-1.pdf",
    empreinte="0" * 64,
    total=1_234_56,
)

_PROFESSIONNEL = (
    (dt.date(2024, 1, 1), dt.date(2024, 6, 30), "14.50", "BCE 4,50 % au 01/01/2024 + 10 points"),
    (dt.date(2024, 7, 1), dt.date(2024, 12, 31), "14.25", "BCE 4,25 % au 01/07/2024 + 10 points"),
    (dt.date(2025, 1, 1), dt.date(2025, 6, 30), "13.15", "BCE 3,15 % au 01/01/2025 + 10 points"),
    (dt.date(2025, 7, 1), dt.date(2025, 12, 31), "12.15", "BCE 2,15 % au 01/07/2025 + 10 points"),
    (dt.date(2026, 1, 1), dt.date(2026, 6, 30), "12.15", "BCE 2,15 % au 01/01/2026 + 10 points"),
    (dt.date(2026, 7, 1), dt.date(2026, 12, 31), "12.40", "BCE 2,40 % au 01/07/2026 + 10 points"),
)
_LEGAL = ((dt.date(2026, 7, 1), dt.date(2026, 12, 31), "2.75", "taux légal, autres cas, 2e semestre 2026"),)


@dataclass(frozen=True)
class _Compte:
    facture: FactureAjoutee
    depart: dt.date | None
    taux: tuple[tuple[dt.date, dt.date, str, str], ...]
    fondement: str

    def lignes(self, base: int, apres: dt.date, au: dt.date) -> Iterator[LigneDecompte]:
        if self.depart is None:
            return
        for debut, fin, points, origine in self.taux:
            du, jusque = max(debut, max(apres, self.depart) + dt.timedelta(1)), min(fin, au)
            jours = (jusque - du).days + 1
            if jours > 0:
                brut = base * Decimal(points) * jours / 36500
                yield LigneDecompte(
                    nature=Nature.INTERETS,
                    facture=self.facture.numero,
                    libelle="Intérêts de retard",
                    montant=int(brut.quantize(Decimal(1), rounding="ROUND_HALF_UP")),
                    fondement=self.fondement,
                    du=du,
                    au=jusque,
                    jours=jours,
                    base=base,
                    taux=Decimal(points),
                    origine=origine,
                )


def decompter(dossier: Dossier, au: dt.date, presentee_le: dt.date | None = None) -> Decompte:
    """Un décompte d'essai. Au plus un encaissement par facture, désignée ; imputé intérêts, indemnité, principal."""
    lignes: list[LigneDecompte] = []
    soldes: list[SoldeFacture] = []
    imputations: list[Imputation] = []
    par_jour = Decimal(0)
    for facture in dossier.factures:
        pro = dossier.qualite is Qualite.PROFESSIONNEL
        compte = _Compte(
            facture,
            facture.echeance if pro else presentee_le,
            _PROFESSIONNEL if pro else _LEGAL,
            "C. com., art. L441-10 II" if pro else "C. civ., art. 1231-6 et 1344-1",
        )
        base = facture.montant - facture.deja_regle - sum(a.montant for a in dossier.avoirs if a.sur == facture.numero)
        en_retard = facture.echeance < au
        indemnite = 4000 if pro and en_retard else 0
        recu = next(((i, e) for i, e in enumerate(dossier.encaissements) if e.facture == facture.numero), None)
        courus: list[LigneDecompte] = []
        interets_regles = regle = indemnite_reglee = 0
        if recu is None:
            courus = list(compte.lignes(base, dt.date.min, au))
        else:
            rang, paiement = recu
            courus = list(compte.lignes(base, dt.date.min, paiement.date))
            interets_regles = min(sum(ligne.montant for ligne in courus), paiement.montant)
            indemnite_reglee = min(indemnite, paiement.montant - interets_regles)
            regle = min(base, paiement.montant - interets_regles - indemnite_reglee)
            parts = (
                (Nature.INTERETS, interets_regles),
                (Nature.INDEMNITE, indemnite_reglee),
                (Nature.PRINCIPAL, regle),
            )
            imputations += [
                Imputation(encaissement=rang, date=paiement.date, nature=n, facture=facture.numero, montant=m)
                for n, m in parts
                if m
            ]
            base -= regle
            courus += compte.lignes(base, paiement.date, au)
        avoirs = sum(a.montant for a in dossier.avoirs if a.sur == facture.numero)
        lignes.append(
            LigneDecompte(
                nature=Nature.PRINCIPAL,
                facture=facture.numero,
                libelle=facture.libelle or "Facture",
                montant=facture.montant - facture.deja_regle,
                fondement="C. civ., art. 1103",
            )
        )
        lignes += courus
        if indemnite:
            lignes.append(
                LigneDecompte(
                    nature=Nature.INDEMNITE,
                    facture=facture.numero,
                    libelle="Indemnité forfaitaire pour frais de recouvrement",
                    montant=4000,
                    fondement="C. com., art. L441-10 II et D441-5",
                )
            )
        jour = base * (courus[-1].taux or Decimal(0)) / 36500 if courus else Decimal(0)
        par_jour += jour
        soldes.append(
            SoldeFacture(
                numero=facture.numero,
                libelle=facture.libelle,
                emise_le=facture.emise_le,
                echeance=facture.echeance,
                montant=facture.montant,
                deja_regle=facture.deja_regle,
                avoirs=avoirs,
                regle=regle,
                principal=base,
                interets=sum(ligne.montant for ligne in courus) - interets_regles,
                indemnite=indemnite - indemnite_reglee,
                accessoires=0,
                par_jour=jour.as_integer_ratio(),
            )
        )
    principal, interets = sum(s.principal for s in soldes), sum(s.interets for s in soldes)
    indemnites = sum(s.indemnite for s in soldes)
    return Decompte(
        au=au,
        lignes=tuple(lignes),
        factures=tuple(soldes),
        imputations=tuple(imputations),
        principal=principal,
        interets=interets,
        indemnites=indemnites,
        accessoires=0,
        total=principal + interets + indemnites,
        encaisse=sum(e.montant for e in dossier.encaissements),
        trop_percu=0,
        interet_par_jour=int(par_jour.quantize(Decimal(1), rounding="ROUND_HALF_UP")),
    )


def facture(numero: str, montant: int, echeance: dt.date, libelle: str = "", deja_regle: int = 0) -> FactureAjoutee:
    """Une facture émise trente jours avant son échéance."""
    emise = echeance - dt.timedelta(30)
    return FactureAjoutee(
        date=emise,
        numero=numero,
        montant=montant,
        emise_le=emise,
        echeance=echeance,
        deja_regle=deja_regle,
        libelle=libelle,
    )


FACTURES = (
    facture("F-2026-117", 4_860_00, dt.date(2026, 5, 31), "Escalier chêne & garde-corps"),
    facture("F-2026-131", 1_234_56, dt.date(2026, 7, 15), "Portes intérieures", deja_regle=234_56),
    facture("F-2026-152", 89_90, dt.date(2026, 9, 30)),
)
A_ECHOIR = facture("F-2026-180", 640_00, dt.date(2026, 12, 5), "Volets")
VERSEMENT = EncaissementRecu(date=dt.date(2026, 9, 15), montant=2_000_00, facture="F-2026-117")


def dossier(*faits: Evenement, qualite: Qualite = Qualite.PROFESSIONNEL, reference: str = "C001") -> Dossier:
    """Le dossier D-12, avec ces faits."""
    ouvert = DossierOuvert(date=dt.date(2026, 10, 1), creancier=1, debiteur=2, qualite=qualite, reference=reference)
    return plier_neufs(12, [ouvert, *faits])


def demande(
    modele: str = "mise_en_demeure_agence",
    *,
    mode: Mode = Mode.AGENCE,
    qualite: Qualite = Qualite.PROFESSIONNEL,
    faits: tuple[Evenement, ...] = FACTURES,
    presentee_le: dt.date | None = None,
    **plus: Any,
) -> Demande:
    """Une demande complète ; ``plus`` remplace n'importe quel champ de ``Demande``."""
    plie = dossier(*faits, qualite=qualite)
    agence = mode is Mode.AGENCE
    suite = agence and modele in ("relance", "avis_avant_poursuites")
    simple = Demande(
        profil=AGENCE if agence else INTERNE,
        creancier=CREANCIER,
        debiteur=PARTICULIER if qualite is Qualite.CONSOMMATEUR else PIEGE,
        dossier=plie,
        decompte=decompter(plie, LE, presentee_le),
        le=LE,
        modele=modele,
        reference="D-12/2" if suite else "D-12/1",
        envoi="recommande" if modele.startswith("mise") else "simple",
        delai_le=DELAI,
        premiere=PREMIERE if suite else None,
    )
    return replace(simple, **plus)


def en_echeancier(simple: Demande, nombre: int, des: dt.date) -> Demande:
    """La même demande, sa dette en ``nombre`` versements mensuels."""
    termes = echelonner(simple.decompte.total, nombre, des)
    return replace(simple, termes=termes, saisies={**simple.saisies, "nombre": nombre, "des": des})


def paiement(montant: int = 2_000_00, *, mode: str = "virement", reste: int = 4_417_62, **plus: Any) -> Paiement:
    """Un paiement à quittancer, imputé : intérêts, indemnité, puis principal."""
    interets, indemnites = min(montant, 158_64), min(max(0, montant - 158_64), 40_00)
    simple = Paiement(
        rang=5,
        date=dt.date(2026, 9, 15),
        montant=montant,
        mode=mode,
        interets=interets,
        indemnites=indemnites,
        principal=montant - interets - indemnites,
        reste=reste,
    )
    return replace(simple, **plus)

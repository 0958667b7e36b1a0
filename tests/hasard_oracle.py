"""Ce que le droit et la pratique défendent d'envoyer un jour donné, jugé du seul journal.

Un second juge, écrit sans rien emprunter à ``recouvre.conduite`` ni au pli : il lit les faits qui n'ont pas été annulés
et dit pourquoi une lettre n'aurait pas dû partir. Il ne dit pas tout ce qui est défendu, mais ce qu'il dit l'est.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from recouvre.domaine.evenements import (
    ContactNote,
    DossierClos,
    DossierOuvert,
    Ecrit,
    EncaissementRecu,
    Evenement,
    EvenementAnnule,
    FactureAjoutee,
    PieceRecue,
    RelanceEnvoyee,
)
from recouvre.domaine.faits_d_envoi import CoordonneesChangees, PliSuivi, SuiteDuPli
from recouvre.domaine.faits_d_insolvabilite import EtapeDuSurendettement, SurendettementSuivi
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance
from recouvre.domaine.faits_de_droit import ArretDeDroit, ArretLeve, CauseArret, TitreObtenu
from recouvre.domaine.faits_de_gestion import RemiseAccordee
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu
from recouvre.domaine.faits_de_suivi import (
    LitigeClos,
    LitigeOuvert,
    NatureSignal,
    PromesseFaite,
    Signalement,
    SignalLeve,
)

Fait = TypeVar("Fait", bound=Evenement)

LETTRES_DU_PLAN = ("echeance-annonce:", "echeance-rappel:")
"""Ce qui ne part que pendant un plan."""

RETIENNENT = frozenset(NatureSignal) - {NatureSignal.ETRANGER, NatureSignal.VISITE_REFUSEE}
"""Les signaux après lesquels plus rien ne se réclame."""

_FIN_DU_SURENDETTEMENT = (
    EtapeDuSurendettement.FIN, EtapeDuSurendettement.DECHEANCE, EtapeDuSurendettement.IRRECEVABILITE,
)  # fmt: skip
_APPLIQUES = (EtapeDuSurendettement.PLAN, EtapeDuSurendettement.MESURES)
_FIN_D_INSTANCE = (Acte.REJET, Acte.DESISTEMENT, Acte.REFUS)
_INTERROMPENT = (EncaissementRecu, PlanConclu, ActeDInstance, ArretDeDroit, TitreObtenu, Signalement)


def vivants(ecrits: Iterable[Ecrit]) -> list[Evenement]:
    """Les faits que rien n'annule, dans l'ordre de leur saisie."""
    tous = list(ecrits)
    annules = {e.evenement.rang for e in tous if isinstance(e.evenement, EvenementAnnule)}
    return [e.evenement for e in tous if e.rang not in annules and not isinstance(e.evenement, EvenementAnnule)]


def de(faits: Sequence[Evenement], genre: type[Fait], au: dt.date = dt.date.max) -> list[Fait]:
    """Ceux de ce genre, jusqu'à ce jour."""
    return [fait for fait in faits if isinstance(fait, genre) and fait.date <= au]


def interdits(faits: Sequence[Evenement], jour: dt.date, etape: str, canal: str, *, agence: bool) -> list[str]:
    """Pourquoi cette étape ne devait pas partir ce jour-là ; aucune raison : rien ne s'y oppose que l'on sache ici."""
    plan = etape.startswith(LETTRES_DU_PLAN)
    return [
        *_ferme(faits),
        *_arretes(faits, jour, plan=plan),
        *_surendettes(faits, jour),
        *_plan_en_cours(faits, jour, plan=plan),
        *_contestes(faits, jour),
        *_promis(faits, jour),
        *_signales(faits, jour),
        *_en_justice(faits, jour),
        *_sans_adresse(faits, jour, canal),
        *_payes_au_creancier(faits, jour),
        *_sans_pieces(faits, agence=agence),
        *_trop_tot(faits, jour, etape, agence=agence, plan=plan),
        *_prescrits(faits, jour),
    ]


def _ferme(faits: Sequence[Evenement]) -> Iterator[str]:
    """Clos, annulé, ou payé deux fois son principal : il ne peut plus rien rester dû."""
    if de(faits, DossierClos):
        yield "dossier clos"
    if not de(faits, DossierOuvert):
        yield "dossier annulé"
    recu = sum(f.montant for f in [*de(faits, EncaissementRecu), *de(faits, RemiseAccordee)])
    if recu >= 2 * sum(facture.montant for facture in de(faits, FactureAjoutee)):
        yield "dossier soldé"


def _arretes(faits: Sequence[Evenement], jour: dt.date, *, plan: bool) -> Iterator[str]:
    """Procédure, recevabilité, délai de grâce, plan signalé : du jour dit au terme, ou à la levée."""
    for arret in de(faits, ArretDeDroit, jour):
        leve = any(le.cause is arret.cause and arret.date < le.date for le in de(faits, ArretLeve, jour))
        echu = arret.jusqu_au is not None and arret.jusqu_au < jour
        suivi = arret.cause is CauseArret.SURENDETTEMENT and _fini(faits, arret.date, jour)
        if not (leve or echu or suivi or (plan and arret.cause is CauseArret.PLAN)):
            yield f"arrêt {arret.cause} du {arret.date}"


def _fini(faits: Sequence[Evenement], depuis: dt.date, jour: dt.date) -> bool:
    """La procédure de surendettement qui courait ce jour-là a pris fin."""
    etapes = de(faits, SurendettementSuivi, jour)
    return any(etape.etape in _FIN_DU_SURENDETTEMENT and etape.date > depuis for etape in etapes)


def _surendettes(faits: Sequence[Evenement], jour: dt.date) -> Iterator[str]:
    """Une créance effacée ne se réclame plus ; des mesures non plus, jusqu'à ce qu'on dise leur fin."""
    for etape in de(faits, SurendettementSuivi, jour):
        if etape.etape is EtapeDuSurendettement.EFFACEMENT:
            yield f"créance effacée le {etape.date}"
        elif etape.etape in _APPLIQUES and etape.applicable_le and etape.applicable_le <= jour:
            leves = de(faits, ArretLeve, jour)
            if not (
                _fini(faits, etape.date, jour)
                or any(leve.cause in (CauseArret.MESURES, CauseArret.SURENDETTEMENT) for leve in leves)
            ):
                yield f"mesures depuis le {etape.applicable_le}"


def _plan_en_cours(faits: Sequence[Evenement], jour: dt.date, *, plan: bool) -> Iterator[str]:
    """Le dernier plan signé, ni caduc ni achevé : rien d'autre ne part que ses propres lettres."""
    signes = sorted(de(faits, PlanConclu, jour), key=lambda signe: signe.date)
    if not signes or plan:
        return
    dernier = signes[-1]
    caduc = any(dernier.date < tombe.date for tombe in de(faits, PlanCaduc, jour))
    depuis = max(dernier.date, dernier.arrete_le + dt.timedelta(days=1))
    verse = sum(recu.montant for recu in de(faits, EncaissementRecu, jour) if recu.date >= depuis)
    if not caduc and verse < dernier.total:
        yield f"plan signé le {dernier.date}"


def _contestes(faits: Sequence[Evenement], jour: dt.date) -> Iterator[str]:
    """Tout est contesté, et rien n'est reconnu."""
    clos = [fin.date + dt.timedelta(days=fin.du_jour) for fin in de(faits, LitigeClos, jour)]
    ouverts = [li for li in de(faits, LitigeOuvert, jour) if not any(li.date < fin for fin in clos)]
    totaux = {litige.facture for litige in ouverts if not litige.reconnu}
    if "" in totaux or (totaux and totaux >= {facture.numero for facture in de(faits, FactureAjoutee)}):
        yield "tout est contesté"


def _promis(faits: Sequence[Evenement], jour: dt.date) -> Iterator[str]:
    """La dernière promesse court jusqu'à son jour, et deux jours de banque, sauf tenue."""
    faites = sorted(de(faits, PromesseFaite, jour), key=lambda promesse: promesse.date)
    if not faites or jour > faites[-1].pour_le + dt.timedelta(days=2):
        return
    derniere = faites[-1]
    le_jour_meme = derniere.pour_le == derniere.date
    recu = sum(
        recu.montant
        for recu in de(faits, EncaissementRecu, jour)
        if recu.date > derniere.date or (le_jour_meme and recu.date == derniere.date)
    )
    if recu < derniere.montant:
        yield f"promesse pour le {derniere.pour_le}"


def signaux_en_cours(faits: Sequence[Evenement], jour: dt.date = dt.date.max) -> list[Signalement]:
    """Les signaux que rien n'a levés à ce jour."""
    leves = de(faits, SignalLeve, jour)
    return [
        signal
        for signal in de(faits, Signalement, jour)
        if not any(leve.nature is signal.nature and leve.date > signal.date for leve in leves)
    ]


def _signales(faits: Sequence[Evenement], jour: dt.date) -> Iterator[str]:
    yield from (str(signal.nature) for signal in signaux_en_cours(faits, jour) if signal.nature in RETIENNENT)


def _en_justice(faits: Sequence[Evenement], jour: dt.date) -> Iterator[str]:
    """Un titre, ou une demande qu'aucun acte n'a finie et qui n'est pas restée sans signification."""
    if de(faits, TitreObtenu, jour):
        yield "titre exécutoire"
    actes = de(faits, ActeDInstance, jour)
    for instance in Instance:
        siens = sorted((a for a in actes if a.instance is instance), key=lambda acte: acte.date)
        ouvertures = [acte for acte in siens if acte.acte is Acte.OUVERTURE]
        if not ouvertures:
            continue
        suite = [acte for acte in siens if acte.date >= ouvertures[-1].date and acte.acte is not Acte.OUVERTURE]
        finis = {acte.acte for acte in suite}
        tardive = any(acte.sans_effet for acte in suite)
        if not (finis & set(_FIN_D_INSTANCE) or tardive):
            yield f"{instance} depuis le {ouvertures[-1].date}"


def _sans_adresse(faits: Sequence[Evenement], jour: dt.date, canal: str) -> Iterator[str]:
    """Un pli revenu d'une adresse que rien n'a remplacée depuis ; un débiteur parti à l'étranger."""
    if canal != "courrier":
        return
    changees = [c.date for c in de(faits, CoordonneesChangees) if "adresse" in c.champs.split()]
    partis = {envoi.reference: envoi.date for envoi in de(faits, RelanceEnvoyee)}
    for pli in de(faits, PliSuivi, jour):
        le = partis.get(pli.reference, pli.date)
        if pli.suite is SuiteDuPli.NPAI and not any(changee > le for changee in changees):
            yield f"adresse revenue : {pli.reference}"
    for signal in signaux_en_cours(faits, jour):
        if signal.nature is NatureSignal.ETRANGER and not any(changee >= signal.date for changee in changees):
            yield "parti à l'étranger"


def _payes_au_creancier(faits: Sequence[Evenement], jour: dt.date) -> Iterator[str]:
    """Le créancier a été payé, et nul n'a dit si le reste se réclame."""
    directs = [recu.date for recu in de(faits, EncaissementRecu, jour) if recu.direct]
    if directs:
        dernier = max(directs)
        decides = [c.date for c in de(faits, ContactNote) if c.canal in ("decision", "tache")]
        if not any(le >= dernier for le in [*decides, *(r.date for r in de(faits, RemiseAccordee))]):
            yield f"payé au créancier le {dernier}"


def _sans_pieces(faits: Sequence[Evenement], *, agence: bool) -> Iterator[str]:
    recues = {piece.nature for piece in de(faits, PieceRecue)}
    if agence and not recues >= {"mandat", "cgv"}:
        yield "mandat ou CGV manquants"


def _trop_tot(faits: Sequence[Evenement], jour: dt.date, etape: str, *, agence: bool, plan: bool) -> Iterator[str]:
    """La mise en demeure d'abord ; puis, le délai que la dernière lettre a laissé, hors retours."""
    parties = de(faits, RelanceEnvoyee)
    if agence and etape != "mise-en-demeure" and not any(p.etape == "mise-en-demeure" for p in parties):
        yield "avant la mise en demeure"
    if any(envoi.date >= jour for envoi in parties):
        yield "une autre lettre est partie ce jour-là"
    revenu = any(pli.suite is SuiteDuPli.NPAI for pli in de(faits, PliSuivi))
    du_plan = plan or etape.startswith("plan-caduc:")  # une personne vient de constater la caducité
    if not du_plan and not revenu and any(envoi.delai_le and envoi.delai_le >= jour for envoi in parties):
        yield "le délai de la lettre d'avant court"


def _prescrits(faits: Sequence[Evenement], jour: dt.date) -> Iterator[str]:
    """Deux ans contre un consommateur, cinq sinon (C. conso. L218-2, C. com. L110-4), si rien n'a pu l'interrompre."""
    ouverture = de(faits, DossierOuvert)[:1]
    if not ouverture or any(isinstance(fait, _INTERROMPENT) for fait in faits):
        return
    annees = 2 if ouverture[0].qualite == "consommateur" else 5
    derniere = max(max(f.echeance, f.emise_le) for f in de(faits, FactureAjoutee))
    if jour > derniere.replace(year=derniere.year + annees, day=min(derniere.day, 28)) + dt.timedelta(days=3):
        yield "prescription acquise"

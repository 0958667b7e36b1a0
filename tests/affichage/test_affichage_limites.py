"""Le tableau des limites d'encours reste lisible, si nombreux que soient les clients."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from recouvre.affichage.limites import AU_PLUS, lignes_csv, montrer
from recouvre.domaine.limites import Encours, Limite


@dataclass(frozen=True)
class Client:
    dossier: int
    encours: Encours
    creancier: str = "Forge"
    client: str = "Client"


def clients(combien: int) -> list[Client]:
    """Tous au-delà de leur limite."""
    limite = Limite(montant=100, nom="Client", le=dt.date(2026, 3, 3))
    return [Client(rang, Encours(total=300, dossiers=1, limite=limite)) for rang in range(1, combien + 1)]


@pytest.mark.parametrize(("en_plus", "dit"), [(0, ""), (1, "… et 1 autre :"), (2, "… et 2 autres :")])
def test_l_ecran_en_montre_cent_et_dit_le_reste(en_plus: int, dit: str, capsys: pytest.CaptureFixture[str]) -> None:
    tous = clients(AU_PLUS + en_plus)
    montrer(tous)
    sortie = capsys.readouterr().out
    assert sortie.count("! Client") == AU_PLUS
    assert f"{len(tous)} dépassements sur {len(tous)} clients" in sortie
    assert (dit in sortie) if dit else ("… et" not in sortie)
    assert len(list(lignes_csv(tous))) == len(tous)

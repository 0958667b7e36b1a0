"""Une commande qui meurt (SIGKILL) au énième passage dans une fonction, avant ou après elle.

Arguments : ``module:fonction``, ``avant`` ou ``apres``, le numéro du passage, puis la commande. La variable
``PAQUET`` change la taille des paquets de départs.
"""

import importlib
import os
import signal
import sys

from recouvre.cli import lancer
from recouvre.operations import relancer


def main() -> None:
    cible, moment, passage, *commande = sys.argv[1:]
    relancer.PAQUET = int(os.environ.get("PAQUET", relancer.PAQUET))
    nom_du_module, nom = cible.split(":")
    module = importlib.import_module(nom_du_module)
    fonction, restants = getattr(module, nom), int(passage)

    def mortelle(*arguments: object, **options: object) -> object:
        nonlocal restants
        restants -= 1
        reste = restants  # d'autres fils peuvent passer pendant l'appel
        if reste == 0 and moment == "avant":
            os.kill(os.getpid(), signal.SIGKILL)
        rendu: object = fonction(*arguments, **options)
        if reste == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return rendu

    setattr(module, nom, mortelle)
    sys.exit(lancer(commande))


if __name__ == "__main__":
    main()

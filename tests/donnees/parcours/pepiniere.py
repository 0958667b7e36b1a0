"""Une pépinière : un processus déjà chargé, qui enfante des commandes et les tue à l'instant qu'on lui dit.

Lit une ligne de JSON par commande, ``{"mots": […], "delai": secondes ou null}`` ; rend son code de sortie, ou -9. Un
processus neuf à chaque fois mettrait l'essentiel de son temps à importer ; ici, la mort tombe dans le travail.
"""

import importlib
import json
import os
import signal
import sys
import time
import traceback

from recouvre import cli

MODULES = (
    "recouvre.commandes.relances", "recouvre.commandes.envois", "recouvre.commandes.verifier",
    "recouvre.operations.relancer", "recouvre.operations.resume", "recouvre.operations.verifier",
    "recouvre.courriers.modeles", "recouvre.courriers.mise_en_page", "recouvre.courriers.messages",
    "recouvre.courriers.bordereau", "recouvre.courriers.fusion", "recouvre.envois.smtp", "recouvre.envois.courriel",
)  # fmt: skip


def enfanter(mots: list[str]) -> int:
    """Un enfant qui exécute cette commande."""
    enfant = os.fork()
    if enfant:
        return enfant
    code = 99
    try:
        muet = os.open(os.devnull, os.O_RDWR)
        for flux in (0, 1):
            os.dup2(muet, flux)
        code = cli.lancer(mots)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def main() -> None:
    for module in MODULES:
        importlib.import_module(module)
    importlib.import_module("recouvre.operations.relancer").PAQUET = int(os.environ["PAQUET"])
    print("prête", flush=True)
    for ligne in sys.stdin:
        ordre = json.loads(ligne)
        enfant = enfanter(ordre["mots"])
        if ordre["delai"] is not None:
            time.sleep(ordre["delai"])
            os.kill(enfant, signal.SIGKILL)
        print(os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]), flush=True)


if __name__ == "__main__":
    main()

"""`python -m recouvre` équivaut à la commande `recouvre`."""

from recouvre.cli import main

main()

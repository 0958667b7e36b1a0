"""L'ÉCRAN : un module par commande — lire les arguments, appeler, montrer."""

"""Le plancher : une application Typer d'une commande qui ne fait rien, réglée comme la nôtre."""

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def vide(au: str = "") -> None:
    """Ne fait rien."""


if __name__ == "__main__":
    app()

"""Slips in the command line, as the library itself raises them, in both languages."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from provisioner.cli.usage import is_told_in, usage_lines
from provisioner.model.diagnostics import BOKMAL, ENGLISH


@click.command()
@click.argument("address")
@click.option("--format", type=click.Choice(["text", "json"]))
@click.option("--minutes", type=click.IntRange(1, 60))
@click.option("--count", type=int)
@click.option("--from", "source", type=click.Path(exists=True, dir_okay=False))
@click.option("--into", type=click.Path(exists=True, file_okay=False))
@click.option("--full", is_flag=True)
@click.option("--pair", nargs=2)
def verb(**_: object) -> None:
    """Does nothing."""


def raised(*words: str) -> click.ClickException:
    with pytest.raises(click.ClickException) as caught:
        verb.main(list(words), prog_name="provisioner verb", standalone_mode=False)
    return caught.value


SLIPS = {
    (): "«ADDRESS» mangler.",
    ("a", "--formt", "json"): "Det finnes ikke noe valg som heter --formt. Mente du --format, --from?",
    ("a", "--format", "jsn"): "--format: «jsn» er ikke blant dem som finnes: 'text', 'json'.",
    ("a", "--minutes", "99"): "--minutes: 99 er utenfor området 1<=x<=60.",
    ("a", "--minutes", "x"): "--minutes: «x» er ikke et tall.",
    ("a", "--count", "1,5"): "--count: «1,5» er ikke et tall.",
    ("a", "--from", "nada.csv"): "--from: Filen nada.csv finnes ikke.",
    ("a", "--into", "nada"): "--into: Mappen nada finnes ikke.",
    ("a", "--format"): "Valget --format skal ha en verdi etter seg.",
    ("a", "--pair", "1"): "Valget --pair skal ha 2 verdier etter seg.",
    ("a", "--full=3"): "Valget --full skal ikke ha noen verdi.",
    ("a", "b", "c"): "Her står det mer enn det er plass til: b c",
}


@pytest.mark.parametrize(("words", "told"), SLIPS.items(), ids=[" ".join(words) or "nothing" for words in SLIPS])
def test_a_slip_is_told_in_norwegian(words: tuple[str, ...], told: str) -> None:
    _, message, _ = usage_lines(raised(*words), BOKMAL)
    assert message == told


def test_a_folder_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert (
        usage_lines(raised("a", "--from", str(tmp_path)), BOKMAL)[1] == f"--from: {tmp_path} er en mappe, ikke en fil."
    )
    told = usage_lines(raised("a", "--into", str(tmp_path / "file")), BOKMAL)[1]
    assert told == f"--into: {tmp_path / 'file'} er en fil, ikke en mappe."


def test_the_lines_about_it_are_in_the_same_language() -> None:
    error = raised()
    usage, _, see = usage_lines(error, BOKMAL)
    assert usage.startswith("Bruk: provisioner verb [OPTIONS] ADDRESS")
    assert see == "Tips: Se `provisioner verb --help`."
    usage, message, see = usage_lines(error, ENGLISH)
    assert usage.startswith("Usage: provisioner verb")
    assert message == error.format_message()
    assert see == "Hint: See `provisioner verb --help`."


def test_what_has_no_words_stays_as_it_is() -> None:
    error = click.UsageError("Something the library has never said.")
    assert usage_lines(error, BOKMAL) == ("", "Something the library has never said.", "")
    assert not is_told_in(error, BOKMAL)
    assert is_told_in(error, ENGLISH)

"""Two languages: what is told of trouble comes from a table of words, and every table has English and bokmål."""

from __future__ import annotations

import ast
import importlib
import re
import string
from collections.abc import Iterator, Mapping
from functools import cache

from provisioner.model.diagnostics import Phrase, Text, Vocabulary
from tests.contract import tree

ROOT_ERROR = "ProvisionerError"
MADE_OF_WORDS = ("provisioner/model/errors.py",)
"""Where errors are made of a table's words."""
NOBODY_READS = {
    "provisioner/testing/fake_plugin.py": "a fake for the tests of plugin authors",
    "provisioner/testing/fake_provider.py": "a fake for the tests of plugin authors",
    "provisioner/testing/fake_world.py": "a fake for the tests of plugin authors",
    "provisioner/testing/memory.py": "a fake whose own switch makes it refuse",
    "provisioner/testing/simulation/seams.py": "made-up failures, of which a report tells the name",
}
"""Files whose errors no user meets, and why."""
ENGLISH_EVERYWHERE = {
    "provisioner/cli/commands/validate.py": "other programs look for the line",
}
"""Files that say something themselves which is English in every language, and why."""
SAYS = {"echo", "print", "err", "out", "told", "confirm", "prompt", "fail"}


def module_name(path: str) -> str:
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    return ".".join(parts if parts[0] == "provisioner" else parts[1:])


@cache
def errors() -> dict[str, bool]:
    """The house's kinds of error, and whether each is made in a way of its own."""
    classes = {
        node.name: node
        for module in tree.modules(*tree.PRODUCT)
        for node in module.nodes()
        if isinstance(node, ast.ClassDef)
    }
    found = {ROOT_ERROR}
    grown = True
    while grown:
        more = {name for name, node in classes.items() if found & {ast.unparse(base) for base in node.bases}} - found
        found |= more
        grown = bool(more)
    own = {"ProvisionerError", "ProviderFailed"}
    return {
        name: name not in own
        and any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)
        for name, node in classes.items()
        if name in found
    }


def is_sentence(node: ast.expr) -> bool:
    """Whether it is, or begins, a text for people: literal words with a blank between them."""
    if isinstance(node, ast.JoinedStr):
        return any(is_sentence(part) for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.BinOp):
        return is_sentence(node.left) or is_sentence(node.right)
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(re.search(r"[A-Za-z]{2}\S* \S", node.value))
    )


def bare_errors(module: tree.Module) -> list[str]:
    """Errors that are made of text, not of a table's words."""
    kinds = errors()
    return [
        module.at(node, f"{ast.unparse(node)[:80]} says it in one language: `.of(WORDS(code, …))` says it in both")
        for node in module.nodes()
        if isinstance(node, ast.Call) and (node.args or node.keywords)
        if (name := ast.unparse(node.func).split(".")[-1]) in kinds and not kinds[name]
    ]


def bare_sentences(module: tree.Module) -> list[str]:
    """Sentences that are said as they stand in the code."""
    return [
        module.at(node, f"{ast.unparse(node)[:80]} is English in every language")
        for node in module.nodes()
        if isinstance(node, ast.Call) and node.args and is_sentence(node.args[0])
        if ast.unparse(node.func).split(".")[-1] in SAYS
    ]


def test_the_kinds_of_error_are_found() -> None:
    assert {"UsageError", "ApiRefused", "ManifestInvalid"} <= errors().keys()


def test_every_error_is_made_of_a_tables_words() -> None:
    waived = (*MADE_OF_WORDS, *NOBODY_READS)
    modules = [module for module in tree.modules("provisioner/", "plugins/") if module.name not in waived]
    assert [found for module in modules for found in bare_errors(module)] == []


def test_nothing_is_said_in_one_language() -> None:
    waived = (*NOBODY_READS, *ENGLISH_EVERYWHERE)
    modules = [module for module in tree.modules("provisioner/", "plugins/") if module.name not in waived]
    assert [found for module in modules for found in bare_sentences(module)] == []


def test_every_waiver_is_needed() -> None:
    assert [name for name in NOBODY_READS if not bare_errors(tree.module(name))] == []
    assert [name for name in ENGLISH_EVERYWHERE if not bare_sentences(tree.module(name))] == []


def tables() -> Iterator[tuple[str, Phrase]]:
    """Every phrase of every table, by where it stands."""
    seen: set[int] = set()
    for path in tree.under("provisioner/", "plugins/", suffix=".py"):
        if "Vocabulary" not in tree.text(path) and "Phrase" not in tree.text(path):
            continue
        module = importlib.import_module(module_name(path))
        for name, value in vars(module).items():
            phrases = value.phrases if isinstance(value, Vocabulary) else value
            if not isinstance(phrases, Mapping) or not all(isinstance(one, Phrase) for one in phrases.values()):
                continue
            for code, phrase in phrases.items():
                if id(phrase) not in seen:
                    seen.add(id(phrase))
                    yield f"{module.__name__}.{name}: {code}", phrase


def raw_gaps(text: Text) -> set[str]:
    """What is put into the words."""
    parts = (text.summary, text.detail, text.hint)
    filled = [part for part in parts if "{" in part]  # the others are not
    return {name for part in filled for _, name, _, _ in string.Formatter().parse(part) if name}


def gaps(text: Text) -> set[str]:
    """The same, where the Norwegian half of a pair counts as its English one."""
    return {name.removesuffix("_nb") for name in raw_gaps(text)}


PHRASES = dict(tables())


def test_there_are_tables() -> None:
    assert len(PHRASES) > 500


def wrong_with(phrase: Phrase) -> list[str]:
    """What one language has and the other has not."""
    english, norwegian = phrase.en, phrase.nb
    found = []
    if not (english.summary and norwegian.summary):
        found.append("no summary")
    if gaps(english) != gaps(norwegian):
        found.append(f"gaps {gaps(english)} and {gaps(norwegian)}")
    if (bool(english.hint), bool(english.detail)) != (bool(norwegian.hint), bool(norwegian.detail)):
        found.append("a hint or a detail in one language alone")
    words = re.sub(r"\{\w+\}|`[^`]*`", "", english.summary)
    if re.search(r"[a-z]{3}", words) and english.summary == norwegian.summary:
        found.append("the same words in both")
    return found


def test_every_phrase_has_both_languages_with_the_same_gaps() -> None:
    assert {where: found for where, phrase in PHRASES.items() if (found := wrong_with(phrase))} == {}


def codes_of(node: ast.Call) -> list[str]:
    """The codes that a call of a table may mean, as far as they stand in it."""
    if isinstance(node.args[0], ast.JoinedStr):
        return []
    return [
        part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def test_whoever_calls_a_table_fills_every_gap() -> None:
    wrong = []
    for module in tree.modules("provisioner/", "plugins/"):
        if module.name.endswith("__main__.py") or (
            "WORDS" not in (text := tree.text(module.name)) and "REFUS" not in text
        ):
            continue
        there = {
            n: v
            for n, v in vars(importlib.import_module(module_name(module.name))).items()
            if isinstance(v, Vocabulary)
        }
        for node in module.nodes():
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in there and node.args
            ):
                continue
            filled = {word.arg for word in node.keywords}
            for code in codes_of(node):
                phrase = there[node.func.id].phrases.get(code)
                wanted = raw_gaps(phrase.en) | raw_gaps(phrase.nb) if phrase is not None else set()
                if phrase is None and isinstance(node.args[0], ast.Constant):
                    wrong.append(module.at(node, f"there is no `{code}`"))
                if None not in filled and wanted - filled:  # `**words` may fill anything
                    wrong.append(module.at(node, f"`{code}` also wants {sorted(wanted - filled)}"))
    assert wrong == []


def pairs() -> Iterator[tuple[str, tuple[str, str]]]:
    """Every sentence of the tables that hold (English, bokmål)."""
    for path in tree.under("provisioner/", "plugins/", suffix=".py"):
        if "words" not in path:
            continue
        module = importlib.import_module(module_name(path))
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, Mapping):
                for key, pair in value.items():
                    if isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(part, str) for part in pair):
                        yield f"{module.__name__}.{name}: {key}", pair


PAIRS = dict(pairs())


def test_there_are_pairs() -> None:
    assert len(PAIRS) > 300


def test_every_sentence_has_both_languages_with_the_same_gaps() -> None:
    assert [where for where, pair in PAIRS.items() if not all(pair)] == []
    assert [where for where, (english, nb) in PAIRS.items() if gaps(Text(english)) != gaps(Text(nb))] == []

"""400 lines a file, 500 a test file, 60 a function, 5 parameters. A file that grows is a room that wants dividing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.contract import tree

FILE_LINES = 400
TEST_FILE_LINES = 500
FUNCTION_LINES = 60
PARAMETERS = 5

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: tree.Module) -> Iterator[Function]:
    return (node for node in module.nodes() if isinstance(node, Function))


def lines(function: Function) -> int:
    """The function's own lines: its docstring does not count, so that nobody saves on it."""
    assert function.end_lineno is not None
    own = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        assert first.end_lineno is not None
        own -= first.end_lineno - first.lineno + 1
    return own


def parameters(function: Function) -> int:
    """What a caller has to know: `self` and `cls` are not handed in by anyone."""
    arguments = function.args
    positional = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    own = positional[1:] if positional[:1] in (["self"], ["cls"]) else positional
    return len(own) + len(arguments.kwonlyargs)


def is_click_command(function: Function) -> bool:
    """Click hands a command one argument per option; the list is the user's, not a caller's."""
    return any(
        "command(" in ast.unparse(decorator) or "click." in ast.unparse(decorator)
        for decorator in function.decorator_list
    )


def test_files_are_short() -> None:
    too_long = []
    for name in tree.under("", suffix=".py"):
        limit = TEST_FILE_LINES if name.startswith("tests/") else FILE_LINES
        if (count := len(tree.text(name).splitlines())) > limit:
            too_long.append(f"{name}: {count} lines, at most {limit}")
    assert too_long == []


def test_functions_are_short() -> None:
    too_long = [
        module.at(function, f"{function.name} has {lines(function)} lines, at most {FUNCTION_LINES}")
        for module in tree.modules()
        for function in functions(module)
        if lines(function) > FUNCTION_LINES
    ]
    assert too_long == []


def test_functions_take_few_parameters() -> None:
    too_many = [
        module.at(function, f"{function.name} takes {parameters(function)} parameters, at most {PARAMETERS}")
        for module in tree.modules()
        if not module.name.startswith("tests/")
        for function in functions(module)
        if parameters(function) > PARAMETERS and not is_click_command(function)
    ]
    assert too_many == []


def test_the_measure_sees_what_is_too_big() -> None:
    source = "class C:\n    def f(self, a, b, c, d, e, *, g):\n        '''One\n        two.'''\n" + "        a\n" * 61
    (function,) = functions(tree.Module("made_up.py", ast.parse(source)))
    assert (lines(function), parameters(function)) == (62, 6)

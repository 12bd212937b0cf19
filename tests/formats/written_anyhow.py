"""YAML as people write it: every indentation, quote, bracket, blank and comment there is, with a tree behind it."""

from __future__ import annotations

import json

from hypothesis import strategies as st

WORDS = [
    "a",
    "b c",
    "NO",
    "on",
    "010",
    "12:30",
    "x: y",
    "x #y",
    "it's",
    'say "x"',
    "{{ row }}",
    "- x",
    "~",
    "å",
    "1",
    "#",
]
KEYS = ["a", "b", "key", "navn", "NO", "b c", "ø"]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A file of one to three documents, with comments that begin with `#§`."""
    writer = _Anyhow(draw)
    parts = []
    for number in range(draw(st.integers(1, 3))):
        start = draw(st.sampled_from(["---\n", "---   # §\n".replace("# §", "#§ start"), "--- \n\n"])) if number else ""
        column = draw(st.sampled_from([0, 0, 0, 1, 3]))
        parts.append(start + writer.between(column) + writer.mapping(column, 0) + writer.between(column))
    return "".join(parts).rstrip("\n") + draw(st.sampled_from(["\n", "\n\n\n", "\n  \n"]))


class _Anyhow:
    """Writes one file."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0

    def one_of(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def comment(self) -> str:
        self.count += 1
        return f"#§{self.count}" + self.one_of("", " ", "  said  ")

    def between(self, column: int) -> str:
        """Empty lines and comments on lines of their own."""
        lines = ""
        for _ in range(self.draw(st.integers(0, 2))):
            blank = self.one_of("", "  ")
            lines += blank + "\n" if self.draw(st.booleans()) else " " * column + blank + self.comment() + "\n"
        return lines

    def ended(self) -> str:
        """The end of a line, perhaps with a comment."""
        return (
            self.one_of("", "", "  ")
            + (self.one_of(" ", "     ") + self.comment() if self.draw(st.booleans()) else "")
            + "\n"
        )

    def mapping(self, column: int, depth: int, first: str | None = None) -> str:
        """A mapping in block style; `first` stands before its first key instead of an indentation."""
        keys = self.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True))
        text = ""
        for number, key in enumerate(keys):
            lead = first if number == 0 and first is not None else self.between(column) + " " * column
            text += f"{lead}{self.quoted(key)}{self.one_of('', ' ')}:{self.value(column, depth + 1, may_be_bare=True)}"
        return text

    def items(self, column: int, depth: int) -> str:
        text = ""
        for _ in range(self.draw(st.integers(1, 3))):
            gap = self.one_of(" ", "   ")
            text += self.between(column) + " " * column + "-"
            if depth < 3 and self.draw(st.booleans()):
                text += self.mapping(column + 1 + len(gap), depth + 1, first=gap)
            else:
                text += self.value(column, depth + 1, may_be_bare=False)
        return text

    def value(self, column: int, depth: int, *, may_be_bare: bool) -> str:
        """What stands behind `:` or `-`, to the end of its last line."""
        deeper = column + self.draw(st.integers(1, 4))
        kind = self.one_of(*(["map", "list"] if depth < 3 else []), "word", "word", "flow", "block", "lines", "empty")
        gap = self.one_of(" ", "   ")
        match kind:
            case "map":
                return self.ended() + self.mapping(deeper, depth)
            case "list":
                return self.ended() + self.items(column if may_be_bare and self.draw(st.booleans()) else deeper, depth)
            case "flow":
                return gap + self.flow(deeper) + self.ended()
            case "block":
                return gap + self.block(deeper)
            case "lines":
                quote = self.one_of("", "'", '"')
                blank = self.one_of("", "\n", "\n   \n")
                return f"{gap}{quote}one{self.one_of('', '  ')}\n{blank}{' ' * deeper}two{quote}{self.ended()}"
            case "empty":
                return self.ended()
        if self.draw(st.booleans()):
            return gap + self.quoted(self.one_of(*WORDS)) + self.ended()
        return self.ended() + " " * deeper + self.quoted(self.one_of(*WORDS)) + self.ended()

    def quoted(self, word: str) -> str:
        """The word in one of the quotes it may stand in."""
        ways = [json.dumps(word, ensure_ascii=False), "'" + word.replace("'", "''") + "'"]
        if word.replace(" ", "").isalnum() or word == "12:30":
            ways.append(word)
        return self.one_of(*ways)

    def flow(self, column: int) -> str:
        inner = ("," + self.one_of("", " ", "\n" + " " * column)).join(
            self.quoted(word) for word in self.draw(st.lists(st.sampled_from(["a", "NO", "x: y"]), max_size=3))
        )
        if self.draw(st.booleans()):
            return f"[{self.one_of('', ' ')}{inner}{self.one_of('', ' ', chr(10) + ' ' * column)}]"
        return "{" + self.quoted(self.one_of(*KEYS)) + ": [" + inner + "]}"

    def block(self, column: int) -> str:
        header = self.one_of("|", ">") + self.one_of("", "-", "+") + self.one_of("", " ", "  #§head")
        lines = [self.one_of("one", "two  ", "# no comment", "'x'")]
        lines += self.draw(st.lists(st.sampled_from(["", "  more", "three", "   "]), max_size=3))
        body = "".join((" " * column + line if line else "") + "\n" for line in lines)
        return f"{header}\n{body}{self.one_of('', chr(10))}"

"""Every message about something that went wrong says what to do about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.message_templates import blank, german_words, is_prose

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(ROOT.glob("cmrstudio/**/*.py"))
TRAINING = sorted(ROOT.glob("training/**/*.py"))
FINE_TUNING = {
    *("callbacks.py", "checkpoints.py", "comparison.py", "finetune.py", "finetune_settings.py", "reference.py"),
    *("run_folder.py", "snapshot.py", "specimens.py", "verified.py", "verified_images.py", "volume_score.py"),
}
"""What a training in the window runs, beside what trains from the start."""
ERRORS_MODULE = ROOT / "cmrstudio" / "domain" / "errors.py"
BASE = "CmrstudioError"
SIGNALS = {"failed", "refused"}
"""Signals by which the window is told of what went wrong."""
KINDS = {"MessageKind.WARNING", "MessageKind.ERROR"}
"""What makes a message of ``show_message`` one about what went wrong."""
VERBS = (
    *("add", "ask", "begin", "bring", "change", "check", "choose", "click", "close", "compare", "convert", "copy"),
    *("decide", "delete", "draw", "enter", "export", "finish", "free", "give", "go", "import", "install", "keep"),
    *("leave", "let", "make", "mark", "measure", "mend", "move", "name", "open", "pip", "put", "remove", "report"),
    *("save", "say", "see", "segment", "select", "set", "start", "train", "try", "unpack", "update", "use", "verify"),
    *("wait", "write", "zip"),
)
BEGINNING = r"(?:^|[.:;,(] |\b(?:or|and|then|first) |(?-i:\{\} (?=[A-Z])))"
ADVICE = re.compile(rf"{BEGINNING}(?:{'|'.join(VERBS)})\b", re.IGNORECASE)
"""A clause, or its second half, that begins with what to do: "Choose another folder.", "; draw it again"."""
HANDED_ON = re.compile(r"[:.] \{\}$")
"""The end of a message that hands on another one, which has its own advice and its own full stop."""
WITHOUT_ADVICE = {
    ("client.py", "The segmentation engine {} {}. It has been started again: {}."): "its callers put the advice in",
    ("reading_records.py", "{}: not signed off yet"): "says what others must do: this reader can do nothing",
    ("writer.py", "{}: {} changes could not be stored"): "the window has asked before it closes what to do about them",
    ("sign_off.py", "The study is signed off as it is."): "nothing is wrong, and nothing is to be done",
}


class _Errors:
    """The classes of errors that users are shown, and the constants that their messages are made with."""

    def __init__(self, trees: dict[Path, ast.Module]) -> None:
        self.bases: dict[str, list[str]] = {}
        self.constants: dict[str, ast.expr] = {}
        self.advising: set[str] = set()
        for tree in trees.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    self.bases[node.name] = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
            self.constants |= _assigned(tree.body)
        for owner in (node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            own = [node for node in ast.walk(owner) if isinstance(node, ast.Call) and _is_init(node)]
            if self.has(owner.name) and any(_has_advice(text) for call in own for text in _own_words(call, {})):
                self.advising.add(owner.name)

    def has(self, name: str) -> bool:
        """Whether that is the name of such a class."""
        return name == BASE or any(self.has(base) for base in self.bases.get(name, []))

    def advises(self, name: str) -> bool:
        """Whether the class itself adds to each of its messages what to do."""
        return name in self.advising or any(self.advises(base) for base in self.bases.get(name, []))


def _assigned(body: list[ast.stmt]) -> dict[str, ast.expr]:
    """The values of names that are given one among these statements; of several that a name is given, any of them."""
    values: dict[str, ast.expr] = {}
    for node in body:
        for target in node.targets if isinstance(node, ast.Assign) else []:
            if isinstance(target, ast.Name):
                earlier = values.get(target.id)
                values[target.id] = ast.IfExp(ast.Constant(True), earlier, node.value) if earlier else node.value
    return values


def _texts(node: ast.expr, named: dict[str, ast.expr]) -> list[str]:
    """What an expression may come to, with "{}" for what only a running program knows."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(texts) for texts in product(*(_texts(part, named) for part in parts))]
        case (
            ast.FormattedValue(value=inner)
            | ast.Call(func=ast.Name(id="tr"), args=[inner])
            | ast.Call(func=ast.Attribute(value=inner, attr="format"))
        ):
            return _texts(inner, named)
        case ast.IfExp(body=body, orelse=orelse):
            return _texts(body, named) + _texts(orelse, named)
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in named:
            return _texts(named[name], {other: value for other, value in named.items() if other != name})
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=key)):
            return _texts(_entry(named.get(name), key), named)
    return ["{}"]


def _entry(table: ast.expr | None, key: object) -> ast.expr:
    """What a table that the code spells out holds under a key."""
    if isinstance(table, ast.Dict):
        for name, value in zip(table.keys, table.values, strict=True):
            if isinstance(name, ast.Constant) and name.value == key:
                return value
    return ast.Constant(None)


def _is_message(call: ast.Call, errors: _Errors) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr=signal), attr="emit"):
            return signal in SIGNALS
        case ast.Attribute(attr="show_message"):
            return any(ast.unparse(argument) in KINDS for argument in call.args)
        case ast.Name(id="EngineUnusable" | "RequestFailed"):
            return True
        case ast.Attribute(attr="_fail") | ast.BoolOp(values=[*_, ast.Attribute(attr="_fail")]):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return _is_init(call) or (errors.has(name) and not errors.advises(name))
    return False


def _is_init(call: ast.Call) -> bool:
    """Whether a class hands its message to the class that it derives from."""
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
            return True
    return False


def _own_words(call: ast.Call, named: dict[str, ast.expr]) -> Iterator[str]:
    """The messages that a call may make, as far as they have words of their own."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    for texts in product(*(_texts(argument, named) for argument in arguments)):
        own = [text for text in texts if is_prose(text)]
        if own:
            yield blank(". ".join(own))


def _has_advice(message: str) -> bool:
    return bool(ADVICE.search(message) or HANDED_ON.search(message))


def _scopes(tree: ast.Module, errors: _Errors) -> Iterator[tuple[ast.Call, dict[str, ast.expr]]]:
    """The calls that make messages, each with what the names around it stand for."""
    named = dict.fromkeys(map(id, ast.walk(tree)), errors.constants)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            known = errors.constants | _assigned([node for node in ast.walk(function) if isinstance(node, ast.stmt)])
            named |= dict.fromkeys(map(id, ast.walk(function)), known)
    ours = {
        id(node)
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef) and errors.has(owner.name)
        for node in ast.walk(owner)
    }
    for node in ast.walk(tree):
        is_message = isinstance(node, ast.Call) and _is_message(node, errors)
        if is_message and (not _is_init(node) or id(node) in ours):
            yield node, named[id(node)]


def _messages(tree: ast.Module, errors: _Errors) -> Iterator[tuple[int, str]]:
    """(line, message) of all that a module says of what went wrong in words of its own."""
    for call, named in _scopes(tree, errors):
        for message in _own_words(call, named):
            yield call.lineno, message


def _read(paths: list[Path]) -> tuple[dict[Path, ast.Module], _Errors]:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    return trees, _Errors(trees)


TREES, ERRORS = _read(MODULES)
TRAINING_TREES, TRAINING_ERRORS = _read([*TRAINING, ERRORS_MODULE])
"""By themselves: some of their classes and constants have names that others of the program have too."""


def _without_advice(path: Path, tree: ast.Module, errors: _Errors) -> list[str]:
    return [
        f"{path.name}:{line}: {message}"
        for line, message in _messages(tree, errors)
        if not _has_advice(message) and not _is_allowed(path, message)
    ]


def _is_allowed(path: Path, message: str) -> bool:
    return any(path.name == name and message.startswith(beginning) for name, beginning in WITHOUT_ADVICE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_message_of_an_error_says_what_to_do(path: Path) -> None:
    assert _without_advice(path, TREES[path], ERRORS) == [], "say what to do: “Choose another folder.”"


@pytest.mark.parametrize("path", TRAINING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_message_of_the_training_says_what_to_do(path: Path) -> None:
    wrong = _without_advice(path, TRAINING_TREES[path], TRAINING_ERRORS)
    assert wrong == [], "say what to do: “Name the split.json of a run.”"


@pytest.mark.parametrize("path", [path for path in TRAINING if path.name in FINE_TUNING], ids=lambda path: path.name)
def test_what_goes_wrong_in_a_training_of_the_window_has_german_words(path: Path) -> None:
    known = {blank(english) for english, german in german_words().items() if german}
    said = {message for _, message in _messages(TRAINING_TREES[path], TRAINING_ERRORS)}
    assert said - known == set(), "add them to resources/translations/messages_de.ts, then: make translations"


@pytest.mark.parametrize(("name", "beginning"), WITHOUT_ADVICE)
def test_no_message_is_excused_that_is_not_there(name: str, beginning: str) -> None:
    said = [message for path in MODULES if path.name == name for _, message in _messages(TREES[path], ERRORS)]
    assert [message for message in said if message.startswith(beginning) and not _has_advice(message)]


@pytest.mark.parametrize(
    ("code", "has_advice"),
    [
        ('raise StoreError(f"{path}: the file is damaged.")', False),
        ('raise StoreError(f"{path}: the file is damaged. Put back a copy.")', True),
        ('raise StoreError(f"{path}: the file is damaged; put back a copy.")', True),
        ('raise StoreError(f"{path}: it is open in another program.")', False),
        ('raise StoreError(f"{path}: the list is old: {error}")', True),
        ('def work():\n    text = f"{path} is damaged."\n    raise StoreError(text)', False),
        ('def work():\n    text = "It is damaged."\n    text = "Put back a copy."\n    raise StoreError(text)', False),
        ('def work():\n    advice = "choose another"\n    raise StoreError(f"It is damaged; {advice}.")', True),
        ('self.failed.emit(tr("There is no {name} here.").format(name=name))', False),
        ('self.refused.emit("Choose a reader first.")', True),
        ('raise WordsError(path, "there is no such file")', True),
        ('self._bar.failed.emit("It is damaged." if is_damaged else "Choose another.")', False),
    ],
)
def test_advice_is_found_in_code(code: str, has_advice: bool) -> None:
    assert all(map(_has_advice, (message for _, message in _messages(ast.parse(code), ERRORS)))) is has_advice

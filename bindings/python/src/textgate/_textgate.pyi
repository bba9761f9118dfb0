"""The compiled part of textgate; import these names from textgate."""

from os import PathLike
from types import TracebackType
from typing import Any, AnyStr, Iterable, Literal, Mapping, NamedTuple, NoReturn, Protocol, Sequence, SupportsIndex, Union, final

_Path = Union[str, bytes, PathLike[str], PathLike[bytes]]
_Text = Union[str, bytes]
_Value = Union[str, int, list[str], tuple[str, ...]]
_Word = Union[str, tuple[str, Union[str, Mapping[str, _Value], None]]]
_Source = Union[_Path, tuple[str, _Text]]

_Action = Literal["pass", "review", "block"]
_Severity = Literal["low", "medium", "high", "critical"]
_Overlap = Literal["all", "longest"]

__version__: str

class Error(Exception):
    """Something the library could not do. Its subclass tells of a dictionary; files that cannot be read or written are an
    OSError, memory that there is not a MemoryError, arguments out of their bounds a ValueError."""

    status: str | None
    """Name of the library's status, such as "LIMIT"."""

class DictionaryError(Error, ValueError):
    """A dictionary, pack or policy that is not well formed. Where, as far as known, else None."""

    file: str | None
    line: int | None
    """From 1."""
    column: int | None
    """From 1, in characters."""

@final
class Finding:
    """One thing seen in a text, where and why."""

    @property
    def begin(self) -> int:
        """Where it begins: an index of the str, or of the bytes, that was scanned."""
    @property
    def end(self) -> int:
        """Where it ends (half-open)."""
    @property
    def text(self) -> str:
        """What was seen, a str; U+FFFD where bytes were not UTF-8. Empty where the text is gone (Stream)."""
    @property
    def detector(self) -> str:
        """Who found it: 'words', 'patterns', 'invisible', 'privacy', 'flood', 'spam', 'abuse', 'models' or 'duplicate'. What 'flood',
        'spam', 'abuse' and 'models' find is of the text as a whole."""
    @property
    def category(self) -> str:
        """Such as 'gambling' or 'privacy.phone'."""
    @property
    def severity(self) -> _Severity: ...
    @property
    def action(self) -> _Action:
        """What the policy says of it."""
    @property
    def rule(self) -> str:
        """'dictionary:entry', or 'dictionary:id' where the entry has one, or of no dictionary 'invisible:…', 'privacy:…'."""
    @property
    def match(self) -> str:
        """How closely the text agrees with the rule: 'exact', 'fold' (case, width, variants …), 'loose' (disguises
        undone) or 'sound' (characters of the same sound, or pinyin)."""
    @property
    def tricks(self) -> list[str]:
        """How the text was disguised, any of 'case', 'width', 'variant', 'invisible', 'markup', 'lookalike', 'leet',
        'mask', 'noise', 'stretch', 'marks', 'bidi', 'split', 'shape', 'sound', 'pinyin', 'emoji' and 'swap'."""
    @property
    def markets(self) -> list[str]:
        """Those asked for that the entry names."""
    @property
    def note(self) -> str:
        """The note of the entry, or what a detector has to say, or ''."""
    @property
    def advice(self) -> str:
        """What the entry says to write instead, or ''."""
    @property
    def source(self) -> str:
        """The law, custom or reference behind the entry, or ''."""
    @property
    def parts(self) -> list[tuple[int, int]]:
        """Of a combination: (begin, end) of its words; else empty."""
    def to_dict(self) -> dict[str, Any]:
        """The finding as the command's JSON has it."""

class Language(NamedTuple):
    """A language of a text, and how much of it is in that."""

    code: str
    """ISO 639-1 where there is one, else 639-3."""
    share: float
    """0 to 1. Of a text in one language, how sure that is."""
    tag: str
    """BCP 47: the code, and for Chinese also the script: 'zh-Hans', 'zh-Hant', 'zh-Latn' (pinyin)."""

class Spam(NamedTuple):
    """How much a text looks like spam, and why."""

    score: float
    """0 to 1: the share of such texts that are spam."""
    signals: list[str]
    """Any of 'wording', 'keyword', 'contact', 'disguise', 'link', 'price', 'digits', 'mixed-script', 'shouting', 'tags'."""

class Emotion(NamedTuple):
    """What a text feels."""

    label: str
    """'joy', 'anger', 'sadness', 'fear', 'disgust', 'surprise' or 'neutral'."""
    polarity: float
    """-1 to 1: bad to good."""
    scores: dict[str, float]
    """0 to 1 each, of the feelings that count; what they leave of 1 is neutral."""
    mixed: bool
    """Whether words and faces are at odds: kind words with a hostile face, or the reverse."""

@final
class Verdict:
    """What to do with a text, and why."""

    @property
    def action(self) -> _Action:
        """What to do with the text."""
    @property
    def score(self) -> float:
        """0 to 1. With the default policy under .5 passes, under .8 is held for review, from .8 blocks."""
    @property
    def findings(self) -> list[Finding]:
        """Ordered by begin, then longest first. Made when first asked for."""
    @property
    def categories(self) -> dict[str, float]:
        """The best score of each category seen, best first."""
    @property
    def truncated(self) -> bool:
        """Whether there were more than max_findings findings."""
    @property
    def incomplete(self) -> list[str]:
        """Rules of patterns that reached a limit, so that the text was not wholly checked: such a text is held for review
        at least."""
    @property
    def languages(self) -> list[Language]:
        """The languages of the text, the greatest share first. Empty: not asked for, or it cannot be told."""
    @property
    def spam(self) -> Spam | None:
        """How much the text looks like spam. None: not asked for, or nothing to say."""
    @property
    def flood(self) -> None:
        """None: not asked for, or nothing to say."""
    @property
    def emotion(self) -> Emotion | None:
        """What the text feels. None: not asked for, or nothing to say."""
    @property
    def duplicate(self) -> None:
        """None: not asked for, or nothing to say."""
    def to_dict(self) -> dict[str, Any]:
        """The verdict as the command's JSON has it; parts with nothing to say are left out."""

@final
class Gate:
    """Rules and policy, ready to scan. Immutable; any number of threads may use one. Usable in a child after os.fork; not
    to be pickled or copied."""

    def __new__(
        cls,
        dictionaries: _Path | Iterable[_Path | Pack] = (),
        words: Iterable[_Word] = (),
        markets: str | Iterable[str] = (),
        policy: _Path | Sequence[str] | None = None,
        default: bool | None = None,
        detectors: Iterable[str] | None = None,
        key: bytes | None = None,
        *,
        match_limit: int = ...,
        depth_limit: int = ...,
        heap_limit: int = ...,
        max_findings: int = ...,
        kernels: int = ...,
    ) -> Gate:
        """
        dictionaries: paths of sources, packs or folders of them, and Pack objects; or a single path.
        words: entries as in a source: str, or (str, attributes) with the attributes as in a source or as a dict.
        markets: where the texts will be published, ISO 3166-1 alpha-2.
        policy: path of a policy, or a list of its lines. None: critical and high block, medium is held for review.
        default: whether to add the shipped dictionaries. None: if there are no others.
        detectors: names of those to use: 'words', 'patterns', 'invisible', 'privacy', 'flood'. None: all.
        key: that of the hashed lists among the packs, 16 bytes or more.
        match_limit: backtracking steps of a pattern from one position.
        depth_limit: nested backtracking points of a pattern.
        heap_limit: memory of one pattern match in KiB.
        max_findings: findings kept for a text, the first ones; 0: all.
        kernels: vector kernels at most: 0 none, 1 AVX2, 2 AVX-512; all find the same.

        Raises DictionaryError with file, line and column; OSError; ValueError; TypeError.
        """
    def scan(
        self, text: _Text, *, html: bool = False, language: str | None = None, overlap: _Overlap = "all"
    ) -> Verdict:
        """The verdict on a text. Bytes are UTF-8; ill-formed sequences and lone surrogates are scanned as U+FFFD.

        html: the text is HTML, of which what a reader sees is scanned, and by itself what is hidden.
        language: that of the text (BCP 47), so that entries of other languages rest.
        overlap: 'all' matches, or 'longest': the leftmost and of those the longest.
        """
    def scan_many(
        self,
        texts: Iterable[_Text],
        *,
        threads: int = 1,
        html: bool = False,
        language: str | None = None,
        overlap: _Overlap = "all",
    ) -> list[Verdict]:
        """The verdicts on many texts, in their order. The GIL is released while they are scanned, by as many threads as are
        asked for."""
    def scan_arrow(
        self,
        array: _ArrowArray | _ArrowStream,
        *,
        threads: int = 1,
        html: bool = False,
        language: str | None = None,
        overlap: _Overlap = "all",
        findings: bool = False,
    ) -> ArrowVerdicts:
        """The verdicts on a column of texts: structs of action, score, finding_count, categories and spam, which are null
        where the text is. The texts are read where they are, without the GIL.

        array: strings or binary of pyarrow, polars, pandas or another library with Arrow's C interface; also in chunks.
        findings: add a list of findings to each struct, with offsets in bytes of the text's UTF-8.
        """
    def stream(self) -> Stream:
        """For a text that comes in pieces."""
    def redact(
        self,
        text: AnyStr,
        mask: str = "*",
        keep: int = 0,
        with_category: bool = False,
        redact_from: _Action = "review",
        html: bool = False,
        language: str | None = None,
        pseudonym: bytes | None = None,
    ) -> AnyStr:
        """The text with its findings masked.

        pseudonym: a key, 16 bytes or more: write [category#token] for each finding, the same for the same text and key.

        mask: written for each character.
        keep: leave so many characters at the end of a finding as they are.
        with_category: write [category] for each finding instead.
        redact_from: mask findings of which the policy says at least so; 'pass' masks all.
        """
    def is_clean(self, text: _Text, *, html: bool = False, language: str | None = None) -> bool:
        """Whether the policy lets the text pass, found out with the least work."""
    def close(self) -> None:
        """Releases the memory of the gate now. Scans under way finish; later ones raise ValueError."""
    @property
    def closed(self) -> bool:
        """Whether close() was called."""
    def __enter__(self) -> Gate: ...
    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None, /
    ) -> None: ...
    def __reduce__(self) -> NoReturn: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class ArrowVerdicts:
    """Verdicts as an Arrow column of structs: pyarrow.array(v), polars.DataFrame(v), pandas.DataFrame.from_arrow(v)."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __reduce__(self) -> NoReturn: ...

def scan_arrow(
    array: _ArrowArray | _ArrowStream,
    gate: Gate | None = None,
    *,
    threads: int = 1,
    html: bool = False,
    language: str | None = None,
    overlap: _Overlap = "all",
    findings: bool = False,
) -> ArrowVerdicts:
    """The verdicts on a column of texts, as Gate.scan_arrow gives them.

    gate: None is that of the shipped dictionaries.
    """

class Entry(NamedTuple):
    """One entry of a pack."""

    pattern: str
    """As it stood in the source."""
    dictionary: str
    version: str
    category: str
    severity: _Severity
    languages: list[str]
    """Those it works in; empty: all."""
    markets: list[str]
    """Those it matters in; empty: all."""
    note: str
    id: str
    allowed: bool
    """Whether it is a text that is allowed (`!`)."""
    advice: str
    """What to write instead, or ''."""
    source: str
    """The law, custom or reference behind it, or ''."""
    weight: float
    """-8 to 8; 0 where nothing is said."""

class PackInfo(NamedTuple):
    """What is in a pack."""

    bytes: int
    automaton_bytes: int
    states: int
    symbols: int
    """Distinct folded characters that entries use."""
    entries: int
    """Lines of the sources: words + combinations + patterns + allowed."""
    words: int
    combinations: int
    patterns: int
    allowed: int
    dictionaries: int
    format: int
    """Version of the pack format."""
    unicode: str
    """Version of Unicode that the folding follows."""

@final
class Pack:
    """Compiled dictionaries; a sequence of Entry. Immutable."""

    def __new__(cls, path: _Path) -> Pack:
        """Maps a pack from a file."""
    @classmethod
    def load(cls, data: bytes, /) -> Pack:
        """A pack from bytes, which are copied."""
    def save(self, path: _Path, /) -> None:
        """Writes the pack to a file, replaced whole or not at all."""
    @property
    def info(self) -> PackInfo:
        """What is in the pack."""
    def __bytes__(self) -> bytes: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: SupportsIndex, /) -> Entry: ...
    def __reduce__(self) -> NoReturn: ...

_Normalise = Iterable[Literal["digits", "links", "mentions", "signs"]]

class Duplicate(NamedTuple):
    """A remembered text that a text is like."""

    id: str
    similarity: float
    """Of the sets of runs of three folded characters (Jaccard)."""
    error: float
    """Standard error of the similarity: 0 where it is exact."""
    kinship: Literal["same", "folded", "near", "contains", "part"]
    begin: int
    """Where in the text: of 'contains' a part of it, else all."""
    end: int
    time: int
    """When it was remembered, in seconds since 1970."""
    number: int
    group: int
    """Number of the first text of its cluster."""

class StoreStats(NamedTuple):
    """How much there is in a store."""

    texts: int
    waiting: int
    """Of them not yet committed."""
    runs: int
    keys: int
    bytes: int
    max_bytes: int
    format: int

@final
class DuplicateStore:
    """Remembers texts and finds those that a text is like. In memory, or in a folder that one process writes while any number
    read. Any number of threads may use it."""

    def __new__(
        cls,
        path: _Path | None = None,
        *,
        threshold: float = 0.8,
        normalise: _Normalise = (),
        containment: bool = False,
        read_only: bool = False,
        keep: int = 65536,
        batch: int = 4096,
        max_age: int = 0,
        max_texts: int = 0,
        max_bytes: int = 1 << 36,
    ) -> DuplicateStore:
        """Of a folder that is there, what it was made with counts unless threshold, normalise or containment are given, which
        then must be the same.

        keep: bytes of a text that are kept to be compared exactly. batch: texts that are remembered before they are written.
        max_age: seconds after which a text is forgotten, 0 never. max_texts: 0 no limit."""
    def look_up(self, text: _Text, limit: int = 1) -> list[Duplicate]:
        """The remembered texts that a text is like, the most similar first."""
    def remember(self, id: str, text: _Text) -> None:
        """Remembers a text under an id of 1 to 255 bytes, which others may have too."""
    def look_up_and_remember(self, id: str, text: _Text, limit: int = 1) -> list[Duplicate]:
        """Both in one, which is quicker. The same text under the same id is not remembered again."""
    def forget(self, id: str, /) -> None:
        """Forgets all texts of an id; a KeyError if there is none."""
    def commit(self) -> None:
        """Writes what was remembered to the disk: then it cannot be lost."""
    def compact(self) -> None:
        """Drops what was forgotten from the index."""
    def close(self) -> None:
        """Commits and closes."""
    @property
    def stats(self) -> StoreStats: ...
    @property
    def closed(self) -> bool: ...
    def __enter__(self) -> DuplicateStore: ...
    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def __reduce__(self) -> NoReturn: ...

class ClusterMember(NamedTuple):
    """Which cluster a text is in."""

    cluster: int
    """Index of the cluster's first text."""
    of: int
    """Index of the text that it is most like; its own if it is alone or the first."""
    similarity: float

def cluster(
    texts: Iterable[_Text], *, threshold: float = 0.8, normalise: _Normalise = (), threads: int = 1
) -> list[ClusterMember]:
    """Clusters of texts that are alike: a ClusterMember for each text."""

def fingerprint(text: _Text, normalise: _Normalise = ()) -> bytes:
    """What is kept of a text to find it again, for a database of your own."""

def fingerprint_keys(fingerprint: bytes, threshold: float = 0.8) -> list[int]:
    """Integers under which to file it: texts as similar as the threshold have one in common, nearly always."""

def fingerprint_similarity(a: bytes, b: bytes, /) -> tuple[float, float]:
    """The similarity of two fingerprints, and its standard error."""

def similarity(a: _Text, b: _Text, normalise: _Normalise = ()) -> float:
    """The similarity of two texts, exact."""

class LabelFigures(NamedTuple):
    """How a label fared. One that was never given, or never right, has figures of 0."""

    examples: int
    """That have the label."""
    answers: int
    """That were given it."""
    precision: float
    recall: float
    f1: float

class Evaluation(NamedTuple):
    """How well a model does on examples."""

    accuracy: float
    macro_f1: float
    labels: dict[str, LabelFigures]
    """In order of their bytes."""
    confusion: list[list[int]]
    """Of examples with label i, how many were given label k: confusion[i][k]."""
    sure: float
    """Share of answers with a score of .9 and more."""
    sure_right: float
    """Share of those that are right."""
    answers: list[tuple[str, float]]
    """For each example the label it was given, and with which score."""

_Examples = Iterable[tuple[str, _Text]]

@final
class Model:
    """One task learnt from labelled texts, such as whether a text is spam. Any number of threads may use it."""

    def __new__(cls, source: _Path | Pack, task: str | None = None) -> Model:
        """
        source: path of a model or pack, or a Pack.
        task: which of its tasks; None is the first.
        """
    @classmethod
    def load(cls, source: _Path | Pack, task: str | None = None) -> Model:
        """The same as Model(source, task)."""
    @classmethod
    def train(
        cls,
        examples: _Examples,
        task: str,
        *,
        clean: str | Iterable[str] | None = None,
        base: _Path | Pack | None = None,
        seed: int = 1,
        shortest: int = 0,
        longest: int = 0,
    ) -> Model:
        """Learns a model from examples, (label, text). Takes seconds for ten thousand short texts.

        task: its name: letters, digits, '-', '_' and '.'. 'spam' and 'abuse' are those of the detectors of these names.
        clean: labels that mean that all is well. None: '0', 'ham', 'clean', 'none', 'normal' and 'ok'.
        base: a pack, or its path, to which the model is added.
        seed: the same seed and examples give the same model.
        shortest, longest: characters, about, of the texts that it is for; 0: any.
        """
    def score(self, text: _Text, /) -> dict[str, float]:
        """Each label's score, which add up to 1."""
    def evaluate(self, examples: _Examples, /) -> Evaluation:
        """How well it does on examples."""
    def save(self, path: _Path, /) -> None:
        """Writes the pack that the model is in."""
    @property
    def task(self) -> str:
        """The name of what it was taught."""
    @property
    def labels(self) -> list[str]:
        """Those it gives."""
    @property
    def pack(self) -> Pack:
        """The Pack that it is in, for Gate(dictionaries=…)."""
    @property
    def evaluation(self) -> Evaluation | None:
        """Of what was just trained, by five-fold cross-validation; None if it was loaded."""
    def __reduce__(self) -> NoReturn: ...

class Summary(NamedTuple):
    """What a text that came in pieces comes to."""

    action: _Action
    score: float
    finding_count: int
    findings: list[Finding]
    """Those that became certain at the end."""

@final
class Stream:
    """A text that comes in pieces, such as a file or an upload, in memory that does not grow with it. Words and patterns are
    looked for, in plain text; places are in bytes of the whole text's UTF-8, and findings have no text. One thread's at a
    time."""

    def feed(self, text: _Text, /) -> list[Finding]:
        """The next piece, cut anywhere: the findings that became certain."""
    def finish(self) -> Summary:
        """The text has ended. The stream is ready for the next one."""
    def __reduce__(self) -> NoReturn: ...

class Diagnostic(NamedTuple):
    """Something wrong or risky in a dictionary source."""

    file: str
    line: int
    """From 1; 0: no position."""
    column: int
    """From 1, in characters; 0: the whole line."""
    kind: Literal["error", "warning"]
    message: str

def compile(
    sources: _Path | Iterable[_Source], out: _Path | None = None, *, words: Iterable[_Word] = (), hashed: bytes | None = None
) -> Pack:
    """Compiles dictionary sources into a pack, and writes it to the path `out` if there is one.

    hashed: a key, 16 bytes or more: the pack has keyed hashes of the words and nothing else of them.

    sources: a path of a file or folder, or an iterable of such paths and of (name, text) for sources in memory.
    words: single entries, as Gate takes them.
    """

def lint(
    sources: _Path | Iterable[_Source], clean: _Text | None = None, *, words: Iterable[_Word] = ()
) -> list[Diagnostic]:
    """What is wrong or risky in dictionary sources.

    sources, words: as in compile.
    clean: a sample of clean text, to find entries that would flag it.
    """

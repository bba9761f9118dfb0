"""textgate decides what text may be published, and says why.

>>> import textgate
>>> gate = textgate.Gate(words=["百家乐"])
>>> gate.scan("来玩百家乐").action
'block'
"""

from ._textgate import (
    Diagnostic,
    DictionaryError,
    Entry,
    Error,
    Finding,
    Gate,
    Pack,
    PackInfo,
    Spam,
    Verdict,
    __version__,
    compile,
    lint,
)

__all__ = [
    "Diagnostic",
    "DictionaryError",
    "Entry",
    "Error",
    "Finding",
    "Gate",
    "Pack",
    "PackInfo",
    "Spam",
    "Verdict",
    "__version__",
    "compile",
    "lint",
]

"""textgate decides what text may be published, and says why.

>>> import textgate
>>> gate = textgate.Gate(words=["百家乐"])
>>> gate.scan("来玩百家乐").action
'block'
"""

from ._textgate import (
    ClusterMember,
    Diagnostic,
    DictionaryError,
    Duplicate,
    DuplicateStore,
    Entry,
    Error,
    Finding,
    Gate,
    Pack,
    PackInfo,
    Language,
    Spam,
    StoreStats,
    Verdict,
    __version__,
    cluster,
    compile,
    fingerprint,
    fingerprint_keys,
    fingerprint_similarity,
    lint,
    similarity,
)

__all__ = [
    "ClusterMember",
    "Diagnostic",
    "DictionaryError",
    "Duplicate",
    "DuplicateStore",
    "Entry",
    "Error",
    "Finding",
    "Gate",
    "Pack",
    "PackInfo",
    "Language",
    "Spam",
    "StoreStats",
    "Verdict",
    "__version__",
    "cluster",
    "compile",
    "fingerprint",
    "fingerprint_keys",
    "fingerprint_similarity",
    "lint",
    "similarity",
]

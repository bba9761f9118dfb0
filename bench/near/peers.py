"""What others do, by their packages as published: datasketch (MinHash, LSH), rensa (R-MinHash); and SimHash-64, written here.

    peers.py fingerprints LIBRARY < FILE    microseconds of the lines of standard input: cutting, signature
"""
import sys
import time
import unicodedata

import numpy


def shingles(text):
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return sorted({folded[i:i + 3] for i in range(max(1, len(folded) - 2))})


def datasketch_signature(texts, permutations=128):
    from datasketch import MinHash
    signatures = []
    for text in texts:
        signature = MinHash(num_perm=permutations)
        signature.update_batch([s.encode() for s in text])
        signatures.append(signature)
    return signatures


def rensa_signature(texts, permutations=128):
    from rensa import RMinHash
    signatures = []
    for text in texts:
        signature = RMinHash(num_perm=permutations, seed=42)
        signature.update(text)
        signature.digest()
        signatures.append(signature)
    return signatures


def simhash(texts):
    """64 bits: the signs of the sums of hashes of shingles, BLAKE2b each."""
    from hashlib import blake2b
    known = {}
    out = numpy.zeros(len(texts), dtype=numpy.uint64)
    weights = numpy.uint64(1) << numpy.arange(64, dtype=numpy.uint64)
    for number, text in enumerate(texts):
        rows = []
        for s in text:
            if s not in known:
                value = int.from_bytes(blake2b(s.encode(), digest_size=8).digest(), "little")
                known[s] = numpy.array([1 if value >> bit & 1 else -1 for bit in range(64)], dtype=numpy.int32)
            rows.append(known[s])
        out[number] = weights[numpy.sum(rows, axis=0) > 0].sum(dtype=numpy.uint64)
    return out


def simhash_pairs(texts, distance=3):
    prints = simhash(texts)
    for number in range(1, len(prints)):
        near = numpy.bitwise_count(prints[:number] ^ prints[number]) <= distance
        for other in numpy.flatnonzero(near):
            yield number, int(other)


def minhash_pairs(texts, threshold=0.8):
    """MinHash-128 and MinHashLSH of datasketch, the pairs that it names compared by their signatures."""
    from datasketch import MinHashLSH
    index = MinHashLSH(threshold=threshold, num_perm=128)
    signatures = datasketch_signature(texts)
    for number, signature in enumerate(signatures):
        for other in index.query(signature):
            if signature.jaccard(signatures[other]) >= threshold:
                yield number, other
        index.insert(number, signature, check_duplication=False)


def main():
    make = {"datasketch": datasketch_signature, "rensa": rensa_signature}[sys.argv[2]]
    lines = [line.rstrip("\n") for line in sys.stdin]
    make([shingles(line) for line in lines[:100]])
    begun = time.process_time()
    texts = [shingles(line) for line in lines]
    cut = time.process_time()
    make(texts)
    for seconds in (cut - begun, time.process_time() - cut):
        print(f"{seconds / len(texts) * 1e6:.4f}")


if __name__ == "__main__":
    main()

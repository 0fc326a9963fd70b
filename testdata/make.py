#!/usr/bin/env python3
"""Makes the CSV files of this folder; README.md tells where each comes from.

    git clone https://github.com/kimiyoung/planetoid
    python3 make.py planetoid/data [FOLDER]

needs scikit-learn (the files here came from 1.2.1), whose data it rewrites, and the folder of
the Planetoid release that holds ind.cora.*. It writes to FOLDER, by default the folder of this
script, and prints the SHA-256, the rows and the columns of each file. The same input gives the
same bytes everywhere: no draw depends on the sampling of a library.
"""

import csv
import hashlib
import math
import pickle
import random
import re
import sys
from decimal import Decimal
from pathlib import Path

from sklearn import datasets

SEED = 1


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    planetoid = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parent
    bundled(out, "digits", datasets.load_digits(), "digit", 10)
    bundled(out, "iris", datasets.load_iris(), "species", 5)
    bundled(out, "wine", datasets.load_wine(), "cultivar", 5)
    bundled(out, "breast_cancer", datasets.load_breast_cancer(), "diagnosis", 5)
    moons(out, 200, 0.1, 2)
    cora(out, planetoid)


def bundled(out, name, data, truth, per_class):
    """Writes a data set of scikit-learn: its features, `label`, and the truth."""
    header = [snake(f) for f in data.feature_names] + ["label", truth]
    topics = [str(data.target_names[c]) for c in data.target.tolist()]
    given = draw(name, topics, per_class)
    features = [[number(v) for v in row] for row in data.data.tolist()]
    rows = [f + [g, t] for f, g, t in zip(features, given, topics)]
    write(out / (name + ".csv"), header, rows)


def moons(out, per_moon, noise, per_class):
    """Writes two interleaving half circles of radius 1, the rows alternating between them.

    Angle t of point i is pi*i/(per_moon-1); the upper moon is (cos t, sin t), the lower one is
    (1 - cos t, 1/2 - sin t). Both coordinates get normal noise (Box-Muller, on the Mersenne
    Twister's random(), which Python promises never to change) and are rounded to 4 decimals.
    """
    rng = random.Random(SEED)
    points = []
    for i in range(per_moon):
        t = math.pi * i / (per_moon - 1)
        points.append((math.cos(t), math.sin(t), "upper"))
        points.append((1 - math.cos(t), 0.5 - math.sin(t), "lower"))
    given = draw("moons", [p[2] for p in points], per_class)
    rows = []
    for (x, y, moon), label in zip(points, given):
        r = noise * math.sqrt(-2 * math.log(1 - rng.random()))
        a = 2 * math.pi * rng.random()
        x, y = x + r * math.cos(a), y + r * math.sin(a)
        rows.append([number(round(x, 4)), number(round(y, 4)), label, moon])
    write(out / "moons.csv", ["x", "y", "label", "moon"], rows)


def cora(out, folder):
    """Writes Planetoid's Cora: each undirected edge once, smaller id first, without self-loops;
    and the nodes, whose `label` is given for the 140 nodes of the training split only."""
    graph = load(folder / "ind.cora.graph")
    pairs = {(min(u, v), max(u, v)) for u in graph for v in graph[u] if u != v}
    write(out / "cora.edges.csv", ["from", "to"], sorted(pairs))

    known = load(folder / "ind.cora.ally").argmax(axis=1).tolist()
    test = [int(line) for line in (folder / "ind.cora.test.index").read_text().split()]
    held = load(folder / "ind.cora.ty").argmax(axis=1).tolist()
    topic = dict(enumerate(known)) | dict(zip(test, held))
    train = len(load(folder / "ind.cora.y"))
    rows = []
    for node in sorted(graph):
        split = "train" if node < train else "test" if node in test else ""
        rows.append([node, topic[node] if split == "train" else "", topic[node], split])
    write(out / "cora.nodes.csv", ["node", "label", "topic", "split"], rows)
    words(out / "cora.words.svmlight", folder, rows, test)


def words(path, folder, nodes, test):
    """Writes which of 1433 words each node has, an SVMlight row a node: the given label or -1, the numbers of the words from 1 on,
    and the topic as a comment."""
    known, held = load(folder / "ind.cora.allx"), load(folder / "ind.cora.tx")
    has = dict(enumerate(known.rows())) | dict(zip(test, held.rows()))
    lines = [" ".join([str(label) if label != "" else "-1", *(f"{w + 1}:1" for w in has[node]), f"# {topic}"]) for node, label, topic, _ in nodes]
    text = "\n".join(lines) + "\n"
    path.write_text(text)
    print(f"{hashlib.sha256(text.encode()).hexdigest()}  {path.name}  {len(lines)} rows")


def draw(name, classes, per_class):
    """Returns the given labels: per_class rows of each class, the other cells empty.

    Taken are the rows (counted from 0) of the smallest SHA-256 of "name/seed/row", so that the
    draw is the same in any language and adding a class moves no other.
    """
    def rank(row):
        return hashlib.sha256(f"{name}/{SEED}/{row}".encode()).digest()

    given = [""] * len(classes)
    for c in set(classes):
        rows = [i for i, v in enumerate(classes) if v == c]
        for row in sorted(rows, key=rank)[:per_class]:
            given[row] = c
    return given


class Sparse:
    """Stands for a sparse matrix of the release, whose values are all 1."""

    def rows(self):
        assert set(self.data.tolist()) == {1.0}
        return [sorted(self.indices[a:b].tolist()) for a, b in zip(self.indptr, self.indptr[1:])]


class Planetoid(pickle.Unpickler):
    """Reads the release's Python 2 pickles: arrays, sparse matrices and dictionaries of lists, nothing else."""

    ALLOWED = {
        ("collections", "defaultdict"), ("builtins", "list"), ("__builtin__", "list"),
        ("numpy", "ndarray"), ("numpy", "dtype"), ("numpy.core.multiarray", "_reconstruct"),
    }

    def find_class(self, module, name):
        if (module, name) == ("scipy.sparse.csr", "csr_matrix"):
            return Sparse
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"unexpected {module}.{name}")
        return super().find_class(module, name)


def load(path):
    with open(path, "rb") as f:
        return Planetoid(f, encoding="latin1").load()


def snake(feature):
    """"sepal length (cm)" -> "sepal_length_cm"."""
    return re.sub(r"[^a-z0-9]+", "_", feature.lower()).strip("_")


def number(v):
    """The shortest decimal that reads back as v; whole numbers without a point."""
    return str(int(v)) if v == int(v) else format(Decimal(repr(v)), "f")


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(digest, path.name, len(rows), "rows", len(header), "columns")


if __name__ == "__main__":
    main()

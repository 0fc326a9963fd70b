#!/usr/bin/env python3
"""The figures of docs/from-scikit-learn.md: scikit-learn and propagate beside each other.

    go build -o /tmp/propagate ../../cmd/propagate && python3 sklearn_words.py /tmp/propagate
"""
import csv
import io
import subprocess
import sys
import warnings

import numpy as np
import scipy.sparse
from sklearn.neighbors import kneighbors_graph
from sklearn.semi_supervised import LabelPropagation, LabelSpreading

warnings.filterwarnings("ignore")


def table(name, truth):
    """Features, given labels by number (-1: none), true ones, and the names of the classes."""
    with open(f"../../testdata/{name}.csv") as f:
        rows = list(csv.DictReader(f))
    classes = sorted({r[truth] for r in rows})
    number = {c: k for k, c in enumerate(classes)}
    features = [c for c in rows[0] if c not in ("label", truth)]
    x = np.array([[float(r[c]) for c in features] for r in rows])
    y = np.array([number.get(r["label"], -1) for r in rows])
    return x, y, np.array([number[r[truth]] for r in rows]), classes


def propagate(name, truth, *flags):
    """Labels by number (-1: none) and probabilities."""
    out = subprocess.run([sys.argv[1], "-q", "--ignore", truth, "--proba", "--scale", "none", *flags, f"../../testdata/{name}.csv"],
                         capture_output=True, text=True, check=True).stdout
    rows = list(csv.DictReader(io.StringIO(out)))
    classes = sorted({r[truth] for r in rows})
    p = np.array([[float(r[f"proba_{c}"]) for c in classes] for r in rows])
    return np.array([classes.index(r["predicted"]) if r["predicted"] else -1 for r in rows]), p


def right(labels, y, truth):
    return np.mean(labels[y < 0] == truth[y < 0])


x, y, truth, _ = table("iris", "species")
for gamma in (1, 20):
    dense = ("--graph", "complete", "--gamma", str(gamma))
    for theirs, ours in (
        (LabelPropagation(gamma=gamma, max_iter=10**5, tol=0), ("--method", "propagation")),
        (LabelSpreading(gamma=gamma, alpha=0.2, max_iter=10**4, tol=0), ("--method", "spreading", "--alpha", "0.2")),
    ):
        theirs.fit(x, y)
        labels, p = propagate("iris", "species", *dense, *ours, "--tol", "1e-12")
        print("iris, complete, gamma", gamma, ours[1], "largest difference of probabilities:", np.abs(theirs.label_distributions_ - p).max(),
              "labels that differ:", int(np.sum(labels != theirs.transduction_)))
far = LabelPropagation(gamma=20, max_iter=10**4).fit(x, y)
print("iris, a far row: predict_proba", far.predict_proba([[100, 100, 100, 100]]), "predict", far.predict([[100, 100, 100, 100]]))

x, y, truth, _ = table("digits", "digit")
m = LabelPropagation(max_iter=1000).fit(x, y)
labels, _ = propagate("digits", "digit", *dense, "--method", "propagation")
print("digits, raw, gamma 20: scikit-learn", right(m.transduction_, y, truth), "iterations", m.n_iter_,
      "rows of zeros", int(np.sum(m.label_distributions_.sum(axis=1) == 0)), "propagate", right(labels, y, truth))

w = kneighbors_graph(x, 7, mode="connectivity", include_self=True)
m = LabelPropagation(kernel="knn", max_iter=10**4).fit(x, y)
print("digits, knn 7: rows that are their own neighbour", int(w.diagonal().sum()), "edges one way only", int(((w - w.T) > 0).sum()), "of", w.nnz - len(y))
for n in (3, 4, 7):
    m = LabelPropagation(kernel="knn", n_neighbors=n, max_iter=10**4).fit(x, y)
    zero = m.label_distributions_.sum(axis=1) == 0
    labels, _ = propagate("digits", "digit", "-k", str(n - 1), "--kernel", "connectivity", "--method", "propagation")
    print("digits, knn", n, "scikit-learn: rows of zeros", int(zero.sum()), "called", set(m.transduction_[zero]), "accuracy", round(right(m.transduction_, y, truth), 4),
          "propagate: without a label", int(np.sum(labels < 0)), "accuracy", round(right(labels, y, truth), 4))
for method in (LabelPropagation(kernel="knn"), LabelSpreading(kernel="knn"), LabelSpreading(kernel="knn", alpha=0.95, max_iter=1000)):
    method.fit(x, y)
    print("digits,", method, "accuracy", round(right(method.transduction_, y, truth), 4), "iterations", method.n_iter_)
for flags in ((), ("--method", "spreading"), ("--method", "spreading", "--alpha", "0.2")):
    labels, _ = propagate("digits", "digit", *flags)
    print("digits, propagate", *flags, "accuracy", round(right(labels, y, truth), 4))
for gamma in (0.001, 0.003, 0.01):
    limit, _ = propagate("digits", "digit", "--graph", "complete", "--gamma", str(gamma), "--method", "propagation")
    m = LabelPropagation(gamma=gamma).fit(x, y)
    print("digits, gamma", gamma, "scikit-learn's default stop:", m.n_iter_, "iterations, labels other than the limit:", int(np.sum(m.transduction_ != limit)),
          "accuracy", round(right(m.transduction_, y, truth), 4), "limit", round(right(limit, y, truth), 4))
try:
    LabelPropagation().fit(scipy.sparse.csr_matrix(x), y)
    print("sparse rows: taken")
except TypeError as e:
    print("sparse rows:", e)

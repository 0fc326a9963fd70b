#!/usr/bin/env python3
"""Accuracy of 1-NN and scikit-learn's label propagation on the draws that "go run . defaults -keep FOLDER" left.

Run with Debian's python3-sklearn:  OPENBLAS_CORETYPE=SkylakeX python3 sklearn_peer.py FOLDER digits iris ...
"""
import sys
import warnings

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.neighbors import KNeighborsClassifier
from sklearn.semi_supervised import LabelPropagation, LabelSpreading

warnings.filterwarnings("ignore")
MODELS = {
    "1-NN": None,
    "LabelPropagation": LabelPropagation(),
    "LabelSpreading": LabelSpreading(),
    "LabelPropagation, knn": LabelPropagation(kernel="knn", n_neighbors=10),
    "LabelSpreading, knn": LabelSpreading(kernel="knn", n_neighbors=10),
}


def keep_graphs(x):
    """Lets each estimator make its graph once for all draws: it does not depend on the labels."""
    for model in filter(None, MODELS.values()):
        model.__dict__.pop("_build_graph", None)
        model.X_ = x
        graph = csr_matrix(model._build_graph())
        model._build_graph = lambda graph=graph: graph


def table(path):
    with open(path) as f:
        rows = [line.rstrip("\n").split(",") for line in f][1:]
    x = np.array([[float(v) for v in row[:-2]] for row in rows])
    return x, np.unique([row[-1] for row in rows], return_inverse=True)[1]


def accuracy(model, x, truth, given):
    free = np.ones(len(truth), bool)
    free[given] = False
    if model is None:
        found = KNeighborsClassifier(1).fit(x[given], truth[given]).predict(x[free])
    else:
        y = np.full(len(truth), -1)
        y[given] = truth[given]
        found = model.fit(x, y).transduction_[free]
    return np.mean(found == truth[free])


folder, names = sys.argv[1], sys.argv[2:]
print("| data | labels a class | " + " | ".join(MODELS) + " |")
for name in names:
    x, truth = table(f"{folder}/{name}.csv")
    keep_graphs(x)
    draws = {}
    for line in open(f"{folder}/{name}.draws"):
        each, *given = map(int, line.split())
        draws.setdefault(each, []).append(given)
    for each, all_given in draws.items():
        means = [np.mean([accuracy(model, x, truth, g) for g in all_given]) for model in MODELS.values()]
        print(f"| {name} | {each} | " + " | ".join(f"{m:.3f}" for m in means) + " |", flush=True)

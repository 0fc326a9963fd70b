#!/usr/bin/env python3
"""Accuracy of scikit-learn's LabelPropagation on raw digits against gamma.

Prints gamma,accuracy: the mean over five draws of 90 labelled rows, those whose SHA-256 of "draw/row" is smallest, as
in main.go. Run from this folder with Debian's python3-sklearn:  python3 sklearn_digits.py > sklearn_digits.csv
"""
import csv
import hashlib
import warnings

import numpy as np
from sklearn.semi_supervised import LabelPropagation

warnings.filterwarnings("ignore")
with open("../../testdata/digits.csv") as f:
    rows = list(csv.reader(f))[1:]
x = np.array([[float(v) for v in r[:64]] for r in rows])
y = np.array([int(r[65]) for r in rows])


def draw(seed):
    order = sorted(range(len(y)), key=lambda i: hashlib.sha256(f"{seed}/{i}".encode()).digest())
    return order[:90]


print("gamma,accuracy")
for exponent in np.arange(-6, 6.25, 0.5):
    gamma = 10.0**exponent
    scores = []
    for seed in range(5):
        given = np.full(len(y), -1)
        labelled = draw(seed)
        given[labelled] = y[labelled]
        model = LabelPropagation(kernel="rbf", gamma=gamma, max_iter=1000).fit(x, given)
        scores.append(np.mean(model.transduction_[given < 0] == y[given < 0]))
    print(f"{gamma:g},{np.mean(scores):.4f}", flush=True)

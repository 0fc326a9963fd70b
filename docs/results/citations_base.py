#!/usr/bin/env python3
"""Logistic regression on the words of a citation graph, as a table for propagate --classifier-columns.

Run with Debian's python3-sklearn:  python3 citations_base.py cora.svmlight.gz cora.nodes.tsv > cora.csv
The columns are node, label (of the split's training nodes), truth (of its test nodes) and p_CLASS.
"""
import csv
import sys

import numpy as np
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

words, nodes = sys.argv[1:]
x = normalize(load_svmlight_file(words)[0])
with open(nodes) as f:
    rows = list(csv.DictReader(f, delimiter="\t"))
topic = np.array([row["label"] for row in rows])
split = np.array([row["split"] for row in rows])
train, test = split == "train", split == "test"
model = LogisticRegression(max_iter=1000).fit(x[train], topic[train])
print(f"test nodes right: {model.score(x[test], topic[test]):.3f}", file=sys.stderr)
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["node", "label", "truth"] + [f"p_{k}" for k in model.classes_])
for i, p in enumerate(model.predict_proba(x)):
    cells = [f"{v:.9f}" for v in p[:-1]]
    out.writerow([rows[i]["node"], topic[i] if train[i] else "", topic[i] if test[i] else "", *cells, f"{1 - sum(map(float, cells)):.9f}"])

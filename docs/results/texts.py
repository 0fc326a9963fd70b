#!/usr/bin/env python3
"""Compares labels of texts: propagate, and scikit-learn on the same words and labels.

    python3 docs/results/texts.py PROPAGATE DRAWS TABLE.csv TEXT TRUTH

draws 5, 10 and 20 labels a class at random DRAWS times and prints, for each number, the mean share of right labels among
the other rows with its standard error: of the command without flags but --truth, of a logistic regression and a nearest
neighbour, and of LabelSpreading(kernel="knn"), all on tf-idf with the same formula.
"""

import csv
import math
import random
import re
import subprocess
import sys
import tempfile
import warnings

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.semi_supervised import LabelSpreading


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    command, draws, path, text, truth = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
    with open(path, encoding="utf-8") as f:
        rows = [(row[text], row[truth]) for row in csv.DictReader(f)]
    texts, classes = [r[0] for r in rows], numpy.array([r[1] for r in rows])
    words = TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform(texts)
    print("| labels a class | propagate | LabelSpreading | logistic regression | 1 nearest neighbour |")
    print("|---|---|---|---|---|")
    for each in (5, 10, 20):
        shares = []
        for draw in range(draws):
            given = drawn(classes, each, 1000 * each + draw)
            shares.append([ours(command, rows, given)] + theirs(words, classes, given))
        print(f"| {each} |", " | ".join(map(mean, numpy.array(shares).T)), "|", flush=True)


def drawn(classes, each, seed):
    """Whether each row is labelled."""
    rng, given = random.Random(seed), numpy.zeros(len(classes), bool)
    for c in sorted(set(classes)):
        given[rng.sample(list(numpy.flatnonzero(classes == c)), each)] = True
    return given


def ours(command, rows, given):
    """The share of right labels that the command prints."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["text", "label", "truth"])
        out.writerows([text, c if is_given else "", c] for (text, c), is_given in zip(rows, given))
        f.flush()
        said = subprocess.run([command, "--truth", "truth", "-o", "/dev/null", f.name], stderr=subprocess.PIPE, text=True)
    return float(re.search(r"accuracy  ([0-9.]+)", said.stderr)[1])


def theirs(words, classes, given):
    """The shares of scikit-learn's classifiers."""
    warnings.simplefilter("ignore")  # LabelSpreading stops after 30 iterations, as it does by default
    shares = []
    names, numbers = numpy.unique(classes, return_inverse=True)
    spread = LabelSpreading(kernel="knn", n_neighbors=10, alpha=0.8)
    spread.fit(words.toarray(), numpy.where(given, numbers, -1))
    shares.append(numpy.mean(names[spread.transduction_][~given] == classes[~given]))
    for m in (LogisticRegression(C=10, max_iter=1000), KNeighborsClassifier(1, metric="cosine")):
        m.fit(words[given], classes[given])
        shares.append(numpy.mean(m.predict(words[~given]) == classes[~given]))
    return shares


def mean(shares):
    return f"{shares.mean():.3f} ± {shares.std(ddof=1) / math.sqrt(len(shares)):.3f}"


main()

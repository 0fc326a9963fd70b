#!/usr/bin/env python3
"""Compares labels of texts: propagate, and scikit-learn on the same words and labels.

    python3 docs/results/texts.py PROPAGATE DRAWS TABLE.csv TEXT TRUTH

draws 5, 10 and 20 labels a class at random DRAWS times and prints, for each number, the mean share of right labels among
the other rows with its standard error: of the command without flags but --truth, and of LabelSpreading, a logistic
regression and nearest neighbours on tf-idf with the same formula. Each of these has the setting that is the best of those
below on 5 other draws of as many labels.
"""

import csv
import math
import random
import re
import subprocess
import sys
import tempfile

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.semi_supervised import LabelSpreading

# The settings to choose from.
SETTINGS = {
    "LabelSpreading": [
        lambda k=k, alpha=alpha: LabelSpreading(kernel="knn", n_neighbors=k, alpha=alpha, max_iter=1000)
        for k in (5, 10, 20) for alpha in (0.2, 0.5, 0.8, 0.95)] + [
        lambda gamma=gamma, alpha=alpha: LabelSpreading(kernel="rbf", gamma=gamma, alpha=alpha, max_iter=1000)
        for gamma in (2, 5, 10) for alpha in (0.2, 0.8)],
    "logistic regression": [lambda c=c: LogisticRegression(C=c, max_iter=1000) for c in (1, 10, 100, 1000)],
    "nearest neighbours": [lambda k=k: KNeighborsClassifier(k, metric="cosine", weights="distance") for k in (1, 3, 5)],
}


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    command, draws, path, text, truth = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
    with open(path, encoding="utf-8") as f:
        rows = [(row[text], row[truth]) for row in csv.DictReader(f)]
    texts, classes = [r[0] for r in rows], numpy.array([r[1] for r in rows])
    words = TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform(texts)
    print("| labels a class | propagate |", " | ".join(SETTINGS), "|")
    print("|---" * (2 + len(SETTINGS)) + "|")
    for each in (5, 10, 20):
        chosen = [best(of, words, classes, each) for of in SETTINGS.values()]
        shares = []
        for draw in range(draws):
            given = drawn(classes, each, 1000 * each + draw)
            shares.append([ours(command, rows, given)] + [right(make, words, classes, given) for make in chosen])
        print(f"| {each} |", " | ".join(map(mean, numpy.array(shares).T)), "|", flush=True)
        print("chosen:", *(make() for make in chosen), file=sys.stderr, flush=True)


def best(settings, words, classes, each):
    """The setting that is right most often on draws that are not reported."""
    draws = [drawn(classes, each, 1000 * each + 500 + draw) for draw in range(5)]
    return max(settings, key=lambda make: sum(right(make, words, classes, given) for given in draws))


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


def right(make, words, classes, given):
    """The share of right labels of one of scikit-learn's classifiers."""
    model = make()
    names, numbers = numpy.unique(classes, return_inverse=True)
    if isinstance(model, LabelSpreading):
        model.fit(words.toarray(), numpy.where(given, numbers, -1))
        return numpy.mean(names[model.transduction_][~given] == classes[~given])
    model.fit(words[given], classes[given])
    return numpy.mean(model.predict(words[~given]) == classes[~given])


def mean(shares):
    return f"{shares.mean():.3f} ± {shares.std(ddof=1) / math.sqrt(len(shares)):.3f}"


main()

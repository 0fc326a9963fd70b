#!/usr/bin/env python3
"""Novel rows: propagate --novel 0.05 beside a one-class SVM, an isolation forest and the distance to the nearest labelled
row, on tables of which a class is withheld. Needs NumPy and scikit-learn.

    python3 docs/results/novelty.py PROPAGATE DRAWS TABLE.csv:TRUTH[:LABELS]...

Of each table each class is withheld in turn: LABELS random rows of the other classes are labelled (default: 10 for each
class). A row is refused if its p-value is at most 0.05. All four are calibrated in the same way, by the scores of
labelled rows that have not been seen: propagate by leave-one-out, the others by ten folds."""
import csv, gzip, os, subprocess, sys, tempfile
import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import NearestNeighbors
from sklearn.svm import OneClassSVM

RATE = 0.05


def read(path, truth):
    """Returns the numbers, standardised where their ranges differ much, and the classes."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt") as f:
        rows = list(csv.reader(f))
    header, rows = rows[0], rows[1:]
    at = header.index(truth)
    keep = [j for j, name in enumerate(header) if j != at and name != "label"]
    x = np.array([[float(row[j]) for j in keep] for row in rows])
    x = x[:, x.std(0) > 0]
    if x.std(0).max() > 10 * x.std(0).min() and len(np.unique(x)) > 300:
        x = (x - x.mean(0)) / x.std(0)
    y = np.unique([row[at] for row in rows], return_inverse=True)[1]
    return x, y


def propagate(binary, x, y, labelled):
    """Returns the p-values of all rows."""
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "rows.csv")
        with open(name, "w", newline="") as f:
            w = csv.writer(f)
            w.writerow([f"x{j}" for j in range(x.shape[1])] + ["label"])
            for i, row in enumerate(x):
                w.writerow([repr(float(v)) for v in row] + [f"c{y[i]}" if i in labelled else ""])
        out = subprocess.run([binary, "-q", "--method", "harmonic", "--scale", "none", "--novel", str(RATE), name],
                             capture_output=True, text=True, check=True).stdout
    return np.array([float(row["novelty"]) for row in csv.DictReader(out.splitlines())])


def scores(fit, x, lab, rng):
    """Returns the p-values of a scorer (the larger the score, the more novel), calibrated by ten folds."""
    own = np.empty(len(lab))
    folds = rng.permutation(len(lab)) % 10
    for f in range(10):
        own[folds == f] = fit(x[lab[folds != f]])(x[lab[folds == f]])
    s = fit(x[lab])(x)
    return (1 + (own[None, :] >= s[:, None]).sum(1)) / (len(lab) + 1)


def svm(train):
    m = OneClassSVM(nu=RATE, gamma="scale").fit(train)
    return lambda z: -m.decision_function(z)


def forest(train):
    m = IsolationForest(random_state=0).fit(train)
    return lambda z: -m.score_samples(z)


def nearest(train):
    m = NearestNeighbors(n_neighbors=1).fit(train)
    return lambda z: m.kneighbors(z)[0][:, 0]


def main():
    binary, draws = sys.argv[1], int(sys.argv[2])
    names = ["propagate", "one-class SVM", "isolation forest", "nearest labelled row"]
    for spec in sys.argv[3:]:
        path, truth, *more = spec.split(":")
        x, y = read(path, truth)
        found = {name: [] for name in names}
        for draw in range(draws):
            for withheld in range(y.max() + 1):
                rng = np.random.default_rng(1000 * draw + withheld)
                known = np.flatnonzero(y != withheld)
                lab = rng.choice(known, int(more[0]) if more else 10 * y.max(), replace=False)
                p = {"propagate": propagate(binary, x, y, set(lab.tolist()))}
                for name, fit in zip(names[1:], [svm, forest, nearest]):
                    p[name] = scores(fit, x, lab, rng)
                rest = np.ones(len(y), bool)
                rest[lab] = False
                for name in names:
                    refused = p[name] <= RATE
                    found[name].append((refused[rest & (y == withheld)].mean(), refused[rest & (y != withheld)].mean()))
        for name in names:
            power, alarms = np.array(found[name]).T
            n = np.sqrt(len(power))
            print(f"{os.path.basename(path)} | {name} | power {power.mean():.3f} ± {power.std() / n:.3f} | "
                  f"false alarms {alarms.mean():.3f} ± {alarms.std() / n:.3f}", flush=True)


main()

#!/usr/bin/env python3
"""Accuracy of the default and of what "propagate tune" advises, means of five draws of so many labels a class.

    go build -o /tmp/propagate ../../cmd/propagate && python3 tuned.py /tmp/propagate
"""
import csv
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

COMMAND, FOLDER = sys.argv[1], Path(tempfile.mkdtemp())


def labelled(name, truth, count, seed):
    """Writes the table with so many labels a class, and returns its path."""
    with open(f"../../testdata/{name}.csv") as f:
        rows = list(csv.DictReader(f))
    rng = random.Random(seed)
    for c in sorted({r[truth] for r in rows}):
        of = [i for i, r in enumerate(rows) if r[truth] == c]
        rng.shuffle(of)
        for k, i in enumerate(of):
            rows[i]["label"] = c if k < count else ""
    path = FOLDER / "rows.csv"
    with open(path, "w") as f:
        w = csv.DictWriter(f, rows[0].keys())
        w.writeheader()
        w.writerows(rows)
    return path


def accuracy(path, truth, *flags):
    said = subprocess.run([COMMAND, *flags, "--truth", truth, "-o", FOLDER / "out.csv", path], capture_output=True, text=True, check=True).stderr
    return float(re.search(r"accuracy +([0-9.]+)", said).group(1))


def draw(name, truth, count, seed):
    path, best = labelled(name, truth, count, seed), FOLDER / "best.conf"
    subprocess.run([COMMAND, "tune", "-q", "--ignore", truth, "--save-config", best, "-o", FOLDER / "ranked.csv", path], check=True)
    return accuracy(path, truth), accuracy(path, truth, "--config", best)


for name, truth in (("iris", "species"), ("wine", "cultivar"), ("breast_cancer", "diagnosis"), ("digits", "digit")):
    for count in (5, 10, 20):
        default, tuned = zip(*(draw(name, truth, count, seed) for seed in range(5)))
        print(f"{name}, {count} labels a class: default {sum(default) / 5:.4f}, tuned {sum(tuned) / 5:.4f}", flush=True)

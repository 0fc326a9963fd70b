#!/usr/bin/env python3
"""Copies of wrong records: do they vouch for each other, and do they accuse right labels? Standard library only.

    python3 docs/results/copies.py PROPAGATE DRAWS TABLE.csv[.gz]:TRUTH[:COLUMN,...]...

Of a table of numbers (1,500 rows at most, COLUMNs left out), 200 random rows are labelled. Five of them get a wrong class
and COPIES copies with the same label, each of whose numbers is off by a random part of JITTER standard deviations of its
column. Prints the share of these records and copies that suspects lists, and how many right labels it lists beyond those that
it lists where the labels are right, without copies; with --group, the copies of a record are one group."""
import csv, gzip, os, random, subprocess, sys, tempfile
from statistics import mean, pstdev, stdev

LABELS, WRONG = 200, 5


def read(path, truth, ignored):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt") as f:
        rows = list(csv.reader(f))
    at = rows[0].index(truth)
    keep = [j for j, name in enumerate(rows[0]) if name not in (truth, "label", *ignored)]
    return [[float(row[j]) for j in keep] for row in rows[1:]], [row[at] for row in rows[1:]]


def suspects(binary, rows, words):
    """Returns the names that are listed, of rows (name, record, label, numbers)."""
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "rows.csv")
        with open(name, "w", newline="") as f:
            w = csv.writer(f)
            w.writerow(["id", "record", "label"] + [f"x{j}" for j in range(len(rows[0][3]))])
            w.writerows([a, b, c, *x] for a, b, c, x in rows)
        out = subprocess.run([binary, "suspects", "-q", "--id", "id", *words, name], capture_output=True, text=True,
                             check=True).stdout
    return {row["id"] for row in csv.DictReader(out.splitlines())}


def draw(binary, x, y, seed, copies, jitter, words, known):
    rng = random.Random(seed)
    order = rng.sample(range(len(y)), min(len(y), 1500))
    labelled = order[:LABELS]
    wrong = set(rng.sample(labelled, WRONG))
    spread = [pstdev(column) for column in zip(*(x[i] for i in order))]
    clean = [(f"r{i}", f"r{i}", y[i] if i in set(labelled) else "", x[i]) for i in order]
    rows, classes = [], sorted(set(y))
    for name, record, label, values in clean:
        i = int(name[1:])
        if i in wrong:
            label = rng.choice([k for k in classes if k != y[i]])
            for c in range(copies):
                near = [v + jitter * s * rng.uniform(-1, 1) for v, s in zip(values, spread)]
                rows.append((f"{name} copy {c}", record, label, near))
        rows.append((name, record, label, values))
    names = {name for name, record, *_ in rows if int(record[1:]) in wrong}
    found = suspects(binary, rows, words)
    if seed not in known:
        known[seed] = suspects(binary, clean, words)
    return len(found & names) / len(names), len(found - names - known[seed])


def main():
    binary, draws = sys.argv[1], int(sys.argv[2])
    print("| table | method | copies | jitter | found | more right ones |")
    for spec in sys.argv[3:]:
        path, truth, *ignored = spec.split(":")
        x, y = read(path, truth, ignored[0].split(",") if ignored else [])
        for method, words in (("harmonic", ["--method", "harmonic", "--ignore", "record"]),
                              ("harmonic, group", ["--method", "harmonic", "--group", "record"])):
            known = {}  # by seed: what is listed without copies
            for copies, jitter in ((0, 0), (1, 0), (4, 0), (1, 0.01), (4, 0.01), (1, 0.1), (4, 0.1), (4, 0.3)):
                if copies == 0 and "group" in method:
                    continue
                found, more = zip(*(draw(binary, x, y, d, copies, jitter, words, known) for d in range(draws)))
                print(f"| {os.path.basename(path).split('.')[0]} | {method} | {copies} | {jitter} | {mean(found):.3f} ± "
                      f"{stdev(found) / draws ** 0.5:.3f} | {mean(more):.1f} ± {stdev(more) / draws ** 0.5:.1f} |", flush=True)


if __name__ == "__main__":
    main()

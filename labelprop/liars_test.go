package labelprop_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/store/storetest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestFilesThatLie holds that stored results, forests, regressions and rules with a right checksum
// of which one number was changed are refused, or answer like others: without a panic, and with
// numbers. All changes are tried where PROPAGATE_MEASURE is set, else some of them.
func TestFilesThatLie(t *testing.T) {
	step := 211
	if os.Getenv("PROPAGATE_MEASURE") != "" {
		step = 1
	}
	for name, c := range liars(t) {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, c.store(&b))
			count := storetest.Harmless(t, [][]byte{b.Bytes()}, step, c.use)
			t.Logf("%d refused, %d read", count.Refused, count.Read)
		})
	}
}

// liar is something that can be stored, and what is done with a changed copy.
type liar struct {
	store func(*bytes.Buffer) error
	use   func(file []byte) (answer, refused error)
}

func liars(t *testing.T) map[string]liar {
	t.Helper()
	x := mat.NewDense(9, 1, []float64{0, 1, 1, 10, 11, 12, 50, 51, 51})
	near, err := graph.KNN(t.Context(), x, 2, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	links, err := near.Link(t.Context(), mat.NewDense(3, 1, []float64{0.4, 5.8, 51}), kernel.SelfTuning{})
	require.NoError(t, err)
	hard, nan := classSeeds([]int{0, 1, -1, -1, -1, 1, -1, 0, -1}), math.NaN()
	all := map[string]liar{}
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Poisson{}, labelprop.MAD{}} {
		r, err := labelprop.Solve(t.Context(), g, hard, m, nil)
		require.NoError(t, err)
		all[m.String()] = resultLiar(r, links)
	}
	values := valueSeeds([]float64{1, 2, nan, nan, nan, 3, nan, nan, nan})
	r, err := labelprop.Solve(t.Context(), g, values, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	all["values"] = resultLiar(r, links)

	columns := []features.Column{features.Of("x", x, 0), {Name: "y", Categories: 2, Values: []float64{0, 1, 0, 1, nan, 0, 1, 1, 0}}}
	opinion, forest, err := labelprop.ForestOpinion(t.Context(), columns, hard, &labelprop.ForestOptions{Trees: 4, Seed: 1})
	require.NoError(t, err)
	all["forest"] = liar{func(b *bytes.Buffer) error { return forest.Store(b) }, func(file []byte) (error, error) {
		f, err := labelprop.ReadForest(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		o, err := f.Predict(t.Context(), columns, nil)
		return shares(o.P, f.Importances()), err
	}}
	other, ridge, err := labelprop.RidgeOpinion(t.Context(), x, hard, nil)
	require.NoError(t, err)
	all["ridge"] = liar{func(b *bytes.Buffer) error { return ridge.Store(b) }, func(file []byte) (error, error) {
		r, err := labelprop.ReadRidge(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		_, err = r.Predict(t.Context(), x, nil)
		return nil, err
	}}
	_, linear, err := labelprop.LogisticOpinion(t.Context(), x, hard, nil)
	require.NoError(t, err)
	all["logistic"] = liar{func(b *bytes.Buffer) error { return linear.Store(b) }, func(file []byte) (error, error) {
		r, err := labelprop.ReadLogistic(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		o, err := r.Predict(t.Context(), x, nil)
		return shares(o.P, nil), err
	}}
	words, err := graph.NewCSR(9, 4, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 8}, []int{0, 1, 2, 3, 0, 1, 2, 3}, slices.Repeat([]float64{1}, 8))
	require.NoError(t, err)
	third, sparse, err := labelprop.SparseLogisticOpinion(t.Context(), words, hard, nil)
	require.NoError(t, err)
	all["sparse logistic"] = liar{func(b *bytes.Buffer) error { return sparse.Store(b) }, func(file []byte) (error, error) {
		r, err := labelprop.ReadSparseLogistic(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		o, err := r.Predict(t.Context(), words, nil)
		return shares(o.P, nil), err
	}}
	third.Beside = true
	pooled, err := labelprop.Pool(t.Context(), []labelprop.Opinion{opinion, other, third}, hard, nil)
	require.NoError(t, err)
	all["rule"] = liar{func(b *bytes.Buffer) error { return pooled.Store(b) }, func(file []byte) (error, error) {
		r, err := labelprop.ReadPoolRule(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		p, err := r.Apply([]labelprop.Opinion{opinion, other, third})
		if err != nil {
			return nil, err
		}
		return shares(p.P, r.Shares), nil
	}}
	return all
}

func resultLiar(r *labelprop.Result, links *graph.Links) liar {
	return liar{func(b *bytes.Buffer) error { return r.Store(b) }, func(file []byte) (error, error) {
		read, err := labelprop.ReadResult(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		_ = read.String()
		read.CountUnproven()
		_, c := r.Scores.Dims()
		p, err := read.Predict(links)
		if err != nil || c == 1 {
			return nil, err
		}
		return errors.Join(shares(read.Probabilities(), nil), shares(p.Probabilities(), nil)), nil
	}}
}

// shares tells what is wrong with shares of classes, some of them rounded to float32.
func shares(p *mat.Dense, more []float64) error {
	if p == nil {
		return nil
	}
	for _, v := range append(more, p.RawMatrix().Data...) {
		if !(v >= 0 && v <= 1+1e-3) {
			return errors.New("a share is none")
		}
	}
	return nil
}

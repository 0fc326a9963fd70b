package labelprop_test

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestOpinionsStop checks that the end of a context ends a forest and a regression that would take long.
func TestOpinionsStop(t *testing.T) {
	t.Parallel()
	const n, d = 3_000, 20
	r := rand.New(rand.NewPCG(1, 2))
	x := mat.NewDense(n, d, nil)
	for i := range n {
		for j := range d {
			x.Set(i, j, r.NormFloat64())
		}
	}
	y := make([]int, n)
	for i := range y {
		y[i] = i % 2
	}
	seeds, err := labelprop.Classes(y, 2)
	require.NoError(t, err)
	columns := make([]features.Column, d)
	for j := range columns {
		columns[j] = features.Of("x", x, j)
	}
	for name, ask := range map[string]func(ctx context.Context, told func(done, total int)) error{
		"forest": func(ctx context.Context, told func(done, total int)) error {
			_, _, err := labelprop.ForestOpinion(ctx, columns, seeds,
				&labelprop.ForestOptions{Trees: 100_000, Observe: told})
			return err
		},
		"ridge": func(ctx context.Context, told func(done, total int)) error {
			_, _, err := labelprop.RidgeOpinion(ctx, x, seeds, &labelprop.RidgeOptions{Labels: 2500, Observe: told})
			return err
		},
		"logistic": func(ctx context.Context, told func(done, total int)) error {
			_, _, err := labelprop.LogisticOpinion(ctx, x, seeds,
				&labelprop.LogisticOptions{Labels: 2500, Observe: told})
			return err
		},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		var last, all atomic.Int64
		err := ask(ctx, func(done, total int) {
			cancel()
			last.Store(int64(done))
			all.Store(int64(total))
		})
		require.ErrorIs(t, err, context.Canceled, name)
		if name != "logistic" { // whose fits are counted where they end early, too
			assert.Less(t, last.Load(), all.Load(), "%s: stopped before its end", name)
		}
	}
}

package progress_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/progress"
)

// Shares rise from near 0 to near 1, in steps that do not depend on how the work is cut.
func TestShares(t *testing.T) {
	for _, units := range []float64{1, 7, 500} {
		var told []float64
		m := progress.Tell(func(p progress.Phase, share float64) error {
			assert.Equal(t, progress.Eliminating, p)
			told = append(told, share)
			return nil
		}).Begin(t.Context(), progress.Eliminating, 100_000)
		for done := 0.0; done < 100_000; done += units {
			require.NoError(t, m.Add(units))
		}
		assert.InDelta(t, 50, len(told), 2)
		assert.IsNonDecreasing(t, told)
		assert.Less(t, told[0], 0.03)
		assert.Greater(t, told[len(told)-1], 0.95)
	}
}

// However much there is to do, steps are small; of very little nothing is told.
func TestStepsOfLongAndShortWork(t *testing.T) {
	calls := 0
	tell := progress.Tell(func(progress.Phase, float64) error { calls++; return nil })
	long := tell.Begin(t.Context(), progress.Sorting, 1e12)
	for range 1000 {
		require.NoError(t, long.Add(1e7))
	}
	assert.Equal(t, 1000, calls)
	short := tell.Begin(t.Context(), progress.Sorting, 100)
	for range 100 {
		require.NoError(t, short.Add(1))
	}
	assert.Equal(t, 1000, calls)
}

// Shares never fall, whatever is estimated.
func TestSharesThatAreEstimated(t *testing.T) {
	var told []float64
	m := progress.Tell(func(_ progress.Phase, share float64) error {
		told = append(told, share)
		return nil
	}).Begin(t.Context(), progress.Eliminating, 1e5)
	for _, share := range []float64{0.1, 0.3, 0.2, 0.4, 7} {
		require.NoError(t, m.At(share, 1e4))
	}
	assert.Equal(t, []float64{0.1, 0.3, 0.3, 0.4, 1}, told)
}

// A batch counts all it is given, but for the last few.
func TestBatch(t *testing.T) {
	last := 0.0
	m := progress.Tell(func(_ progress.Phase, share float64) error {
		last = share
		return nil
	}).Begin(t.Context(), progress.Weighing, 1e6)
	b := m.Batch()
	for range 1_000_000 / 20 {
		require.NoError(t, b.Add(20))
	}
	assert.InDelta(t, 1, last, 0.03)
}

// Work ends with its context, and with an error of who is told; also that of parallel loops.
func TestEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	silent := progress.Tell(nil).Begin(ctx, progress.Weighing, 1e6)
	require.NoError(t, silent.Add(1e5))
	cancel()
	require.ErrorIs(t, silent.Add(1e5), context.Canceled)
	enough := errors.New("enough")
	m := progress.Tell(func(_ progress.Phase, share float64) error {
		if share > 0.5 {
			return enough
		}
		return nil
	}).Begin(t.Context(), progress.Weighing, 1e6)
	rows := make([]bool, 1000)
	err := m.For(len(rows), 10, 1000, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			rows[i] = true
		}
	})
	require.ErrorIs(t, err, enough)
	assert.True(t, rows[0])
	assert.False(t, rows[999])
	require.ErrorIs(t, m.Add(1), enough)
}

func TestPhasesHaveNames(t *testing.T) {
	assert.Equal(t, "iterating", progress.Iterating.String())
	assert.Equal(t, "leaving out", progress.LeavingOut.String())
	assert.Equal(t, "unknown", progress.Phase(99).String())
	assert.Equal(t, "unknown", progress.Phase(-1).String())
}

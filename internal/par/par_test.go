package par_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var sizes = []struct{ n, size, chunks int }{
	{0, 4, 0}, {1, 4, 1}, {3, 4, 1}, {4, 4, 1}, {5, 4, 2}, {64, 1, 64}, {1000, 7, 143}, {7, 1000, 1},
}

// withWorkers runs f with 1, 2 and 7 processors.
func withWorkers(t *testing.T, f func(t *testing.T)) {
	for _, procs := range []int{1, 2, 7} {
		t.Run(fmt.Sprintf("GOMAXPROCS=%d", procs), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
			f(t)
		})
	}
}

func TestChunks(t *testing.T) {
	for _, c := range sizes {
		assert.Equal(t, c.chunks, par.Chunks(c.n, c.size), "%d rows by %d", c.n, c.size)
	}
}

func TestForVisitsEveryRowOnce(t *testing.T) {
	withWorkers(t, func(t *testing.T) {
		for _, c := range sizes {
			visits := make([]atomic.Int32, c.n)
			calls := make([]atomic.Int32, c.chunks)
			par.For(c.n, c.size, func(chunk, lo, hi int) {
				calls[chunk].Add(1)
				assert.Equal(t, chunk*c.size, lo)
				assert.Equal(t, min(c.n, lo+c.size), hi)
				for i := lo; i < hi; i++ {
					visits[i].Add(1)
				}
			})
			for i := range visits {
				require.Equal(t, int32(1), visits[i].Load(), "row %d of %d", i, c.n)
			}
			for i := range calls {
				require.Equal(t, int32(1), calls[i].Load(), "chunk %d of %d", i, c.chunks)
			}
		}
	})
}

func TestForRunsOnSeveralGoroutines(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var both sync.WaitGroup
	both.Add(2)
	done := make(chan struct{})
	go func() {
		par.For(2, 1, func(int, int, int) {
			both.Done()
			both.Wait() // returns only if the other chunk runs at the same time
		})
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
		t.Fatal("two chunks do not run side by side")
	}
}

func TestTryReturnsTheErrorOfTheLowestFailingChunk(t *testing.T) {
	withWorkers(t, func(t *testing.T) {
		for range 200 {
			err := par.Try(100, 3, func(c, _, _ int) error {
				if c%5 == 4 { // 4, 9, 14, ...
					return fmt.Errorf("chunk %d", c)
				}
				return nil
			})
			require.EqualError(t, err, "chunk 4")
		}
	})
}

// A late failure of a low chunk beats an early one of a higher chunk.
func TestTryWaitsForLowerChunks(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	failed := make(chan struct{})
	err := par.Try(2, 1, func(c, _, _ int) error {
		if c == 1 {
			defer close(failed)
		} else {
			<-failed
		}
		return fmt.Errorf("chunk %d", c)
	})
	assert.EqualError(t, err, "chunk 0")
}

func TestTryStopsAfterAFailure(t *testing.T) {
	withWorkers(t, func(t *testing.T) {
		boom := errors.New("boom")
		var calls atomic.Int32
		err := par.Try(1000, 1, func(c, _, _ int) error {
			calls.Add(1)
			if c == 0 {
				return boom
			}
			time.Sleep(time.Millisecond)
			return nil
		})
		assert.ErrorIs(t, err, boom)
		assert.Less(t, calls.Load(), int32(500))
	})
}

func TestTryWithoutFailure(t *testing.T) {
	withWorkers(t, func(t *testing.T) {
		var rows atomic.Int32
		require.NoError(t, par.Try(1000, 7, func(_, lo, hi int) error {
			rows.Add(int32(hi - lo))
			return nil
		}))
		assert.Equal(t, int32(1000), rows.Load())
		assert.NoError(t, par.Try(0, 7, func(_, _, _ int) error { return errors.New("no rows") }))
	})
}

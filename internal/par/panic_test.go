package par_test

import (
	"errors"
	"sync/atomic"
	"testing"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A panic in a worker is one of the caller, and ends the work.
func TestForCarriesPanics(t *testing.T) {
	withWorkers(t, func(t *testing.T) {
		boom := errors.New("boom")
		var calls atomic.Int64
		work := func() (err error) {
			defer par.Catch(&err, "test")
			par.For(1<<20, 1, func(c, _, _ int) {
				defer par.Blame("the function %d", 7)
				if calls.Add(1); c == 100 {
					panic(boom)
				}
			})
			return nil
		}
		err := work()
		require.EqualError(t, err, "test: the function 7 panicked: boom")
		assert.ErrorIs(t, err, boom)
		assert.Less(t, calls.Load(), int64(1<<20))
	})
}

// A panic that nobody is blamed for is no error.
func TestCatchLetsFaultsGo(t *testing.T) {
	withWorkers(t, func(t *testing.T) {
		assert.Panics(t, func() {
			var err error
			defer par.Catch(&err, "test")
			par.For(10, 1, func(c, _, _ int) {
				if c == 3 {
					panic("fault")
				}
			})
		})
	})
	assert.NotPanics(t, func() {
		var err error
		defer par.Catch(&err, "test")
		defer par.Blame("nobody")
	})
}

// The name that was given first stays.
func TestBlameOnce(t *testing.T) {
	err := func() (err error) {
		defer par.Catch(&err, "test")
		defer par.Blame("the outer")
		defer par.Blame("the inner")
		panic("boom")
	}()
	assert.EqualError(t, err, "test: the inner panicked: boom")
}

// A function that starts workers is named, too, by what they panicked with.
func TestBlameOfWorkers(t *testing.T) {
	withWorkers(t, func(t *testing.T) {
		boom := errors.New("boom")
		work := func() (err error) {
			defer par.Catch(&err, "test")
			defer par.Blame("the outer")
			par.For(10, 1, func(c, _, _ int) {
				if c == 3 {
					panic(boom)
				}
			})
			return nil
		}
		err := work()
		require.EqualError(t, err, "test: the outer panicked: boom")
		assert.ErrorIs(t, err, boom)
	})
}

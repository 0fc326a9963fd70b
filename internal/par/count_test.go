package par_test

import (
	"testing"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/stretchr/testify/assert"
)

// A count rises to its total, whatever the number of workers.
func TestCounter(t *testing.T) {
	last, calls := 0, 0
	c := par.Counter(1000, func(done, total int) {
		assert.Greater(t, done, last)
		assert.Equal(t, 1000, total)
		last = done
		calls++
	})
	par.For(1000, 7, func(_, lo, hi int) { c.Add(hi - lo) })
	assert.Equal(t, 1000, last)
	assert.Equal(t, par.Chunks(1000, 7), calls)
	par.Counter(3, nil).Add(3)
}

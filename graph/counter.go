package graph

import (
	"context"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// counter reports the progress of parallel work to one function, and passes on the error
// of a cancelled context.
type counter struct {
	ctx     context.Context // of the one call that the counter serves
	mu      sync.Mutex
	done    int
	total   int
	work    int
	observe func(done, total int)
}

func newCounter(ctx context.Context, total int, observe func(done, total int)) *counter {
	return &counter{ctx: ctx, total: total, observe: observe}
}

func (c *counter) add(rows int) error {
	if err := c.ctx.Err(); err != nil || c.observe == nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done += rows
	c.observe(c.done, c.total)
	return c.ctx.Err()
}

// reach adds to the work done, of which there is so much in all, and reports it as
// rows where that makes another one.
func (c *counter) reach(work, of int) error {
	if err := c.ctx.Err(); err != nil || c.observe == nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.work += work
	done := int(float64(c.total) * (float64(c.work) / float64(of)))
	if done == c.done {
		return nil
	}
	c.done = done
	c.observe(c.done, c.total)
	return c.ctx.Err()
}

// eachChunk is par.For that begins no chunk after ctx is cancelled, and returns its error.
func eachChunk(ctx context.Context, n, size int, f func(c, lo, hi int)) error {
	return par.Try(n, size, func(c, lo, hi int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		f(c, lo, hi)
		return nil
	})
}

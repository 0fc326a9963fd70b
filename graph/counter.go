package graph

import "sync"

// counter reports the progress of parallel work to one function.
type counter struct {
	mu      sync.Mutex
	done    int
	total   int
	observe func(done, total int) error
}

func newCounter(total int, observe func(done, total int) error) *counter {
	return &counter{total: total, observe: observe}
}

func (c *counter) add(rows int) error {
	if c.observe == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done += rows
	return c.observe(c.done, c.total)
}

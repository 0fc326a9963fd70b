package graph

import "sync"

// counter reports the progress of parallel work to one function.
type counter struct {
	mu      sync.Mutex
	done    int
	total   int
	work    int
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

// reach adds to the work done, of which there is so much in all, and reports it as
// rows where that makes another one.
func (c *counter) reach(work, of int) error {
	if c.observe == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.work += work
	done := int(float64(c.total) * (float64(c.work) / float64(of)))
	if done == c.done {
		return nil
	}
	c.done = done
	return c.observe(c.done, c.total)
}

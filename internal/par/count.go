package par

import "sync"

// Count counts what parallel work has done, and tells one function of it.
type Count struct {
	mu          sync.Mutex
	done, total int
	observe     func(done, total int)
}

// Observer returns what calls observe, nil if that is nil, and is to blame if it panics.
func Observer(observe func(done, total int)) func(done, total int) {
	if observe == nil {
		return nil
	}
	return func(done, total int) {
		defer Blame("Observe")
		observe(done, total)
	}
}

// Counter returns a count from 0 to total. observe, which may be nil, is called by one goroutine at a time.
func Counter(total int, observe func(done, total int)) *Count {
	return &Count{total: total, observe: observe}
}

// Add counts k more as done.
func (c *Count) Add(k int) {
	if c.observe == nil {
		return
	}
	// Within the lock, so that the numbers that are told of never fall.
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done += k
	c.observe(c.done, c.total)
}

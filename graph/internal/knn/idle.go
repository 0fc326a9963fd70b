package knn

import "sync"

// idle holds what workers do not need at the moment. Unlike a sync.Pool, which the runtime knows until the second
// collection of garbage after its last use, it is garbage with its search, and so is all that its function refers to.
type idle[T any] struct {
	mu   sync.Mutex
	free []T
	make func() T // what a worker takes if nothing is free
}

func newIdle[T any](make func() T) *idle[T] { return &idle[T]{make: make} }

// get takes what is free, or something new.
func (p *idle[T]) get() T {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.free) - 1
	if last < 0 {
		return p.make()
	}
	x := p.free[last]
	p.free = p.free[:last]
	return x
}

// put gives back what get returned.
func (p *idle[T]) put(x T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, x)
}

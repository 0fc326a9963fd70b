// Package progress tells of long work while it is done, and ends it when its context ends.
//
//	m := tell.Begin(ctx, progress.Eliminating, total)
//	for ... {
//		if err := m.Add(units); err != nil { ... }
//	}
//
// What is told depends on the work alone and not on time, so that it is the same on every machine.
package progress

import (
	"context"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// Phase is what a solver is at.
type Phase int

// Phases of a solve, in the order in which they may first come.
const (
	Iterating   Phase = iota // its share is not known
	Weighing                 // weights become equations
	Sorting                  // edges, by weight
	Eliminating              // nodes, exactly or approximately
	Answering                // answers of eliminated nodes, from those eliminated later
	Multiplying              // within an iteration that takes long, its bounds included
	Bounding                 // errors, after the last iteration
	LeavingOut               // labels
)

var names = [...]string{
	"iterating", "weighing", "sorting", "eliminating", "answering", "multiplying", "bounding", "leaving out",
}

func (p Phase) String() string {
	if p < 0 || int(p) >= len(names) {
		return "unknown"
	}
	return names[p]
}

// Tell is told what share of a phase is done. An error from it ends the work. nil: nobody is told.
type Tell func(p Phase, share float64) error

const (
	// parts is into how many steps of the same size a phase is divided at least.
	parts = 50
	// mostStep is the largest step: units are operations on one number, of which a processor does some 10⁸ a second.
	mostStep = 1 << 23
	// leastTotal is the work from which on a phase is told of: less takes no time.
	leastTotal = 1 << 14
)

// Meter counts the work of one phase. It may be used by several goroutines.
type Meter struct {
	ctx   context.Context
	tell  Tell
	phase Phase
	total float64

	mu         sync.Mutex
	done, next float64
	share      float64 // that was told last
	err        error   // that ended the work
}

// Watch begins a phase of so many units; nil: nobody watches.
type Watch func(units float64) *Meter

// Watch returns what begins a phase.
func (t Tell) Watch(ctx context.Context, p Phase) Watch {
	return func(units float64) *Meter { return t.Begin(ctx, p, units) }
}

// Begin returns its meter.
func (w Watch) Begin(units float64) *Meter {
	if w == nil {
		return Tell(nil).Begin(context.Background(), Iterating, units)
	}
	return w(units)
}

// Begin returns the meter of a phase of so many units. A total that turns out to be too small is no harm.
func (t Tell) Begin(ctx context.Context, p Phase, total float64) *Meter {
	return &Meter{ctx: ctx, tell: t, phase: p, total: total}
}

// Add counts so many more units as done. Its error is that of the context, or of who was told.
func (m *Meter) Add(units float64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += units
	return m.told(m.done / m.total)
}

// At counts so many more units as done, which are a share of the phase whose total nobody knows beforehand.
func (m *Meter) At(share, units float64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += units
	return m.told(share)
}

// Err returns what has ended the work, nil if nothing has.
func (m *Meter) Err() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.err
}

// told tells of a share, once a step is done since it was told of the last.
func (m *Meter) told(share float64) error {
	if m.err != nil || m.done < m.next {
		return m.err
	}
	m.next = m.done + min(m.total/parts, mostStep)
	if m.err = m.ctx.Err(); m.err != nil || m.tell == nil || m.total < leastTotal {
		return m.err
	}
	// Estimates of what is left may rise. What has been told of is done all the same.
	m.share = min(max(share, m.share), 1)
	m.err = m.tell(m.phase, m.share)
	return m.err
}

// Batch counts for one goroutine, in whose loop a lock would cost.
type Batch struct {
	*Meter
	pending float64
}

// Batch returns a batch that is empty.
func (m *Meter) Batch() Batch { return Batch{Meter: m} }

// leastBatch is how many units a batch holds before its meter counts them.
const leastBatch = 1 << 13

// Add counts so many more units as done, sooner or later. Its error is that of [Meter.Add].
func (b *Batch) Add(units float64) error {
	if b.pending += units; b.pending < leastBatch {
		return nil
	}
	units, b.pending = b.pending, 0
	return b.Meter.Add(units)
}

// For is par.For of which each row takes so many units. Where it returns an error, not all rows are done.
func (m *Meter) For(n, size int, units float64, f func(c, lo, hi int)) error {
	return par.Try(n, size, func(c, lo, hi int) error {
		if err := m.Add(units * float64(hi-lo)); err != nil {
			return err
		}
		f(c, lo, hi)
		return nil
	})
}

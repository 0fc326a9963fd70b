package knn

import (
	"context"
	"math"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// progress reports how far parallel work is to one function, and passes on the error of a
// cancelled context.
type progress struct {
	ctx     context.Context // of the one search that the progress belongs to
	mu      sync.Mutex
	rows    int // reported as done
	total   int // reported: the number of rows, until more is known of the work
	work    float64
	perRow  float64 // of the work; 0: not known yet
	observe func(done, total int)
}

// newProgress returns the progress of a search, which goes on where another has given up.
func (q *query) newProgress() *progress {
	if q.begun != nil {
		return q.begun
	}
	return &progress{ctx: q.ctx, total: q.q.n, observe: q.Observe}
}

// add counts rows as done.
func (p *progress) add(rows int) error {
	if err := p.ctx.Err(); err != nil || p.observe == nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rows += rows
	p.observe(p.rows, p.total)
	return p.ctx.Err() // the observer may have cancelled
}

// addWork counts part of the whole work as done, both in ns, and reports it as a number of rows where
// that has grown: a search that meets a row many times has no rows that are done. The whole may
// change when more is known of it: a row is as much work as at first, so that the total is another
// number of rows then.
func (p *progress) addWork(part, whole float64) error {
	if p == nil {
		return nil // a part of another search
	}
	if err := p.ctx.Err(); err != nil || p.observe == nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.perRow == 0 {
		p.perRow = whole / float64(p.total)
	}
	p.work += part
	// Rounding leaves the last part at the total, whatever the order of the sum.
	rows, total := int(math.Round(p.work/p.perRow)), int(math.Round(whole/p.perRow))
	if rows <= p.rows && total == p.total {
		return nil
	}
	p.rows, p.total = max(rows, p.rows), total
	p.observe(p.rows, p.total)
	return p.ctx.Err()
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

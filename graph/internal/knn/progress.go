package knn

import (
	"context"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// progress reports how far parallel work is to one function, and passes on the error of a
// cancelled context.
type progress struct {
	ctx     context.Context // of the one search that the progress belongs to
	mu      sync.Mutex
	rows    int // reported as done
	total   int
	work    int
	observe func(done, total int)
}

func (q *query) newProgress() *progress {
	return &progress{ctx: q.ctx, rows: q.told, total: q.q.n, observe: q.Observe}
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

// addWork counts part of the whole work as done, and reports it as a number of rows where
// that has grown: a search that meets a row many times has no rows that are done. The whole may
// change when more is known of it; what was reported does not fall.
func (p *progress) addWork(part, whole int) error {
	if p == nil {
		return nil // a part of another search
	}
	if err := p.ctx.Err(); err != nil || p.observe == nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	// Rows done are the share of the work times their number.
	p.work += part
	rows := int(float64(p.total) * (float64(p.work) / float64(whole)))
	if rows <= p.rows {
		return nil
	}
	p.rows = rows
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

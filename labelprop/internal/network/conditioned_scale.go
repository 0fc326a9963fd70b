package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
)

// likeliest returns of each free node the probability of the likeliest walk to a label,
// by Dijkstra's algorithm [dijkstra1959] from the labels outwards, and sets order to the
// nodes by that. A step of M never makes a probability larger.
func (e *conditioned) likeliest() ([]lognum.Num, error) {
	h := make([]lognum.Num, len(e.by))
	// A label's own node ends the walk at once, with the probability of its source.
	open := walks{gamma: e.gamma}
	for i := range h {
		if h[i] = e.gamma.Sum(e.sources(int32(i))); !h[i].IsZero() {
			h[i] = h[i].Div(e.by[i])
			open.push(walk{h[i], int32(i)})
		}
		e.end = append(e.end, int32(i))
	}
	done, m := make([]bool, len(h)), e.watch.Begin(float64(len(e.rows.ind)*expUnits)).Batch()
	for len(open.heap) > 0 {
		// The likeliest of all walks that are open cannot be improved.
		j := open.pop().node
		if done[j] {
			continue
		}
		done[j], e.order = true, append(e.order, j)
		if err := m.Add(float64(e.rows.start[j+1]-e.rows.start[j]) * expUnits); err != nil {
			return nil, err
		}
		// A neighbour may reach a label through j more likely than by what it has.
		for at := e.rows.start[j]; at < e.rows.start[j+1]; at++ {
			i := e.rows.ind[at]
			if done[i] {
				continue
			}
			if via := e.step(e.rows.w[at], i, j).Mul(h[j]); e.gamma.LogRatio(via, h[i]) > 0 {
				h[i], e.end[i] = via, e.end[j]
				open.push(walk{via, i})
			}
		}
	}
	return h, nil
}

const (
	// scaleRounds bounds how often h is set anew; two or three times are usual.
	scaleRounds = 40
	// scaleSweeps bounds the sweeps of each.
	scaleSweeps = 200
	// scaleTolerance is the relative change in a sweep at which h is near enough.
	scaleTolerance = 1e-2
	// scaleRoom is what a sum may grow to before h has to follow.
	scaleRoom = 0x1p200
)

// settleScale moves h to the sums of the scores of each row, nearly. The likeliest walk
// is a part of that sum which may be many orders too small where walks are long.
func (e *conditioned) settleScale(ctx context.Context, tell progress.Tell) error {
	for range scaleRounds {
		if err := e.write(); err != nil {
			return err
		}
		z, settled, err := e.rowSums(tell.Begin(ctx, progress.Multiplying, 2*scaleSweeps*float64(len(e.m))))
		if err != nil {
			return err
		}
		// The sums of z become the units. Where they grow out of range before they settle,
		// they are rewritten in the units so far, and settle from there.
		for i, v := range z {
			e.h[i] = e.h[i].Times(math.Log(v))
		}
		if settled {
			break
		}
	}
	return e.write()
}

// rowSums solves for the sums of the rows of z, from 1, as well as it gets without
// leaving the range of float64, and reports whether that is near enough.
func (e *conditioned) rowSums(m *progress.Meter) (z []float64, settled bool, err error) {
	// z = 1 is below the solution, and every sweep raises it: the likeliest walk is part of
	// the sum over all walks.
	z, b := make([]float64, e.n()), make([]float64, e.n())
	for i := range z {
		z[i] = 1
		for _, v := range e.b[i*e.cols() : i*e.cols()+e.classes] {
			b[i] += v
		}
	}
	for range scaleSweeps {
		change, most, err := e.sweepSums(z, b, m.Batch())
		if err != nil {
			return nil, false, err
		}
		if change < scaleTolerance {
			return z, true, nil
		}
		if most > scaleRoom {
			break
		}
	}
	return z, false, nil
}

// sweepSums sets each z to b + M̃z, from the labels outwards and back, and returns the
// largest relative change and the largest entry.
func (e *conditioned) sweepSums(z, b []float64, m progress.Batch) (change, most float64, err error) {
	// Each row at once uses what the rows before it have become.
	improve := func(i int) error {
		sum := b[i]
		for at := e.start[i]; at < e.start[i+1]; at++ {
			sum += e.m[at] * z[e.ind[at]]
		}
		change, most = max(change, math.Abs(sum-z[i])/sum), max(most, sum)
		z[i] = sum
		return m.Add(float64(e.start[i+1] - e.start[i]))
	}
	for i := range z {
		if err := improve(i); err != nil {
			return 0, 0, err
		}
	}
	for i := len(z) - 1; i >= 0; i-- {
		if err := improve(i); err != nil {
			return 0, 0, err
		}
	}
	return change, most, nil
}

// walk is a free node with the probability of a walk from it to a label.
type walk struct {
	p    lognum.Num
	node int32
}

// walks is a binary heap of walks, the likeliest first.
type walks struct {
	gamma lognum.Gamma
	heap  []walk
}

func (q *walks) likelier(a, b int) bool { return q.gamma.LogRatio(q.heap[a].p, q.heap[b].p) > 0 }

func (q *walks) swap(a, b int) { q.heap[a], q.heap[b] = q.heap[b], q.heap[a] }

func (q *walks) push(w walk) {
	q.heap = append(q.heap, w)
	for i := len(q.heap) - 1; i > 0 && q.likelier(i, (i-1)/2); i = (i - 1) / 2 {
		q.swap(i, (i-1)/2)
	}
}

func (q *walks) pop() walk {
	top, last := q.heap[0], len(q.heap)-1
	q.swap(0, last)
	q.heap = q.heap[:last]
	for i := 0; ; {
		best := i
		for child := 2*i + 1; child <= 2*i+2 && child < last; child++ {
			if q.likelier(child, best) {
				best = child
			}
		}
		if best == i {
			return top
		}
		q.swap(i, best)
		i = best
	}
}

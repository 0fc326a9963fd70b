package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/progress"
)

// momentum makes sweeps converge in about the square root of their number. A sweep outwards and back is an iteration
// z ← z + d whose matrix is self-adjoint, with eigenvalues between 0 and 1. So the d of an error is one times between a
// and 1, and the iteration of second order [golub1961]
//
//	p ← q²·p + (1+q)²·d,   z ← z + p,   q = (1-√a)/(1+√a),
//
// takes the error down by a factor of about q, where a sweep alone takes 1-a. a follows what is seen. Entries may fall
// below 0 on the way, so that a plain sweep comes last.
type momentum struct {
	p []float64 // n×cols; nil: plain sweeps
	a float64   // 0: not begun

	change   float64   // of the last sweep, relative to each column
	changes  []float64 // of the last sweeps at each certificate since a was set
	slowest  float64   // the rate at which the last a was too slow; 0: none was
	smallest float64   // of all changes
	ended    bool      // whether momentum is not to begin any more
	settled  bool      // whether a has been found
}

const (
	// fastWork is the number of multiplications of a sweep from which on momentum is worth it. Smaller problems
	// keep the relative accuracy of scores far below the largest of their row.
	fastWork = 4e6
	// firstA is a at first, and leastA the least that it may become.
	firstA, leastA = 0.1, 1e-3
	// watched is at how many certificates changes are seen before a is judged.
	watched = 3
	// runaway is by how much changes may grow above the smallest.
	runaway = 100
)

// set begins momentum from rest with another a.
func (m *momentum) set(a float64, size int) {
	m.p, m.a, m.changes = make([]float64, size), a, nil
}

// q is the factor by which the error should fall in a sweep.
func (m *momentum) q() float64 { return (1 - math.Sqrt(m.a)) / (1 + math.Sqrt(m.a)) }

// adapt sets another a where changes fall more slowly than they should, and ends momentum where they grow. Before
// bounds are known, labels are still on their way to the rows, and nothing can be told.
func (m *momentum) adapt(known bool) {
	if m.smallest == 0 || m.change < m.smallest {
		m.smallest = m.change
	}
	if m.change > runaway*m.smallest {
		m.p, m.ended = nil, true
		return
	}
	if !known || m.settled {
		return
	}
	m.changes = append(m.changes, m.change)
	last := len(m.changes) - 1
	if last < watched-1 {
		return
	}
	// Two thirds of the rate, as a logarithm, are good enough.
	rate := math.Log(m.changes[last]/m.changes[last-watched+1]) / (sweepsAtOnce * (watched - 1))
	switch {
	case m.slowest != 0 && rate > m.slowest:
		// It was better before.
		m.settled = true
		m.set(2*m.a, len(m.p))
	case rate > math.Log(m.q())*2/3 && m.a > leastA:
		m.slowest = rate
		m.set(m.a/2, len(m.p))
	}
}

// push turns the step from old to z, of some columns of a row, into one with momentum p, and returns its size relative
// to the given size of each column.
func (m *momentum) push(z, old, p, size []float64) float64 {
	change, q := 0.0, m.q()
	for k, v := range z {
		d := v - old[k]
		change = math.Max(change, math.Abs(d)/size[k])
		if p != nil {
			p[k] = q*q*p[k] + (1+q)*(1+q)*d
			z[k] = old[k] + p[k]
		}
	}
	return change
}

// move adds momentum to what a sweep has changed of a band, and returns the largest change.
func (s *sweeper) move(t *band) float64 {
	// Rows of classes sum to 1, steps are as many as was seen last, and errors as large.
	width := t.hi - t.lo
	size := make([]float64, width)
	for k := range size {
		switch t.lo + k {
		case s.classes:
			size[k] = math.Max(s.bounds.steps, 1)
		case s.classes + 1:
			size[k] = math.Max(s.bounds.off, 0x1p-500)
		default:
			size[k] = 1
		}
	}
	change := 0.0
	for i := range s.n() {
		var p []float64
		if s.p != nil {
			p = s.p[i*s.cols()+t.lo : i*s.cols()+t.hi]
		}
		lo, hi := i*width, (i+1)*width
		change = math.Max(change, s.push(t.z[lo:hi], t.old[lo:hi], p, size))
	}
	return change
}

// hurry begins momentum where a sweep takes that many multiplications, or adapts it.
func (s *sweeper) hurry(work float64) {
	switch {
	case s.p != nil:
		s.adapt(s.bounds.ok)
	case !s.ended && work >= fastWork:
		s.set(firstA, len(s.z))
	}
}

// cut sets entries to 0 that momentum has taken below.
func (s *sweeper) cut() {
	if s.p == nil {
		return
	}
	for i, v := range s.z {
		s.z[i] = math.Max(v, 0)
	}
}

// settle ends momentum, if there is any, with a sweep that only adds and multiplies positive numbers.
func (s *sweeper) settle(m *progress.Meter) error {
	if s.p == nil {
		return nil
	}
	s.p = nil
	if err := s.sweep(1, m); err != nil {
		return err
	}
	s.bounds = s.certify(s.z)
	s.done()
	return nil
}

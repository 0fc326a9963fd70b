package network

import (
	"runtime"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/vec"
)

// sweep sets each row of z to b̃ + M̃z, outwards and back, so many times. The columns are
// shared out among the processors.
func (s *sweeper) sweep(times int, m *progress.Meter) error {
	share := max((s.cols()+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0), leastBand)
	s.sweeps += times
	changes := make([]float64, par.Chunks(s.cols(), share))
	err := par.Try(s.cols(), share, func(c, lo, hi int) error {
		t, done := s.band(lo, hi), m.Batch()
		improve := func(i int) error {
			t.improve(i)
			return done.Add(float64((hi - lo) * (s.start[i+1] - s.start[i] + 1)))
		}
		for range times {
			t.old = append(t.old[:0], t.z...)
			// Outwards: from labels to rows that depend on them.
			for i := range s.n() {
				if err := improve(i); err != nil {
					return err
				}
			}
			for i := s.n() - 1; i >= 0; i-- {
				if err := improve(i); err != nil {
					return err
				}
			}
			changes[c] = s.move(t)
		}
		s.eachRow(t, func(whole, part []float64) { copy(whole, part) }, s.z, t.z)
		return nil
	})
	s.change = slices.Max(changes)
	return err
}

// leastBand is up to how many columns a sweep takes as long as one.
const leastBand = 8

// band is some columns of z, with those of b̃.
type band struct {
	lo, hi    int
	walk      *vec.Sparse // M̃
	z, b, old []float64
	out       []float64 // M̃z
}

// band returns columns [lo, hi).
func (s *sweeper) band(lo, hi int) *band {
	size := s.n() * (hi - lo)
	t := &band{lo: lo, hi: hi, walk: s.walk,
		z: make([]float64, size), b: make([]float64, size), out: make([]float64, size)}
	take := func(whole, part []float64) { copy(part, whole) }
	s.eachRow(t, take, s.z, t.z)
	s.eachRow(t, take, s.conditioned.b, t.b)
	return t
}

// eachRow calls f with the columns of a band in each row of a matrix, and with that row of the band.
func (s *sweeper) eachRow(t *band, f func(whole, part []float64), whole, part []float64) {
	width := t.hi - t.lo
	for i := range s.n() {
		f(whole[i*s.cols()+t.lo:i*s.cols()+t.hi], part[i*width:(i+1)*width])
	}
}

// improve sets row i to b̃ + M̃z.
func (t *band) improve(i int) {
	width := t.hi - t.lo
	t.walk.MulRows(t.out, t.z, width, i, i+1)
	z, b, out := t.z[i*width:(i+1)*width], t.b[i*width:(i+1)*width], t.out[i*width:(i+1)*width]
	for k := range z {
		z[k] = b[k] + out[k]
	}
}

package elimination

import (
	"context"
	"errors"
	"math"

	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/starmesh"
)

const (
	// leastBlocks is the number of nodes from which on it is quicker to eliminate a dense rest in blocks.
	leastBlocks = 400
	// mostBlocks is that up to which it takes some twenty seconds.
	mostBlocks = 12_000
	// updateWork is how many products of a block take the time of an update in pairs.
	updateWork = 100
	// edgeWork is how many products of a block take the time of an edge in a column of Options.Rest.
	edgeWork = 9000
	// leastBit is the binary logarithm of the least conductance in blocks, the largest being starmesh.Top.
	leastBit = -500
)

// suitsBlocks tells whether elimination in blocks, as if every pair had an edge, is quicker than Options.Rest.
func suitsBlocks(rest *Network) bool {
	n := float64(rest.Len())
	return n <= mostBlocks && n*n*n/6 <= edgeWork*float64(rest.Edges())*float64(rest.Classes+1)
}

// inBlocks eliminates the network in float64, as if every pair had an edge. It returns nil where its numbers range too
// widely for that, or where memory is refused.
func (nw *Network) inBlocks(ctx context.Context, o *Options) (*Answers, error) {
	// Numbers in units of the largest of their component, if float64 has room for the least.
	n, c := nw.Len(), nw.Classes
	unitOf, ok, err := nw.units(o.Tell.Begin(ctx, progress.Sorting, 3*float64(len(nw.Ind))))
	if !ok || err != nil {
		return nil, err
	}
	err = o.Memory.For(starmesh.Bytes(n, c), "the elimination of a dense graph")
	if refused := new(memory.Refused); errors.As(err, &refused) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	// They are converted, and solved.
	m, err := nw.blocks(o.Tell.Begin(ctx, progress.Weighing, float64(len(nw.Ind))), unitOf)
	if err != nil {
		return nil, err
	}
	f, err := m.Solve(o.Tell.Watch(ctx, progress.Eliminating), o.Tell.Watch(ctx, progress.Answering))
	if err != nil {
		return nil, err
	}
	// Errors of the conversion count once for each edge of a forest, twice over: see the package comment.
	a := &Answers{F: f, Within: make([]float64, n), Relative: m.Relative() + float64(2*n+1)*nw.conversionError()}
	for i := range a.Within {
		a.Within[i] = m.Lost(leastBit)
	}
	return a, nil
}

// units returns the largest conductance of the component of each node, and whether none is too far below it.
func (nw *Network) units(m *progress.Meter) (unitOf []lognum.Num, ok bool, err error) {
	// The components.
	n := nw.Len()
	parts := forest.New(n)
	// Each pass goes through the rows, until the meter ends it.
	eachRow := func(f func(i int)) {
		for i := 0; i < n && err == nil; i++ {
			f(i)
			err = m.Add(float64(nw.Start[i+1] - nw.Start[i]))
		}
	}
	eachRow(func(i int) {
		for _, j := range nw.Ind[nw.Start[i]:nw.Start[i+1]] {
			parts.Union(i, int(j))
		}
	})
	top := make([]lognum.Num, n)
	for i := range top {
		top[i] = lognum.Zero()
	}
	eachOf := func(f func(part int, w lognum.Num)) {
		eachRow(func(i int) {
			part := parts.Find(i)
			for _, w := range nw.W[nw.Start[i]:nw.Start[i+1]] {
				f(part, w)
			}
			f(part, nw.Ground[i])
		})
	}
	// The largest of each, and then whether all others are near enough.
	eachOf(func(part int, w lognum.Num) {
		if nw.Gamma.LogRatio(w, top[part]) > 0 {
			top[part] = w
		}
	})
	ok = true
	eachOf(func(part int, w lognum.Num) {
		ok = ok && (w.IsZero() || nw.Gamma.LogRatio(w, top[part]) > (leastBit-starmesh.Top+1)*math.Ln2)
	})
	unitOf = make([]lognum.Num, n)
	for i := range unitOf {
		unitOf[i] = top[parts.Find(i)]
	}
	return unitOf, ok, err
}

// blocks fills in the numbers in the given units.
func (nw *Network) blocks(meter *progress.Meter, unitOf []lognum.Num) (*starmesh.Matrix, error) {
	n, c := nw.Len(), nw.Classes
	m := starmesh.New(n, c)
	err := meter.For(n, chunkRows, float64(len(nw.Ind))/float64(max(n, 1)), func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			value := func(x lognum.Num) float64 {
				if x.IsZero() {
					return 0
				}
				return math.Ldexp(math.Exp(nw.Gamma.LogRatio(x, unitOf[i])), starmesh.Top)
			}
			// Each edge once, where it stands in the row of the larger node.
			for k := nw.Start[i]; k < nw.Start[i+1]; k++ {
				if j := int(nw.Ind[k]); j < i {
					m.SetEdge(i, j, value(nw.W[k]))
				}
			}
			m.SetGround(i, value(nw.Ground[i]))
			for k, b := range nw.Source[i*c : (i+1)*c] {
				m.SetSource(i, k, value(b))
			}
		}
	})
	return m, err
}

// conversionError bounds the relative error of a number that is computed as exp(log) in the unit of its component, the
// numbers being exact. The logarithm is S - S' - γ(T-T'): with |S| ≤ s, and r the most that it may be below 0, the
// product with γ is at most r + 2s, so that it costs 2(r + 2s), the differences r + 4s more, and exp 4 units.
func (nw *Network) conversionError() float64 {
	s := 0.0
	for _, p := range []part{edges, ground, source} {
		for _, x := range nw.part(p) {
			if !x.IsZero() {
				s = math.Max(s, math.Abs(x.LogCoeff))
			}
		}
	}
	const r = 1074 * math.Ln2 // of what does not underflow
	return (3*(r+starmesh.Top*math.Ln2) + 8*s + 4) * u
}

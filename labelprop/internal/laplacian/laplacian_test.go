package laplacian

import (
	"context"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/progress"
	"github.com/stretchr/testify/require"
)

// The oracle solves by ordinary elimination, with subtractions, in so many bits that nothing
// cancels: weights span 866 bits.
const oracleBits = 12_000

func exactly(v float64) *big.Float { return new(big.Float).SetPrec(oracleBits).SetFloat64(v) }

// weightInLargerRow returns the weight of an edge at a place in the row of node i as the row of its larger node has it.
func weightInLargerRow(s *System, i, at int) float64 {
	j := int(s.Ind[at])
	if j < i {
		return s.W[at]
	}
	row := s.Ind[s.Start[j]:s.Start[j+1]]
	return s.W[s.Start[j]+slices.Index(row, int32(i))]
}

// Weights that differ in both rows are mirrored from that of the larger node, whatever the order within rows.
func TestMirrored(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 20 {
		s := randomSystem(r, 2+r.IntN(30), 1, 5)
		for i := range s.Len() {
			row := s.Ind[s.Start[i]:s.Start[i+1]]
			r.Shuffle(len(row), func(a, b int) { row[a], row[b] = row[b], row[a] })
		}
		for at := range s.W {
			s.W[at] = r.Float64()
		}
		w, totals := s.mirrored(), slices.Clone(s.Ground)
		for i := range s.Len() {
			for at := s.Start[i]; at < s.Start[i+1]; at++ {
				require.Equal(t, weightInLargerRow(s, i, at), w[at])
				totals[i] += w[at]
			}
		}
		require.InEpsilonSlice(t, totals, s.totals(), 1e-12)
	}
}

// quiet is a meter of which nobody is told.
func quiet(t *testing.T) *progress.Meter {
	return progress.Tell(nil).Begin(t.Context(), progress.Sorting, 1)
}

// depthOf is Depth without an error.
func depthOf(t *testing.T, s *System) float64 {
	depth, err := Depth(t.Context(), nil, s)
	require.NoError(t, err)
	return depth
}

// solveExactly returns the solution of s, n×Cols.
func solveExactly(s *System) []*big.Float {
	n := s.Len()
	a := make([][]*big.Float, n)
	for i := range a {
		a[i] = make([]*big.Float, n+s.Cols)
		for j := range a[i] {
			a[i][j] = exactly(0)
		}
		for c := range s.Cols {
			a[i][n+c] = exactly(s.Source[i*s.Cols+c])
		}
		a[i][i].Add(a[i][i], exactly(s.Ground[i]))
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			w := exactly(weightInLargerRow(s, i, at))
			a[i][i].Add(a[i][i], w)
			a[i][s.Ind[at]].Sub(a[i][s.Ind[at]], w)
		}
	}
	// Gauss and Jordan: the matrix is positive definite and needs no pivoting.
	for k := range n {
		for i := range n {
			if i == k || a[i][k].Sign() == 0 {
				continue
			}
			f := new(big.Float).Quo(a[i][k], a[k][k])
			for j := k; j < n+s.Cols; j++ {
				a[i][j].Sub(a[i][j], new(big.Float).Mul(f, a[k][j]))
			}
		}
	}
	var x []*big.Float
	for i := range n {
		for c := range s.Cols {
			x = append(x, new(big.Float).Quo(a[i][n+c], a[i][i]))
		}
	}
	return x
}

// randomSystem draws a connected network whose conductances range over exp(±deep/2).
func randomSystem(r *rand.Rand, n, classes int, deep float64) *System {
	w := make([][]float64, n)
	for i := range w {
		w[i] = make([]float64, n)
	}
	weight := func() float64 { return math.Exp(deep * (r.Float64() - 0.5)) }
	join := func(i, j int) { w[i][j] = weight(); w[j][i] = w[i][j] }
	for i := 1; i < n; i++ {
		join(i, r.IntN(i))
	}
	for range r.IntN(3 * n) {
		if i, j := r.IntN(n), r.IntN(n); i != j {
			join(i, j)
		}
	}
	s := &System{Cols: classes, Start: []int{0}, Ground: make([]float64, n), Source: make([]float64, n*classes)}
	for i := range w {
		for j, v := range w[i] {
			if v > 0 {
				s.Ind, s.W = append(s.Ind, int32(j)), append(s.W, v)
			}
		}
		s.Start = append(s.Start, len(s.Ind))
		if i == 0 || r.IntN(3) == 0 {
			// The ground of a node is that of one class or of several.
			for range 1 + r.IntN(2) {
				v := weight()
				s.Source[i*classes+r.IntN(classes)] += v
				s.Ground[i] += v
			}
		}
	}
	return s
}

// checkBounds holds the bounds and the proofs of a solution against the exact one, and returns how many
// labels are proven.
func checkBounds(t *testing.T, s *System, got *Solution, exact []*big.Float) (proven int) {
	t.Helper()
	for i := range s.Len() {
		row := exact[i*s.Cols : (i+1)*s.Cols]
		best := 0
		for c, x := range got.Row(i) {
			off, _ := new(big.Float).Sub(exactly(x), row[c]).Float64()
			require.LessOrEqual(t, math.Abs(off), got.Within(i), "node %d, column %d", i, c)
			if x > got.Row(i)[best] {
				best = c
			}
		}
		if !got.Proves(i) {
			continue
		}
		proven++
		for c := range row {
			if c != best {
				require.Positive(t, row[best].Cmp(row[c]), "node %d: %d is said to be above %d", i, best, c)
			}
		}
	}
	return proven
}

// TestBounds holds random networks of few nodes against the oracle, some of them stopped early.
func TestBounds(t *testing.T) {
	count := 200
	if testing.Short() {
		count = 30
	}
	r := rand.New(rand.NewPCG(1, 1))
	nodes, proven, converged, full := 0, 0, 0, 0
	for range count {
		s := randomSystem(r, 2+r.IntN(11), 2+r.IntN(2), 598*r.Float64())
		o := Options{Tol: 1e-6, Exclusive: true}
		if r.IntN(3) == 0 {
			o.MaxIter = 1 + r.IntN(30)
		}
		got, err := Solve(t.Context(), s, o)
		require.NoError(t, err)
		require.NotNil(t, got)
		p := checkBounds(t, s, got, solveExactly(s))
		if o.MaxIter > 0 {
			continue
		}
		full++
		nodes, proven = nodes+s.Len(), proven+p
		if got.Converged {
			converged++
			require.Less(t, got.Most, 1e-3)
		}
	}
	t.Logf("%d of %d labels proven, %d of %d solves converged", proven, nodes, converged, full)
	require.Equal(t, full, converged)
	require.Greater(t, float64(proven), 0.99*float64(nodes))
}

// TestPreconditionerIsExactOnTrees: a tree has no fill, so that nothing is drawn.
func TestPreconditionerIsExactOnTrees(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 50 {
		n := 2 + r.IntN(300)
		s := &System{Cols: 2, Start: []int{0}, Ground: make([]float64, n), Source: make([]float64, n*2)}
		for i := range n {
			// A path with a ground at both ends.
			for _, j := range []int{i - 1, i + 1} {
				if j >= 0 && j < n {
					s.Ind, s.W = append(s.Ind, int32(j)), append(s.W, math.Exp(500*(math.Sin(float64(max(i, j)))/2)))
				}
			}
			s.Start = append(s.Start, len(s.Ind))
		}
		s.Ground[0], s.Source[0] = 1, 1
		s.Ground[n-1], s.Source[(n-1)*2+1] = 3, 3
		tr, err := newTree(t.Context(), nil, s)
		require.NoError(t, err)
		e := newEquation(s, tr)
		f, err := newFactor(e.edges(), n, quiet(t))
		require.NoError(t, err)
		it := newIteration(e, f)
		_, err = it.measure(quiet(t))
		require.NoError(t, err)
		it.keep, it.step = 0, 1
		require.NoError(t, it.advance(quiet(t)))
		_, err = it.measure(quiet(t))
		require.NoError(t, err)
		require.Less(t, it.size, 1e-10)
	}
}

// TestDifferences holds the sums on the way between two nodes against potentials.
func TestDifferences(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	s := randomSystem(r, 40, 2, 20)
	tr, err := newTree(t.Context(), nil, s)
	require.NoError(t, err)
	p := newPotentials(tr, 2)
	x := make([]float64, 2*(s.Len()+1)) // whole numbers: nothing rounds
	for k := s.Len() - 1; k >= 0; k-- {
		require.Greater(t, int(tr.parent[k]), k)
		for c := range 2 {
			p.z[2*k+c] = float64(r.IntN(1000) - 500)
			x[2*k+c] = x[2*int(tr.parent[k])+c] + p.z[2*k+c]
		}
	}
	out, way := make([]float64, 2), make([]float64, 2)
	for i := range s.Len() + 1 {
		for j := range s.Len() + 1 {
			p.measure(out, way, int32(i), int32(j))
			for c := range 2 {
				require.Equal(t, x[2*i+c]-x[2*j+c], out[c])
				require.GreaterOrEqual(t, way[c], math.Abs(out[c]))
			}
		}
	}
}

// TestMeanOfSamples: the mesh of a star is right on average.
func TestMeanOfSamples(t *testing.T) {
	w := []float64{1, 2, 3, 5, 8, 13, 21, 34}
	want, got := map[[2]int32]float64{}, map[[2]int32]float64{}
	total, draws := 0.0, 20_000
	for _, v := range w {
		total += v
	}
	e := newEliminator(len(w)+1, rand.New(rand.NewPCG(4, 4)))
	for range draws {
		e.rows = make([][]half, len(w)+1)
		for i, v := range w {
			e.add(0, int32(i+1), v, 2)
		}
		e.eliminate(0)
		for i, row := range e.rows {
			for _, x := range row {
				got[[2]int32{int32(i), x.to}] += x.w / float64(draws)
			}
		}
	}
	for i := range w {
		for j := range i {
			want[[2]int32{int32(j + 1), int32(i + 1)}] = w[i] * w[j] / total
		}
	}
	for key, v := range want {
		require.InDelta(t, 1, got[key]/v, 0.15, "%v", key)
	}
}

// TestStops: a cancelled context and an error of the observer end the iteration.
func TestStops(t *testing.T) {
	s := randomSystem(rand.New(rand.NewPCG(5, 5)), 3000, 3, 100)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Solve(ctx, s, Options{Tol: 1e-6, Exclusive: true})
	require.ErrorIs(t, err, context.Canceled)
	stop := errors.New("stop")
	seen := 0
	_, err = Solve(t.Context(), s, Options{Tol: 1e-6, Observe: func(i progress.Iteration) error {
		seen = i.Number
		if i.Number == 3 {
			return stop
		}
		return nil
	}})
	require.ErrorIs(t, err, stop)
	require.Equal(t, 3, seen)
}

// TestDeclines: conductances that float64 cannot hold, and nodes without a way to the ground.
func TestDeclines(t *testing.T) {
	pair := &System{
		Cols: 1, Start: []int{0, 1, 2}, Ind: []int32{1, 0}, W: []float64{1, 1}, Ground: []float64{1, 0}, Source: []float64{1, 0},
	}
	for name, change := range map[string]func(s *System){
		"wide":     func(s *System) { s.W = []float64{1e-200, 1e-200} },
		"tiny":     func(s *System) { s.W = []float64{1e-300, 1e-300} },
		"isolated": func(s *System) { s.W = []float64{0, 0} },
	} {
		s := *pair
		change(&s)
		got, err := Solve(t.Context(), &s, Options{Tol: 1e-6})
		require.NoError(t, err)
		require.Nil(t, got, name)
		require.True(t, math.IsInf(depthOf(t, &s), 1), name)
	}
	require.Equal(t, 2.0, depthOf(t, pair))
}

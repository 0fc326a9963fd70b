package block

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// dense is a small problem as the papers write it: weights, labels, and the equation x = Mx + b in full.
type dense struct {
	n, classes int
	w, m, b    [][]float64
	label      []int // -1: none
}

// newDense draws a problem with rows of no edge, one of which is labelled, and writes M and b down.
func newDense(rng *rand.Rand, n, classes int, alpha float64) dense {
	d := dense{n: n, classes: classes, w: square(n, n), m: square(n, n), b: square(n, classes), label: make([]int, n)}
	for i := range n {
		d.label[i] = -1
		if i%4 == 1 || i == n-1 {
			d.label[i] = i % classes
		}
		for j := range i {
			if rng.IntN(4) == 0 && i < n-2 {
				d.w[i][j] = 0.125 + rng.Float64()
				d.w[j][i] = d.w[i][j]
			}
		}
	}
	degree := make([]float64, n)
	for i := range n {
		for _, w := range d.w[i] {
			degree[i] += w
		}
	}
	for i := range n {
		if alpha > 0 && d.label[i] >= 0 {
			d.b[i][d.label[i]] = 1 - alpha
		}
		for j, w := range d.w[i] {
			switch {
			case w == 0 || alpha == 0 && d.label[i] >= 0:
			case alpha > 0:
				d.m[i][j] = alpha * w / math.Sqrt(degree[i]*degree[j])
			case d.label[j] >= 0:
				d.b[i][d.label[j]] += w / degree[i]
			default:
				d.m[i][j] = w / degree[i]
			}
		}
	}
	return d
}

func square(n, m int) [][]float64 {
	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, m)
	}
	return a
}

// step returns Mx + b.
func (d dense) step(x [][]float64) [][]float64 {
	next := square(d.n, d.classes)
	for i := range d.n {
		for c := range d.classes {
			next[i][c] = d.b[i][c]
			for j := range d.n {
				next[i][c] += d.m[i][j] * x[j][c]
			}
		}
	}
	return next
}

// needs tells whether a block needs the values of a row of another one.
func (d dense) needs(r Ranges, block, row int) bool {
	lo, hi := r.Bounds(block)
	for i := lo; i < hi; i++ {
		if d.m[i][row] > 0 && r.Of(uint32(row)) != block {
			return true
		}
	}
	return false
}

// steppers cuts the problem into blocks, and compares their rows of M and b with the whole.
func (d dense) steppers(t *testing.T, r Ranges, m Method) []*Stepper {
	t.Helper()
	raws := make([]*Raw, r.Count())
	for k := range raws {
		lo, hi := r.Bounds(k)
		var edges, labels []Entry
		for i := int(hi) - 1; i >= int(lo); i-- {
			for j, w := range d.w[i] {
				if w > 0 {
					// A pair is listed once or twice.
					for range 1 + (i+j)%2 {
						edges = append(edges, Entry{uint32(i), uint32(j), w})
					}
				}
			}
			if d.label[i] >= 0 {
				labels = append(labels, Entry{Row: uint32(i), Other: uint32(d.label[i])})
			}
		}
		raw, err := NewRaw(r, k, edges, labels)
		require.NoError(t, err)
		raws[k], err = DecodeRaw(raw.Encode(), r, k, m.Classes)
		require.NoError(t, err)
	}
	all := make([]*Stepper, r.Count())
	for k, raw := range raws {
		replies := map[int]Reply{}
		for owner, rows := range raw.Needs(m, r, k) {
			lo, _ := r.Bounds(owner)
			replies[owner] = raws[owner].Answer(m.Diagonals(raws[owner]), lo, rows)
		}
		g, err := NewGraph(m, r, k, raw, replies)
		require.NoError(t, err)
		d.checkRows(t, r, k, g)
		sends := &Sends{}
		for to, other := range raws {
			lo, _ := r.Bounds(k)
			if rows := raw.Sends(m, lo, other.Needs(m, r, to)[k]); len(rows) > 0 {
				sends.To, sends.Rows = append(sends.To, int32(to)), append(sends.Rows, rows)
			}
		}
		sends, err = DecodeSends(sends.Encode())
		require.NoError(t, err)
		all[k], err = NewStepper(k, r, g, sends)
		require.NoError(t, err)
	}
	return all
}

// checkRows compares the rows of a block with those of the whole.
func (d dense) checkRows(t *testing.T, r Ranges, block int, g *Graph) {
	t.Helper()
	lo, hi := r.Bounds(block)
	var ghosts []uint32
	for row := range d.n {
		if d.needs(r, block, row) {
			ghosts = append(ghosts, uint32(row))
		}
	}
	assert.Equal(t, ghosts, g.Ghosts)
	for i := range int(hi - lo) {
		row := make([]float64, d.n)
		for e := g.Start[i]; e < g.Start[i+1]; e++ {
			at := int(lo) + int(g.Ind[e])
			if int64(g.Ind[e]) >= hi-lo {
				at = int(g.Ghosts[int64(g.Ind[e])-(hi-lo)])
			}
			row[at] += g.M[e]
		}
		assert.InDeltaSlice(t, d.m[int(lo)+i], row, 1e-14, "row %d", int(lo)+i)
		assert.InDeltaSlice(t, d.b[int(lo)+i], g.B[i*d.classes:(i+1)*d.classes], 1e-14, "row %d", int(lo)+i)
	}
}

// TestEquation compares the blocks of small graphs with M and b as the papers write them, and some steps with Mx + b:
// values, changes, and the rows that are reached.
func TestEquation(t *testing.T) {
	for seed := range uint64(6) {
		for _, alpha := range []float64{0, 0.7} {
			d := newDense(rand.New(rand.NewPCG(seed, 51)), 23, 3, alpha)
			for _, blocks := range []int{1, 4, 23} {
				r, err := NewRanges(23, blocks)
				require.NoError(t, err)
				d.checkSteps(t, r, d.steppers(t, r, Method{Alpha: alpha, Classes: 3}))
			}
		}
	}
}

func (d dense) checkSteps(t *testing.T, r Ranges, all []*Stepper) {
	t.Helper()
	states := make([]*State, len(all))
	for k := range all {
		states[k] = NewState(r.Rows(k), d.classes)
	}
	x := square(d.n, d.classes)
	for iteration := range 4 {
		told := make([][]*Message, len(all))
		for k, s := range all {
			for to, m := range s.Tell(states[k]) {
				sent, err := Decode(m.Encode())
				require.NoError(t, err)
				told[to] = append(told[to], sent)
			}
		}
		next := d.step(x)
		for k, s := range all {
			var err error
			states[k], err = s.Step(told[k])
			require.NoError(t, err)
			d.checkState(t, r, k, states[k], x, next)
			assert.EqualValues(t, iteration+1, states[k].Iteration)
		}
		x = next
	}
}

func (d dense) checkState(t *testing.T, r Ranges, k int, got *State, x, next [][]float64) {
	t.Helper()
	lo, hi := r.Bounds(k)
	change, reached, fresh := 0.0, 0, 0
	positive := func(row []float64) bool { return row[0] > 0 || row[1] > 0 || row[2] > 0 }
	for i := lo; i < hi; i++ {
		assert.InDeltaSlice(t, next[i], got.X[int(i-lo)*d.classes:int(i-lo+1)*d.classes], 1e-14)
		for c := range d.classes {
			change = math.Max(change, math.Abs(next[i][c]-x[i][c]))
		}
		if positive(next[i]) {
			reached++
			if !positive(x[i]) {
				fresh++
			}
		}
	}
	assert.InDelta(t, change, got.Change, 1e-14)
	assert.EqualValues(t, reached, got.Reached)
	assert.EqualValues(t, fresh, got.New)
}

// TestRanges puts every row into the one block whose bounds it is within, for all small sizes.
func TestRanges(t *testing.T) {
	for nodes := int64(1); nodes < 12; nodes++ {
		for blocks := 1; blocks <= int(nodes); blocks++ {
			r, err := NewRanges(nodes, blocks)
			require.NoError(t, err)
			assert.LessOrEqual(t, r.Count(), blocks)
			assert.Len(t, r.Blocks(), r.Count())
			next := int64(0)
			for b := range r.Count() {
				lo, hi := r.Bounds(b)
				assert.Equal(t, next, lo)
				assert.Positive(t, r.Rows(b))
				for row := lo; row < hi; row++ {
					assert.Equal(t, b, r.Of(uint32(row)), "%d of %d rows", row, nodes)
				}
				next = hi
			}
			assert.Equal(t, nodes, next)
		}
	}
	_, err := NewRanges(1<<31, 1)
	assert.ErrorContains(t, err, "take more blocks")
	_, err = NewRanges(1<<32, 4)
	assert.NoError(t, err)
}

// TestWrongMessages gives a block too few messages, and others than it asked for: an error, never values that count as 0.
func TestWrongMessages(t *testing.T) {
	d := newDense(rand.New(rand.NewPCG(9, 51)), 23, 3, 0)
	r, err := NewRanges(23, 2)
	require.NoError(t, err)
	all := d.steppers(t, r, Method{Classes: 3})
	own := all[0].Tell(NewState(r.Rows(0), 3))[0]
	other := all[1].Tell(NewState(r.Rows(1), 3))[0]
	nan := NewState(r.Rows(0), 3)
	for i := range nan.X {
		nan.X[i] = math.NaN()
	}
	_, err = all[0].Step([]*Message{own, other})
	require.NoError(t, err)
	for want, told := range map[string][]*Message{
		"values of others are missing":  {own},
		"its own state or":              {other},
		"or the values of others":       {own, other, other},
		"values from block 1":           {own, {From: 1, Values: other.Values[3:]}},
		"gives values that are no numb": {{State: nan}, other},
	} {
		_, err := all[0].Step(told)
		assert.ErrorContains(t, err, want)
	}
	_, err = NewRaw(r, 0, []Entry{{Row: 20, Other: 1, Weight: 1}}, nil)
	assert.ErrorContains(t, err, "row 20 came to block 0, which holds rows 0 to 11")
	_, err = DecodeState(own.State.Encode(), len(own.State.X)+3)
	assert.ErrorContains(t, err, fmt.Sprintf("it has %d values", len(own.State.X)))
	raw, err := NewRaw(r, 0, []Entry{{Row: 0, Other: 20, Weight: 1}}, nil)
	require.NoError(t, err)
	_, err = NewGraph(Method{Classes: 3}, r, 0, raw, nil)
	assert.ErrorContains(t, err, "block 1 replied about 0 rows, 1 were asked for")
	_, err = Decode(append(own.Encode(), 0))
	assert.ErrorContains(t, err, "1 bytes too many")
}

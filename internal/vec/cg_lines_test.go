package vec

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lines is what the loops read and write, each matrix between rows of NaN.
type lines struct {
	whole     [4][]float32 // x, r, p, q
	step, sum [Line32]float32
	columns   int
}

const linesRows, linesLo, linesHi = 30, 3, 28

func randomLines(rng *rand.Rand, columns int) *lines {
	l := &lines{columns: columns}
	for m := range l.whole {
		l.whole[m] = make([]float32, (linesRows+2)*columns)
		for i := range l.whole[m] {
			l.whole[m][i] = float32(math.NaN())
		}
		for i := range l.rows(m) {
			l.rows(m)[i] = float32(rng.NormFloat64())
		}
	}
	for c := range l.step {
		l.step[c], l.sum[c] = float32(rng.NormFloat64()), float32(rng.NormFloat64())
	}
	return l
}

func (l *lines) rows(m int) []float32 { return l.whole[m][l.columns : (linesRows+1)*l.columns] }

func (l *lines) clone() *lines {
	c := *l
	for m := range c.whole {
		c.whole[m] = slices.Clone(c.whole[m])
	}
	return &c
}

func (l *lines) bits() [6][]uint32 {
	var out [6][]uint32
	for m, all := range [][]float32{l.whole[0], l.whole[1], l.whole[2], l.whole[3], l.step[:], l.sum[:]} {
		for _, v := range all {
			out[m] = append(out[m], math.Float32bits(v))
		}
	}
	return out
}

// Every tier gives the bits of the formulas, and touches nothing but its rows.
func TestLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	m := randomSparse(rng, linesRows, linesRows, 6)
	loops := NewLines(m, normals(rng, linesRows))
	testLines(t, rng, m, loops)
	testLines(t, rng, m, loops.Half())
}

func testLines(t *testing.T, rng *rand.Rand, m *Sparse, loops *Lines) {
	start := randomLines(rng, loops.Columns())
	for name, run := range map[string]func(t Tier, v *lines){
		"advance": func(t Tier, v *lines) { t.advanceLines(loops, v.rows(3), v.rows(2), linesLo, linesHi, &v.sum) },
		"descend": func(t Tier, v *lines) {
			t.descendLines(loops, v.rows(0), v.rows(1), v.rows(2), v.rows(3), linesLo, linesHi, &v.step, &v.sum)
		},
		"nextDirection": func(t Tier, v *lines) {
			t.nextDirectionLines(loops, v.rows(2), v.rows(1), linesLo, linesHi, &v.step)
		},
	} {
		want := start.clone()
		linesOracle(name, m, loops.omega, want)
		for _, tier := range Tiers() {
			got := start.clone()
			run(tier, got)
			require.Equal(t, want.bits(), got.bits(), "%s by %v", name, tier)
		}
	}
}

// linesOracle applies a formula entry by entry.
func linesOracle(name string, m *Sparse, omega []float32, v *lines) {
	x, r, p, q := v.rows(0), v.rows(1), v.rows(2), v.rows(3)
	for e := linesLo * v.columns; e < linesHi*v.columns; e++ {
		i, c := e/v.columns, e%v.columns
		switch name {
		case "advance":
			product := float32(0)
			for f := m.start[i]; f < m.start[i+1]; f++ {
				product += float32(float32(m.val[f]) * p[int(m.ind[f])*v.columns+c])
			}
			q[e] = p[e] - product
			v.sum[c] += float32(float32(omega[i]*p[e]) * q[e])
		case "descend":
			x[e] += float32(v.step[c] * p[e])
			r[e] -= float32(v.step[c] * q[e])
			v.sum[c] += float32(float32(omega[i]*r[e]) * r[e])
		default:
			p[e] = r[e] + float32(v.step[c]*p[e])
		}
	}
}

func TestLinesEdges(t *testing.T) {
	empty := MustSparse(2, []int{0, 0, 0}, nil, nil)
	l := NewLines(empty, []float64{1, 1})
	p, y := make([]float32, 2*Line32), make([]float32, 2*Line32)
	p[0] = 3
	var sum [Line32]float32
	l.Advance(y, p, 0, 2, &sum)
	assert.Equal(t, p, y)
	assert.Equal(t, float32(9), sum[0])
	l.Advance(y, p, 1, 1, &sum)
	assert.Panics(t, func() { l.Advance(y, p[:Line32:Line32], 0, 1, &sum) })
	assert.Panics(t, func() { l.Advance(y[:Line32:Line32], p, 0, 2, &sum) })
	assert.Panics(t, func() { l.Descend(y[:Line32:Line32], p, p, p, 0, 2, &sum, &sum) })
	assert.Panics(t, func() { l.NextDirection(y[:Line32:Line32], p, 0, 2, &sum) })
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		l.Advance(y, p, 0, 2, &sum)
		l.Descend(y, p, p, p, 0, 2, &sum, &sum)
		l.NextDirection(y, p, 0, 2, &sum)
	}))
}

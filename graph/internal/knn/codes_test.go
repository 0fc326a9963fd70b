package knn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
)

// codeFields are values that codes of a byte hold exactly, or badly.
func codeFields(rng *rand.Rand) []struct {
	name  string
	exact bool
	f     func(i, j int) float64
} {
	normal := rng.NormFloat64
	return []struct {
		name  string
		exact bool
		f     func(i, j int) float64
	}{
		{"pixels", true, func(int, int) float64 { return float64(rng.IntN(256)) }},
		{"mostly white", true, func(int, int) float64 { return max(0, float64(rng.IntN(1000)-744)) }},
		{"counts and years", true, func(_, j int) float64 { return float64(j%3)*1990 - 7 + float64(rng.IntN(30)) }},
		{"quarters", true, func(int, int) float64 { return float64(rng.IntN(80)-200) / 4 }},
		{"signs, huge", true, func(int, int) float64 { return float64(rng.IntN(2)*2-1) * 0x1p200 }},
		{"256 steps", false, func(i, j int) float64 { return float64((i*7 + j*j) % 257) }},
		{"normal", false, func(int, int) float64 { return normal() }},
		{"heavy tails", false, func(int, int) float64 { return normal() / (rng.Float64()*rng.Float64() + 1e-9) }},
		{"one large value a row", false, func(i, j int) float64 {
			if j == i%5 {
				return 1e5 * normal()
			}
			return normal()
		}},
		{"rows of all sizes", false, func(i, _ int) float64 { return math.Pow(10, float64(i%90-50)) * normal() }},
		{"tight clusters", false, func(i, j int) float64 { return math.Sin(float64(i%9*70+j)) + 1e-4*normal() }},
		{"a constant and a step", false, func(i, j int) float64 { return float64(j%2)*0.1 + float64(i/50*(j%7/6)) }},
	}
}

// Codes find what brute force does, also where rows come in parts.
func TestCodesAgainstBruteForce(t *testing.T) {
	for _, m := range []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}} {
		for _, c := range codeFields(random(5)) {
			for _, s := range []struct{ n, d, k int }{{100, 3, 7}, {150, 70, 11}} {
				t.Run(fmt.Sprintf("%v/%s/%d×%d", m, c.name, s.n, s.d), func(t *testing.T) {
					p := pointsOf(t, s.n, s.d, m, c.f)
					f := newCodeFrame(p, p, vec.Best())
					if s.d == 70 && m == (kernel.Euclidean{}) {
						require.Equal(t, c.exact, f.unit > 0, "whether codes are exact")
					}
					requireCodes(t, p, p, s.k)
					q, err := p.Like(matrixOf(40, s.d, c.f))
					require.NoError(t, err)
					requireCodes(t, q, p, s.k)
				})
			}
		}
	}
	normal := random(6).NormFloat64
	long := pointsOf(t, 130, 4*partSteps+9, nil, func(int, int) float64 { return normal() })
	requireCodes(t, long, long, 5)
}

// requireCodes checks the search in codes with every tier against brute force.
func requireCodes(t *testing.T, q, p *Points, k int) {
	t.Helper()
	want, err := (&query{ctx: t.Context(), q: q, p: p, k: k}).bruteForce()
	require.NoError(t, err)
	for _, tier := range vec.Tiers() {
		s := &query{ctx: t.Context(), q: q, p: p, k: k, tier: tier}
		got, err := s.allPairsIn(newCodeFrame(q, p, tier))
		require.NoError(t, err)
		require.Equal(t, want.Ind, got.Ind, tier)
		require.Equal(t, want.D2, got.D2, tier)
	}
}

// The score of every pair is no less than -d²/2, and no more than its errors above it.
func TestCodeScoresAreBounds(t *testing.T) {
	for _, tier := range vec.Tiers() {
		for _, c := range codeFields(random(7)) {
			p := pointsOf(t, blockRows, 33, nil, c.f)
			f := newCodeFrame(p, p, tier)
			s := f.precompute(p)
			l := newShortlists(&query{q: p, p: p, k: 1}, f, s, s)
			w := l.newRanker()
			eachScore(&f, p, s, func(i, j int, score float32) {
				// -d²/2 in the frame, nearly exact in float64.
				half := -NewRuler(p, p).between(i, j) / 2 * f.scale * f.scale
				sure := float64(score) - float64(s.bound[i]) - float64(s.bound[j]) - s.codes.errorOf(i, s.codes, j)
				measured := float64(l.measuredScore(i, j, &w))
				if float64(score) < half || sure > half || measured < half ||
					measured-math.Abs(measured)*0x1p-22-0x1p-148 > half {
					t.Fatalf("%v, %s, rows %d and %d: %g is not within %g and %g, or %g", tier, c.name, i, j, half, sure, score, measured)
				}
			})
		}
	}
}

// The bounds hold however each of the nine operations of a tile rounds: by u of the sum of all magnitudes, and by half
// the least number of float32.
func TestCodeBoundsAllowForAnyRounding(t *testing.T) {
	const operations, u, least = 9, 0x1p-24, 0x1p-149
	rng := random(11)
	normal := rng.NormFloat64
	for _, c := range []struct {
		name string
		d    int
		f    func(i, j int) float64
	}{
		{"normal", 33, func(int, int) float64 { return normal() }},
		{"twins", 33, func(i, j int) float64 { return math.Sin(float64(i/2*40+j)) + 1e-7*normal() }},
		{"pixels, twins", 33, func(i, j int) float64 { return float64((i/2*7919 + j*j*31) % 256) }},
		{"rows beside large ones", 33, func(i, _ int) float64 {
			// Two rows that cancel in the mean, the others at the lower end of float32.
			if i < 2 {
				return float64(1 - 2*i)
			}
			return 1e-22 * normal()
		}},
		// All codes of a row but one are the same, and so is what they leave over: Cauchy's inequality is nearly exact.
		{"codes and errors alike", 600, func(i, j int) float64 {
			sign := float64(1 - 2*(i%2))
			if j == 0 {
				return 127 * sign
			}
			return (100.49 - float64(i)*1e-4) * sign
		}},
	} {
		p := pointsOf(t, 48, c.d, nil, c.f)
		f := newCodeFrame(p, p, vec.Generic)
		s, codes := f.precompute(p), make([][]byte, p.n)
		for i := range codes {
			r := p.reader()
			_, row := r.row(i)
			codes[i] = make([]byte, c.d)
			f.codeRow(codes[i], row, f.center, s.codes.scale[i])
		}
		for i := range p.n {
			for j := range i {
				score, size := scoreOf(s, i, j, codes)
				wrong := operations * (u*size + least/2)
				half := -NewRuler(p, p).between(i, j) / 2 * f.scale * f.scale
				require.GreaterOrEqual(t, score-wrong, half, "%s, rows %d and %d", c.name, i, j)
				sure := score + wrong - float64(s.bound[i]) - float64(s.bound[j]) - s.codes.errorOf(i, s.codes, j)
				require.LessOrEqual(t, sure, half, "%s, rows %d and %d", c.name, i, j)
			}
		}
	}
}

// scoreOf returns what a tile gives for two rows before it rounds, and the sum of the magnitudes in it.
func scoreOf(s *norms, i, j int, codes [][]byte) (score, size float64) {
	product := 0
	for e, code := range codes[i] {
		product += int(int8(code)) * int(int8(codes[j][e]))
	}
	x := s.codes
	for _, term := range []float64{
		float64(product) * float64(x.scale[i]) * float64(x.scale[j]), -float64(s.half[i]), -float64(s.half[j]),
		float64(x.length[i]) * float64(x.err[j]), float64(x.err[i]) * float64(x.length[j]),
	} {
		score, size = score+term, size+math.Abs(term)
	}
	return score, size
}

// eachScore calls f with the scores of all pairs of blockRows rows.
func eachScore(f *frame, p *Points, s *norms, each func(i, j int, score float32)) {
	rows, cols := f.shape()
	steps := f.steps(p.d)
	a, b := f.newPanels(blockRows, p.d), f.newPanels(blockRows, p.d)
	f.packRows(a, packAll(p, s, 0, p.n))
	f.packColumns(b, packAll(p, s, 0, p.n))
	levels := make([]float32, blockRows)
	t := f.newTile(1)
	t.setPart(0, steps, steps)
	for j := 0; j < blockRows; j += cols {
		t.setColumns(b.from(j*steps), s.side(j, levels))
		for i := 0; i < blockRows; i += rows {
			t.setRows(a.from(i*steps), s.side(i, levels))
			t.multiply(0)
			for r := range rows {
				for c := range cols {
					if i+r != j+c {
						each(i+r, j+c, t.score(r, c))
					}
				}
			}
		}
	}
}

// Codes are used where they tell rows apart, and not where all rows of a cluster are within
// their errors.
func TestCodesPayWhereTheyTellRowsApart(t *testing.T) {
	rng := random(8)
	pay := func(f func(i, j int) float64) bool {
		p := pointsOf(t, 6000, 64, nil, f)
		s := &query{ctx: t.Context(), q: p, p: p, k: 10, tier: vec.Best()}
		in := newCodeFrame(p, p, s.tier)
		if in.unit > 0 {
			yes, err := s.codesPay(in)
			require.NoError(t, err)
			return yes
		}
		yes, err := s.tellApart(in)
		require.NoError(t, err)
		return yes
	}
	require.True(t, pay(func(int, int) float64 { return float64(rng.IntN(256)) }), "exact codes")
	center := make([]float64, 64*10)
	for i := range center {
		center[i] = 5 * rng.NormFloat64()
	}
	clusters := func(width float64) func(i, j int) float64 {
		return func(i, j int) float64 { return center[i%10*64+j] + width*rng.NormFloat64() }
	}
	require.True(t, pay(clusters(4)))
	require.False(t, pay(clusters(1e-3)))
}

// The order of measuring is that of falling scores, whatever their sign.
func TestByScore(t *testing.T) {
	rng := random(9)
	found := make([]hit, 300)
	for i := range found {
		found[i].score = float32(rng.NormFloat64())
		if i%10 == 0 {
			found[i].score = float32(math.Inf(i%20 - 5))
		}
	}
	order := (&ranker{}).byScore(found)
	require.Len(t, order, len(found))
	for i := 1; i < len(order); i++ {
		require.GreaterOrEqual(t, found[order[i-1]].score, found[order[i]].score)
	}
}

// A row of zeros, old or new, is at the cosine distance 1 from all rows, which no center off the origin keeps: no grid
// is taken, though the unit vectors of 64 signs have one.
func TestCodesOfRowsWithoutDirection(t *testing.T) {
	rng := random(12)
	sign := func(int, int) float64 { return float64(1 - 2*(rng.IntN(10)/9)) }
	some := func(i, j int) float64 { return float64(i%2) * sign(i, j) }
	p := pointsOf(t, 130, 64, kernel.Cosine{}, sign)
	require.Positive(t, newCodeFrame(p, p, vec.Best()).unit, "codes are exact")
	q, err := p.Like(matrixOf(9, 64, some))
	require.NoError(t, err)
	require.Zero(t, newCodeFrame(q, p, vec.Best()).unit)
	requireCodes(t, q, p, 7)
	p = pointsOf(t, 130, 64, kernel.Cosine{}, some)
	requireCodes(t, p, p, 7)
}

// Codes are exact only as far from 0 as float64 holds every point of the grid, on which the center lies.
func TestCodesFarFromZero(t *testing.T) {
	rng := random(10)
	for _, c := range []struct {
		low, step float64
		exact     bool
	}{{0x1p52, 1, true}, {0x1p53, 2, false}, {-0x1p57, 16, false}, {0x1p59, 128, false}} {
		p := pointsOf(t, 130, 50, nil, func(i, j int) float64 {
			if j > 0 {
				return float64(rng.IntN(3))
			}
			// From 0 to 128 above the least, mostly 0.
			return c.low + float64(i%5/4)*c.step*float64(rng.IntN(int(128/c.step)+1))
		})
		require.Equal(t, c.exact, newCodeFrame(p, p, vec.Best()).unit > 0, "from %g on", c.low)
		requireCodes(t, p, p, 5)
	}
}

// Rows are coded only as long as no sum of products leaves int32.
func TestMostColumnsOfCodes(t *testing.T) {
	require.Less(t, maxCodeColumns*128*128, 1<<31)
	for _, d := range []int{maxCodeColumns, maxCodeColumns + 1} {
		p := &Points{n: minCodeRows, d: d}
		s := &query{q: p, p: p, tier: vec.Best()}
		require.Equal(t, s.tier.HasBytes() && d == maxCodeColumns, s.fitsCodes())
	}
}

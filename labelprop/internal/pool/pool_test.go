package pool_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// opinion returns random distributions over classes y; skill is how much the class of a
// row is favoured.
func opinion(r *rand.Rand, name string, y []int, l, classes int, skill float64) pool.Opinion {
	p := mat.NewDense(len(y), classes, nil)
	for i, class := range y {
		row := p.RawRowView(i)
		for k := range row {
			row[k] = math.Exp(r.NormFloat64())
		}
		row[class] *= math.Exp(skill)
		floats.Scale(1/floats.Sum(row), row)
	}
	return pool.Opinion{Name: name, P: p, LeftOut: mat.DenseCopyOf(p.Slice(0, l, 0, classes))}
}

func classesOf(n, classes int) []int {
	y := make([]int, n)
	for i := range y {
		y[i] = i % classes
	}
	return y
}

func combine(t *testing.T, y []int, classes int, opinions ...pool.Opinion) *pool.Answer {
	a, err := pool.Combine(opinions, y, classes)
	require.NoError(t, err)
	return a
}

func right(p *mat.Dense, y []int) (count int) {
	for i, class := range y {
		if floats.MaxIdx(p.RawRowView(i)) == class {
			count++
		}
	}
	return count
}

func TestAPoolIsBetterThanItsOpinions(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	y := classesOf(2000, 4)
	var all []pool.Opinion
	best := 0
	for _, name := range []string{"a", "b", "c"} {
		all = append(all, opinion(r, name, y, 80, 4, 1))
		best = max(best, right(all[len(all)-1].P, y))
	}
	a := combine(t, y[:80], 4, all...)
	assert.Greater(t, right(a.P, y), best+100)
	assert.Equal(t, 80, a.Judged)
	for i := range y {
		assert.InDelta(t, 1, floats.Sum(a.P.RawRowView(i)), 1e-12)
	}
}

func TestTheBetterOpinionCountsMore(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	y := classesOf(400, 3)
	good, bad := opinion(r, "good", y, 60, 3, 2), opinion(r, "bad", y, 60, 3, 0)
	a := combine(t, y[:60], 3, bad, good)
	assert.Greater(t, a.Parts[1].Weight, 0.95)
	assert.Less(t, a.Parts[0].Temperature, 1.)
	assert.Less(t, a.Parts[1].LogLoss, a.Parts[0].LogLoss)
	assert.InDelta(t, 1, a.Parts[0].Weight+a.Parts[1].Weight, 1e-12)
}

func TestOrderOfOpinionsAndClassesDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	y := classesOf(50, 3)
	a, b := opinion(r, "a", y, 12, 3, 1), opinion(r, "b", y, 12, 3, 1)
	want := combine(t, y[:12], 3, a, b)
	assert.True(t, mat.EqualApprox(want.P, combine(t, y[:12], 3, b, a).P, 1e-12))
	turn := func(m *mat.Dense) *mat.Dense {
		out := mat.DenseCopyOf(m)
		out.Apply(func(i, k int, _ float64) float64 { return m.At(i, (k+1)%3) }, out)
		return out
	}
	for _, o := range []*pool.Opinion{&a, &b} {
		o.P, o.LeftOut = turn(o.P), turn(o.LeftOut)
	}
	turned := slices.Clone(y[:12])
	for l := range turned {
		turned[l] = (turned[l] + 2) % 3
	}
	assert.True(t, mat.EqualApprox(turn(want.P), combine(t, turned, 3, a, b).P, 1e-9))
}

func TestOpinionsOfOneMindAreThatMind(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	y := classesOf(50, 2)
	a := opinion(r, "a", y, 20, 2, 1)
	assert.True(t, mat.EqualApprox(combine(t, y[:20], 2, a).P, combine(t, y[:20], 2, a, a, a).P, 1e-9))
}

func TestWithoutLabelsToLeaveOutPriorsDecide(t *testing.T) {
	p := mat.NewDense(1, 2, []float64{0.9, 0.1})
	q := mat.NewDense(1, 2, []float64{0.2, 0.8})
	a := combine(t, []int{0, 1}, 2, pool.Opinion{P: p, Prior: 3}, pool.Opinion{P: q})
	log := func(v float64) float64 { return math.Log(0.98*v + 0.01) }
	odds := 0.75*(log(0.9)-log(0.1)) + 0.25*(log(0.2)-log(0.8))
	assert.InDelta(t, 1/(1+math.Exp(-odds)), a.P.At(0, 0), 1e-12)
	assert.Zero(t, a.Judged)
	assert.True(t, math.IsNaN(a.Parts[0].LogLoss))
}

func TestARowOfWhichAnOpinionSaysNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	y := classesOf(40, 2)
	a, b := opinion(r, "a", y, 10, 2, 1), opinion(r, "b", y, 10, 2, 1)
	want := combine(t, y[:10], 2, a, b)
	b.P.SetRow(30, []float64{0, 0})
	got := combine(t, y[:10], 2, a, b)
	for i := range y {
		if i != 30 {
			assert.InDeltaSlice(t, want.P.RawRowView(i), got.P.RawRowView(i), 1e-12)
		}
	}
	assert.Equal(t, floats.MaxIdx(a.P.RawRowView(30)), floats.MaxIdx(got.P.RawRowView(30)))
	a.P.SetRow(30, []float64{0, 0})
	assert.InDeltaSlice(t, []float64{0.5, 0.5}, combine(t, y[:10], 2, a, b).P.RawRowView(30), 1e-12)
}

func TestCertainAndWrongRulesNothingOut(t *testing.T) {
	certain := mat.NewDense(1, 3, []float64{0, 0, 1})
	a := combine(t, nil, 3, pool.Opinion{P: certain})
	assert.Greater(t, a.P.At(0, 0), 0.005)
}

func TestErrors(t *testing.T) {
	p := mat.NewDense(4, 2, nil)
	for text, opinions := range map[string][]pool.Opinion{
		"no opinion":                              nil,
		"a is 4×2, for 4 rows and 3 classes":      {{Name: "a", P: p}},
		"b is 3×3, for 5 rows and 3 classes":      {{P: mat.NewDense(5, 3, nil)}, {Name: "b", P: mat.NewDense(3, 3, nil)}},
		"c left out is 4×2, for 2 labels and 3 c": {{Name: "c", P: mat.NewDense(5, 3, nil), LeftOut: p}},
	} {
		_, err := pool.Combine(opinions, []int{0, 1}, 3)
		assert.ErrorContains(t, err, text)
	}
}

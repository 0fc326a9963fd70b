package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// conformalProblem is a graph of a few nodes, of several components in every third, and labels.
func conformalProblem(t testing.TB, seed uint64) (*graph.Graph, []int) {
	r := rand.New(rand.NewPCG(seed, 20))
	n, c := 8+r.IntN(8), 2+r.IntN(2)
	var g *graph.Graph
	switch seed % 3 {
	case 0:
		g = fromEdges(t, n, randomEdges(n, 2*n, 2*r.Float64(), r))
	case 1:
		near, err := graph.KNN(t.Context(), gaussian(n, 2, r), 3, nil)
		require.NoError(t, err)
		g, err = near.Weigh(kernel.SelfTuning{})
		require.NoError(t, err)
	default:
		near, err := graph.Complete(t.Context(), gaussian(n, 2, r), nil)
		require.NoError(t, err)
		g, err = near.Weigh(kernel.RBF{Gamma: math.Pow(10, 2*r.Float64()-1)})
		require.NoError(t, err)
	}
	y := slices.Repeat([]int{none}, n)
	for at, i := range r.Perm(n)[:c+2+r.IntN(3)] {
		y[i] = at % c
	}
	return g, y
}

// denseShares are the answers of the dense oracle, divided by their sums, with all classes.
func denseShares(t testing.TB, g *graph.Graph, y []int, m labelprop.Method, c int) *mat.Dense {
	n := len(y)
	out := mat.NewDense(n, c, nil)
	if !slices.ContainsFunc(y, func(k int) bool { return k >= 0 }) {
		return out
	}
	f := denseAnswer(t, g, weights(g), y, m)
	_, fewer := f.Dims()
	for i := range n {
		sum := 0.0
		for k := range fewer {
			sum += f.At(i, k)
		}
		for k := range fewer {
			if sum > 0 {
				out.Set(i, k, f.At(i, k)/sum)
			}
		}
	}
	return out
}

// refitSets are the p-values by solving anew with row x in class k, and without each label.
func refitSets(t testing.TB, g *graph.Graph, y []int, m labelprop.Method, byClass bool) *mat.Dense {
	c := classCount(y)
	alone := denseShares(t, g, y, m, c)
	return eachPValue(y, c, byClass, func(x, k, i int) (label, row float64) {
		with := slices.Clone(y)
		with[x], with[i] = k, none
		return denseShares(t, g, with, m, c).At(i, y[i]), alone.At(x, k)
	})
}

// refitCVPlus are those by solving without each label.
func refitCVPlus(t testing.TB, g *graph.Graph, y []int, m labelprop.Method, byClass bool) *mat.Dense {
	c := classCount(y)
	without := make([]*mat.Dense, len(y))
	for i, own := range y {
		if own >= 0 {
			kept := slices.Clone(y)
			kept[i] = none
			without[i] = denseShares(t, g, kept, m, c)
		}
	}
	return eachPValue(y, c, byClass, func(x, k, i int) (label, row float64) {
		return without[i].At(i, y[i]), without[i].At(x, k)
	})
}

// eachPValue compares every label with every row in every class.
func eachPValue(y []int, c int, byClass bool, scores func(x, k, i int) (label, row float64)) *mat.Dense {
	p := mat.NewDense(len(y), c, nil)
	for x, own := range y {
		if own >= 0 {
			p.Set(x, own, 1)
			continue
		}
		for k := range c {
			count, all := 1, 1
			for i, of := range y {
				if of < 0 || byClass && of != k {
					continue
				}
				all++
				if label, row := scores(x, k, i); label <= row*(1+1e-9) {
					count++
				}
			}
			p.Set(x, k, float64(count)/float64(all))
		}
	}
	return p
}

// P-values, and with them all sets, are those of refitting on 50 random problems.
func TestConformalIsRefitting(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		g, y := conformalProblem(t, seed)
		for _, m := range influenced {
			for _, byClass := range []bool{false, true} {
				name := fmt.Sprintf("%d/%v/%v", seed, m, byClass)
				s, err := labelprop.Conformal(t.Context(), g, classSeeds(y), m, &labelprop.ConformalOptions{ByClass: byClass})
				require.NoError(t, err, name)
				require.Equal(t, labelprop.FullConformal, s.By)
				require.LessOrEqual(t, largestGap(refitSets(t, g, y, m, byClass), s.P), 1e-12, name)
				plus, err := labelprop.Conformal(t.Context(), g, classSeeds(y), m,
					&labelprop.ConformalOptions{ByClass: byClass, CVPlus: true})
				require.NoError(t, err, name)
				require.Equal(t, labelprop.CVPlus, plus.By)
				require.LessOrEqual(t, largestGap(refitCVPlus(t, g, y, m, byClass), plus.P), 1e-12, name)
			}
		}
	}
}

// Where weights range beyond float64, refitting by the solver's logarithms tells the same.
func TestConformalAtHugeBandwidths(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 21))
		near, err := graph.Complete(t.Context(), gaussian(9, 1, r), nil)
		require.NoError(t, err)
		g, err := near.Weigh(kernel.RBF{Gamma: math.Pow(10, 1+6*r.Float64())})
		require.NoError(t, err)
		y := []int{0, 1, 0, 1, none, none, 0, none, 1}
		logs := func(y []int) *mat.Dense {
			return solveOK(t, g, must(labelprop.Classes(y, 2)), labelprop.Harmonic{}, labelprop.Elimination).LogScores
		}
		alone := logs(y)
		want := eachPValue(y, 2, false, func(x, k, i int) (label, row float64) {
			with := slices.Clone(y)
			with[x], with[i] = k, none
			label, row = logs(with).At(i, y[i]), alone.At(x, k)
			// Equal but for rounding, as the caller compares: no larger.
			return boolScore(label > row+1e-9), 0.5
		})
		s, err := labelprop.Conformal(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, nil)
		require.NoError(t, err)
		require.LessOrEqual(t, largestGap(want, s.P), 1e-12, "%d", seed)
	}
}

func boolScore(larger bool) float64 {
	if larger {
		return 1
	}
	return 0
}

// Copies of rows are rows like others, few or many; labels among them, too.
func TestConformalOfCopies(t *testing.T) {
	x := mat.NewDense(12, 1, []float64{0, 0, 0, 0, 0, 1, 1, 2.5, 4, 4, 4, 6})
	near, err := graph.KNN(t.Context(), x, 3, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 0.5})
	require.NoError(t, err)
	y := []int{0, none, none, 1, none, 0, none, none, 1, none, 1, none}
	for _, m := range influenced {
		s, err := labelprop.Conformal(t.Context(), g, classSeeds(y), m, nil)
		require.NoError(t, err)
		require.LessOrEqual(t, largestGap(refitSets(t, g, y, m, false), s.P), 1e-12, "%v", m)
	}
}

// On a graph that is too large for elimination CV+ is taken, in blocks of columns.
func TestConformalOfDigits(t *testing.T) {
	t.Parallel()
	skipIfSlow(t)
	net := knn(t, load(t, "digits"), 10, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 2, 1)
	o := &labelprop.Options{Tol: 1e-12}
	s, err := labelprop.Conformal(t.Context(), net.g, classSeeds(y), labelprop.Harmonic{}, &labelprop.ConformalOptions{Solve: o})
	require.NoError(t, err)
	assert.Equal(t, labelprop.CVPlus, s.By)
	without := map[int]*mat.Dense{}
	for i, own := range y {
		if own >= 0 {
			kept := slices.Clone(y)
			kept[i] = none
			r, err := labelprop.Solve(t.Context(), net.g, must(labelprop.Classes(kept, 10)), labelprop.Harmonic{}, o)
			require.NoError(t, err)
			without[i] = r.Scores
		}
	}
	want := eachPValue(y, 10, false, func(x, k, i int) (label, row float64) {
		return without[i].At(i, y[i]), without[i].At(x, k)
	})
	off := 0
	for at, p := range want.RawMatrix().Data {
		if math.Abs(p-s.P.RawMatrix().Data[at]) > 1e-12 {
			off++ // scores nearer than the tolerance of the solver
		}
	}
	assert.LessOrEqual(t, off, len(want.RawMatrix().Data)/1000)
}

// More labels than fit in a block of columns: the same as refitting by leave-one-out.
func TestConformalInBlocks(t *testing.T) {
	skipIfSlow(t)
	net := knn(t, load(t, "digits").thinned(2), 6, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 55, 1)
	s, err := labelprop.Conformal(t.Context(), net.g, classSeeds(y), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	assert.Equal(t, labelprop.FullConformal, s.By)
	alone := solveOK(t, net.g, classSeeds(y), labelprop.Harmonic{}, labelprop.Elimination)
	for x, tries := 0, 0; tries < 3; x += 7 {
		if y[x] >= 0 {
			continue
		}
		tries++
		with := slices.Clone(y)
		with[x] = (net.truth[x] + tries) % 10
		loo, err := labelprop.LeaveOneOut(t.Context(), net.g, classSeeds(with), labelprop.Harmonic{}, nil)
		require.NoError(t, err)
		count := 0.0
		for l, i := range loo.Nodes {
			// The row itself counts, as its score ties with itself.
			if i == x || loo.Scores.At(l, y[i]) <= alone.Scores.At(x, with[x])*(1+1e-9) {
				count++
			}
		}
		assert.InDelta(t, count/float64(len(loo.Nodes)), s.P.At(x, with[x]), 1e-12)
	}
}

// New rows: CV+ with what the answers without each label predict for them.
func TestConformalOfNewRows(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 22))
		near, err := graph.KNN(t.Context(), gaussian(14, 2, r), 3, nil)
		require.NoError(t, err)
		g, err := near.Weigh(kernel.RBF{Gamma: 0.3})
		require.NoError(t, err)
		links, err := near.Link(t.Context(), gaussian(6, 2, r), kernel.RBF{Gamma: 0.3})
		require.NoError(t, err)
		y := []int{0, 1, none, 0, 1, none, 0, none, 1, none, 0, 1, none, none}
		for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.5}} {
			c := labelprop.ConformalOptions{Links: links}
			s, err := labelprop.Conformal(t.Context(), g, classSeeds(y), m, &c)
			require.NoError(t, err)
			assert.Equal(t, labelprop.CVPlus, s.By)
			rows := slices.Repeat([]int{none}, links.Rows())
			without := func(i int) (nodes, rows *mat.Dense) {
				kept := slices.Clone(y)
				kept[i] = none
				res := solveOK(t, g, must(labelprop.Classes(kept, 2)), m, labelprop.Elimination)
				p, err := res.Predict(links)
				require.NoError(t, err)
				return res.Probabilities(), p.Probabilities()
			}
			want := mat.NewDense(len(rows), 2, nil)
			for x := range rows {
				for k := range 2 {
					count, l := 1.0, 1.0
					for i, own := range y {
						if own < 0 {
							continue
						}
						nodes, at := without(i)
						if l++; nodes.At(i, own) <= at.At(x, k)*(1+1e-9) {
							count++
						}
					}
					want.Set(x, k, count/l)
				}
			}
			assert.LessOrEqual(t, largestGap(want, s.P), 1e-12, "%d/%v", seed, m)
		}
	}
}

// Methods that are no sums over labels are solved without parts of the labels; with as many parts
// as labels that is leaving out each.
func TestConformalOfOtherMethods(t *testing.T) {
	net := knn(t, load(t, "iris"), 8, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 3, 1)
	for _, m := range []labelprop.Method{labelprop.BalancedPoisson{}, labelprop.WNLL{}} {
		s, err := labelprop.Conformal(t.Context(), net.g, classSeeds(y), m, nil)
		require.NoError(t, err)
		assert.Equal(t, labelprop.CVPlus, s.By)
		without := map[int]*mat.Dense{}
		for i, own := range y {
			if own >= 0 {
				kept := slices.Clone(y)
				kept[i] = none
				r, err := labelprop.Solve(t.Context(), net.g, must(labelprop.Classes(kept, 3)), m, nil)
				require.NoError(t, err)
				without[i] = r.Probabilities()
			}
		}
		want := eachPValue(y, 3, false, func(x, k, i int) (label, row float64) {
			return without[i].At(i, y[i]), without[i].At(x, k)
		})
		assert.LessOrEqual(t, largestGap(want, s.P), 1e-12, "%v", m)
	}
}

// Labels left out against the answer by all: ranks, counted one by one.
func TestConformalLeftOut(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 1))
	left, p, y := mat.NewDense(20, 3, nil), mat.NewDense(30, 3, nil), make([]int, 20)
	for i := range y {
		y[i] = r.IntN(3)
		left.SetRow(i, []float64{float64(r.IntN(6)) / 6, r.Float64(), float64(r.IntN(6)) / 6})
	}
	for i := range 30 {
		p.SetRow(i, []float64{float64(r.IntN(6)) / 6, r.Float64(), float64(r.IntN(6)) / 6})
	}
	for _, byClass := range []bool{false, true} {
		s, err := labelprop.ConformalLeftOut(&labelprop.LabelsLeftOut{Y: y, P: left}, p, byClass)
		require.NoError(t, err)
		for x := range 30 {
			for k := range 3 {
				count, all := 1.0, 1.0
				for i, own := range y {
					if own != k && byClass {
						continue
					}
					if all++; left.At(i, own) <= p.At(x, k) {
						count++
					}
				}
				assert.InDelta(t, count/all, s.P.At(x, k), 1e-15)
			}
		}
	}
	_, err := labelprop.ConformalLeftOut(&labelprop.LabelsLeftOut{Y: y[1:], P: left}, p, false)
	assert.ErrorIs(t, err, labelprop.ErrShape)
	_, err = labelprop.ConformalLeftOut(&labelprop.LabelsLeftOut{Y: append([]int{7}, y[1:]...), P: left}, p, false)
	assert.ErrorContains(t, err, "class 7")
}

// A p-value of exactly 1-coverage is not in the set, as rounded as it may be.
func TestPredictionSetsAtTheLevel(t *testing.T) {
	s := labelprop.PredictionSets{P: mat.NewDense(2, 3, []float64{0.1, 0.2, 0.100001, 0.05, 0.1, 0.01})}
	assert.Equal(t, []int{1, 2}, s.Set(0, 0.9))
	assert.Empty(t, s.Set(1, 0.9))
	assert.Equal(t, labelprop.SetSizes{Rows: 2, Mean: 1, Empty: 0.5}, s.Sizes(0.9))
	assert.Equal(t, 9, labelprop.LeastLabels(0.9))
	assert.Equal(t, 19, labelprop.LeastLabels(0.95))
	assert.Equal(t, 0.9, s.Guaranteed(0.9))
	s.By = labelprop.CVPlus
	assert.InDelta(t, 0.8, s.Guaranteed(0.9), 1e-15)
}

// Random labels: the true class is in the sets as often as asked for, in the mean over draws.
func TestConformalCovers(t *testing.T) {
	d := load(t, "iris")
	net := knn(t, d, 10, nil, kernel.SelfTuning{})
	draws := measured(60, 2000)
	held, rows := 0, 0
	for draw := range draws {
		r := rand.New(rand.NewPCG(uint64(draw), 24))
		y := slices.Repeat([]int{none}, len(net.truth))
		for _, i := range r.Perm(len(y))[:25] {
			y[i] = net.truth[i]
		}
		s, err := labelprop.Conformal(t.Context(), net.g, must(labelprop.Classes(y, 3)), labelprop.Harmonic{}, nil)
		require.NoError(t, err)
		for i, own := range y {
			if own >= 0 {
				assert.Equal(t, []int{own}, s.Set(i, 0.9))
				continue
			}
			rows++
			if slices.Contains(s.Set(i, 0.9), net.truth[i]) {
				held++
			}
		}
	}
	// The mean of a draw has a standard deviation of about 0.05.
	assert.Greater(t, float64(held)/float64(rows), 0.9-3*0.05/math.Sqrt(float64(draws)))
}

func TestConformalErrors(t *testing.T) {
	g := path(t, 4)
	half := softSeeds(mat.NewDense(4, 2, []float64{1, 0, 0, 0, 0, 0, 0, 1}), []float64{1, 1, 1, 0.5})
	shares := softSeeds(mat.NewDense(4, 2, []float64{0.5, 0.5, 0, 0, 0, 0, 0, 1}), nil)
	groups := must(classSeeds([]int{0, none, 1, 1}).InGroups([]int{0, 0, 1, 1}))
	for want, seeds := range map[string]labelprop.Seeds{
		"node 3: prediction sets compare rows with certain labels": half,
		"node 0: prediction sets compare rows with certain labels": shares,
		"labels must not be in groups":                             groups,
		"prediction sets are of classes":                           valueSeeds([]float64{1, 2, 3, 4}),
		"no node has a label":                                      classSeeds([]int{none, none, none, none}),
	} {
		_, err := labelprop.Conformal(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
		require.ErrorContains(t, err, want)
		assertOurs(t, err)
	}
}

// BenchmarkConformal compares the cost of p-values with that of leave-one-out alone.
func BenchmarkConformal(b *testing.B) {
	digits := load(b, "digits")
	for name, net := range map[string]network{
		"lists":    knn(b, digits.thinned(3), 10, nil, kernel.SelfTuning{}),
		"triangle": complete(b, digits.thinned(3), kernel.RBF{Gamma: 0.001}),
		"pairs":    complete(b, digits.thinned(3), kernel.RBF{Gamma: 1}),
		"cg":       knn(b, digits, 10, nil, kernel.SelfTuning{}),
	} {
		seeds := classSeeds(drawn(net.truth, 5, 1))
		b.Run(name+"/leave-one-out", func(b *testing.B) {
			for b.Loop() {
				_, err := labelprop.LeaveOneOut(b.Context(), net.g, seeds, labelprop.Harmonic{}, nil)
				require.NoError(b, err)
			}
		})
		b.Run(name+"/conformal", func(b *testing.B) {
			for b.Loop() {
				_, err := labelprop.Conformal(b.Context(), net.g, seeds, labelprop.Harmonic{}, nil)
				require.NoError(b, err)
			}
		})
	}
}

// TestConformalOfLabelsAlone checks graphs in which no row without a label is reached: all labels are given, or the
// others are apart.
func TestConformalOfLabelsAlone(t *testing.T) {
	path := must(graph.FromMatrix(mat.NewSymDense(5, []float64{
		0, 1, 0, 0, 0,
		1, 0, 1, 0, 0,
		0, 1, 0, 0, 0,
		0, 0, 0, 0, 1,
		0, 0, 0, 1, 0,
	})))
	u := labelprop.Unlabeled
	for _, y := range [][]int{{0, 1, 0, u, u}, {0, 1, 0, 1, 1}} {
		for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.5}, labelprop.BalancedPoisson{}} {
			for _, byClass := range []bool{false, true} {
				s, err := labelprop.Conformal(t.Context(), path, classSeeds(y), m, &labelprop.ConformalOptions{ByClass: byClass})
				require.NoError(t, err)
				for i, class := range y {
					for k := range 2 {
						p := s.P.At(i, k)
						if class == u {
							assert.True(t, p > 0 && p <= 1, "%v %v: row %d: %g", m, y, i, p)
							continue
						}
						want := 0.0
						if class == k {
							want = 1
						}
						assert.Equal(t, want, p, "%v %v: row %d", m, y, i)
					}
				}
			}
		}
	}
}

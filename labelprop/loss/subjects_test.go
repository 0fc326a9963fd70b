package loss_test

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
)

type lossOf func(targets, predictions mat.Matrix, o *loss.Options) (*loss.Terms, error)

type sparseLossOf func(labels []int, predictions mat.Matrix, o *loss.Options) (*loss.Terms, error)

// A subject is a loss of target matrices and what it may be fed with.
type subject struct {
	name                 string
	of                   lossOf
	targets, predictions func(r *rand.Rand, n, k int) *mat.Dense
	elementWise          bool
	classWeights         bool
	sparse               sparseLossOf // the same loss of labels, if there is one
}

// subjects are all losses of target matrices.
var subjects = []subject{
	{"SquaredError", loss.SquaredError, normals, normals, true, true, nil},
	{"AbsoluteError", loss.AbsoluteError, normals, normals, true, true, nil},
	{"BinaryCrossEntropy", loss.BinaryCrossEntropy, units, units, true, true, nil},
	{"SigmoidCrossEntropy", loss.SigmoidCrossEntropy, units, normals, true, true, nil},
	{"CrossEntropy", loss.CrossEntropy, distributions, distributions, false, true, loss.SparseCrossEntropy},
	{"SoftmaxCrossEntropy", loss.SoftmaxCrossEntropy, distributions, normals, false, true, loss.SparseSoftmaxCrossEntropy},
	{"KLDivergence", loss.KLDivergence, distributions, distributions, false, false, nil},
	{"CosineProximity", loss.CosineProximity, normals, normals, false, false, nil},
}

const (
	someRows    = 7
	someClasses = 4
	manyTrials  = 50
)

// trials runs f for each subject with several seeds.
func trials(t *testing.T, f func(t *testing.T, s subject, r *rand.Rand)) {
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			for seed := range uint64(manyTrials) {
				f(t, s, rand.New(rand.NewPCG(seed, 1)))
			}
		})
	}
}

// options returns random weights, one of them 0, and class weights where the
// loss takes them.
func (s subject) options(r *rand.Rand, n, k int) *loss.Options {
	columns := 1
	if s.elementWise {
		columns = k
	}
	o := &loss.Options{Weights: units(r, n, columns)}
	o.Weights.(*mat.Dense).Set(r.IntN(n), 0, 0)
	if s.classWeights {
		o.ClassWeights = units(r, 1, k).RawRowView(0)
	}
	return o
}

func filled(n, k int, f func() float64) *mat.Dense {
	m := mat.NewDense(n, k, nil)
	m.Apply(func(_, _ int, _ float64) float64 { return f() }, m)
	return m
}

func normals(r *rand.Rand, n, k int) *mat.Dense { return filled(n, k, r.NormFloat64) }

func units(r *rand.Rand, n, k int) *mat.Dense { return filled(n, k, r.Float64) }

func distributions(r *rand.Rand, n, k int) *mat.Dense {
	m := filled(n, k, r.ExpFloat64)
	for i := range n {
		row, total := m.RawRowView(i), 0.0
		for _, v := range row {
			total += v
		}
		for j := range row {
			row[j] /= total
		}
	}
	return m
}

func labels(r *rand.Rand, n, k int) []int {
	y := make([]int, n)
	for i := range y {
		y[i] = r.IntN(k+1) - 1
	}
	return y
}

// reductionsOf returns the five reductions, Weighted flattened.
func reductionsOf(t *loss.Terms) []float64 {
	return append(t.Weighted().RawMatrix().Data, t.Sum(), t.Mean(), t.BatchMean(), t.NonzeroMean())
}

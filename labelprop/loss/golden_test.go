package loss_test

import (
	"errors"
	"flag"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/losscases"
	"github.com/propagate-go/propagate/labelprop/loss"
)

const goldenInRepository = "../../testdata/golden/loss"

var goldenDir = flag.String("golden", goldenInRepository, "directory of golden files to run")

// opaque hides everything of a matrix but the mat.Matrix interface.
type opaque struct{ mat.Matrix }

// reading is how a golden case is read: as *mat.Dense, or hidden behind the
// interface, which must not make a difference.
type reading func(*mat.Dense) mat.Matrix

var readings = map[string]reading{
	"dense":  func(m *mat.Dense) mat.Matrix { return m },
	"opaque": func(m *mat.Dense) mat.Matrix { return opaque{m} },
}

// outcome is a result by the names of the golden files.
type outcome = map[string]any

type lossOf func(targets, predictions mat.Matrix, o *loss.Options) (*loss.Terms, error)

type sparseLossOf func(labels []int, predictions mat.Matrix, o *loss.Options) (*loss.Terms, error)

// goldenRuns has one entry for each golden file of this package.
var goldenRuns = map[string]func(c *losscases.Case, as reading) (outcome, error){
	"loss.SquaredError":              dense(loss.SquaredError, "preds"),
	"loss.AbsoluteError":             dense(loss.AbsoluteError, "preds"),
	"loss.BinaryCrossEntropy":        dense(loss.BinaryCrossEntropy, "probs"),
	"loss.SigmoidCrossEntropy":       dense(loss.SigmoidCrossEntropy, "logits"),
	"loss.CrossEntropy":              dense(loss.CrossEntropy, "probs"),
	"loss.SoftmaxCrossEntropy":       dense(loss.SoftmaxCrossEntropy, "logits"),
	"loss.KLDivergence":              dense(loss.KLDivergence, "probs"),
	"loss.CosineProximity":           dense(loss.CosineProximity, "preds"),
	"loss.SparseCrossEntropy":        sparse(loss.SparseCrossEntropy, "probs"),
	"loss.SparseSoftmaxCrossEntropy": sparse(loss.SparseSoftmaxCrossEntropy, "logits"),
	"loss.Focal":                     focal,
	"loss.LogSoftmax":                rowOf(loss.LogSoftmax),
	"loss.Softmax":                   rowOf(loss.Softmax),
	"loss.Softplus":                  softplus,
	"loss.OneHot":                    oneHot,
	"loss.Rescale":                   rescale,
	"loss.Smooth":                    smooth,
	"loss.MedianFrequency":           medianFrequency,
	"loss.Balanced":                  balanced,
}

func TestGolden(t *testing.T) {
	count := 0
	for function, run := range goldenRuns {
		file, err := losscases.Read(*goldenDir, function)
		require.NoError(t, err)
		count += len(file.Cases)
		for i := range file.Cases {
			for how, as := range readings {
				t.Run(function+"/"+file.Cases[i].Name+"/"+how, func(t *testing.T) {
					checkGolden(t, &file.Cases[i], func(c *losscases.Case) (outcome, error) { return run(c, as) })
				})
			}
		}
	}
	if *goldenDir == goldenInRepository {
		require.Equal(t, 345, count, "golden cases of this package")
	}
}

func checkGolden(t *testing.T, c *losscases.Case, run func(*losscases.Case) (outcome, error)) {
	got, err := run(c)
	if kind := c.Error(); kind != "" {
		require.ErrorIs(t, err, sentinels[kind])
		return
	}
	require.NoError(t, err)
	for _, wrong := range c.Compare(got) {
		t.Error(wrong)
	}
}

var sentinels = map[string]error{
	"shape":  loss.ErrShape,
	"label":  loss.ErrLabel,
	"value":  loss.ErrValue,
	"weight": loss.ErrWeight,
	"option": loss.ErrOption,
	"empty":  loss.ErrEmpty,
}

func TestSentinelsAreDistinct(t *testing.T) {
	for a, first := range sentinels {
		for b, second := range sentinels {
			require.Equal(t, a == b, errors.Is(first, second))
		}
	}
}

func dense(f lossOf, predictions string) func(*losscases.Case, reading) (outcome, error) {
	return func(c *losscases.Case, as reading) (outcome, error) {
		return reductions(f(as(c.In.Matrix("targets")), as(c.In.Matrix(predictions)), optionsOf(c, as)))
	}
}

func sparse(f sparseLossOf, predictions string) func(*losscases.Case, reading) (outcome, error) {
	return func(c *losscases.Case, as reading) (outcome, error) {
		return reductions(f(c.In.Labels("labels"), as(c.In.Matrix(predictions)), optionsOf(c, as)))
	}
}

func focal(c *losscases.Case, as reading) (outcome, error) {
	var terms *loss.Terms
	var err error
	if c.In.Has("labels") {
		terms, err = loss.SparseSoftmaxCrossEntropy(c.In.Labels("labels"), as(c.In.Matrix("logits")), optionsOf(c, as))
	} else {
		terms, err = loss.SigmoidCrossEntropy(as(c.In.Matrix("targets")), as(c.In.Matrix("logits")), optionsOf(c, as))
	}
	if err != nil {
		return nil, err
	}
	return reductions(terms.Focal(c.Opt.Number("gamma", 0)))
}

func optionsOf(c *losscases.Case, as reading) *loss.Options {
	o := &loss.Options{ClassWeights: c.Opt.Vector("class_weights"), Clip: c.Opt.Number("clip", 0)}
	if c.Opt.Has("weights") {
		o.Weights = as(c.Opt.Matrix("weights"))
	}
	return o
}

func reductions(t *loss.Terms, err error) (outcome, error) {
	if err != nil {
		return nil, err
	}
	return outcome{
		"none":                   t.Weighted(),
		"sum":                    t.Sum(),
		"mean":                   t.Mean(),
		"sum_over_batch_size":    t.BatchMean(),
		"sum_by_nonzero_weights": t.NonzeroMean(),
	}, nil
}

func rowOf(f func(dst, logits []float64) ([]float64, error)) func(*losscases.Case, reading) (outcome, error) {
	return func(c *losscases.Case, _ reading) (outcome, error) {
		values, err := f(nil, c.In.Vector("logits"))
		return outcome{"values": values}, err
	}
}

func softplus(c *losscases.Case, _ reading) (outcome, error) {
	values := c.In.Vector("x")
	for i, x := range values {
		values[i] = loss.Softplus(x)
	}
	return outcome{"values": values}, nil
}

func oneHot(c *losscases.Case, _ reading) (outcome, error) {
	m, err := loss.OneHot(c.In.Labels("labels"), int(c.Opt.Number("k", 0)))
	return outcome{"matrix": m}, err
}

func rescale(c *losscases.Case, as reading) (outcome, error) {
	lo, hi := c.Opt.Number("lo", 0), c.Opt.Number("hi", 1)
	return outcome{"matrix": loss.Rescale(as(c.In.Matrix("targets")), lo, hi)}, nil
}

func smooth(c *losscases.Case, as reading) (outcome, error) {
	m, err := loss.Smooth(as(c.In.Matrix("targets")), c.Opt.Number("eps", 0))
	return outcome{"matrix": m}, err
}

func medianFrequency(c *losscases.Case, _ reading) (outcome, error) {
	weights, err := loss.MedianFrequency(c.In.Vector("counts"), c.In.Vector("present"))
	return outcome{"weights": weights}, err
}

func balanced(c *losscases.Case, _ reading) (outcome, error) {
	weights, err := loss.Balanced(c.In.Vector("counts"))
	return outcome{"weights": weights}, err
}

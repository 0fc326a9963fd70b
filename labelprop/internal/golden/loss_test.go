package golden

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
)

type lossOf func(targets, predictions mat.Matrix, o *loss.Options) (*loss.Terms, error)

type sparseLossOf func(labels []int, predictions mat.Matrix, o *loss.Options) (*loss.Terms, error)

var lossRuns = runs{
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

func dense(f lossOf, predictions string) func(*Case, reading) (outcome, error) {
	return func(c *Case, as reading) (outcome, error) {
		return reductions(f(as(c.In.Matrix("targets")), as(c.In.Matrix(predictions)), optionsOf(c, as)))
	}
}

func sparse(f sparseLossOf, predictions string) func(*Case, reading) (outcome, error) {
	return func(c *Case, as reading) (outcome, error) {
		return reductions(f(c.In.Labels("labels"), as(c.In.Matrix(predictions)), optionsOf(c, as)))
	}
}

func focal(c *Case, as reading) (outcome, error) {
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

func optionsOf(c *Case, as reading) *loss.Options {
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

func rowOf(f func(dst, logits []float64) ([]float64, error)) func(*Case, reading) (outcome, error) {
	return func(c *Case, _ reading) (outcome, error) {
		values, err := f(nil, c.In.Vector("logits"))
		return outcome{"values": values}, err
	}
}

func softplus(c *Case, _ reading) (outcome, error) {
	values := c.In.Vector("x")
	for i, x := range values {
		values[i] = loss.Softplus(x)
	}
	return outcome{"values": values}, nil
}

func oneHot(c *Case, _ reading) (outcome, error) {
	m, err := loss.OneHot(c.In.Labels("labels"), int(c.Opt.Number("k", 0)))
	return outcome{"matrix": m}, err
}

func rescale(c *Case, as reading) (outcome, error) {
	lo, hi := c.Opt.Number("lo", 0), c.Opt.Number("hi", 1)
	return outcome{"matrix": loss.Rescale(as(c.In.Matrix("targets")), lo, hi)}, nil
}

func smooth(c *Case, as reading) (outcome, error) {
	m, err := loss.Smooth(as(c.In.Matrix("targets")), c.Opt.Number("eps", 0))
	return outcome{"matrix": m}, err
}

func medianFrequency(c *Case, _ reading) (outcome, error) {
	weights, err := loss.MedianFrequency(c.In.Vector("counts"), c.In.Vector("present"))
	return outcome{"weights": weights}, err
}

func balanced(c *Case, _ reading) (outcome, error) {
	weights, err := loss.Balanced(c.In.Vector("counts"))
	return outcome{"weights": weights}, err
}

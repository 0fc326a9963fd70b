package labelprop

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/goldensection"
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"github.com/propagate-go/propagate/labelprop/metric"
	"gonum.org/v1/gonum/mat"
)

// CalibrationLabels is how many labels must have been judged by leave-one-out for
// a temperature to be fitted to them.
const CalibrationLabels = 50

// Temperature calibrates probabilities [guo2017]: they become
//
//	P'ᵢₖ = Pᵢₖ^(1/T) / Σⱼ Pᵢⱼ^(1/T).
//
// T > 1 makes them milder, T < 1 bolder; no label changes. T = 0 stands for T = 1, so that
// the zero value changes nothing.
type Temperature struct {
	T      float64
	Labels int  // how many it comes from
	Off    bool // fewer than CalibrationLabels: T is 1

	// The expected calibration error, of ten bins, and the log loss, in nats, of the
	// labels left out, without the temperature and with it.
	ECE, ECEAfter         float64
	LogLoss, LogLossAfter float64
}

// Calibrate fits the temperature with the least log loss to the labels left out.
// What it reports is of the same labels; one number is fitted to 50 at least. With
// fewer it is off, and T is 1.
//
// Errors: seeds without classes, or no label that could be judged. O(lC).
func (r *LOO) Calibrate() (*Temperature, error) {
	if r.Labels == nil {
		return nil, errors.New("labelprop: calibration: the seeds have no classes")
	}
	truth, logs := r.pairs()
	t := &Temperature{T: 1, Labels: len(truth), Off: len(truth) < CalibrationLabels}
	// With no label judged there is nothing to fit, nor to report.
	if len(truth) == 0 {
		return nil, errors.New("labelprop: calibration: every label is alone in its component")
	}
	if !t.Off {
		// The loss is unimodal in log T.
		t.T = bestTemperature(truth, logs)
	}
	var err error
	// What the temperature changed, on the same labels.
	if t.LogLoss, t.ECE, err = atTemperature(truth, logs, 1); err == nil {
		t.LogLossAfter, t.ECEAfter, err = atTemperature(truth, logs, t.T)
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: calibration: %w", err)
	}
	return t, nil
}

// pairs returns the classes given and the logarithms of the probabilities of the
// labels that were judged, none below that of smallestProbability.
func (r *LOO) pairs() (truth []int, logs *mat.Dense) {
	c := r.seeds.c
	var rows []float64
	for _, i := range r.byAnswer() {
		truth = append(truth, r.Given[i])
		for _, l := range r.logs[i*c : (i+1)*c] {
			// The floor under a probability.
			rows = append(rows, max(l, math.Log(smallestProbability)))
		}
	}
	if len(truth) == 0 {
		return nil, nil
	}
	return truth, mat.NewDense(len(truth), c, rows)
}

// byAnswer lists the labels that were judged in an order that their classes and answers
// decide, so that the order of the rows makes no difference to sums.
func (r *LOO) byAnswer() []int {
	c := r.seeds.c
	var judged []int
	for i, s := range r.Status {
		if s != Unreachable {
			judged = append(judged, i)
		}
	}
	slices.SortStableFunc(judged, func(i, j int) int {
		return cmp.Or(cmp.Compare(r.Given[i], r.Given[j]), slices.Compare(r.logs[i*c:(i+1)*c], r.logs[j*c:(j+1)*c]))
	})
	return judged
}

// tempered returns the mean log loss at temperature t, and writes the probabilities
// into p, if not nil.
func tempered(truth []int, logs *mat.Dense, t float64, p *mat.Dense) float64 {
	return sumOf(temperedLosses(truth, logs, t, p)) / float64(len(truth))
}

// temperedLosses returns the log loss of each label.
func temperedLosses(truth []int, logs *mat.Dense, t float64, p *mat.Dense) []float64 {
	losses := make([]float64, len(truth))
	for i, k := range truth {
		row := mat.Row(nil, i, logs)
		for j := range row {
			// Logarithms divided by T, normalised again.
			row[j] /= t
		}
		simplex.LogSoftmax(row)
		losses[i] = -row[k]
		if p != nil {
			simplex.Softmax(row)
			p.SetRow(i, row)
		}
	}
	return losses
}

// calibrationBins is the number of bins of confidence.
const calibrationBins = 10

func atTemperature(truth []int, logs *mat.Dense, t float64) (loss, ece float64, err error) {
	p := mat.DenseCopyOf(logs)
	loss = tempered(truth, logs, t, p)
	r, err := metric.Calibration(truth, p, calibrationBins, nil)
	if err != nil {
		return 0, 0, err
	}
	return loss, r.ECE, nil
}

// bestTemperature returns the temperature from e⁻⁴ to e⁴ of the least log loss, which falls and then rises in ln T.
func bestTemperature(truth []int, logs *mat.Dense) float64 {
	return math.Exp(goldensection.Least(-4, 4, 1e-6, func(x float64) float64 {
		return tempered(truth, logs, math.Exp(x), nil)
	}))
}

// Apply returns the probabilities p, n×C, at the temperature. Rows of zeros stay,
// and so do zeros: certain rows stay certain. O(nC).
func (t *Temperature) Apply(p mat.Matrix) *mat.Dense {
	n, c := rows.Dims(p)
	if n <= 0 || c <= 0 || n > math.MaxInt32 || c > math.MaxInt32 {
		return new(mat.Dense)
	}
	out := mat.NewDense(n, c, nil)
	out.Apply(func(i, j int, _ float64) float64 { return p.At(i, j) }, out)
	par.For(n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			t.temper(out.RawRowView(i))
		}
	})
	return out
}

func (t *Temperature) temper(row []float64) {
	if t.T == 0 || t.T == 1 || !(row[simplex.Largest(row)] > 0) {
		return
	}
	for k, v := range row {
		row[k] = ln.Of(v) / t.T
	}
	simplex.Softmax(row)
}

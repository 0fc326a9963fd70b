package pool

import (
	"math"

	"github.com/propagate-go/propagate/internal/goldensection"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/sum"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// logOpinion is the logarithms of an opinion. A row that says nothing begins with +1,
// which no logarithm of a probability is.
// Labels are judged by judged, which is leftOut but for opinions that stand beside the others.
type logOpinion struct{ p, leftOut, judged *mat.Dense }

const silent = 1.0

func takeLogs(o Opinion) logOpinion {
	logs := logOpinion{p: logarithms(o.P)}
	if o.LeftOut != nil {
		logs.leftOut = logarithms(o.LeftOut)
		logs.judged = logs.leftOut
	}
	return logs
}

// logarithms returns the logarithms of the rows, divided by their sums, with the floor.
func logarithms(p *mat.Dense) *mat.Dense {
	n, c := p.Dims()
	out := mat.NewDense(n, c, nil)
	par.For(n, 256, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			// A row of zeros is marked; any other is divided by its sum.
			row, sum := out.RawRowView(i), simplex.Sum(p.RawRowView(i))
			if !(sum > 0) {
				row[0] = silent
				continue
			}
			for k, v := range p.RawRowView(i) {
				row[k] = math.Log((1-floor)*v/sum + floor/float64(c))
			}
		}
	})
	return out
}

// logLikelihood returns Σ ln Pᵢ(yᵢ) over the judged labels, with P ∝ exp(t·logs). A row
// that says nothing is an even distribution. The order of the labels makes no difference.
func logLikelihood(logs *mat.Dense, y, judged []int, t float64) float64 {
	terms := make([]float64, len(judged))
	for j, l := range judged {
		// Nothing said is an even distribution, at any temperature.
		row := logs.RawRowView(l)
		if row[0] > 0 {
			terms[j] = -math.Log(float64(len(row)))
			continue
		}
		terms[j] = t*row[y[l]] - logSum(row, t)
	}
	return sum.InAnyOrder(terms)
}

// logSum returns ln Σ exp(t·row).
func logSum(row []float64, t float64) float64 {
	// Relative to the largest term, so that nothing overflows.
	most, sum := floats.Max(row), 0.0
	for _, v := range row {
		sum += math.Exp(t * (v - most))
	}
	return t*most + math.Log(sum)
}

// temperature returns the t that makes logLikelihood - boldness·(ln t)² largest. The
// likelihood is concave in t, so that it rises and then falls in ln t too.
func temperature(logs *mat.Dense, y, judged []int) float64 {
	// The largest of a function is the least of its negative.
	return math.Exp(goldensection.Least(-2, 2, 1e-4, func(x float64) float64 {
		return boldness*x*x - logLikelihood(logs, y, judged, math.Exp(x))
	}))
}

// accuracy returns the share of the judged labels that the opinion names.
func accuracy(logs *mat.Dense, y, judged []int) float64 {
	// A silent row names no class.
	right := 0
	for _, l := range judged {
		if row := logs.RawRowView(l); row[0] <= 0 && floats.MaxIdx(row) == y[l] {
			right++
		}
	}
	return float64(right) / float64(len(judged))
}

// distributions turns logarithms into rows that sum to 1, at temperature t, in place.
func distributions(logs *mat.Dense, t float64) *mat.Dense {
	n, _ := logs.Dims()
	par.For(n, 256, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			// The softmax of t·row.
			row := logs.RawRowView(i)
			z := logSum(row, t)
			for k, v := range row {
				row[k] = math.Exp(t*v - z)
			}
		}
	})
	return logs
}

package summary

import (
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Of returns the facts of a run: of the data it read, the graph it built and the labels it found, as c asked
// for. Its Origin and Notes are left to the caller, who knows the command line and needs the notes before the
// labels are found.
//
// Errors: those of [metric], if there is a truth to compare with.
func Of(d *dataset.Data, b *pipeline.Built, a *pipeline.Answer, c *pipeline.Config) (*Run, error) {
	r := &Run{
		Table: TableOf(d), Graph: GraphOf(d, b, c), Method: methodOf(d, a), Pool: poolOf(d, a), Solver: solverOf(a, c),
		Calibration: calibrationOf(a), Labels: labelsOf(d, a),
		Groups: groupsOf(d, a), Novelty: noveltyOf(d, a), Doubts: doubtsOf(d, a), Trust: trustOf(d, a, c),
		Uncertain: uncertainOf(a),
		Warnings: slices.Concat(edgeWarnings(d), neighborWarnings(d, b), hangingWarnings(d, b), batchWarnings(d, b),
			warningsOf(d, b, a), featuresOnlyWarnings(a), groupWarnings(a), noveltyWarnings(a), trustWarnings(a)),
	}
	var err error
	r.Truth, err = truthOf(d, a)
	return r, err
}

// OfPrediction returns the facts of labelling new rows by a model, which has neither graph nor solver.
//
// Errors: those of [metric], if there is a truth to compare with.
func OfPrediction(d *dataset.Data, a *pipeline.Answer) (*Run, error) {
	truth, err := truthOf(d, a)
	method := Method{Line: predictedLine(a)}
	return &Run{Method: method, Labels: labelsOf(d, a), Novelty: noveltyOf(d, a), Drift: driftOf(d, a), Truth: truth,
		Trust: trustOf(d, a, &pipeline.Config{}), Uncertain: uncertainOf(a),
		Warnings: slices.Concat(newWarnings(a.Warnings), noveltyWarnings(a), driftWarnings(d, a),
			trustWarnings(a))}, err
}

// predictedLine counts new rows by status.
func predictedLine(a *pipeline.Answer) string {
	s := statusOf(a.Status)
	if a.Prediction == nil {
		return fmt.Sprintf("%d new rows: %d propagated, %d tied, %d features-only (no path to a label)",
			len(a.Status), s.Propagated, s.Tied, s.FeaturesOnly) + unreachableWords(s) + refusedWords(s)
	}
	// A new row is proven if rounding cannot have changed its label, with the links that were found for it.
	proven := 0
	for _, is := range a.Prediction.Proven {
		if is {
			proven++
		}
	}
	return fmt.Sprintf("%d new rows: %d propagated, %d tied, %d unreachable, %d proven for this graph",
		len(a.Status), s.Propagated, s.Tied, s.Unreachable, proven) + refusedWords(s)
}

// refusedWords counts the rows that were refused a label, after the other statuses; empty for none.
func refusedWords(s Status) string {
	words := ""
	if s.Novel > 0 {
		words += fmt.Sprintf(", %d novel", s.Novel)
	}
	if s.Uncertain > 0 {
		words += fmt.Sprintf(", %d uncertain", s.Uncertain)
	}
	return words
}

// methodOf describes the method.
func methodOf(d *dataset.Data, a *pipeline.Answer) Method {
	m := Method{ByLabels: a.Method.By != dataset.ByUser}
	if a.Pooled != nil {
		m.Name, m.Line = "pool", pooledLine(a)
		return m
	}
	// Correct-and-smooth solves no system of equations, and is none of the library's methods.
	if a.Result == nil {
		m.Name = "correct-smooth"
		m.Line = fmt.Sprintf("%v from the columns %s", labelprop.CorrectSmooth{}, classifierPrefix(d))
		return m
	}
	// The line describes the solution itself, before class sizes were imposed.
	m.Name, m.Line = fmt.Sprint(a.Method.Value), fmt.Sprint(a.Solved)
	if n := a.Solved.Count(labelprop.Abstained); n > 0 {
		m.Line += fmt.Sprintf(", %d abstained", n)
	}
	m.Proves = labelprop.Proves(a.Method.Value)
	return m
}

// pooledLine counts rows by status.
func pooledLine(a *pipeline.Answer) string {
	s := statusOf(a.Status)
	const format = "pool of %d opinions: %d given, %d propagated, %d tied, %d features-only (no path to a label)"
	return fmt.Sprintf(format, len(a.Pooled.Parts), s.Given, s.Propagated, s.Tied, s.FeaturesOnly) +
		unreachableWords(s) + refusedWords(s)
}

// unreachableWords tells of rows of which no opinion of a pool says anything, such as texts that share no word with
// another: columns always say something.
func unreachableWords(s Status) string {
	if s.Unreachable == 0 {
		return ""
	}
	return fmt.Sprintf(", %d unreachable", s.Unreachable)
}

// solverOf describes the solver, nil if there was none.
func solverOf(a *pipeline.Answer, c *pipeline.Config) *Solver {
	res := a.Result
	if res == nil {
		return nil
	}
	s := &Solver{
		Name: fmt.Sprint(res.Solver), Iterations: res.Iterations,
		Residual: Number(res.Residual), Converged: res.Converged,
		Proven: res.CountProven(), Tolerance: c.Solve.Tol,
	}
	// The curve of the convergence.
	for _, p := range a.Residuals {
		s.Residuals = append(s.Residuals, Point{X: float64(p.Iteration), Y: p.Residual})
	}
	return s
}

// calibrationOf describes the temperature, nil if none was asked for.
func calibrationOf(a *pipeline.Answer) *Calibration {
	if a.Uncalibrated {
		return &Calibration{Off: true, Method: fmt.Sprint(a.Method.Value)}
	}
	t := a.Calibration
	if t == nil {
		return nil
	}
	return &Calibration{
		Off: t.Off, Labels: t.Labels, Least: labelprop.CalibrationLabels, Temperature: t.T,
		Before: Quality{t.ECE, t.LogLoss}, After: Quality{t.ECEAfter, t.LogLossAfter},
	}
}

// classifierPrefix is what the names of the columns with the probabilities of another classifier begin with.
func classifierPrefix(d *dataset.Data) string {
	// All of these columns have the same prefix, followed by the class.
	name := strings.TrimSpace(d.Table.Header[d.Columns.Classifier[0]])
	return strings.TrimSuffix(name, d.Columns.ClassifierClasses[0])
}

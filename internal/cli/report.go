package cli

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/propagate-go/propagate/internal/report"
	"github.com/propagate-go/propagate/labelprop"
)

// writeReport writes the report of a run to where --report says.
func (j *job) writeReport(a *answer) error {
	r, err := j.newReport(a)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := report.Write(&b, r); err != nil {
		return err
	}
	return writeTo(j.reportTo, j.std.out, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

// newReport fills in a report.
func (j *job) newReport(a *answer) (*report.Run, error) {
	j.say.lap("answers")
	s := j.summary(a.expanded(j.in))
	r := &report.Run{
		File: filepath.Base(s.File), Command: j.line, Version: s.Version, Made: time.Now().Format("2 January 2006, 15:04 MST"),
		Rows: s.Rows, Features: len(s.Columns.Features), Status: report.Status{
			Given: s.Status["given"], Propagated: s.Status["propagated"], Tied: s.Status["tied"],
			Unreachable: s.Status["unreachable"], Abstained: s.Status["abstained"], Dropped: s.Status[statusDropped],
		},
		Method: s.Method, NoProof: !j.canProve(), Facts: j.facts(s), Notes: j.notes,
		Residuals: j.residuals, Tolerance: j.tol, Losses: j.losses, Gamma: j.gamma, Classes: j.reportClasses(s), Confidence: found(a), Parts: j.parts(),
	}
	for _, w := range s.Warnings {
		r.Warnings = append(r.Warnings, report.Warning(w))
	}
	if s.Solver != nil {
		r.Proven, r.Solver = s.Solver.Proven, s.Solver.inWords(j.tol)
	}
	for _, add := range []func(*report.Run, *answer) error{j.addEvaluation, j.addMap, j.addSuspects, j.addNext} {
		if err := add(r, a); err != nil {
			return nil, err
		}
	}
	r.Stages = j.stagesTaken()
	return r, nil
}

// canProve reports whether the method can prove labels.
func (j *job) canProve() bool {
	return j.method != nil && labelprop.Proves(j.method)
}

// found returns the confidence of the labels that were not given.
func found(a *answer) []float64 {
	var all []float64
	for i, class := range a.labels {
		if class != labelprop.Unlabeled && a.status[i] != labelprop.Given.String() {
			all = append(all, a.probs.At(i, class))
		}
	}
	return all
}

func (j *job) reportClasses(s *runSummary) []report.Class {
	truth := j.in.classes.counts(j.in.classes.numbers(j.in.truth))
	all := make([]report.Class, len(s.Classes))
	for k, c := range s.Classes {
		all[k] = report.Class{Name: c.Class, Given: c.Given, Predicted: c.Predicted, Truth: truth[k]}
	}
	return all
}

// stageNames are the stages in the words of the report.
var stageNames = map[string]string{
	"table": "reading the table", "gamma": "neighbours and graph", "graph": "neighbours and graph", "labels": "spreading the labels",
	"sizes": "sizes of classes", "calibrate": "calibration", "accuracy": "comparing with the truth",
	"evaluation": "report: evaluation", "map": "report: map", "suspects": "report: suspects", "next": "report: rows to label next",
}

// stagesTaken returns the stages and their times.
func (j *job) stagesTaken() []report.Stage {
	var all []report.Stage
	for _, l := range j.say.stages(stageNames) {
		all = append(all, report.Stage{Name: l.name, Seconds: l.took.Seconds()})
	}
	return all
}

// record keeps the residuals of the last solve.
func (j *job) record(p labelprop.Progress) error {
	if n := len(j.residuals); n > 0 && float64(p.Iteration) <= j.residuals[n-1].X {
		j.residuals = j.residuals[:0]
	}
	j.residuals = append(j.residuals, report.Point{X: float64(p.Iteration), Y: p.Residual})
	return j.say.iteration(p)
}

// parts returns the components, the largest first.
func (j *job) parts() []report.Part {
	id, count := j.graph.Components()
	return j.sortedParts(id, make([]report.Part, count))
}

// rowTitle names a row for a reader.
func (j *job) rowTitle(row int) string {
	if j.in.ids == nil {
		return "line " + j.rowName(row)
	}
	return j.rowName(row)
}

// dense reports whether the graph has so many edges that the report leaves out what looks at each.
func (j *job) dense() bool { return j.graph.N() > 2500 && j.graph.Edges() > 100*j.graph.N() }

// cheap reports whether to solve for some columns takes little beside the run: about a second at most.
func (j *job) cheap(columns int) bool {
	return float64(columns)*float64(j.graph.N()+2*j.graph.Edges()) <= 1e7
}

// gammaSource says which γ it is and where it comes from.
func (j *job) gammaSource(s *runSummary) string {
	switch {
	case s.Graph.Gamma == nil && j.in.graph != nil:
		return "none: the weights are those of " + j.edges
	case s.Graph.Gamma == nil:
		return "none: this kernel has no width to choose"
	case j.gammaBy == gammaAuto:
		return fmt.Sprintf("%.4g, from the distances of near neighbours", float64(*s.Graph.Gamma))
	case j.gammaBy != "":
		return fmt.Sprintf("%.4g, by the rule %s", float64(*s.Graph.Gamma), j.gammaBy)
	case len(j.gammas) > 1:
		return fmt.Sprintf("%g, the best of %d by --gamma", float64(*s.Graph.Gamma), len(j.gammas))
	}
	return fmt.Sprintf("%g, by --gamma", float64(*s.Graph.Gamma))
}

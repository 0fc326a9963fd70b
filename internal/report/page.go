// Package report writes the facts of a run as one HTML file that needs nothing else: figures are inline SVG, and no
// script, font or image is loaded.
package report

import (
	"io"
	"path/filepath"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
)

// stageNames are the stages in the words of the report.
var stageNames = map[pipeline.Stage]pipeline.Stage{
	"read": "reading the table", pipeline.StageSearch: "neighbours and graph",
	pipeline.StageGamma: "neighbours and graph", pipeline.StageWeigh: "neighbours and graph",
	pipeline.StageSolve: "propagating the labels",
	pipeline.StageSizes: "class sizes", pipeline.StageCalibrate: "calibration", "evaluate": "evaluation",
	pipeline.StageNovelty: "novel rows", pipeline.StageDoubt: "doubting labels",
	stageMap: "report: map", stageSuspects: "report: suspects", stageNext: "report: rows to label next",
}

// Write writes the page of a run. All texts are escaped.
//
// Errors: those of w.
func Write(w io.Writer, r *summary.Run, review *Review) error {
	// What is printed is computed first: all figures and texts are made here.
	classes := r.Labels.Classes
	v := &view{
		Run: r, Review: review,
		File: filepath.Base(r.Table.File), Made: r.Origin.Made.Format("2 January 2006, 15:04 MST"),
		Status: r.Labels.Status, Classes: classes, Solver: solverInWords(r.Solver), Facts: facts(r),
		Stages: r.Origin.Stages.Named(stageNames),
		Figures: figures{
			Chart: drawChart(review, classes, hues(classes)), Confidence: histogram(r.Labels.Confidence),
			Balance: balance(classes), Convergence: convergence(r.Solver), Tuning: tuning(r.Graph.Tuned),
			Risk: riskCoverage(r.Uncertain),
		},
	}
	if r.Solver != nil {
		v.Proven = r.Solver.Proven
	}
	trust := &r.Trust
	v.Trusted = trust.Expected != nil || trust.Sets != nil || trust.Shares != nil || r.Uncertain != nil
	// Without a truth the page has no section on the evaluation, nor for labels of one class, of which others are no
	// mistakes: a sentence tells what was found.
	if e := r.Truth.Evaluation; e != nil && e.One == nil {
		v.Evaluation = &evaluation{e.Rows.Evaluated, measures(e), e.Classes, newMatrix(e)}
		v.Figures.Reliability = reliability(e.ECE)
	}
	p := newPrinter(w)
	p.page(v)
	return p.w.Flush()
}

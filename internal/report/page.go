// Package report writes the facts of a run as one HTML file that needs nothing else: figures are inline SVG, and no
// script, font or image is loaded.
package report

import (
	"embed"
	"html/template"
	"io"
	"path/filepath"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
)

//go:embed page/*.html
var pages embed.FS

var page = showsTexts(template.Must(template.New("page.html").Funcs(words).Funcs(template.FuncMap{"shown": shown}).
	ParseFS(pages, "page/*.html")))

// view is what the templates show: a run and what only the page needs.
type view struct {
	Run        *summary.Run
	Review     *Review
	File, Made string
	Status     summary.Status
	Classes    []summary.Class
	Proven     int
	Solver     string
	Facts      []fact
	Stages     summary.Stages
	Figures    figures
	Evaluation *evaluation
	Colours    []colour
}

// figures are the drawings of a page; nil ones are left out.
type figures struct {
	Chart       *chart // of the rows
	Confidence  *figure
	Balance     *figure
	Convergence *figure
	Tuning      *figure
	Reliability *figure
}

// evaluation compares the labels with the truth.
type evaluation struct {
	Rows     int
	Measures []measure
	Classes  []summary.ClassScores
	Matrix   *matrix
}

// stageNames are the stages in the words of the report.
var stageNames = map[pipeline.Stage]pipeline.Stage{
	"read": "reading the table", pipeline.StageSearch: "neighbours and graph",
	pipeline.StageGamma: "neighbours and graph", pipeline.StageWeigh: "neighbours and graph",
	pipeline.StageSolve: "propagating the labels",
	pipeline.StageSizes: "class sizes", pipeline.StageCalibrate: "calibration", "evaluate": "evaluation",
	pipeline.StageNovelty: "novel rows",
	stageMap:              "report: map", stageSuspects: "report: suspects", stageNext: "report: rows to label next",
}

// Write writes the page of a run. All texts are escaped.
//
// Errors: those of w.
func Write(w io.Writer, r *summary.Run, review *Review) error {
	// The templates compute nothing: all figures and texts are made here.
	classes := r.Labels.Classes
	v := &view{
		Run: r, Review: review,
		File: filepath.Base(r.Table.File), Made: r.Origin.Made.Format("2 January 2006, 15:04 MST"),
		Status: r.Labels.Status, Classes: classes, Solver: solverInWords(r.Solver), Facts: facts(r),
		Stages: r.Origin.Stages.Named(stageNames), Colours: palette[:],
		Figures: figures{
			Chart: drawChart(review.Map, classes, hues(classes)), Confidence: histogram(r.Labels.Confidence),
			Balance: balance(classes), Convergence: convergence(r.Solver), Tuning: tuning(r.Graph.Tuned),
		},
	}
	if r.Solver != nil {
		v.Proven = r.Solver.Proven
	}
	// Without a truth the page has no section on the evaluation.
	if e := r.Truth.Evaluation; e != nil {
		v.Evaluation = &evaluation{e.Rows.Evaluated, measures(e), e.Classes, newMatrix(e)}
		v.Figures.Reliability = reliability(e.ECE)
	}
	return page.Execute(w, v)
}

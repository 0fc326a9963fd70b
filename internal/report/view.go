package report

import "github.com/propagate-go/propagate/internal/summary"

// view is what the page shows: a run and what only the page needs.
type view struct {
	Run        *summary.Run
	Review     *Review
	File, Made string
	Status     summary.Status
	Classes    []summary.Class
	Proven     int
	Trusted    bool // there is something to tell of it
	Solver     string
	Facts      []fact
	Stages     summary.Stages
	Figures    figures
	Evaluation *evaluation
}

// figures are the drawings of a page; nil ones are left out.
type figures struct {
	Chart       *chart // of the rows
	Confidence  *figure
	Balance     *figure
	Convergence *figure
	Tuning      *figure
	Reliability *figure
	Risk        *figure
}

// evaluation compares the labels with the truth.
type evaluation struct {
	Rows     int
	Measures []measure
	Classes  []summary.ClassScores
	Matrix   *matrix
}

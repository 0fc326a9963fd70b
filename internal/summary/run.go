// Package summary collects the facts of a run. A [Run] is assembled once; the console, the JSON of --json and the
// page of --report all print it, so that they cannot differ.
package summary

// Run holds the facts of one run: what was read, which graph was built, how it was solved, and the result.
type Run struct {
	Table       Table
	Graph       Graph
	Method      Method
	Pool        *Pool        // nil unless the answer was made of several opinions
	Solver      *Solver      // nil if no system of equations was solved, as by correct-smooth
	Calibration *Calibration // nil if none was asked for
	Labels      Labels
	Groups      *Groups    // nil if there are none
	Uncertain   *Uncertain // nil unless a least confidence was asked for
	Doubts      *Doubts    // nil unless labels were to be doubted
	Novelty     *Novelty   // nil unless it was asked for
	Trust       Trust
	Drift       *Drift // of new rows against those of a model; nil if there are few, or no model
	Truth       Truth
	Notes       []Note
	Warnings    []Warning
	Origin      Origin
}

// Method is the propagation method.
type Method struct {
	Name     string
	ByLabels bool   // whether it was chosen by the number of labels, and not named
	Proves   bool   // whether it can prove labels
	Line     string // how the labels were found: method, solver and the number of rows by status
}

// Solver describes how the system of equations was solved.
type Solver struct {
	Name       string  `json:"name"`
	Iterations int     `json:"iterations"` // 0 for a direct solver
	Residual   Number  `json:"residual"`
	Converged  bool    `json:"converged"`
	Proven     int     `json:"proven"` // labels
	Tolerance  float64 `json:"-"`
	Residuals  []Point `json:"-"` // by iteration, where they were recorded
}

// Point is a point of a curve.
type Point struct{ X, Y float64 }

// Calibration describes the temperature that was fitted to the labels left out.
type Calibration struct {
	Off           bool   // too few labels could be left out, or none, so that nothing was fitted
	Method        string // of which no label can be left out exactly; empty: that is not the reason
	Labels        int    // that could be left out
	Least         int    // that it takes
	Temperature   float64
	Before, After Quality
}

// Quality is how good probabilities are; less is better.
type Quality struct{ ECE, LogLoss float64 }

package pipeline

import (
	"cmp"
	"context"

	"github.com/propagate-go/propagate/labelprop"
)

// Observer follows the progress of the work. An error that it returns ends the work.
type Observer interface {
	Stage(s Stage)                        // begins, and with it ends the one before
	Part(done, total int) error           // of the stage; total 0: not known
	Iteration(p labelprop.Progress) error // of the solver, or how far another phase of it is
}

// Stage is a stage of the work.
type Stage string

// Stages, in the order of the work.
const (
	StageSearch Stage = "search" // the neighbours; parts are rows
	StageGamma  Stage = "gamma"  // parts are the γ that were tried
	StageWeigh  Stage = "weigh"  // the neighbours become a graph
	StageSolve  Stage = "solve"  // labels are propagated

	// Within the solving of a pool, for each opinion.
	StageForest   Stage = "forest"   // parts are of its work
	StageRidge    Stage = "ridge"    // parts are rows
	StageLogistic Stage = "logistic" // parts are fits without some labels
	StageWords    Stage = "words"    // parts are rows
	StageGraph    Stage = "graph"
	StageLeaveOut Stage = "leave-one-out" // graphs are judged by their labels
	StagePool     Stage = "pool"          // the opinions become one

	StageSets      Stage = "sets"      // prediction sets
	StageSizes     Stage = "sizes"     // classes are brought to sizes
	StageCalibrate Stage = "calibrate" // by the labels left out
	StageDoubt     Stage = "doubt"     // given labels are judged by the others
	StageNovelty   Stage = "novelty"   // rows are compared with the labelled ones
	StageCompare   Stage = "compare"   // the best candidate with the default
	StageTune      Stage = "tune"      // parts are of the effort that candidates take
)

// silent observes nothing.
type silent struct{}

func (silent) Stage(Stage) {}

func (silent) Part(int, int) error { return nil }

func (silent) Iteration(labelprop.Progress) error { return nil }

// orSilent returns an observer where there is none.
func orSilent(o Observer) Observer {
	// Callers that watch nothing need no observer of their own.
	if o == nil {
		return silent{}
	}
	return o
}

// parts observes the parts of a stage. An error of the observer cancels the stage.
func parts(o Observer, cancel context.CancelCauseFunc) func(done, total int) {
	return func(done, total int) {
		if err := o.Part(done, total); err != nil {
			cancel(err)
		}
	}
}

// share observes the parts of work that is a stage from one share of it to another.
func share(o Observer, from, to float64) func(done, total int) {
	const parts = 1000
	return func(done, total int) {
		_ = o.Part(int(parts*(from+(to-from)*float64(done)/float64(max(total, 1)))), parts)
	}
}

// watched tells an observer of the parts of work that cannot be ended, and keeps its first error.
type watched struct {
	observer Observer
	err      error
}

func watch(o Observer) *watched { return &watched{observer: o} }

func (w *watched) part(done, total int) { w.err = cmp.Or(w.err, w.observer.Part(done, total)) }

// SolveOptions are those of the configuration, watched by observe, which may be nil.
func (c Config) SolveOptions(observe func(labelprop.Progress) error) *labelprop.Options {
	return &labelprop.Options{Solver: c.Solve.Solver, Tol: c.Solve.Tol, MaxIter: c.Solve.MaxIter, Observe: observe,
		Memory: c.Memory, Scratch: c.Scratch}
}

package labelprop

import "context"

// outcome is what an iterative solver reached.
type outcome struct {
	x          []float64 // n×cols
	iterations int
	residual   float64 // the largest of any column, relative to the right side
	converged  bool
}

// watch says after every iteration whether to stop.
type watch struct {
	ctx     context.Context
	options Options
	limit   int

	certifier *certifier // decides when to stop; nil: the residual does
	settle    func()     // makes the outcome current, for the certifier
	patient   bool       // never give up before the limit

	checked int // the iteration of the last certificate

	best  float64 // the residual at the last halving
	since int     // its iteration
}

const (
	checkSoon = 5   // iterations between two certificates when the residual is small
	checkLate = 50  // and when it is not
	patience  = 500 // iterations without a halving of the residual
)

// done reports the iteration and returns whether to stop, or why to fail.
func (w *watch) done(o *outcome) (bool, error) {
	if err := w.ctx.Err(); err != nil {
		return true, err
	}
	if w.options.Observe != nil && o.iterations > 0 {
		if err := w.options.Observe(Progress{Iteration: o.iterations, Residual: o.residual}); err != nil {
			return true, err
		}
	}
	stop := w.satisfied(o)
	return stop || o.iterations >= w.limit || w.stuck(o), nil
}

// satisfied sets whether the solver has converged and returns whether to stop.
func (w *watch) satisfied(o *outcome) bool {
	if w.certifier == nil {
		o.converged = o.residual <= w.options.Tol
		return o.converged
	}
	every := checkLate
	if o.residual <= w.options.Tol {
		every = checkSoon
	}
	if o.iterations == 0 || o.iterations-w.checked < every {
		return false
	}
	w.checked = o.iterations
	w.settle()
	var stop bool
	o.converged, stop = w.certifier.done(o)
	return stop
}

// stuck reports whether the residual has long ceased to fall.
func (w *watch) stuck(o *outcome) bool {
	if o.residual < w.best/2 || o.iterations == 0 {
		w.best, w.since = o.residual, o.iterations
	}
	return !w.patient && o.iterations-w.since > patience
}

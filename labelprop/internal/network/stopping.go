package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/progress"
)

// stopRule decides after every iteration whether to stop.
type stopRule struct {
	ctx     context.Context
	options Options
	limit   int

	certificate certifier // decides when to stop; nil: the residual does
	settle      func()    // makes the Outcome current, for the certificate
	patient     bool      // never give up before the limit

	product func() error // the error that has ended the last product; nil: products are whole

	checked int // the iteration of the last certificate

	forecast progress.Forecast

	leastResidual   float64 // the residual at the last halving
	leastResidualAt int     // its iteration
}

// certifier decides by a certificate when an iterative solver is done.
type certifier interface {
	// check reports whether x is as good as it is wanted, and whether to stop.
	check(o *Outcome) (converged, stop bool)
}

const (
	checkSoon = 5   // iterations between two certificates when the residual is small
	checkLate = 50  // and when it is not
	patience  = 500 // iterations without a halving of the residual
)

// done reports the iteration and returns whether to stop, or why to fail.
func (w *stopRule) done(o *Outcome) (bool, error) {
	if err := w.ctx.Err(); err != nil {
		return true, err
	}
	if w.product != nil {
		if err := w.product(); err != nil {
			return true, err
		}
	}
	stop := w.satisfied(o)
	// The caller sees every iteration but the beginning, and may end the run.
	if w.options.Observe != nil && o.Iterations > 0 {
		if err := w.observe(o); err != nil {
			return true, err
		}
	}
	return stop || o.Iterations >= w.limit || w.stuck(o), nil
}

// observe tells of an iteration, and when there will probably be no other.
func (w *stopRule) observe(o *Outcome) error {
	f := &w.forecast
	f.Tol, f.Limit, f.Stale = w.options.Tol, w.limit, stale
	f.Exact = w.certificate == nil
	f.Reached(o.Iterations, o.Residual)
	if c, ok := w.certificate.(*certificateStop); ok && w.checked == o.Iterations && c.bound > 0 {
		f.Proven(c.bound, c.open)
	}
	return w.options.Observe(progress.Iteration{Number: o.Iterations, End: f.End(), Residual: o.Residual})
}

// satisfied sets whether the solver has converged and returns whether to stop.
func (w *stopRule) satisfied(o *Outcome) bool {
	if w.certificate == nil {
		// Without a certificate the residual decides.
		o.Converged = o.Residual <= w.options.Tol
		return o.Converged
	}
	// A certificate costs two products, so it is made rarely until the residual is small.
	every := checkLate
	if o.Residual <= w.options.Tol {
		every = checkSoon
	}
	if o.Iterations == 0 || o.Iterations-w.checked < every {
		return false
	}
	// The certificate needs x as it is now.
	w.checked = o.Iterations
	w.settle()
	var stop bool
	o.Converged, stop = w.certificate.check(o)
	return stop
}

// stuck reports whether the residual has long ceased to fall.
func (w *stopRule) stuck(o *Outcome) bool {
	// Each halving starts the count anew.
	if o.Residual < w.leastResidual/2 || o.Iterations == 0 {
		w.leastResidual, w.leastResidualAt = o.Residual, o.Iterations
	}
	// An infinite residual never falls again.
	return !w.patient && (o.Iterations-w.leastResidualAt > patience || math.IsInf(o.Residual, 1))
}

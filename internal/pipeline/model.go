package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Model labels rows that were not there when it was made.
type Model struct {
	Method      string
	Rows        int
	Label       string // the column
	Classes     dataset.Classes
	Recipe      dataset.Recipe
	Kernel      Kernel
	Gamma       float64
	Temperature float64 // 0: probabilities are not calibrated
	Predicted   []int   // how many rows of each class the answer has; nil: not known

	near *graph.Neighbors
	res  *labelprop.Result
	left *leftOutModel // nil: not known
	pool *poolModel    // in place of these two; nil: one method
}

// NewModel makes a model of a run.
//
// Errors: an infinite γ, which cannot be stored.
func NewModel(d *dataset.Data, b *Built, a *Answer) (*Model, error) {
	// JSON has no infinity, and with γ = ∞ a new row has no neighbour but its equals.
	if math.IsInf(b.Gamma.Value, 1) {
		return nil, errors.New("a model with an infinite γ cannot be saved")
	}
	m := &Model{
		Method: fmt.Sprint(a.Method.Value), Rows: b.Graph.N(), Label: d.Columns.LabelName,
		Classes: d.Classes,
		Recipe:  d.Recipe(), Kernel: b.Kernel.Value, Gamma: b.Gamma.Value, Temperature: a.Temperature(),
		Predicted: d.Classes.Counts(a.Labels), near: b.Near,
		res: a.Result, left: newLeftOutModel(a.Trusted),
	}
	if a.Pooled == nil {
		return m, nil
	}
	m.Method, m.near = fmt.Sprintf("pool of %d opinions", len(a.Pooled.Parts)), nil
	var err error
	m.pool, err = newPoolModel(b, a)
	return m, err
}

// Predict labels new rows, which were read like those of the model. Nothing is solved again: a new row gets
// the weighted mean of the scores of the rows nearest to it.
//
// A pool asks each of its opinions about the new rows, and makes one answer of them.
//
// A row that is nowhere near gets no label: it is more than [FarFactor] times as far from the nearest row of the
// model as any of these is from one of its neighbours. Others that are unlike the labelled rows get none either, as
// far as o asks for it.
//
// The nearest rows are searched once, whatever asks for them. The observer may be nil.
//
// Errors: new rows of which the model gives no probabilities, as one that was made up may.
func (m *Model) Predict(ctx context.Context, d *dataset.Data, novel Novel, o Observer) (*Answer, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := &newRows{ctx: ctx, data: d, observer: orSilent(o), cancel: cancel}
	err := m.predict(r, novel)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx) // the observer's error, if it has ended the work
	}
	if err != nil {
		return nil, err
	}
	return r.answer, nil
}

func (m *Model) predict(r *newRows, novel Novel) (err error) {
	near, res := m.graph()
	if near != nil {
		r.observer.Stage(StageSearch)
		if r.found, err = near.Find(r.ctx, r.data.X, r.part()); err != nil {
			return err
		}
	}
	if m.pool != nil {
		r.answer, err = m.pool.predict(r)
	} else {
		r.answer, err = m.label(r)
	}
	if err == nil {
		r.answer, err = r.answer.checked()
	}
	if err != nil {
		return err
	}
	// New rows are compared with those of the model, and some are refused a label.
	labels := slices.Clone(r.answer.Labels)
	err = r.refuse(near, res, novel)
	if v := r.answer.Novelty; v != nil {
		v.Drift.shift(m.Predicted, labels)
	}
	return err
}

// graph returns the neighbours of the model, with the answer on their graph; nil if it has none.
func (m *Model) graph() (*graph.Neighbors, *labelprop.Result) {
	if m.pool == nil {
		return m.near, m.res
	}
	for _, o := range m.pool.opinions {
		if o.kind == kindGraph {
			return o.near, o.res
		}
	}
	return nil, nil
}

// label labels new rows by one method.
func (m *Model) label(r *newRows) (*Answer, error) {
	// The nearest rows of the model, weighed by its kernel, and the weighted mean of their scores.
	links, err := r.weigh(m.Kernel.With(m.Gamma))
	if err != nil {
		return nil, err
	}
	found, err := m.res.Predict(links)
	if err != nil {
		return nil, err
	}
	a := &Answer{Labels: found.Labels, Probs: found.Probabilities(), Status: found.Status, Prediction: found}
	// The temperature was fitted to the rows of the model, and holds for rows like them.
	if m.Temperature > 0 {
		a.Calibration = &labelprop.Temperature{T: m.Temperature}
		a.Probs = a.Calibration.Apply(a.Probs)
	}
	return a, nil
}

// checked returns the answer if every row of it has probabilities, or none at all.
func (a *Answer) checked() (*Answer, error) {
	n, _ := a.Probs.Dims()
	for i := range n {
		// Sums are 1 or 0, up to rounding. NaN passes neither.
		sum := 0.0
		for _, p := range a.Probs.RawRowView(i) {
			sum += p
			if !(p >= 0) {
				return nil, errNoNumber
			}
		}
		if !(math.Abs(sum-1) <= 1e-6 || sum == 0) {
			return nil, errNoNumber
		}
	}
	return a, nil
}

// errNoNumber says that a model gives an answer that is no probability.
var errNoNumber = errors.New("its numbers give no probabilities")

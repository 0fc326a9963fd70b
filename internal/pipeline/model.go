package pipeline

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/store"
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

	near *graph.Neighbors
	res  *labelprop.Result
	pool *poolModel // in place of these two; nil: one method
}

// NewModel makes a model of a run.
//
// Errors: an infinite γ, which cannot be stored.
func NewModel(ctx context.Context, d *dataset.Data, b *Built, a *Answer) (*Model, error) {
	// JSON has no infinity, and with γ = ∞ a new row has no neighbour but its equals.
	if math.IsInf(b.Gamma.Value, 1) {
		return nil, errors.New("a model with an infinite γ cannot be saved")
	}
	m := &Model{
		Method: fmt.Sprint(a.Method.Value), Rows: b.Graph.N(), Label: d.Table.Header[d.Columns.Label],
		Classes: d.Classes,
		Recipe:  d.Recipe(), Kernel: b.Kernel.Value, Gamma: b.Gamma.Value, Temperature: a.Temperature(), near: b.Near,
		res: a.Result,
	}
	if a.Pooled == nil {
		return m, nil
	}
	m.Method, m.near = fmt.Sprintf("pool of %d opinions", len(a.Pooled.Parts)), nil
	var err error
	m.pool, err = newPoolModel(ctx, d, b, a)
	return m, err
}

// Predict labels new rows, which were read like those of the model. Nothing is solved again: a new row gets
// the weighted mean of the scores of the rows nearest to it.
//
// A pool asks each of its opinions about the new rows, and makes one answer of them.
//
// Errors: new rows of which the model gives no probabilities, as one that was made up may.
func (m *Model) Predict(ctx context.Context, d *dataset.Data) (*Answer, error) {
	if m.pool != nil {
		a, err := m.pool.predict(ctx, d)
		if err != nil {
			return nil, err
		}
		return a.checked()
	}
	// The nearest rows of the model, weighed by its kernel.
	links, err := m.near.Link(ctx, d.X, m.Kernel.With(m.Gamma))
	if err != nil {
		return nil, err
	}
	// The weighted mean of their scores.
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
	return a.checked()
}

// Store writes the model; made is the version of the program. The file holds three sequences of package
// store: the text of a modelHeader in JSON, the neighbours and the result. Of a pool it holds the text, the rule of
// the pool, and what each opinion takes.
func (m *Model) Store(w io.Writer, made string) error {
	// What is small goes into a header in JSON, which may grow with later versions.
	text, err := json.Marshal(m.header(made))
	if err != nil {
		return err
	}
	// Three sequences, each with its own kind, version and checksum.
	b := store.NewWriter(w, modelKind, modelVersion)
	b.Text(string(text))
	if err := b.Close(); err != nil {
		return err
	}
	if m.pool != nil {
		return m.pool.store(w)
	}
	if err := m.near.Store(w); err != nil {
		return err
	}
	return m.res.Store(w)
}

// ReadModel reads what Store wrote.
//
// A file is not trusted because its checksum is right: whatever it says is checked, and the model
// is asked about one row, before any table is read.
func ReadModel(from io.Reader) (*Model, error) {
	r := bufio.NewReaderSize(from, 1<<20)
	b, err := store.NewReader(r, modelKind, modelVersion)
	if err != nil {
		return nil, err
	}
	// The header is checked as a whole before it is read as JSON.
	text := b.Text()
	if err := b.Close(); err != nil {
		return nil, err
	}
	var h modelHeader
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		return nil, err
	}
	// The parts follow in the order in which they were written.
	m, err := h.model()
	if err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	if m.pool != nil {
		return m, m.readPool(r, h.Pool)
	}
	if m.near, err = graph.ReadNeighbors(r); err != nil {
		return nil, err
	}
	if m.res, err = labelprop.ReadResult(r); err != nil {
		return nil, err
	}
	// Sequences that were exchanged between files are each right, but do not fit.
	if _, c := m.res.Scores.Dims(); c != len(m.Classes) || m.near.N() != len(m.res.Status) || m.near.N() != m.Rows {
		return nil, errParts
	}
	return m, m.try()
}

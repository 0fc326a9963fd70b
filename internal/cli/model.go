package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// A model file is three sequences of package store: the text of a modelHeader in JSON, the
// neighbours and the result.
const (
	modelKind    = "lp model"
	modelVersion = 1
)

// modelHeader is what the command has to know of a model besides.
type modelHeader struct {
	Made        string            `json:"made"` // by which version
	Method      string            `json:"method"`
	Rows        int               `json:"rows"`
	Label       string            `json:"label"`
	Classes     classes           `json:"classes"`
	Features    []featureOfModel  `json:"features"`
	Categorical []categoryOfModel `json:"categorical"`
	Drop        bool              `json:"drop"` // rows in which a value is missing
	Kernel      string            `json:"kernel"`
	Gamma       float64           `json:"gamma"`
	Temperature float64           `json:"temperature"`
}

// featureOfModel is a column of numbers, of which the model knows (2^-exp·v - shift)/width.
type featureOfModel struct {
	Name string   `json:"name"`
	Fill *float64 `json:"fill"` // for a missing value; null: it is an error
	affine
}

type categoryOfModel struct {
	Name   string  `json:"name"`
	Values classes `json:"values"`
}

// model is what predicts.
type model struct {
	modelHeader
	near  *graph.Neighbors
	res   *labelprop.Result
	weigh kernel.Kernel
}

// save writes the model of a run.
func (j *job) save(a *answer) error {
	h := modelHeader{Made: version(), Method: fmt.Sprint(j.method), Rows: j.graph.N(), Label: j.settings.label, Classes: j.in.classes,
		Drop: j.filling == missingDrop, Kernel: j.kernel, Gamma: j.gamma, Temperature: a.temperature}
	for k, col := range j.in.columns.features {
		f := featureOfModel{Name: j.table.Header[col], affine: affine{Width: 1}}
		if j.in.affines != nil {
			f.affine = j.in.affines[k]
		}
		if j.in.fills != nil {
			f.Fill = &j.in.fills[k]
		}
		h.Features = append(h.Features, f)
	}
	for k, col := range j.in.columns.categorical {
		h.Categorical = append(h.Categorical, categoryOfModel{j.table.Header[col], j.in.categories[k]})
	}
	if math.IsInf(h.Gamma, 1) {
		return errors.New("a model with an infinite γ cannot be saved")
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return table.WriteFileAtomic(j.saveTo, func(w io.Writer) error {
		b := store.NewWriter(w, modelKind, modelVersion)
		b.Text(string(text))
		if err := b.Close(); err != nil {
			return err
		}
		if err := j.near.Store(w); err != nil {
			return err
		}
		return a.result.Store(w)
	})
}

// readModel reads a model file.
func readModel(path string) (*model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &table.Error{File: path, Reason: "cannot be read: " + reasonOfFile(err), Hint: "--model names a file that propagate --save wrote"}
	}
	defer f.Close()
	m, err := parseModel(bufio.NewReaderSize(f, 1<<20))
	switch {
	case errors.Is(err, store.ErrKind):
		return nil, &table.Error{File: path, Reason: "not a model file", Hint: "--model names a file that propagate --save wrote", Err: err}
	case err != nil:
		return nil, &table.Error{File: path, Reason: "cannot be used: " + err.Error(), Hint: "save the model again, with this version of propagate", Err: err}
	}
	return m, nil
}

func parseModel(r *bufio.Reader) (*model, error) {
	b, err := store.NewReader(r, modelKind, modelVersion)
	if err != nil {
		return nil, err
	}
	text := b.Text()
	if err := b.Close(); err != nil {
		return nil, err
	}
	m := &model{}
	if err := json.Unmarshal([]byte(text), &m.modelHeader); err != nil {
		return nil, err
	}
	if m.near, err = graph.ReadNeighbors(r); err != nil {
		return nil, err
	}
	if m.res, err = labelprop.ReadResult(r); err != nil {
		return nil, err
	}
	p := &plan{settings: settings{kernel: m.Kernel}, gammaBy: gammaAuto}
	if err := p.chooseKernel(); err != nil {
		return nil, err
	}
	m.weigh = p.weigh(m.Gamma)
	if _, c := m.res.Scores.Dims(); c != len(m.Classes) || m.near.N() != len(m.res.Status) {
		return nil, errors.New("its parts do not fit together")
	}
	return m, nil
}

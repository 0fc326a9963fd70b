package pipeline

import (
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
)

// The kind and the newest version of model files.
const (
	modelKind    = "lp model"
	modelVersion = 4
)

// modelHeader is what a model file holds besides neighbours and result.
type modelHeader struct {
	Made        string          `json:"made"` // by which version
	Method      string          `json:"method"`
	Rows        int             `json:"rows"`
	Label       string          `json:"label"`
	Classes     dataset.Classes `json:"classes"`
	Features    []featureHeader `json:"features"`
	Drop        bool            `json:"drop"`   // rows in which a value is missing
	Strict      bool            `json:"strict"` // a missing value is an error
	Kernel      string          `json:"kernel"`
	Gamma       float64         `json:"gamma"`
	Temperature float64         `json:"temperature"`
	Predicted   []int           `json:"predicted,omitempty"` // rows of each class

	Batch *dataset.BatchCentres `json:"batch,omitempty"` // taken from numeric features; nil: nothing
	Mixed *mixedHeader          `json:"mixed,omitempty"` // columns of numbers and categories, in place of features
	Words []string              `json:"words,omitempty"` // columns of texts, whose vocabulary follows the header
	Left  *leftOutModel         `json:"left_out,omitempty"`
	Pool  []opinionHeader       `json:"pool,omitempty"` // in place of kernel, gamma and temperature
}

// featureHeader is a column of numbers, of which the model knows (2^-exp·v - shift)/width.
type featureHeader struct {
	Name  string  `json:"name"`
	Days  bool    `json:"days,omitempty"` // its cells are dates
	Fill  float64 `json:"fill"`           // for a missing value
	Exp   int     `json:"exp"`
	Shift float64 `json:"shift"`
	Width float64 `json:"width"`
}

func (m *Model) header(made string) modelHeader {
	h := modelHeader{Made: made, Method: m.Method, Rows: m.Rows, Label: m.Label, Classes: m.Classes,
		Drop: m.Recipe.Drop, Strict: m.Recipe.Strict,
		Kernel: m.Kernel.String(), Gamma: m.Gamma, Temperature: m.Temperature,
		Predicted: m.Predicted, Left: m.left, Batch: m.Recipe.Batch}
	if m.Recipe.Mixed != nil {
		h.Mixed = headerOf(m.Recipe.Mixed)
	}
	if m.Recipe.Words != nil {
		h.Words = m.Recipe.Words.Columns
	}
	if m.pool != nil {
		h.Pool = m.pool.headers()
	}
	// The file holds the three numbers of the scaling beside the name.
	for _, f := range m.Recipe.Features {
		h.Features = append(h.Features, featureHeader{f.Name, f.Days, f.Fill, f.Scaling.Exp, f.Scaling.Shift,
			f.Scaling.Width})
	}
	return h
}

func (h modelHeader) model() (*Model, error) {
	// A kernel of a later version is an error here, before anything is predicted.
	kind, err := kernelNamed(h.Kernel)
	if err != nil {
		return nil, err
	}
	m := &Model{Method: h.Method, Rows: h.Rows, Label: h.Label, Classes: h.Classes, Kernel: kind, Gamma: h.Gamma,
		Temperature: h.Temperature, Predicted: h.Predicted, left: h.Left}
	// What the answer was is of use only class by class.
	if m.Predicted != nil && (len(m.Predicted) != len(m.Classes) || slices.Min(m.Predicted) < 0) {
		return nil, errParts
	}
	m.Recipe = dataset.Recipe{Drop: h.Drop, Strict: h.Strict, Batch: h.Batch}
	for _, f := range h.Features {
		m.Recipe.Features = append(m.Recipe.Features, dataset.Feature{Name: f.Name, Days: f.Days, Fill: f.Fill,
			Scaling: dataset.Affine{Exp: f.Exp, Shift: f.Shift, Width: f.Width}})
	}
	if len(h.Words) > 0 {
		m.Recipe.Words = &dataset.Words{Columns: h.Words}
	}
	if h.Mixed == nil && len(h.Features) == 0 && len(h.Words) == 0 {
		return nil, errParts
	}
	// A pool is of columns, of words, or of both.
	if h.Pool != nil && (h.Mixed != nil || len(h.Words) > 0) {
		m.pool = &poolModel{}
	}
	if h.Mixed == nil {
		return m, nil
	}
	m.Recipe.Mixed, err = h.Mixed.mixed()
	return m, err
}

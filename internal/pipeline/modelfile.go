package pipeline

import (
	"errors"
	"math"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop/features"
)

var errParts = errors.New("its parts do not fit together")

// The kind and the newest version of model files.
const (
	modelKind    = "lp model"
	modelVersion = 2
)

// modelHeader is what a model file holds besides neighbours and result.
type modelHeader struct {
	Made        string          `json:"made"` // by which version
	Method      string          `json:"method"`
	Rows        int             `json:"rows"`
	Label       string          `json:"label"`
	Classes     dataset.Classes `json:"classes"`
	Columns     []columnHeader  `json:"columns"`
	Alike       bool            `json:"alike"`  // whether all columns have one unit, where they have scales
	Drop        bool            `json:"drop"`   // rows in which a value is missing
	Strict      bool            `json:"strict"` // a missing value is an error
	Kernel      string          `json:"kernel"`
	Gamma       float64         `json:"gamma"`
	Temperature float64         `json:"temperature"`
}

// columnHeader is a column of numbers, of which the model knows (2^-exp·v - shift)/width, or one with a scale.
type columnHeader struct {
	Name   string       `json:"name"`
	Dates  bool         `json:"dates,omitempty"`
	Levels []string     `json:"levels,omitempty"`
	Fill   float64      `json:"fill,omitempty"`
	Exp    int          `json:"exp,omitempty"`
	Shift  float64      `json:"shift,omitempty"`
	Width  float64      `json:"width,omitempty"`
	Scale  *scaleHeader `json:"scale,omitempty"`
}

// scaleHeader is a features.Scale; JSON has no infinite ends.
type scaleHeader struct {
	Center     float64  `json:"center"`
	Width      float64  `json:"width"`
	Low        *float64 `json:"low"`
	High       *float64 `json:"high"`
	Fill       float64  `json:"fill"`
	Deviation  float64  `json:"deviation"`
	Categories int      `json:"categories"`
	Height     float64  `json:"height"`
	Missing    float64  `json:"missing"`
}

func newScaleHeader(s features.Scale) *scaleHeader {
	h := &scaleHeader{s.Center, s.Width, nil, nil, s.Fill, s.Deviation, s.Categories, s.Height, s.Missing}
	if !math.IsInf(s.Low, 0) {
		h.Low, h.High = &s.Low, &s.High
	}
	return h
}

func (h *scaleHeader) scale() features.Scale {
	s := features.Scale{Center: h.Center, Width: h.Width, Low: math.Inf(-1), High: math.Inf(1), Fill: h.Fill,
		Deviation: h.Deviation, Categories: h.Categories, Height: h.Height, Missing: h.Missing}
	if h.Low != nil && h.High != nil {
		s.Low, s.High = *h.Low, *h.High
	}
	return s
}

func (m *Model) header(made string) modelHeader {
	r := &m.Recipe
	h := modelHeader{Made: made, Method: m.Method, Rows: m.Rows, Label: m.Label, Classes: m.Classes, Drop: r.Drop,
		Strict: r.Strict, Kernel: m.Kernel.String(), Gamma: m.Gamma, Temperature: m.Temperature}
	for k, c := range r.Columns {
		one := columnHeader{Name: c.Name, Dates: c.Dates, Levels: c.Levels, Fill: c.Fill, Exp: c.Scaling.Exp,
			Shift: c.Scaling.Shift, Width: c.Scaling.Width}
		if r.Encoder != nil {
			h.Alike, one.Scale = r.Encoder.Alike, newScaleHeader(r.Encoder.Scales[k])
		}
		h.Columns = append(h.Columns, one)
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
		Temperature: h.Temperature}
	m.Recipe = dataset.Recipe{Drop: h.Drop, Strict: h.Strict}
	for _, c := range h.Columns {
		m.Recipe.Columns = append(m.Recipe.Columns, dataset.RecipeColumn{Name: c.Name, Dates: c.Dates, Levels: c.Levels,
			Fill: c.Fill, Scaling: dataset.Affine{Exp: c.Exp, Shift: c.Shift, Width: c.Width}})
		if c.Scale == nil {
			continue
		}
		// All columns have a scale, or none has.
		if m.Recipe.Encoder == nil {
			m.Recipe.Encoder = &features.Encoder{Alike: h.Alike}
		}
		m.Recipe.Encoder.Scales = append(m.Recipe.Encoder.Scales, c.Scale.scale())
	}
	if e := m.Recipe.Encoder; len(h.Columns) == 0 || e != nil && len(e.Scales) != len(h.Columns) {
		return nil, errParts
	}
	return m, nil
}

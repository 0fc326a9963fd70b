package pipeline

import (
	"math"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop/features"
)

// columnHeader is a column of mixed features. The ends of a scale are null where they are infinite.
type columnHeader struct {
	Name       string   `json:"name"`
	Categories int      `json:"categories,omitempty"`
	Names      []string `json:"names,omitempty"`
	Days       bool     `json:"days,omitempty"` // its cells are dates
	Center     float64  `json:"center"`
	Width      float64  `json:"width"`
	Low        *float64 `json:"low"`
	High       *float64 `json:"high"`
	Fill       float64  `json:"fill"`
	Deviation  float64  `json:"deviation"`
	Height     float64  `json:"height"`
	Missing    float64  `json:"missing"`
	Weight     float64  `json:"weight,omitempty"` // a factor of its features; 0 means 1
}

// mixedHeader describes mixed columns.
type mixedHeader struct {
	Alike   bool           `json:"alike"` // all columns are numbers of one unit
	Columns []columnHeader `json:"columns"`
}

func headerOf(m *dataset.Mixed) *mixedHeader {
	h := &mixedHeader{Alike: m.Encoder.Alike}
	// Column by column: its name, its categories and its scale.
	for j, c := range m.Columns {
		s := m.Encoder.Scales[j]
		h.Columns = append(h.Columns, columnHeader{Name: c.Name, Categories: c.Categories, Names: c.Names, Days: c.Days,
			Center: s.Center, Width: s.Width, Low: finiteOrNil(s.Low), High: finiteOrNil(s.High), Fill: s.Fill,
			Deviation: s.Deviation, Height: s.Height, Missing: s.Missing, Weight: s.Weight})
	}
	return h
}

func finiteOrNil(v float64) *float64 {
	if math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// mixed returns the columns, checked.
func (h *mixedHeader) mixed() (*dataset.Mixed, error) {
	m := &dataset.Mixed{Encoder: &features.Encoder{Alike: h.Alike}}
	for _, c := range h.Columns {
		m.Columns = append(m.Columns, features.Column{Name: c.Name, Categories: c.Categories, Names: c.Names,
			Days: c.Days})
		m.Encoder.Scales = append(m.Encoder.Scales, features.Scale{Center: c.Center, Width: c.Width,
			Low: numberOr(c.Low, math.Inf(-1)), High: numberOr(c.High, math.Inf(1)), Fill: c.Fill,
			Deviation: c.Deviation, Categories: c.Categories, Height: c.Height, Missing: c.Missing,
			Weight: c.Weight})
	}
	return m, m.Check()
}

// numberOr returns a number of a file, or what stands for none.
func numberOr(v *float64, otherwise float64) float64 {
	if v == nil {
		return otherwise
	}
	return *v
}

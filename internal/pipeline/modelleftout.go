package pipeline

import (
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// leftOutModel is what a model knows of the labels left out: the class of each, and the probability of that
// without it.
type leftOutModel struct {
	Class       []int     `json:"class"`
	Probability []float64 `json:"probability"`
	DealtOut    bool      `json:"dealt_out"`
}

// newLeftOutModel keeps the scores of labels left out; nil if there are none.
func newLeftOutModel(t *Trusted) *leftOutModel {
	if t == nil || t.Left == nil {
		return nil
	}
	m := &leftOutModel{Class: t.Left.Y, DealtOut: t.DealtOut}
	for i, y := range m.Class {
		m.Probability = append(m.Probability, t.Left.P.At(i, y))
	}
	return m
}

// check checks what a file says.
func (m *leftOutModel) check(classes int) error {
	if m == nil {
		return nil
	}
	if len(m.Class) != len(m.Probability) {
		return errors.New("its labels left out do not fit together")
	}
	for i, y := range m.Class {
		// A NaN is in no interval.
		if y < 0 || y >= classes || !(m.Probability[i] >= 0 && m.Probability[i] <= 1) {
			return fmt.Errorf("its label %d left out is none", i)
		}
	}
	return nil
}

// leftOut returns the labels left out, with the probability of the given class alone.
func (m *leftOutModel) leftOut(classes int) *labelprop.LabelsLeftOut {
	left := &labelprop.LabelsLeftOut{Y: m.Class}
	if len(m.Class) > 0 {
		left.P = mat.NewDense(len(m.Class), classes, nil)
	}
	for i, y := range m.Class {
		left.P.Set(i, y, m.Probability[i])
	}
	return left
}

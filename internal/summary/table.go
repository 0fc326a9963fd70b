package summary

import (
	"fmt"
	"slices"
)

// Table describes what was read.
type Table struct {
	File     string
	Files    []string // if there are several
	Rows     int      // of the table
	Columns  Columns
	Features Features
	Scaling  Scaling
	Weights  *Weights // nil if the labels have none
	Labels   int      // given ones, of the rows that take part
	Classes  int
}

// Columns names the columns by their use.
type Columns struct {
	Label    string   `json:"label"`
	Truth    string   `json:"truth,omitempty"`
	ID       string   `json:"id,omitempty"`
	Weight   string   `json:"weight,omitempty"`
	Features []string `json:"features"`
	LeftOut  []string `json:"left_out"`
}

// Features describes by what the rows are compared.
type Features struct {
	Kind  FeatureKind
	Count int
}

// FeatureKind is where the features are.
type FeatureKind int

const (
	// Dense features are columns of the table.
	Dense FeatureKind = iota
	// Sparse features are pairs of an index and a value in each row.
	Sparse
	// NoFeatures are needed where the graph itself was read from a file.
	NoFeatures
)

// Scaling describes how numeric features were scaled.
type Scaling struct {
	Rule     string
	Auto     bool     // whether the columns decide
	Dwarfing []string // the columns that decided for it
}

// Weights describes the weights of given labels.
type Weights struct {
	Column        string
	Labels        int     // given labels
	Below         int     // of which have a weight below 1
	Least         float64 // of these weights
	Zero, Missing int     // labels of weight 0, which do not count, and labels without a weight, which count 1
}

// NewWeights describes the weights of labels: below are those less than 1.
func NewWeights(column string, labels int, below []float64, zero, missing int) *Weights {
	w := &Weights{Column: column, Labels: labels, Below: len(below), Zero: zero, Missing: missing}
	if len(below) > 0 {
		w.Least = slices.Min(below)
	}
	return w
}

func (w *Weights) String() string {
	text := fmt.Sprintf("%s: %d of %d labels below 1", w.Column, w.Below, w.Labels)
	if w.Below > 0 {
		text += fmt.Sprintf(", the least %.4g", w.Least)
	}
	if w.Zero > 0 {
		text += fmt.Sprintf("; %d more of weight 0 count as none", w.Zero)
	}
	if w.Missing > 0 {
		text += fmt.Sprintf("; %d without a weight count 1", w.Missing)
	}
	return text
}

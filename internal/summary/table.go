package summary

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
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
	Group    string   `json:"group,omitempty"`
	Batch    string   `json:"batch,omitempty"`
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
	// Words are those of texts, with their weights.
	Words
	// NoFeatures are needed where the graph itself was read from a file.
	NoFeatures
)

// Scaling describes how numeric features were scaled.
type Scaling struct {
	Rule     string
	Auto     bool     // whether the columns decide
	Dominant []string // the columns that decided for it
	Mixed    bool     // whether numbers and categories were each brought to a scale of their own
}

// Weights describes the weights of given labels.
type Weights struct {
	Column string
	Counts dataset.CertaintyCounts
}

func (w *Weights) String() string {
	// Weights of 1 need no word; parts that do not occur are left out.
	text := fmt.Sprintf("%s: %d of %d labels have a weight below 1", w.Column, w.Counts.Below, w.Counts.Labels)
	if w.Counts.Below > 0 {
		text += fmt.Sprintf(", the lowest is %.4g", w.Counts.Least)
	}
	if w.Counts.Zero > 0 {
		text += fmt.Sprintf("; ignored because the weight is 0: %d", w.Counts.Zero)
	}
	if w.Counts.Empty > 0 {
		text += fmt.Sprintf("; without a weight, which counts as 1: %d", w.Counts.Empty)
	}
	return text
}

// TableOf describes what was read.
func TableOf(d *dataset.Data) Table {
	t := Table{
		File: d.Table.Name, Rows: d.Table.Len(), Columns: columnsOf(d), Scaling: scalingOf(d),
		Labels: dataset.CountLabels(d.Given), Classes: len(d.Classes),
	}
	// One file is named by File.
	if files := d.Table.Files(); len(files) > 1 {
		t.Files = files
	}
	// Categorical columns count once, though each of their values has an indicator among the features.
	t.Features = Features{Dense, len(t.Columns.Features)}
	switch {
	case d.Graph != nil:
		t.Features = Features{Kind: NoFeatures}
	case d.WordsAlone():
		t.Features = Features{Words, d.Prep.SparseCols}
	case d.IsSparse():
		t.Features = Features{Sparse, d.Prep.SparseCols}
	}
	if d.Columns.Weight >= 0 {
		t.Weights = &Weights{t.Columns.Weight, d.Prep.Certainty}
	}
	return t
}

// columnsOf names the columns by their use.
func columnsOf(d *dataset.Data) Columns {
	name := func(col int) string {
		if col < 0 {
			return ""
		}
		return d.Table.Header[col]
	}
	// Row counters are left out as columns of text are, each for its own reason, which a note gives.
	c := d.Columns
	leftOut := []string{}
	for _, column := range d.Prep.NoFeatures {
		leftOut = append(leftOut, column.Name)
	}
	s := Columns{name(c.Label), name(c.Truth), name(c.ID), name(c.Weight), name(c.Group), name(c.Batch), []string{},
		leftOut}
	for _, col := range slices.Concat(c.Features, c.Categorical, c.Text) {
		s.Features = append(s.Features, name(col))
	}
	return s
}

// scaleNames are the rules in the words of the command line.
var scaleNames = map[dataset.Scale]string{
	dataset.ScaleNone: "none", dataset.ScaleStandard: "standard",
	dataset.ScaleMinMax: "minmax", dataset.ScaleRobust: "robust",
}

// scalingOf describes the scaling.
func scalingOf(d *dataset.Data) Scaling {
	scale := d.Prep.Scale
	// Sparse rows are never scaled.
	if d.IsSparse() {
		scale.Value = dataset.ScaleNone
	}
	return Scaling{Rule: scaleNames[scale.Value], Auto: scale.By != dataset.ByUser, Dominant: d.Prep.Dominant,
		Mixed: d.Mixed != nil}
}

// Package dataset turns a table into a labelling problem: which columns are what, which rows take part,
// the classes, the given labels, the truth and the features as numbers. All results are values, and the
// package knows nothing of the command line.
package dataset

import (
	"math"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/internal/words"
	"github.com/propagate-go/propagate/labelprop/features"
	"gonum.org/v1/gonum/mat"
)

// Data is a table read as a problem of n rows, C classes and d features. The n rows that take part are the
// rows of X; all slices and matrices but IDs and AllGiven have n rows.
type Data struct {
	Table   *table.Table
	Columns Columns
	Rows    []int   // the rows of the table that take part, rising; nil: all of them
	Classes Classes // the C names

	Given     []int     // the class of each row, labelprop.Unlabeled for none
	AllGiven  []int     // the same of all rows of the table
	Certainty []float64 // of the given labels, in [0,1]; nil: all labels are certain
	Truth     []string  // the true label of each row, empty if not known; nil: no such column
	IDs       []string  // the names of all rows of the table; nil: no such column

	X       mat.Matrix       // n×d features: *mat.Dense, *graph.Dense32 or *graph.CSR; nil if Graph or Near is set
	Graph   *graph.Graph     // a graph that was read instead of features, from the file Prep.Edges; nil: none
	Near    *graph.Neighbors // neighbours that were computed before; nil: none
	Groups  *Partition       // rows with one answer; nil: no such column
	Batches *Partition       // rows that were centred together; nil: no such column
	Centres *BatchCentres    // what was taken from the features of each batch; nil: nothing

	Prior *mat.Dense // n×C probabilities of another classifier; nil: none
	Mixed *Mixed     // the columns that X was made of; nil if these are numbers only, unless Options.Mixed
	Words *Words     // of texts: X is made of them, or, where Mixed is set, they stand beside its columns; nil: none

	Prep Prep
}

// Prep is what was done to the table on the way to Data.
type Prep struct {
	NoLabel    []string      // cells of the label column that were treated as unlabelled, with their counts
	NoTruth    []string      // the same of the column of true labels
	Renamed    []string      // spellings of numbers, such as 1.0, that were taken for the class of another, 1
	Respelt    []string      // labels that look the same as another one, and were taken for it
	NoFeatures []NoFeature   // columns that are no features, in the order of the table
	Doubts     []Doubt       // columns that are features, and may be the answer
	Words      []string      // texts that count as missing in columns of numbers, with their places
	Found      CellsFound    // what is unusual about the cells
	Dates      []string      // features that were named, and are dates
	Filled     []Filled      // numeric features in which values were missing
	Dominant   []string      // columns whose ranges dwarf the others: ScaleAuto standardised all, InUnits left them
	Scale      Chosen[Scale] // By: ByUser, or ByEvidence if it was chosen automatically
	Scaling    []Affine      // what scaling did to each numeric feature; nil: nothing
	Missing    Missing       // as it was asked for
	Fills      []float64     // stands for a missing value of each numeric feature; NaN: none was missing; nil: nothing
	SparseCols int           // the number of sparse features, if X is sparse
	Edges      string        // the file that Graph was read from
	EdgeFacts  EdgeFacts     // what was done to its edges
	Joined     *Joined       // labels that came from another table; nil: none
	Certainty  CertaintyCounts
}

// BatchCentres are the means of the numeric features of each batch, which were taken from its rows.
type BatchCentres struct {
	Column string
	Names  []string
	Means  [][]float64 // of each numeric feature, in the units of its column: one of each batch
}

// CellsFound lists what is unusual about the cells of features and labels.
type CellsFound struct {
	Empty  []string // rows without a value in any feature
	Codes  []string // columns of digits that are taken for names, not for numbers
	Padded []string // columns of numbers, some with zeros in front

	NewBatches []string // of new rows, that the model does not know, with their rows
	Sentinels  []Sentinel
	Times      []Time   // features that nobody named, and that may be times
	Distances  bool     // the features are a symmetric matrix, as distances between the rows are
	Lost       float64  // the largest relative error of a feature that was rounded to float32
	Spellings  []string // categories, and classes, that are spelt in several ways, with their columns

	Grouped *LabelledGroups // a column by whose values rows were labelled as a whole; nil: none
}

// Filled is a column, and how many of its values were missing.
type Filled struct {
	Name  string
	Count int
}

// CertaintyCounts sums up a column of label weights.
type CertaintyCounts struct {
	Labels int     // given labels
	Below  int     // of these, with a weight below 1
	Least  float64 // the least weight of these
	Zero   int     // labels of weight 0, which count as unlabelled
	Empty  int     // labels without a weight of their own, which count as certain
}

// Chosen is a value that was chosen automatically or by the user, and by what.
type Chosen[T any] struct {
	Value T
	By    string // such as ByUser, or the rule that chose it
}

// Values of Chosen.By: the user, or what was found in the data.
const (
	ByUser     = "user"
	ByEvidence = "evidence"
)

// IsDense reports whether X is there and not sparse.
func (d *Data) IsDense() bool { return d.X != nil && !d.IsSparse() }

// IsSparse reports whether the features are sparse.
func (d *Data) IsSparse() bool {
	_, sparse := d.X.(*graph.CSR)
	return sparse
}

// TableRow returns the row of the table that a row of the problem is.
func (d *Data) TableRow(row int) int {
	if d.Rows == nil {
		return row
	}
	return d.Rows[row]
}

// RowName is the id of a row of the problem, or else its line in the table.
func (d *Data) RowName(row int) string {
	// IDs and lines are those of the table, where rows may have been dropped.
	// Nodes without a row come after the rows.
	if k := row - len(d.Given); d.Graph != nil && k >= 0 {
		return d.Prep.EdgeFacts.Auxiliary[k]
	}
	row = d.TableRow(row)
	if d.IDs == nil {
		return d.Table.Place(row)
	}
	return strings.TrimSpace(d.IDs[row])
}

// Columns are positions in the header of a table.
type Columns struct {
	Label, Truth, ID, Weight int     // -1: none
	Group, Batch             int     // likewise
	Features                 []int   // numeric features
	Categorical              []int   // features of few different texts
	Text                     []int   // texts whose words are compared
	Classifier               []int   // probabilities of another classifier, a column a class
	ClassifierClasses        Classes // the classes of these

	LabelName string // of the column of the labels, also where they come from another table

	ignored map[int]bool
}

// Affine is what scaling does to a column: v becomes (2^-Exp·v - Shift)/Width.
type Affine struct {
	Exp   int     `json:"exp"`
	Shift float64 `json:"shift"`
	Width float64 `json:"width"`
}

// Apply scales a value.
func (a Affine) Apply(v float64) float64 { return (math.Ldexp(v, -a.Exp) - a.Shift) / a.Width }

// Undo returns the value that Apply scales to v, up to rounding.
func (a Affine) Undo(v float64) float64 { return math.Ldexp(v*a.Width+a.Shift, a.Exp) }

// Joined tells how labels from another table found their rows.
type Joined struct {
	File     string
	By       string   // the column there, or that rows are counted
	Labels   int      // that were joined
	Rows     int      // that got one: more than Labels where an id names several
	Unknown  []string // ids with a label that name no row
	Replaced int      // labels of the table itself that gave way to another one
	Added    bool     // whether the table has no column of labels itself
	Cells    []string // of its column of labels otherwise, with those labels put in
}

// Mixed is the features of a problem as columns of numbers, categories and gaps, and how X was made of them.
type Mixed struct {
	Columns []features.Column // n rows each
	Encoder *features.Encoder
}

// Words are the words of texts.
type Words struct {
	Columns    []string // their names
	Vocabulary *words.Vocabulary
	X          *graph.CSR // n×w, the weights of the words of each row
}

// WordsAlone reports whether rows are compared by the words of texts and by nothing else.
func (d *Data) WordsAlone() bool { return d.Words != nil && d.Mixed == nil }

// EdgeFacts tell what was done to the edges of a file.
type EdgeFacts struct {
	Header    string   // the first line, which names columns; empty: it is an edge
	Auxiliary []string // nodes that have edges and no row
	Repeated  int      // pairs that are listed more than once, with their weights added
	Mirrored  bool     // every pair is listed once in each direction, and taken once
	Averaged  bool     // whether these are distances, whose mean was taken
	Distances bool     // whether the weights look like distances
	LeftOut   []string // columns of the file that are no part of an edge

	FoundCommas bool // whether the weights have a decimal comma, which was found by itself
}

// Partition divides the rows that take part by the text of a column.
type Partition struct {
	Column string
	Names  []string // in the order of their first rows
	Of     []int    // the place among Names of each row; -1: an empty cell, a row by itself
}

// partition reads the column of a partition, nil if there is none.
func (d *Data) partition(col int) (*Partition, error) {
	if col < 0 {
		return nil, nil
	}
	cells, err := d.Table.Strings(col)
	if err != nil {
		return nil, err
	}
	cells = chosen(cells, d.Rows)
	p := &Partition{Column: d.Table.Header[col], Of: make([]int, len(cells))}
	at := map[string]int{}
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			p.Of[i] = -1
			continue
		}
		// A text that was not seen before is the next part.
		k, seen := at[cell]
		if !seen {
			k = len(p.Names)
			at[cell] = k
			p.Names = append(p.Names, cell)
		}
		p.Of[i] = k
	}
	return p, nil
}

// chosen returns the values of the rows that take part.
func chosen[T any](all []T, rows []int) []T {
	if rows == nil || all == nil {
		return all
	}
	some := make([]T, len(rows))
	for i, row := range rows {
		some[i] = all[row]
	}
	return some
}

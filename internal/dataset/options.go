package dataset

import (
	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/table"
)

// Options select how a table is read as a problem.
type Options struct {
	Columns       ColumnNames
	Unlabeled     []string // cells of the label column that mean no label; nil: the usual ones, such as NA
	MayLack       int      // of the two classes that labels are needed of: 1 where one will do, 2 where no label will
	IgnoreCase    bool     // labels that differ by case or blanks only are one class
	Missing       Missing
	Scale         Scale
	InUnits       bool     // a width of the graph is in the units of the columns: which dwarf the others is noted
	Mixed         bool     // give each column a scale of its own, also where all are numbers
	MaxCategories int      // most different values of a categorical feature
	Adds          Adds     // the columns that will be added, which must not exist yet
	AddsMore      []string // more columns that will be added
	Edges         *Edges   // a graph that takes the place of the features; nil: none
	Repeated      Repeated // edges that are listed more than once
	Neighbors     *StoredNeighbors
	Float32       bool         // features are rounded to float32, whatever that loses
	Memory        memory.Ask   // is asked before much memory is taken; nil: nobody is
	Labels        *table.Table // labels of rows that its ids name, in a column called as that of labels; nil: none

	// Fits is asked, once the labels are read and before the features are, whether a run in so many classes fits in
	// memory; nil: nobody is.
	Fits func(classes int) error

	// Observe is told how much of the reading of the features is done, one call at a time; nil: nobody is.
	Observe func(done, total int)
}

// ColumnNames name columns of a table; an empty name is no column.
type ColumnNames struct {
	Label, Truth, ID, Weight string
	Group                    string   // rows with the same text have one answer
	Batch                    string   // rows with the same text are centred together
	ClassifierPrefix         string   // of the columns PREFIXCLASS with the probabilities of another classifier
	Features                 []string // empty: all columns of numbers and categories that are nothing else
	Ignore                   []string
	Categorical              []string
	Text                     []string // texts whose words are compared: beside other columns if Mixed, or alone
}

// Edges are the edges of a graph whose nodes are the rows of a table.
type Edges = table.Edges

// StoredNeighbors are neighbours that were computed before, and the features that they belong to.
type StoredNeighbors struct {
	File     string // where they come from, for errors
	Checksum string // of the features
	Near     *graph.Neighbors
}

// Missing is the treatment of a missing value of a feature.
type Missing int

// Values of Missing. A missing category is a value of its own unless it is an error or the row is left out.
const (
	MissingAuto   Missing = iota // fill in the median of the column
	MissingError                 // report an error
	MissingMean                  // fill in the mean of the column
	MissingMedian                // fill in the median of the column
	MissingDrop                  // leave the row out
)

// Scale is a way to scale numeric features.
type Scale int

// Values of Scale.
const (
	ScaleAuto     Scale = iota // ScaleStandard if some columns dwarf the others, else ScaleNone
	ScaleNone                  // as they are
	ScaleStandard              // mean 0, standard deviation 1
	ScaleMinMax                // from 0 to 1
	ScaleRobust                // median 0, quartiles 1 apart
)

// Adds selects the columns that will be added to a table.
type Adds int

// Values of Adds.
const (
	AddsNothing       Adds = iota // the columns of an earlier answer are left out of the features
	AddsLabels                    // predicted, confidence and status
	AddsProbabilities             // also proba_CLASS for each class
)

// Repeated is what to do about an edge that a file lists more than once.
type Repeated int

// Values of Repeated.
const (
	RepeatedAdd   Repeated = iota // add the weights up
	RepeatedError                 // report an error
)

package summary

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

// ScoredColumns name columns of a table that holds predicted and true labels.
type ScoredColumns struct {
	Truth, Predicted string
	Label            string       // of the given labels, which are not scored; empty: none was given
	LabelNamed       bool         // whether it is an error if there is no column Label
	Truths           *table.Table // holds the true labels, joined by the column ID; nil: the table itself does
	ID               string
	Unlabeled        []string // cells that mean that a label is not known, besides the usual ones
	IgnoreCase       bool     // labels that differ by case or blanks only are one class
}

// columns are the positions of the columns that an evaluation reads; -1: no such column.
type columns struct {
	truth, predicted          int
	label, status, confidence int
	probs                     []int // of the classes
	classes                   dataset.Classes
	unlabeled                 []string
	ignoreCase                bool
}

// ReadScored reads the rows of a table that can be scored: those whose label was not given and whose true label is
// known.
//
// Errors: a missing column, a cell that cannot be what its column holds, more than [MostClasses] classes, or no
// row to score.
func ReadScored(t *table.Table, names ScoredColumns) (*Scored, error) {
	c, err := findColumns(t, names)
	if err != nil {
		return nil, err
	}
	s := &Scored{}
	truth, err := c.trueLabels(t, names, s)
	if err != nil {
		return nil, err
	}
	given, err := c.given(t)
	if err != nil {
		return nil, err
	}
	// Cells that mean unknown, such as NA, are no class.
	truth, s.NoTruth = dataset.BlankTruth(truth, names.Unlabeled)
	if truth, err = c.comparable(t, names.Truths, truth); err != nil {
		return nil, err
	}
	if s.Classes, err = c.allClasses(t, names.Truth, truth); err != nil {
		return nil, err
	}
	rows := s.Choose(truth, func(i int) bool { return given[i] })
	if len(rows) == 0 {
		return nil, &table.Error{
			File: t.Name, Column: names.Truth,
			Reason: "no row to evaluate: in each row the label was given, or the true label is not known",
			Hint:   "fill in the true label of rows whose label was not given",
		}
	}
	// Only these rows are read further: the others may hold anything.
	picked, err := t.Pick(rows)
	if err != nil {
		return nil, err
	}
	return s, c.predictions(picked, s)
}

// findColumns looks up the columns. Confidence, status and probabilities have the names that a run gives them.
func findColumns(t *table.Table, names ScoredColumns) (*columns, error) {
	c := &columns{label: -1, unlabeled: names.Unlabeled, ignoreCase: names.IgnoreCase}
	var err error
	from := t
	if names.Truths != nil {
		from = names.Truths
	}
	if c.truth, err = from.Column(names.Truth); err != nil {
		return nil, fmt.Errorf("Columns.Truth: %w", err)
	}
	if c.predicted, err = t.Column(names.Predicted); err != nil {
		return nil, noPredictions(err)
	}
	c.status = dataset.AnswerColumn(t, dataset.NameStatus)
	c.confidence = dataset.AnswerColumn(t, dataset.NameConfidence)
	if err := c.findLabel(t, names); err != nil {
		return nil, err
	}
	return c, c.findProbabilities(t, names)
}

// trueLabels returns the true label of each row, as it stands in the table or in that of the truth.
func (c *columns) trueLabels(t *table.Table, names ScoredColumns, s *Scored) (truth []string, err error) {
	if names.Truths == nil {
		return t.Strings(c.truth)
	}
	truth, s.Joined, err = dataset.JoinTruth(t, names.Truths, dataset.ColumnNames{Truth: names.Truth, ID: names.ID})
	return truth, err
}

// findLabel looks up the column of given labels. Unless it was named, the column of statuses can take its place.
func (c *columns) findLabel(t *table.Table, names ScoredColumns) error {
	if names.Label == "" {
		return nil
	}
	// There is a default name, so that a column which is not there is an error only if it was asked for.
	col, err := t.Column(names.Label)
	switch {
	case err == nil:
		c.label = col
	case names.LabelNamed:
		return dataset.NoLabelColumn(err, t.Header)
	case c.status < 0:
		return &table.Error{
			File: t.Name, Reason: "no column tells which labels were given",
			Hint: "name the column of the given labels with Columns.Label; if no label was given, use Columns.Label=",
		}
	}
	return nil
}

// noPredictions adds to the error of a missing column of predictions where they come from.
func noPredictions(err error) error {
	// The hint of the table, which lists its columns, stays.
	var unknown *table.Error
	if errors.As(err, &unknown) {
		unknown.Hint = "evaluate reads what propagate -o labelled.csv wrote; " +
			"or name the column of the predicted labels with Columns.Predicted; " + unknown.Hint
	}
	return fmt.Errorf("Columns.Predicted: %w", err)
}

// findProbabilities finds the columns proba_CLASS, no class twice.
func (c *columns) findProbabilities(t *table.Table, names ScoredColumns) error {
	// The columns of true and predicted labels may have such a name, too.
	for col, name := range t.Header {
		class, ok := strings.CutPrefix(strings.TrimSpace(name), dataset.PrefixProba)
		if !ok || col == c.truth && names.Truths == nil || col == c.predicted {
			continue
		}
		// Two columns of one class would count its probability twice.
		class = strings.TrimSpace(class)
		if class == "" || slices.Contains(c.classes, class) {
			return &table.Error{
				File: t.Name, Column: name, Reason: "names no class of its own",
				Hint: "a column of probabilities is named proba_CLASS; rename one that is not",
			}
		}
		c.probs = append(c.probs, col)
		c.classes = append(c.classes, class)
	}
	return nil
}

// comparable returns the truth with numbers as the predicted labels write them. It is an error if no true label is one
// of the predicted classes.
func (c *columns) comparable(t, truths *table.Table, truth []string) ([]string, error) {
	predicted, err := t.Strings(c.predicted)
	if err != nil {
		return nil, err
	}
	classes := dataset.NewClasses(slices.Concat(predicted, c.classes))
	// Nothing was predicted: nothing can be written in two ways.
	if len(classes) == 0 {
		return truth, nil
	}
	truth = classes.Rename(truth)
	if c.ignoreCase {
		truth = classes.Fold(truth)
	}
	// An error names the table in which the truth stands.
	if truths == nil {
		truths = t
	}
	return truth, dataset.CheckTruth(truths, c.truth, classes, truth)
}

// allClasses are those that occur as a true label, as a predicted one, or in the name of a column.
func (c *columns) allClasses(t *table.Table, name string, truth []string) (dataset.Classes, error) {
	predicted, err := t.Strings(c.predicted)
	if err != nil {
		return nil, err
	}
	// A column of numbers taken for classes would make a matrix of confusion too large for any memory.
	all := dataset.NewClasses(slices.Concat(truth, predicted, c.classes))
	if len(all) > MostClasses {
		return nil, &table.Error{
			File: t.Name, Column: name, Reason: "too many classes",
			Hint: "name a column of classes, not of numbers or names that differ in every row",
		}
	}
	return all, nil
}

// predictions reads what was predicted in the rows to score.
func (c *columns) predictions(t *table.Table, s *Scored) error {
	predicted, err := t.Strings(c.predicted)
	if err != nil {
		return err
	}
	// An empty cell is a row without a predicted label, which counts as wrong.
	s.Predicted = s.Classes.Numbers(predicted)
	// The confidence is the probability of the predicted class. Where probabilities are known, its own column,
	// which has fewer digits, is not needed.
	switch {
	case c.probs != nil:
		m, err := dataset.Distributions(t, c.probs)
		if err != nil {
			return err
		}
		s.SetProbabilities(c.classes, m)
	case c.confidence >= 0:
		return c.confidences(t, s)
	}
	return nil
}

// confidences reads those of predicted labels. A row without one may have an empty cell, and has confidence 0.
func (c *columns) confidences(t *table.Table, s *Scored) error {
	var rows []int
	// What stands beside no label is not read.
	for i, k := range s.Predicted {
		if k != labelprop.Unlabeled {
			rows = append(rows, i)
		}
	}
	s.Confidence = make([]float64, len(s.Predicted))
	if len(rows) == 0 {
		return nil
	}
	picked, err := t.Pick(rows)
	if err != nil {
		return err
	}
	m, err := dataset.Probabilities(picked, []int{c.confidence})
	if err != nil {
		return err
	}
	for k, i := range rows {
		s.Confidence[i] = m.At(k, 0)
	}
	return nil
}

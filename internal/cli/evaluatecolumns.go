package cli

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// answered are the columns that an evaluation reads; -1 is one that is not there.
type answered struct {
	truth, predicted          int
	label, status, confidence int
	proba                     []int
	probaClasses              dataset.Classes
}

func (e *evaluation) findColumns(t *table.Table) (*answered, error) {
	c := &answered{label: -1}
	var err error
	if c.truth, err = t.Column(e.truth); err != nil {
		return nil, fmt.Errorf("--truth: %w", err)
	}
	if c.predicted, err = t.Column(e.predicted); err != nil {
		return nil, notAnswered(err)
	}
	c.status, c.confidence = find(t, nameStatus), find(t, nameConfidence)
	if e.label != "" {
		c.label, err = t.Column(e.label)
	}
	switch {
	case err == nil:
	case e.fixedLabel:
		return nil, noLabelColumn(err, t.Header)
	case c.status < 0:
		return nil, &table.Error{File: t.Name, Reason: "no column says which labels were given",
			Hint: "name the column of the given labels with --label, or say --label= if there were none"}
	default:
		c.label = -1
	}
	return c, c.findProba(t)
}

// notAnswered adds to the error of a missing column of answers where they come from.
func notAnswered(err error) error {
	var unknown *table.Error
	if errors.As(err, &unknown) {
		unknown.Hint = "evaluate reads what propagate -o labelled.csv wrote, or name the column of the answers with --predicted; " + unknown.Hint
	}
	return fmt.Errorf("--predicted: %w", err)
}

// find returns the position of a column, -1 if there is none.
func find(t *table.Table, name string) int {
	j, err := t.Column(name)
	if err != nil {
		return -1
	}
	return j
}

// findProba finds the columns proba_CLASS, no class twice.
func (c *answered) findProba(t *table.Table) error {
	for j, name := range t.Header {
		class, ok := strings.CutPrefix(strings.TrimSpace(name), prefixProba)
		if !ok || j == c.truth || j == c.predicted {
			continue
		}
		class = strings.TrimSpace(class)
		if class == "" || slices.Contains(c.probaClasses, class) {
			return &table.Error{File: t.Name, Column: name, Reason: "names no class of its own",
				Hint: "a column of probabilities is named proba_CLASS; rename one that is not"}
		}
		c.proba = append(c.proba, j)
		c.probaClasses = append(c.probaClasses, class)
	}
	return nil
}

// classes are those that occur as truth, as prediction or in a name.
func (c *answered) classes(t *table.Table, truth []string) (dataset.Classes, error) {
	predicted, err := t.Strings(c.predicted)
	return dataset.NewClasses(slices.Concat(truth, predicted, c.probaClasses)), err
}

// given says of each row whether its label was given.
func (c *answered) given(t *table.Table) ([]bool, error) {
	given := make([]bool, t.Len())
	if c.label >= 0 {
		label, err := t.Strings(c.label)
		if err != nil {
			return nil, err
		}
		label, _ = new(plan).blank(label)
		for i, cell := range label {
			given[i] = cell != ""
		}
	}
	if c.status < 0 {
		return given, nil
	}
	return given, c.givenByStatus(t, given)
}

// givenByStatus marks the rows whose status is given.
func (c *answered) givenByStatus(t *table.Table, given []bool) error {
	status, err := t.Strings(c.status)
	for i, cell := range status {
		switch s := strings.TrimSpace(cell); s {
		case labelprop.Given.String():
			given[i] = true
		case labelprop.Propagated.String(), labelprop.Tied.String(), labelprop.Unreachable.String(), labelprop.Abstained.String(), statusDropped:
		default:
			return &table.Error{File: t.File(i), Line: t.Line(i), Column: nameStatus, Reason: strconv.Quote(s) + " is not a status",
				Hint: "a status is given, propagated, tied, unreachable, abstained or dropped; rename the column if it holds something else"}
		}
	}
	return err
}

// answers reads what was predicted in the rows to score.
func (c *answered) answers(t *table.Table, s *summary.Scored) error {
	predicted, err := t.Strings(c.predicted)
	if err != nil {
		return err
	}
	s.Predicted = s.Classes.Numbers(predicted)
	if c.proba != nil {
		return c.probabilities(t, s)
	}
	if c.confidence < 0 {
		return nil
	}
	m, err := t.Floats([]int{c.confidence})
	if err != nil {
		return probabilityHint(err)
	}
	s.Confidence = m.RawMatrix().Data
	return checkProbabilities(t, []int{c.confidence}, m)
}

func (c *answered) probabilities(t *table.Table, s *summary.Scored) error {
	m, err := t.Floats(c.proba)
	if err != nil {
		return probabilityHint(err)
	}
	if err := checkProbabilities(t, c.proba, m); err != nil {
		return err
	}
	for i := range t.Len() {
		if err := checkSum(t, i, m.RawRowView(i)); err != nil {
			return err
		}
	}
	s.SetProbabilities(c.probaClasses, m)
	return nil
}

func checkSum(t *table.Table, i int, row []float64) error {
	sum := 0.0
	for _, p := range row {
		sum += p
	}
	if sum == 0 || math.Abs(sum-1) <= 1e-5 {
		return nil
	}
	return &table.Error{File: t.File(i), Line: t.Line(i), Reason: fmt.Sprintf("the %d probabilities sum to %.6g, not to 1", len(row), sum),
		Hint: "one column proba_CLASS for each class, with all digits, as propagate --proba writes them"}
}

const hintProbability = "probabilities are numbers from 0 to 1"

// probabilityHint replaces the hint of an error on a number.
func probabilityHint(err error) error {
	var known *table.Error
	if errors.As(err, &known) {
		known.Hint = hintProbability
	}
	return err
}

// checkProbabilities checks the numbers of some columns.
func checkProbabilities(t *table.Table, cols []int, m *mat.Dense) error {
	for i := range t.Len() {
		for k, p := range m.RawRowView(i) {
			if !(p >= 0 && p <= 1) {
				return &table.Error{File: t.File(i), Line: t.Line(i), Column: t.Header[cols[k]],
					Reason: fmt.Sprintf("%g is not from 0 to 1", p), Hint: hintProbability}
			}
		}
	}
	return nil
}

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

// answered are the columns that an evaluation reads; -1 is one that is not there.
type answered struct {
	truth, predicted          int
	label, status, confidence int
	proba                     []int
	probaClasses              dataset.Classes
}

// readScored reads the rows to score.
func (v *evaluateFlags) readScored(t *table.Table) (*summary.Scored, error) {
	cols, err := v.findColumns(t)
	if err != nil {
		return nil, err
	}
	given, err := cols.given(t)
	if err != nil {
		return nil, err
	}
	truth, err := t.Strings(cols.truth)
	if err != nil {
		return nil, err
	}
	truth, _ = dataset.Blank(truth, nil)
	s := &summary.Scored{}
	if s.Classes, err = cols.classes(t, truth); err != nil {
		return nil, err
	}
	if len(s.Classes) > summary.MostClasses {
		return nil, &table.Error{File: t.Name, Column: v.truth, Reason: "too many classes", Hint: "name a column of classes, not of numbers or names that differ in every row"}
	}
	rows := s.Choose(truth, func(i int) bool { return given[i] })
	if len(rows) == 0 {
		return nil, &table.Error{File: t.Name, Column: v.truth, Reason: "no row to score: the label was given, or the truth is not known, in each",
			Hint: "fill in the truth of rows whose label was not given"}
	}
	picked, err := t.Pick(rows)
	if err != nil {
		return nil, err
	}
	return s, cols.answers(picked, s)
}

func (v *evaluateFlags) findColumns(t *table.Table) (*answered, error) {
	c := &answered{label: -1}
	var err error
	if c.truth, err = t.Column(v.truth); err != nil {
		return nil, fmt.Errorf("--truth: %w", err)
	}
	if c.predicted, err = t.Column(v.predicted); err != nil {
		return nil, notAnswered(err)
	}
	c.status, c.confidence = find(t, dataset.NameStatus), find(t, dataset.NameConfidence)
	if v.label != "" {
		c.label, err = t.Column(v.label)
	}
	switch {
	case err == nil:
	case v.fixedLabel:
		return nil, dataset.NoLabelColumn(err, t.Header)
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
		class, ok := strings.CutPrefix(strings.TrimSpace(name), dataset.PrefixProba)
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
		label, _ = dataset.Blank(label, nil)
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
		case labelprop.Propagated.String(), labelprop.Tied.String(), labelprop.Unreachable.String(), labelprop.Abstained.String(), pipeline.StatusDropped:
		default:
			return &table.Error{File: t.File(i), Line: t.Line(i), Column: dataset.NameStatus, Reason: strconv.Quote(s) + " is not a status",
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
	switch {
	case c.proba != nil:
		m, err := dataset.Distributions(t, c.proba)
		if err != nil {
			return err
		}
		s.SetProbabilities(c.probaClasses, m)
	case c.confidence >= 0:
		m, err := dataset.Probabilities(t, []int{c.confidence})
		if err != nil {
			return err
		}
		s.Confidence = m.RawMatrix().Data
	}
	return nil
}

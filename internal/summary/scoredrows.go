package summary

import (
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

// given tells for each row whether its label was given: the label column is filled, or the status says so.
func (c *columns) given(t *table.Table) ([]bool, error) {
	// Without either column no label was given.
	given := make([]bool, t.Len())
	if c.label >= 0 {
		label, err := t.Strings(c.label)
		if err != nil {
			return nil, err
		}
		label, _ = dataset.Blank(label, c.unlabeled)
		for i, cell := range label {
			given[i] = cell != ""
		}
	}
	if c.status < 0 {
		return given, nil
	}
	return given, c.givenByStatus(t, given)
}

// statusNames are the texts that a status may have.
var statusNames = []string{
	labelprop.Given.String(), labelprop.Propagated.String(), labelprop.Tied.String(), labelprop.Unreachable.String(),
	labelprop.Abstained.String(), labelprop.FeaturesOnly.String(), labelprop.Novel.String(),
	labelprop.Uncertain.String(), pipeline.StatusDropped,
}

// givenByStatus marks the rows whose status is given.
func (c *columns) givenByStatus(t *table.Table, given []bool) error {
	cells, err := t.Strings(c.status)
	for i, cell := range cells {
		// Another text means that this is a column of the user, whose name is the same by chance.
		status := strings.TrimSpace(cell)
		if !slices.Contains(statusNames, status) {
			return &table.Error{
				File: t.File(i), Line: t.Line(i), Column: dataset.NameStatus,
				Reason: strconv.Quote(status) + " is not a status",
				Hint: "a status is " + strings.Join(statusNames, ", ") +
					"; rename the column if it holds something else",
			}
		}
		given[i] = given[i] || status == labelprop.Given.String()
	}
	return err
}

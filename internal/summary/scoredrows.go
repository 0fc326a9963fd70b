package summary

import (
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
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

// givenByStatus marks the rows whose status is given.
func (c *columns) givenByStatus(t *table.Table, given []bool) error {
	cells, err := t.Strings(c.status)
	for i, cell := range cells {
		// Another text means that this is a column of the user, whose name is the same by chance.
		status := strings.TrimSpace(cell)
		if !dataset.IsStatus(status) {
			return &table.Error{
				File: t.File(i), Line: t.Line(i), Column: t.Header[c.status],
				Reason: strconv.Quote(status) + " is not a status",
				Hint: "a status is " + strings.Join(dataset.Statuses, ", ") +
					"; rename the column if it holds something else",
			}
		}
		given[i] = given[i] || status == labelprop.Given.String()
	}
	return err
}

package dataset

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// checkHeader returns an error if a row repeats the header, as where files with a header each were put one behind the
// other: the name of the label column would be a class. The cells are those of the label column.
func checkHeader(t *table.Table, label int, cells []string) error {
	for i, cell := range cells {
		if cellName(cell) != cellName(t.Header[label]) {
			continue
		}
		row, err := t.Pick([]int{i})
		if err != nil {
			return err
		}
		all, err := row.StringsOf(columnsTo(len(t.Header)))
		if err != nil {
			return err
		}
		same := !slices.ContainsFunc(columnsTo(len(t.Header)), func(j int) bool {
			return cellName(all[j][0]) != cellName(t.Header[j])
		})
		if same {
			return &table.Error{File: t.File(i), Line: t.Line(i), Reason: "the header again, not a row",
				Hint: "delete this line; files that each have a header are read as one if all are named on the " +
					"command line"}
		}
	}
	return nil
}

// cellName is a cell as a name: without blanks, and the byte order mark that a file begins with.
func cellName(cell string) string { return strings.TrimSpace(strings.Trim(cell, "\ufeff")) }

// columnsTo lists the first n columns.
func columnsTo(n int) []int {
	all := make([]int, n)
	for j := range all {
		all[j] = j
	}
	return all
}

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
		if strings.TrimSpace(cell) != strings.TrimSpace(t.Header[label]) {
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
			return strings.TrimSpace(all[j][0]) != strings.TrimSpace(t.Header[j])
		})
		if same {
			return &table.Error{File: t.File(i), Line: t.Line(i), Reason: "the header again, not a row",
				Hint: "delete this line; files that each have a header are read as one if all are named on the " +
					"command line"}
		}
	}
	return nil
}

// columnsTo lists the first n columns.
func columnsTo(n int) []int {
	all := make([]int, n)
	for j := range all {
		all[j] = j
	}
	return all
}

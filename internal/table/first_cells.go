package table

import (
	"errors"
	"strings"
)

// firstRows is the number of rows that are searched for cells that are not empty.
const firstRows = 10_000

// First returns, for each column, the first cell that is not empty, without the spaces around it. It is "" for a column
// whose first 10,000 cells are empty. The error is that of reading the file.
func (t *Table) First() ([]string, error) {
	first, found := make([]string, len(t.Header)), 0
	enough := errors.New("table: all are found")
	// Go through the rows until every column has a cell.
	err := t.store.each(func(i int, line []byte, cells []string) error {
		if line != nil {
			cells = texts(split(line, nil))
		}
		for j, cell := range cells {
			if first[j] != "" {
				continue
			}
			if first[j] = strings.TrimSpace(cell); first[j] != "" {
				found++
			}
		}
		// All cells are found, or enough rows were read: an error ends the loop early.
		if found == len(first) || i+1 >= firstRows {
			return enough
		}
		return nil
	})
	if errors.Is(err, enough) {
		err = nil
	}
	return first, fileError(t.Name, "read", err)
}

package dataset

import (
	"fmt"
	"strings"
)

// RepeatedIDs describes the ids that name several rows, in the order of the table, with the places of the first two.
// With groups nothing is said: rows of one id are meant to be several then.
func (d *Data) RepeatedIDs() []string {
	if d.Groups != nil {
		return nil
	}
	first, told := map[string]int{}, map[string]bool{}
	var repeated []string
	for i, id := range d.IDs {
		id = strings.TrimSpace(id)
		// An id is told once, when it comes for the second time.
		before, seen := first[id]
		switch {
		case id == "" || told[id]:
		case seen:
			told[id] = true
			repeated = append(repeated,
				fmt.Sprintf("%q (lines %s and %s)", id, d.Table.Place(before), d.Table.Place(i)))
		default:
			first[id] = i
		}
	}
	return repeated
}

package dataset

import (
	"strings"
)

// partition reads the column of a partition, nil if there is none.
func (d *Data) partition(col int) (*Partition, error) {
	if col < 0 {
		return nil, nil
	}
	cells, err := d.Table.Strings(col)
	if err != nil {
		return nil, err
	}
	cells = chosen(cells, d.Rows)
	p := &Partition{Column: d.Table.Header[col], Of: make([]int, len(cells))}
	at := map[string]int{}
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			p.Of[i] = -1
			continue
		}
		// A text that was not seen before is the next part.
		k, seen := at[cell]
		if !seen {
			k = len(p.Names)
			at[cell] = k
			p.Names = append(p.Names, cell)
		}
		p.Of[i] = k
	}
	return p, nil
}

// readGroups reads the groups of rows that have one answer.
func (r *reader) readGroups() (err error) {
	r.data.Groups, err = r.data.partition(r.data.Columns.Group)
	return err
}

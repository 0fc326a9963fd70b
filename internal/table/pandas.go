package table

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// madeIndex is the name that pandas gives an index without one.
var madeIndex = regexp.MustCompile(`^__index_level_\d+__$`)

// markIndex marks the columns that are an index of pandas: the text that it keeps beside the columns names them.
func (t *Table) markIndex(metadata string) {
	var said struct {
		Columns []any `json:"index_columns"` // names, or descriptions of numbers that are not stored
	}
	_ = json.Unmarshal([]byte(metadata), &said) // without it only the name tells
	for _, name := range t.Header {
		if slices.Contains(said.Columns, any(name)) || madeIndex.MatchString(name) {
			t.indexes = append(t.indexes, name)
		}
	}
	if len(t.indexes) > 0 {
		t.Notes = append(t.Notes, "the index of pandas names the rows, and is no feature: "+
			oneLine(strings.Join(t.indexes, ", ")))
	}
}

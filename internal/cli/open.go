package cli

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
)

// open reads the rows, and the labels that come from another file.
func (s *session) open() (*table.Table, error) {
	in := &s.config.input
	if err := s.openLabels(); err != nil {
		return nil, err
	}
	// Labels of a graph file need no table: its rows have numbers.
	if len(in.paths) == 0 {
		return table.NumberedRows(s.config.data.Neighbors.Near.N(), in.neighbors, "row"), nil
	}
	t, err := openFiles(in.paths, in.reading, s.std.in, s.console.Reading)
	if err != nil || s.config.data.Adds == dataset.AddsNothing {
		return t, err
	}
	return withoutAnswer(t, s.config.data.Columns)
}

// openLabels reads the file of labels, all of it.
func (s *session) openLabels() error {
	in := &s.config.input
	if in.labels == "" {
		return nil
	}
	if in.labels == standardStream && slices.Contains(in.paths, standardStream) {
		return usagef("name a file for one of the two", "--labels -: standard input can be read once only")
	}
	how := table.Reading{Texts: append([]string{"id", "line"}, in.reading.Texts...)}
	t, err := openFiles([]string{in.labels}, how, s.std.in, nil)
	if err != nil {
		return err
	}
	s.config.data.Labels = t
	return nil
}

// withoutAnswer takes the columns out of a table that an earlier run added: this run adds them anew.
func withoutAnswer(t *table.Table, names dataset.ColumnNames) (*table.Table, error) {
	cols := dataset.EarlierAnswer(t, names)
	if len(cols) == 0 {
		return t, nil
	}
	var replaced []string
	for _, j := range cols {
		replaced = append(replaced, t.Header[j])
	}
	some, err := t.Without(cols...)
	if err == nil {
		some.Notes = append(slices.Clone(t.Notes), "columns of an earlier run, replaced: "+strings.Join(replaced, ", "))
	}
	return some, err
}

package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
)

// open reads the rows, and the labels that come from another file.
func (s *session) open() (*table.Table, error) {
	in := &s.config.input
	if err := s.openLabels(); err != nil {
		return nil, err
	}
	// Labels of a graph file need no table: its rows have numbers. Those of edges are their nodes.
	switch {
	case len(in.paths) > 0:
	case in.neighbors != "":
		return in.reading.Numbered(s.config.data.Neighbors.Near.N(), in.neighbors, "row"), nil
	default:
		return s.nodes()
	}
	t, err := openFiles(in.paths, in.reading, s.std.in, s.console.Reading)
	if err != nil || s.config.data.Adds == dataset.AddsNothing {
		return t, err
	}
	s.noteEnding(t)
	return withoutAnswer(t, s.config.data.Columns)
}

// nodes returns the nodes of the edges as rows.
func (s *session) nodes() (*table.Table, error) {
	in, names := &s.config.input, &s.config.data.Columns
	if names.ID == "" {
		return nil, usagef("name the column of --labels that holds what the edges call the nodes", "--edges needs --id")
	}
	list, err := dataset.NodeNames(s.config.data.Edges, s.config.data.Labels, names.ID)
	if err != nil {
		return nil, err
	}
	t := in.reading.Named(list, in.edges, names.ID)
	t.Notes = append(t.Notes, "no table of rows: they are the nodes of "+in.edges)
	return t, nil
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
	how := table.Reading{Texts: append([]string{"id", "line"}, in.reading.Texts...), Memory: in.reading.Memory}
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
		return ownNamesNoted(t), nil
	}
	var replaced []string
	for _, j := range cols {
		replaced = append(replaced, t.Header[j])
	}
	some, err := t.Without(cols...)
	if err == nil {
		some.Notes = append(slices.Clone(t.Notes), "columns of an earlier run, replaced: "+strings.Join(replaced, ", "))
	}
	return ownNamesNoted(some), err
}

// ownNamesNoted notes which of the columns that a run adds get another name, as the table has one of its own.
func ownNamesNoted(t *table.Table) *table.Table {
	if t == nil {
		return nil
	}
	for _, name := range []string{dataset.NameConfidence, dataset.NameStatus} {
		if added := dataset.AddedName(t, name); added != name {
			note := "the table has a column " + name + " of its own: the one that is added is called " + added
			t.Notes = append(slices.Clone(t.Notes), note)
		}
	}
	return t
}

// read goes from the files to the problem.
func (s *session) read() (*dataset.Data, error) {
	if err := s.config.readGraphFiles(); err != nil {
		return nil, err
	}
	// Read the files as one table, and the table as a problem.
	t, err := s.open()
	if err != nil {
		return nil, err
	}
	s.console.Stage(console.StagePrepare)
	d, err := dataset.Read(t, s.config.data)
	if err == nil {
		err = s.checkSparse(d)
	}
	if err != nil {
		t.Close()
		return nil, err
	}
	return d, nil
}

// checkSparse checks that no model is asked for that sparse rows cannot have.
func (s *session) checkSparse(d *dataset.Data) error {
	if d.IsSparse() && d.Words == nil && s.config.output.save != "" {
		return usagef("it is for numbers and categories: a run on old and new rows together labels both",
			"--save does not go with %s", d.SparseKind())
	}
	return nil
}

// onGraph reads the problem, opens the output, builds the graph, and leaves the rest to work. The output is opened
// before the graph is built: a path that cannot be written to should not cost a run.
func (s *session) onGraph(ctx context.Context, work func(io.Writer, *dataset.Data, *pipeline.Built) error) error {
	// The files become a table, the table a problem: features, classes and given labels.
	d, err := s.read()
	if err != nil {
		return err
	}
	defer d.Table.Close()
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		// Search the neighbours, choose kernel and γ, and weigh the edges.
		b, err := s.build(ctx, d)
		if err != nil {
			return err
		}
		return work(w, d, b)
	})
}

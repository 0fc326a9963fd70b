package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/report"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
)

// result is all that a run has found out.
type result struct {
	data   *dataset.Data
	built  *pipeline.Built
	answer *pipeline.Answer
	run    *summary.Run
}

// write writes the model, the summary, the report and at last the table with its labels to w, as far as they
// were asked for.
func (s *session) write(ctx context.Context, w io.Writer, r result) error {
	o := &s.config.output
	// The table comes last: after an error before it there is none that looks complete.
	if o.save != "" {
		if err := saveModel(ctx, o.save, r); err != nil {
			return err
		}
		s.std.written.add(o.save)
	}
	// What only the command knows: how it was called, and its notes.
	r.run.Notes, r.run.Origin = s.notes, s.origin()
	if o.json != "" {
		if err := s.writeSummary(o.json, r.run); err != nil {
			return err
		}
	}
	if o.report != "" {
		if err := s.writeReport(ctx, o.report, r); err != nil {
			return err
		}
	}
	// The time to write is a stage of its own.
	s.console.Stage(console.StageWrite)
	if err := s.writeAnswer(w, r.data, r.answer); err != nil {
		return err
	}
	s.console.Times()
	return nil
}

// origin is by what the run can be done again.
func (s *session) origin() summary.Origin {
	o := summary.Origin{Version: version(), Command: s.config.line, Made: time.Now(), Seed: s.config.run.Seed,
		Stages: s.console.Stages()}
	// Reproducible builds ask for the same bytes at any time: then there are no times but this one.
	if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		o.Made, o.Stages = time.Unix(seconds, 0), nil
	}
	return o
}

// saveModel writes the model of a run.
func saveModel(ctx context.Context, path string, r result) error {
	m, err := pipeline.NewModel(r.data, r.built, r.answer)
	if err != nil {
		return err
	}
	return table.WriteFileAtomic(path, func(w io.Writer) error { return m.Store(w, version()) })
}

// writeSummary writes the summary in JSON.
func (s *session) writeSummary(path string, r *summary.Run) error {
	// An empty path is standard output.
	if path == standardStream {
		path = ""
	}
	return s.writeWhole(path, r.WriteJSON)
}

// writeReport writes the page, with a map of the rows and what else needs the graph.
func (s *session) writeReport(ctx context.Context, path string, r result) error {
	s.console.Stage(console.StageReport)
	review, err := report.NewReview(ctx, report.Source{Data: r.data, Built: r.built, Answer: r.answer,
		Config: s.config.run}, s.console)
	if err != nil {
		return err
	}
	// The review took its time, too.
	if r.run.Origin.Stages != nil {
		r.run.Origin.Stages = s.console.Stages()
	}
	return s.writeWhole(path, func(w io.Writer) error { return report.Write(w, r.run, review) })
}

// writeWhole writes to a file, or standard output, if all of it can be made.
func (s *session) writeWhole(path string, write func(io.Writer) error) error {
	// Into memory first, so that an error leaves no half of a file.
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return s.writeTo(path, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

// writeAnswer writes the table with its answers, or just the labels.
func (s *session) writeAnswer(w io.Writer, d *dataset.Data, a *pipeline.Answer) error {
	// All rows of the table are written, those that were dropped with what they had.
	all := a.Fill(d)
	if s.config.output.only {
		return s.writeLabels(w, d, all)
	}
	added := addedColumns(d.Table, d.Classes, all, s.config.output.proba)
	// Labels that look like numbers are written like those that were given.
	if d.Columns.Label >= 0 && d.Table.IsText(d.Columns.Label) {
		added[0].Type = table.Text
	}
	// With its labels, what is written can be read again by itself.
	t := d.Table
	switch j := d.Prep.Joined; {
	case j == nil:
	case j.Added:
		labels := table.Added{Name: s.config.data.Columns.Label, Values: d.Classes.Names(d.AllGiven)}
		added = append([]table.Added{labels}, added...)
	case j.Rows > 0:
		var err error
		if t, err = t.WithColumn(d.Columns.Label, j.Cells); err != nil {
			return err
		}
	}
	return t.WriteAs(s.console.Writing(w, d.Table.Size), s.config.output.format, added...)
}

// writeLabels writes the name and the label of each row.
func (s *session) writeLabels(w io.Writer, d *dataset.Data, all *pipeline.Filled) error {
	// One line for each row of the table.
	rows := make([][]string, d.Table.Len())
	header := append(rowHeader(d), dataset.NamePredicted)
	confidence := addedColumns(d.Table, d.Classes, all, false)[1].Values
	if s.config.output.sure {
		header = append(header, dataset.NameConfidence)
	}
	for i, class := range all.Labels {
		rows[i] = append(tableRowCells(d, i), d.Classes.Name(class))
		if s.config.output.sure {
			rows[i] = append(rows[i], confidence[i])
		}
	}
	return s.list(w, d.Table, header, rows)
}

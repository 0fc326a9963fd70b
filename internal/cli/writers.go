package cli

import (
	"bytes"
	"io"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/report"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
)

// writeReport writes the report of a run to where --report says.
func (j *job) writeReport(r *summary.Run, a *answer) error {
	j.say.Stage(console.StageReport)
	review, err := report.NewReview(j.ctx, report.Source{Data: j.data(), Built: j.built(), Answer: j.answered(a), Config: *j.config()}, j.say)
	if err != nil {
		return err
	}
	r.Origin.Stages = j.say.Stages()
	return j.writeWhole(j.reportTo, func(w io.Writer) error { return report.Write(w, r, review) })
}

// writeSummary writes the summary to where --json says.
func (j *job) writeSummary(r *summary.Run) error {
	path := j.json
	if path == "-" {
		path = ""
	}
	return j.writeWhole(path, r.WriteJSON)
}

// writeWhole writes to a file, or standard output, if all of it can be made.
func (j *job) writeWhole(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return writeTo(path, j.std.out, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

// writeLabels writes the name and the label of each row.
func (j *job) writeLabels(a *answer) error {
	header := append(j.rowHeader(), namePredicted)
	rows := make([][]string, j.table.Len())
	for i, class := range a.labels {
		rows[i] = append(j.tableRowCells(i), j.className(class))
	}
	return table.WriteRows(j.out, j.as, header, rows)
}

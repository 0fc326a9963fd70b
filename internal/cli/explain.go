package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

func (v *explainFlags) run(ctx context.Context, s *session) error {
	d, err := s.read()
	if err != nil {
		return err
	}
	defer d.Table.Close()
	// Find the row before the graph is built: a wrong name should not cost the time for it.
	row, err := findRow(d, v.row)
	if err != nil {
		return err
	}
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		b, err := s.build(ctx, d)
		if err != nil {
			return err
		}
		if pipeline.Pools(d, s.config.run) {
			return v.explainPool(ctx, s, &pipeline.Problem{Data: d, Built: b, Config: s.config.run}, row, w)
		}
		method, seeds, err := s.problem(d)
		if err != nil {
			return err
		}
		by, err := s.explainable(ctx, d, b, method, seeds, row)
		if err != nil {
			return err
		}
		// The shares of the labels in the row's scores, and the likeliest path to each.
		found, err := labelprop.Explain(ctx, b.Graph, seeds, by, row, s.options())
		if err != nil {
			return err
		}
		s.console.Line("answer", "%s", explained(d, found, by))
		if found.Shift != nil {
			s.console.Line("score", "%s", scoreInWords(d, found))
		}
		// The largest shares come first, so the first are the most.
		shares := found.Shares
		if v.most > 0 {
			shares = shares[:min(v.most, len(shares))]
		}
		rows := make([][]string, len(shares))
		for i, one := range shares {
			rows[i] = append(rowCells(d, one.Node), d.Classes.Name(one.Class), six(one.Share),
				six(one.PathProbability), path(d, one.Path))
		}
		return table.WriteRows(w, s.config.output.format, append(rowHeader(d), "label", "share", "path_probability",
			"path"), rows)
	})
}

package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// explainLabels tells what one method says of the row, and lists the labels with their shares in it.
func (v *explainFlags) explainLabels(ctx context.Context, s *session, p *pipeline.Problem, row int, w io.Writer) error {
	d := p.Data
	by, seeds, err := s.explainable(ctx, p, row)
	if err != nil {
		return err
	}
	// The shares of the labels in the row's scores, and the likeliest path to each.
	found, err := labelprop.Explain(ctx, p.Built.Graph, seeds, by, row, s.options())
	if err != nil {
		return err
	}
	s.console.Line("answer", "%s", explained(d, found, by))
	if found.Shift != nil {
		s.console.Line("score", "%s", scoreInWords(d, found))
	}
	return s.list(w, d.Table, append(rowHeader(d), "label", "share", "path_probability",
		"path"), v.shareRows(d, found.Shares))
}

// shareRows has a line for each label that counts, the largest share first.
func (v *explainFlags) shareRows(d *dataset.Data, shares []labelprop.Share) [][]string {
	// They come in this order, so the first are the most.
	if v.most > 0 {
		shares = shares[:min(v.most, len(shares))]
	}
	rows := make([][]string, len(shares))
	for i, one := range shares {
		rows[i] = append(rowCells(d, one.Node), d.Classes.Name(one.Class), six(one.Share),
			six(one.PathProbability), path(d, one.Path))
	}
	return rows
}

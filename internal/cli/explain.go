package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/dataset"
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

// explainable returns the method of the run, or harmonic where the scores of that are no sums over the labels: then
// it prints why, and the answers of both.
func (s *session) explainable(ctx context.Context, d *dataset.Data, b *pipeline.Built, m labelprop.Method,
	seeds labelprop.Seeds, row int) (labelprop.Method, error) {
	if labelprop.Explains(m) {
		return m, nil
	}
	instead := labelprop.Harmonic{}
	var answers [2]string
	for i, one := range []labelprop.Method{m, instead} {
		r, err := labelprop.Solve(ctx, b.Graph, seeds, one, s.options())
		if err != nil {
			return nil, err
		}
		answers[i] = d.Classes.Name(r.Labels[row])
	}
	s.console.Line("note", "%v answers %s, but its scores are not sums over the given labels, so they have no shares "+
		"in it; what follows explains %v, which answers %s", m, orNoLabel(answers[0]), instead, orNoLabel(answers[1]))
	return instead, nil
}

// orNoLabel names a class, or that there is none.
func orNoLabel(class string) string {
	if class == "" {
		return "no label"
	}
	return class
}

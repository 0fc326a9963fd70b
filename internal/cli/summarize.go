package cli

import (
	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
)

// summarize collects the facts of a run and prints them.
func (s *session) summarize(d *dataset.Data, b *pipeline.Built, a *pipeline.Answer) (*summary.Run, error) {
	if d.Truth != nil {
		s.console.Stage(console.StageEvaluate)
	}
	// The facts are collected once, and printed here and in all other outputs.
	r, err := summary.Of(d, b, a, &s.config.run)
	if err != nil {
		return nil, err
	}
	s.followable(r)
	s.console.Method(&r.Method)
	s.console.Pool(r.Pool)
	s.console.Calibration(r.Calibration)
	s.console.Groups(r.Groups)
	s.console.Doubts(r.Doubts)
	s.console.Novelty(r.Novelty)
	s.console.Uncertain(r.Uncertain)
	s.console.Classes(&r.Labels)
	s.console.Trust(&r.Trust)
	s.console.Result(r)
	return r, nil
}

package cli

import (
	"time"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// meter measures how fast the parts of a stage are done.
type meter struct {
	began time.Time
}

// left is how long the parts that are not done take at the rate of those that are.
func (m *meter) left(done, total int) string {
	if done <= 1 {
		return "?"
	}
	past := time.Since(m.began)
	return (past / time.Duration(done-1) * time.Duration(total-done+1)).Round(time.Second).String()
}

// endings are the names of stages where another one follows before their line is printed.
var endings = map[pipeline.Stage]string{pipeline.StageSolve: "labels", pipeline.StageSizes: "sizes"}

// Stage begins a stage of the work.
func (s *session) Stage(stage pipeline.Stage) {
	if name, ok := endings[s.stage]; ok {
		s.console.Stage(name)
	}
	s.stage, s.parts = stage, meter{time.Now()}
}

// Part shows how much of a stage is done.
func (s *session) Part(done, total int) error {
	switch s.stage {
	case pipeline.StageSearch:
		return s.console.Part(done, total)
	case pipeline.StageGamma:
		s.console.Progress("γ: %d tried", done)
	case pipeline.StageTune:
		if total == 0 {
			s.console.Progress("γ: %d tried", done)
			break
		}
		s.console.Progress("candidate %d of %d, %s left", done, total, s.parts.left(done, total))
	}
	return nil
}

// Iteration shows how far the solver is.
func (s *session) Iteration(p labelprop.Progress) error { return s.console.Iteration(p) }

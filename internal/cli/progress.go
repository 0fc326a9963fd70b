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

// Stage begins a stage of the work, and ends the one before, where that is told of under a name of its own.
func (s *session) Stage(stage pipeline.Stage) {
	switch s.stage {
	case pipeline.StageGamma:
		if s.config.tune == nil && len(s.config.run.Gamma.Values) > 1 {
			s.console.Stage("gamma")
		}
	case pipeline.StageSolve:
		s.console.Stage("labels")
	case pipeline.StageSizes:
		s.console.Stage("sizes")
	case pipeline.StageCalibrate:
		s.console.Stage("calibrate")
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

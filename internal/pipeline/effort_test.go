package pipeline_test

import (
	"testing"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shares keeps the shares of the stage of tuning that it is told of.
type shares struct {
	tuning bool
	told   []float64
}

func (s *shares) Stage(stage pipeline.Stage) { s.tuning = stage == pipeline.StageTune }

func (s *shares) Part(done, total int) error {
	if s.tuning {
		s.told = append(s.told, float64(done)/float64(total))
	}
	return nil
}

func (s *shares) Iteration(labelprop.Progress) error { return nil }

// TestEffortOfTuning checks that shares from 0 on are told of, over candidates of several kinds, over draws of labels held
// out, over each label left out, and over the γ of a curve. What they are is up to the clock.
func TestEffortOfTuning(t *testing.T) {
	d := iris(t)
	b, err := pipeline.Build(t.Context(), d, pipeline.Config{Graph: pipeline.Graph{K: 10}}, nil)
	require.NoError(t, err)
	linear := []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.5}, labelprop.Spreading{Alpha: 0.99}}
	for name, c := range map[string]struct {
		how   pipeline.TuneConfig
		steps int // at least, of different shares
	}{
		"kernels":  {pipeline.TuneConfig{Kernels: true, Methods: linear}, 20},
		"k":        {pipeline.TuneConfig{Ks: []int{3, 5, 10}, Methods: linear}, 9},
		"held out": {pipeline.TuneConfig{Methods: linear, HoldOut: &labelprop.HoldOut{Share: 0.2, Repeats: 8}}, 20},
		"poisson":  {pipeline.TuneConfig{Methods: []labelprop.Method{labelprop.Poisson{}}}, 10},
		"γ":        {pipeline.TuneConfig{Gammas: []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, Methods: linear[:1]}, 1},
	} {
		seen := &shares{}
		_, err := pipeline.Tune(t.Context(), d, b, c.how, seen)
		require.NoError(t, err)
		different := map[float64]bool{}
		for _, share := range seen.told {
			different[share] = true
			assert.True(t, share >= 0 && share <= 1, "%s: %v", name, seen.told)
		}
		assert.GreaterOrEqual(t, len(different), c.steps, "%s: %v", name, seen.told)
	}
}

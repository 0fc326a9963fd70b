package pipeline_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// follower is an observer that keeps what it is told, and fails in the first part of one of the stages.
type follower struct {
	begun  []pipeline.Stage
	done   map[pipeline.Stage]int // the part that was told of last
	failIn pipeline.Stage
}

var errTold = errors.New("told to end")

func (s *follower) Stage(stage pipeline.Stage) { s.begun = append(s.begun, stage) }

func (s *follower) Part(done, total int) error {
	now := s.begun[len(s.begun)-1]
	s.done[now] = max(s.done[now], done*100/total)
	if now == s.failIn {
		return errTold
	}
	return nil
}

func (s *follower) Iteration(labelprop.Progress) error {
	if s.begun[len(s.begun)-1] == s.failIn {
		return errTold
	}
	return nil
}

// TestPredictIsObserved checks that a model compares new rows once, tells how far it is in each long stage, answers the
// same whether it is watched or not, and ends where its observer fails.
func TestPredictIsObserved(t *testing.T) {
	d := mixed(t, "iris", "species")
	_, file := pooledModel(t, d)
	m, err := pipeline.ReadModel(bytes.NewReader(file))
	require.NoError(t, err)
	rows, err := dataset.ReadLike(d.Table, m.Recipe, m.Classes, dataset.Options{})
	require.NoError(t, err)
	novel := pipeline.Novel{Asked: true, Rate: 0.05}
	want, err := m.Predict(t.Context(), rows, novel, nil)
	require.NoError(t, err)

	seen := &follower{done: map[pipeline.Stage]int{}}
	got, err := m.Predict(t.Context(), rows, novel, seen)
	require.NoError(t, err)
	assert.True(t, mat.Equal(want.Probs, got.Probs))
	assert.Equal(t, want.Labels, got.Labels)
	assert.Equal(t, want.Novelty.P, got.Novelty.P)
	long := []pipeline.Stage{pipeline.StageSearch, pipeline.StageForest, pipeline.StageRidge, pipeline.StageLogistic}
	for _, stage := range long {
		assert.Equal(t, 100, seen.done[stage], stage)
	}
	assert.Equal(t, 1, len(slices.DeleteFunc(slices.Clone(seen.begun),
		func(s pipeline.Stage) bool { return s != pipeline.StageSearch })), "one search")
	for _, stage := range long {
		_, err = m.Predict(t.Context(), rows, novel, &follower{done: map[pipeline.Stage]int{}, failIn: stage})
		assert.ErrorIs(t, err, errTold, stage)
	}
}

package pipeline_test

import (
	"testing"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stages notes which stages of the work begin.
type stages map[pipeline.Stage]bool

func (s stages) Stage(one pipeline.Stage) { s[one] = true }

func (stages) Part(int, int) error { return nil }

func (stages) Iteration(labelprop.Progress) error { return nil }

// No accuracy follows from labels that were dealt out evenly, so these are left out only where somebody asks for what
// does follow.
func TestDealtOutLabelsAreNotLeftOutUnasked(t *testing.T) {
	for name, c := range map[string]struct {
		labels [3]int // of each class
		asked  pipeline.Trust
		left   bool
	}{
		"dealt out":       {labels: [3]int{10, 10, 10}},
		"a sample":        {labels: [3]int{22, 6, 3}, left: true},
		"a small sample":  {labels: [3]int{8, 3, 1}},
		"dealt out, sets": {labels: [3]int{10, 10, 10}, asked: pipeline.Trust{Coverage: 0.9, Shares: true}, left: true},
		"a sample, asked": {labels: [3]int{22, 6, 3}, asked: pipeline.Trust{Shares: true}, left: true},
	} {
		t.Run(name, func(t *testing.T) {
			d, sample := iris(t), c.labels != [3]int{10, 10, 10}
			// So many rows of each class get their true label.
			for i, class := range d.Classes.Numbers(d.Truth) {
				if d.Given[i] = labelprop.Unlabeled; c.labels[class] > 0 {
					d.Given[i] = class
					c.labels[class]--
				}
			}
			config := pipeline.Config{Method: pipeline.Method{Method: labelprop.Harmonic{}}, Trust: c.asked}
			b, err := pipeline.Build(t.Context(), d, config, nil)
			require.NoError(t, err)
			seen := stages{}
			a, err := pipeline.Label(t.Context(), d, b, config, seen)
			require.NoError(t, err)
			assert.Equal(t, c.left, seen[pipeline.StageLeaveOut])
			// Of the rows as a whole only a sample tells.
			assert.Equal(t, c.left && sample, a.Trusted.Expected != nil)
			assert.Equal(t, c.asked.Shares && sample, a.Trusted.Shares != nil)
		})
	}
}

package labelprop

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A row is the mean of its nodes: a class that leads in all of them leads in it, and it ties where its only node does.
func TestFollowNodes(t *testing.T) {
	r := &Result{Labels: []int{1, 1, 2, 1}, Status: []Status{Propagated, Given, Propagated, Tied}}
	for _, c := range []struct {
		nodes  []int
		label  int
		status Status
	}{
		{nil, 0, Propagated},
		{[]int{0}, 1, Propagated},
		{[]int{0, 1}, 1, Propagated},
		{[]int{0, 2}, 0, Propagated}, // nothing is known
		{[]int{3}, 1, Tied},
		{[]int{3, 0}, 1, Propagated},
	} {
		p := &Prediction{Labels: []int{0}, Status: []Status{Propagated}}
		r.followNodes(p, 0, c.nodes)
		assert.Equal(t, c.label, p.Labels[0], c.nodes)
		assert.Equal(t, c.status, p.Status[0], c.nodes)
	}
}

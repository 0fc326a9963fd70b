package labelprop

import (
	"errors"
	"fmt"
	"slices"
)

// InGroups returns the seeds with the group of each node, -1 for a node by itself, such as the
// patient of an image or the document of a sentence. Wherever a label is left out, as by
// [LeaveOneOut], [Suspects], [Tune] and [Compare], those of its whole group are: rows of one
// group are alike, so that a label beside it would tell the answer. [Solve] does not mind groups.
// Cost where some group has two labels: a Solve for each group with a label.
//
// Errors: [ErrShape] for another number of nodes, and seeds of [MultiLabel] or [Values].
func (s Seeds) InGroups(group []int) (Seeds, error) {
	switch {
	case len(group) != s.n:
		return Seeds{}, fmt.Errorf("labelprop: %w: groups of %d nodes, seeds for %d", ErrShape, len(group), s.n)
	case !s.exclusive():
		return Seeds{}, errors.New("labelprop: labels of one class each are left out in groups: pass Classes or Soft")
	}
	s.group = nil
	labels, several := map[int]int{}, false
	for _, u := range s.nodes {
		labels[group[u]]++
		several = several || group[u] >= 0 && labels[group[u]] > 1
	}
	// Where no group has two labels, to leave out the group is to leave out the label.
	if several {
		s.group = slices.Clone(group)
	}
	return s, nil
}

// together returns, for each label, the first label of its group: itself where there are no groups.
func (s *Seeds) together() []int {
	first, at := make([]int, len(s.nodes)), map[int]int{}
	for l, u := range s.nodes {
		first[l] = l
		if s.group == nil || s.group[u] < 0 {
			continue
		}
		if before, seen := at[s.group[u]]; seen {
			first[l] = before
		} else {
			at[s.group[u]] = l
		}
	}
	return first
}

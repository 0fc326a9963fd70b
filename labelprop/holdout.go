package labelprop

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
)

// HoldOut describes how labels are held out: stratified, that is the share of each class
// apart, rounded, at least one and never all of a class. A class with one label keeps
// it. Labels in groups ([Seeds.InGroups]) are held out by whole groups.
type HoldOut struct {
	Share   float64 // in (0,1); 0 means 0.2
	Repeats int     // 0 means 1
	Seed    uint64
}

// mostRepeats keeps a stray number from asking for all memory.
const mostRepeats = 1 << 20

// split is one draw of labels to hold out, by their places among the seeds.
type split struct {
	held []int
	out  []bool // of each label: whether it is held out
}

// splits draws them from the class of each label; the same for every candidate.
func (h HoldOut) splits(class []int, classes int) ([]split, error) {
	if h.Share == 0 {
		h.Share = 0.2
	}
	if !(h.Share > 0 && h.Share < 1) {
		return nil, fmt.Errorf("HoldOut.Share = %g: must be between 0 and 1", h.Share)
	}
	if h.Repeats < 0 || h.Repeats > mostRepeats {
		return nil, fmt.Errorf("HoldOut.Repeats = %d: must be from 0 to %d", h.Repeats, mostRepeats)
	}
	// Stratified: each class is drawn from by itself.
	byClass := make([][]int, classes)
	for l, k := range class {
		byClass[k] = append(byClass[k], l)
	}
	// One generator for all repeats: the same draws for every candidate and run.
	r := rand.New(rand.NewPCG(h.Seed, 0x401d))
	all := make([]split, max(h.Repeats, 1))
	for s := range all {
		all[s].out = make([]bool, len(class))
		for _, labels := range byClass {
			r.Shuffle(len(labels), func(a, b int) { labels[a], labels[b] = labels[b], labels[a] })
			// At least one label of each class is held out, and never all of them.
			few := min(max(int(math.Round(h.Share*float64(len(labels)))), 1), len(labels)-1)
			for _, l := range labels[:max(few, 0)] {
				all[s].held, all[s].out[l] = append(all[s].held, l), true
			}
		}
		if len(all[s].held) == 0 {
			return nil, errors.New("no class has two labels, so none can be held out")
		}
	}
	return all, nil
}

// splitsInOrder draws from the labels in an order of the values of their rows.
func (h HoldOut) splitsInOrder(g *graph.Graph, seeds *Seeds, class []int) ([]split, error) {
	order := labelOrder(g, seeds)
	sorted := make([]int, len(order))
	for at, l := range order {
		sorted[at] = class[l]
	}
	all, err := h.splits(sorted, seeds.c)
	for s := range all {
		// From places in the order to labels.
		out := make([]bool, len(class))
		for k, at := range all[s].held {
			all[s].held[k], out[order[at]] = order[at], true
		}
		all[s].out = out
		if seeds.group != nil {
			if all[s], err = all[s].inGroups(seeds.together(), class, seeds.c); err != nil {
				return nil, err
			}
		}
	}
	return all, err
}

// labelOrder lists the labels in the order of their nodes.
func labelOrder(g *graph.Graph, seeds *Seeds) []int {
	order := numbersTo(len(seeds.nodes))
	r := csr.Of(g).Rows
	if r == nil {
		return order
	}
	place := func(l int) int {
		u := r.Node[seeds.nodes[l]]
		switch {
		case u < 0:
			return r.Nodes // without a node
		case r.Same != nil:
			return int(r.Same[u])
		}
		return int(u)
	}
	slices.SortStableFunc(order, func(k, l int) int {
		return cmp.Or(cmp.Compare(place(k), place(l)), slices.Compare(seeds.row(k), seeds.row(l)),
			cmp.Compare(seeds.weight(k), seeds.weight(l)))
	})
	return order
}

// inGroups is a split that holds out whole groups of labels: those of the labels that it holds out, up to about as many
// of each class, unless a class would lose its last label. first has the first label of the group of each label.
//
// Errors: no group can be held out.
func (s split) inGroups(first, class []int, classes int) (split, error) {
	members := map[int][]int{}
	for l, f := range first {
		members[f] = append(members[f], l)
	}
	// How many labels of each class are to be held out, are held out, and stay.
	wanted, held, kept := make([]int, classes), make([]int, classes), make([]int, classes)
	for _, k := range class {
		kept[k]++
	}
	for _, l := range s.held {
		wanted[class[l]]++
	}
	whole := split{out: make([]bool, len(class))}
	for _, l := range s.held {
		group := members[first[l]]
		if whole.out[l] || held[class[l]] >= wanted[class[l]] || !spares(kept, group, class) {
			continue
		}
		for _, m := range group {
			whole.held, whole.out[m] = append(whole.held, m), true
			held[class[m]]++
			kept[class[m]]--
		}
	}
	if len(whole.held) == 0 {
		return split{}, errors.New("no group of labels can be held out: a class would lose all of its labels")
	}
	return whole, nil
}

// spares reports whether each class keeps a label without those of a group.
func spares(kept, group, class []int) bool {
	lost := make([]int, len(kept))
	for _, l := range group {
		if lost[class[l]]++; lost[class[l]] >= kept[class[l]] {
			return false
		}
	}
	return true
}

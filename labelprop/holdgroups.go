package labelprop

import "errors"

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

package labelprop

import (
	"cmp"
	"slices"

	"github.com/propagate-go/propagate/internal/csr"
)

// copyKinds lists the copies of each node of a graph that have different answers. The kinds of
// node u are row[end[u]:end[u+1]], a row of each. A nil copyKinds is one row a node.
type copyKinds struct {
	end   []int
	row   []int32
	count []float64 // how many copies there are of each kind
}

// copyKinds returns those of the nodes that rows are.
func (r *Result) copyKinds(rows *csr.Rows) *copyKinds {
	if rows == nil {
		return nil
	}
	k := &copyKinds{end: []int{0}}
	for u := range rows.Nodes {
		copies := rows.Of(u)
		if r.rows != nil && len(copies) > 1 {
			// Those that are alike side by side, in an order that the labels decide.
			copies = slices.Clone(copies)
			slices.SortStableFunc(copies, func(i, j int32) int { return cmp.Compare(r.rows.first[i], r.rows.first[j]) })
		}
		for at, i := range copies {
			if r.rows != nil && at > 0 && r.rows.first[i] == r.rows.first[copies[at-1]] {
				k.count[len(k.count)-1]++
				continue
			}
			k.row, k.count = append(k.row, i), append(k.count, 1)
		}
		k.end = append(k.end, len(k.row))
	}
	return k
}

// each calls do with a row of each kind of copies of a node, and how many there are.
func (k *copyKinds) each(node int, do func(u int, count float64)) {
	if k == nil {
		do(node, 1)
		return
	}
	for e := k.end[node]; e < k.end[node+1]; e++ {
		do(int(k.row[e]), k.count[e])
	}
}

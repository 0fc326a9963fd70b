package randomforest

// tree is a decision tree. Its first node is the root.
type tree struct {
	nodes  []node
	shares []float32 // of the classes in the leaves, one leaf after the other
	drew   []bool    // which labelled rows it was grown on
}

// node sends a row to one of its two children, or is a leaf.
type node struct {
	column int32 // that decides; -1: a leaf
	below  int32 // the child of the rows that pass; of a leaf, where its shares begin
	above  int32 // the child of the others
	lost   bool  // whether a missing value passes

	// A number passes if it is at most the threshold, a category if it is equal to it.
	category  bool
	threshold float64
	gain      float64 // by which the Gini impurity falls, times the rows of the node
}

// bytes is what the tree takes.
func (t *tree) bytes() int {
	const nodeBytes = 40 // three numbers of 32 bits, two of 64, and two flags
	return nodeBytes*cap(t.nodes) + 4*cap(t.shares) + cap(t.drew)
}

// leaf returns the class shares of the leaf that the row falls into. The walk compares
// one value a node, until it meets a leaf.
func (t *tree) leaf(row []float64) []float32 {
	at := int32(0)
	for t.nodes[at].column >= 0 {
		n := &t.nodes[at]
		if n.passes(row[n.column]) {
			at = n.below
		} else {
			at = n.above
		}
	}
	// A leaf keeps the place and the number of its shares where others keep children.
	first := t.nodes[at].below
	return t.shares[first : first+t.nodes[at].above]
}

// passes reports whether a value belongs to the first child.
func (n *node) passes(v float64) bool {
	switch {
	case v != v:
		return n.lost
	case n.category:
		return v == n.threshold
	}
	return v <= n.threshold
}

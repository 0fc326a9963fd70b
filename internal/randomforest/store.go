package randomforest

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/store"
)

const (
	storedKind    = "lpforest"
	storedVersion = 1
)

// Store writes what it takes to answer for other rows: the trees, without the labelled rows
// that each of them drew. It takes 18 bytes a node, and 4 bytes a class of each leaf.
func (f *Forest) Store(w io.Writer) error {
	b := store.NewWriter(w, storedKind, storedVersion)
	b.Int(f.classes)
	b.Bools(f.nominal)
	b.Floats(f.importances)
	b.Int(len(f.trees))
	// Tree by tree, each as columns of numbers.
	for t := range f.trees {
		f.trees[t].store(b)
	}
	return b.Close()
}

func (t *tree) store(b *store.Writer) {
	// Three whole numbers, two flags and a threshold a node.
	var links []int32
	var flags []bool
	var thresholds []float64
	for i := range t.nodes {
		n := &t.nodes[i]
		links = append(links, n.column, n.below, n.above)
		flags = append(flags, n.lost, n.category)
		thresholds = append(thresholds, n.threshold)
	}
	b.Int32s(links)
	b.Bools(flags)
	b.Floats(thresholds)
	// Shares are float32, written bit by bit.
	bits := make([]int32, len(t.shares))
	for k, v := range t.shares {
		bits[k] = int32(math.Float32bits(v))
	}
	b.Int32s(bits)
}

// Read reads what [Forest.Store] wrote. It reads ahead, unless r is a bufio.Reader. A forest
// that was read has no labelled rows, and so no answer out of bag.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func Read(r io.Reader) (*Forest, error) {
	b, err := store.NewReader(r, storedKind, storedVersion)
	if err != nil {
		return nil, fmt.Errorf("stored forest: %w", err)
	}
	f := &Forest{classes: b.Int(), nominal: b.Bools(), importances: b.Floats()}
	sound := true
	// A number of trees that is a lie ends with the bytes: the first tree of none is not sound.
	for range max(0, b.Int()) {
		t, whole := readTree(b)
		if !whole {
			sound = false
			break
		}
		f.trees = append(f.trees, t)
	}
	if !sound {
		return nil, errors.New("stored forest: its trees do not fit together")
	}
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("stored forest: %w", err)
	}
	if !f.sound() {
		return nil, errors.New("stored forest: its trees do not fit together")
	}
	return f, nil
}

// readTree reads a tree, and reports whether its parts have lengths that belong together.
func readTree(b *store.Reader) (tree, bool) {
	links, flags, thresholds, bits := b.Int32s(), b.Bools(), b.Floats(), b.Int32s()
	// One threshold a node tells how many nodes there are.
	n := len(thresholds)
	if n == 0 || len(links) != 3*n || len(flags) != 2*n {
		return tree{}, false
	}
	t := tree{nodes: make([]node, n), shares: make([]float32, len(bits))}
	for i := range t.nodes {
		t.nodes[i] = node{column: links[3*i], below: links[3*i+1], above: links[3*i+2], lost: flags[2*i],
			category: flags[2*i+1], threshold: thresholds[i]}
	}
	for k, v := range bits {
		t.shares[k] = math.Float32frombits(uint32(v))
	}
	return t, true
}

// sound reports whether every walk ends at a leaf with shares of all classes.
func (f *Forest) sound() bool {
	if f.classes < 1 || len(f.trees) == 0 || len(f.nominal) == 0 || len(f.importances) != len(f.nominal) {
		return false
	}
	// Importances are shares of one sum.
	if slices.ContainsFunc(f.importances, func(v float64) bool { return !(v >= 0 && v <= 1+shareSlack) }) {
		return false
	}
	for t := range f.trees {
		if !f.soundTree(&f.trees[t]) {
			return false
		}
	}
	return true
}

func (f *Forest) soundTree(t *tree) bool {
	for at, n := range t.nodes {
		switch {
		case n.column == -1:
			if !f.soundLeaf(t, n) {
				return false
			}
		case n.column < 0 || int(n.column) >= len(f.nominal) || n.category != f.nominal[n.column]:
			return false
		// Children stand behind their parent, so that no walk runs in circles.
		case int(n.below) <= at || int(n.above) <= at || int(n.below) >= len(t.nodes) || int(n.above) >= len(t.nodes):
			return false
		case math.IsNaN(n.threshold):
			return false
		}
	}
	return true
}

// shareSlack is how far rounding may take the sum of the shares of a leaf from 1.
const shareSlack = 1e-3

// soundLeaf reports whether a leaf has a distribution over the classes.
func (f *Forest) soundLeaf(t *tree, n node) bool {
	if n.below < 0 || int(n.above) != f.classes || int(n.below)+f.classes > len(t.shares) {
		return false
	}
	// Not negative, and of the sum 1: a distribution. NaN passes neither.
	sum := 0.0
	for _, v := range t.shares[n.below : n.below+n.above] {
		if !(v >= 0) {
			return false
		}
		sum += float64(v)
	}
	return math.Abs(sum-1) <= shareSlack
}

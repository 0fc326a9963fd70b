package table

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/memory"
	"gonum.org/v1/gonum/mat"
)

// leastMatrix is the number of rows from which a square table is a matrix rather than a list of edges.
const leastMatrix = 4

// matrixEdges reads a full matrix of weights or distances of all pairs: a NumPy array, or text with a row a line,
// with the names of the nodes in the header and in the first column, or without. found is false for a file that is no
// square table.
func (how Reading) matrixEdges(path string, numpy bool) (edges *Edges, found bool, err error) {
	t, err := how.File(path)
	if err != nil {
		return nil, false, err
	}
	defer func() { t.Close() }()
	// A number in front of blanks is the first row of a half, and names nothing.
	if isNumber(t.Header[0]) && how.Header == HeaderAuto {
		t.Close()
		how.Header = HeaderNone
		if t, err = how.File(path); err != nil {
			return nil, false, err
		}
	}
	n, names := t.Len(), t.Header
	// With names there is one column more, the first.
	named := len(names) == n+1
	if n < leastMatrix && !numpy || len(names) != n && !named {
		if k := condensedNodes(n); numpy && len(names) == 1 && k > 0 {
			edges, err := how.condensed(t, k)
			return edges, true, err
		}
		if numpy {
			err = &Error{File: path, Reason: fmt.Sprintf("an array of %d by %d, not a square one", n, len(names)),
				Hint: "give the weights or distances of all pairs: the i-th row of the table is the i-th node"}
		}
		return nil, false, err
	}
	cols := make([]int, n)
	for k := range cols {
		cols[k] = len(names) - n + k
	}
	if err := how.Memory.For(memory.Product(n, n, 8), fmt.Sprintf("a matrix of %d by %d", n, n)); err != nil {
		return nil, false, fileError(path, "read", err)
	}
	x, err := t.FloatsOrNaN(cols)
	if err != nil {
		return nil, false, err
	}
	b := &Edges{Name: path, Numbered: !named, Nodes: n}
	node := make([]string, n)
	for i := range node {
		node[i] = strconv.Itoa(i + 1)
	}
	if named {
		if node, err = t.Strings(0); err != nil {
			return nil, false, err
		}
		for i := range node {
			if node[i] = strings.TrimSpace(node[i]); node[i] != strings.TrimSpace(names[i+1]) {
				return nil, false, &Error{File: path, Line: t.Line(i), Reason: fmt.Sprintf("row %s is not named as "+
					"column %d, %s", quote(node[i]), i+2, quote(names[i+1])),
					Hint: "a matrix has the same names in its header and its first column, in the same order"}
			}
		}
	}
	meter := &memory.Meter{Ask: how.Memory, What: "the pairs of a matrix"}
	return b, true, fileError(path, "read", b.addMatrix(t, squareMatrix{x, node, how.Distances, meter}))
}

// condensedNodes returns the k of which n = k (k - 1) / 2 are the pairs, 0 if there is none.
func condensedNodes(n int) int {
	k := int(math.Round((1 + math.Sqrt(1+8*float64(n))) / 2))
	if n < 1 || k*(k-1)/2 != n {
		return 0
	}
	return k
}

// condensed reads the numbers above the diagonal of a matrix of n by n, row by row, as pdist of SciPy gives them.
func (how Reading) condensed(t *Table, n int) (*Edges, error) {
	if err := how.Memory.For(memory.Product(n, n, 8), fmt.Sprintf("a matrix of %d by %d", n, n)); err != nil {
		return nil, fileError(t.Name, "read", err)
	}
	v, err := t.FloatsOrNaN([]int{0})
	if err != nil {
		return nil, err
	}
	x, node, k := mat.NewDense(n, n, nil), make([]string, n), 0
	for i := range n {
		node[i] = strconv.Itoa(i + 1)
		for j := i + 1; j < n; j++ {
			x.Set(i, j, v.At(k, 0))
			x.Set(j, i, v.At(k, 0))
			k++
		}
	}
	b := &Edges{Name: t.Name, Numbered: true, Nodes: n}
	meter := &memory.Meter{Ask: how.Memory, What: "the pairs of a matrix"}
	return b, fileError(t.Name, "read", b.addMatrix(t, squareMatrix{x, node, how.Distances, meter}))
}

// mirror copies the half of a matrix above or below its diagonal to the other one, if that has no value or nothing
// but zeros.
func mirror(x *mat.Dense) {
	n, _ := x.Dims()
	filled := [2]bool{}
	for i := range n {
		for j, v := range x.RawRowView(i) {
			if half := min(1, max(0, j-i)); j != i && v != 0 && !math.IsNaN(v) {
				filled[half] = true
			}
		}
	}
	if filled[0] == filled[1] {
		return
	}
	for i := range n {
		for j := range i {
			if filled[0] {
				x.Set(j, i, x.At(i, j))
			} else {
				x.Set(i, j, x.At(j, i))
			}
		}
	}
}

// squareMatrix is a matrix of all pairs of some nodes.
type squareMatrix struct {
	x         *mat.Dense
	node      []string // names
	distances bool
	meter     *memory.Meter // of the list of pairs
}

// addMatrix adds the pairs above the diagonal. A missing value is no edge, and so is a weight of 0.
func (b *Edges) addMatrix(t *Table, m squareMatrix) error {
	x, node, distances, n := m.x, m.node, m.distances, len(m.node)
	mirror(x)
	for i := range n {
		// Similarities are largest on the diagonal.
		if own := x.At(i, i); distances && own != 0 && !math.IsNaN(own) {
			return &Error{File: b.Name, Line: t.Line(i), Column: node[i],
				Reason: fmt.Sprintf("the distance of a node from itself is %g, not 0", own),
				Hint:   "correct it | if the numbers are weights, omit --edges-are"}
		}
		for j := i + 1; j < n; j++ {
			v, back := x.At(i, j), x.At(j, i)
			// Rounding may differ between both halves.
			same := v == back || math.Abs(v-back) <= 1e-9*max(math.Abs(v), math.Abs(back))
			switch {
			case math.IsNaN(v) && math.IsNaN(back), !distances && v == 0 && back == 0:
				continue
			case !same || v < 0:
				reason := fmt.Sprintf("%g, but %g on line %s", v, back, t.Place(j))
				if same {
					reason = fmt.Sprintf("%g is below 0", v)
				}
				return &Error{File: b.Name, Line: t.Line(i), Column: node[j], Reason: reason,
					Hint: "give a symmetric matrix without negative numbers"}
			}
			if err := m.meter.Add(edgeBytes); err != nil {
				return err
			}
			b.List = append(b.List, Edge{From: node[i], To: node[j], Weight: v})
		}
	}
	if distances {
		b.keepNearest(n)
	}
	return nil
}

// nearestOfMatrix is how many nearest nodes each node of a full matrix of distances is joined with.
const nearestOfMatrix = 10

// keepNearest keeps the pairs of which one is among the nearest of the other: far pairs say little, and there are most
// of them.
func (b *Edges) keepNearest(n int) {
	limit := make(map[string]float64, n)
	near := make(map[string][]float64, n)
	for _, e := range b.List {
		near[e.From], near[e.To] = append(near[e.From], e.Weight), append(near[e.To], e.Weight)
	}
	for name, d := range near {
		slices.Sort(d)
		limit[name] = d[min(nearestOfMatrix, len(d))-1]
	}
	b.List = slices.DeleteFunc(b.List, func(e Edge) bool {
		return e.Weight > limit[e.From] && e.Weight > limit[e.To]
	})
}

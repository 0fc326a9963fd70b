// Package forest keeps sets of numbers that are joined one after the other
// (union-find).
package forest

// Forest holds the sets of 0, 1, ..., n-1, each a tree whose root is its least number.
type Forest []int

// New returns n sets of one number.
func New(n int) Forest {
	f := make(Forest, n)
	for i := range f {
		f[i] = i
	}
	return f
}

// Find returns the least number of the set that i is in.
func (f Forest) Find(i int) int {
	for f[i] != i {
		// Path halving: each node on the way is attached to its grandparent, so that later searches are short.
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

// Union joins the sets of a and b and reports whether they were apart.
func (f Forest) Union(a, b int) bool {
	a, b = f.Find(a), f.Find(b)
	// The smaller root stays, so that the root of a set is its least number.
	f[max(a, b)] = min(a, b)
	return a != b
}

package labelprop

import "slices"

// Few labels, for [DefaultMethod]: a share of the nodes below fewShare; or a share below
// someShare, and fewer than fewOfClass a class, or fewer than manyOfClass with less than
// rareOfClass of some class.
const (
	fewShare    = 0.01
	someShare   = 0.05
	fewOfClass  = 3
	rareOfClass = 5
	manyOfClass = 10
)

// DefaultMethod returns the recommended method for this many labels. It is [BalancedPoisson] if
//
//   - less than 1 % of the nodes have a label, or
//   - less than 5 % have one, and there are fewer than 3 labels a class on average, or fewer
//     than 10 and some class has fewer than 5, as in random samples;
//
// for then the harmonic function is nearly constant, with spikes at the labels [calder2020], and
// the class with the most labels takes all nodes. Otherwise it is [Harmonic], and so it is for
// seeds of [Values] and [MultiLabel]. The evidence is in docs/methods.md.
func DefaultMethod(s Seeds) Method {
	if !s.exclusive() || s.n == 0 || s.c == 0 {
		return Harmonic{}
	}
	// The share of labelled nodes, and the number of labels for each class.
	labels := float64(len(s.nodes))
	share, c := labels/float64(s.n), float64(s.c)
	few := labels < fewOfClass*c || labels < manyOfClass*c && slices.Min(s.mass()) < rareOfClass
	if share < fewShare || share < someShare && few {
		return BalancedPoisson{}
	}
	return Harmonic{}
}

package labelprop

// Few labels, for [Choose]: a share of the nodes below fewShare, or fewer than
// fewOfClass a class and a share below someShare.
const (
	fewShare   = 0.01
	someShare  = 0.05
	fewOfClass = 3
)

// Choose returns the method that the number of labels speaks for: [BalancedPoisson]
// where they are less than 1 % of the nodes, or fewer than 3 a class and less than 5 %,
// for there the harmonic function is flat but for spikes at the labels
// [calder2020]; and else [Harmonic], whose labels can be proven. Values and several
// labels a node are for Harmonic. The evidence is in docs/methods.md.
func Choose(s Seeds) Method {
	if !s.exclusive() || s.n == 0 || s.c == 0 {
		return Harmonic{}
	}
	labels := float64(len(s.nodes))
	share := labels / float64(s.n)
	if share < fewShare || share < someShare && labels < fewOfClass*float64(s.c) {
		return BalancedPoisson{}
	}
	return Harmonic{}
}

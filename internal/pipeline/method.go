package pipeline

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

// ByLabelCount is Chosen.By of a method that suits the number of labels.
const ByLabelCount = "number of labels"

// ChooseMethod returns the method for the given labels, with the sizes of the classes where it takes them;
// nil for correct-and-smooth and the pool. It also checks what can be checked before the graph is built.
//
// Errors: more neighbours asked for than there are rows, and sizes that do not fit the classes.
func ChooseMethod(d *dataset.Data, c Config) (dataset.Chosen[labelprop.Method], error) {
	var none dataset.Chosen[labelprop.Method]
	// What needs no graph is checked before the time for one is spent.
	if err := checkNeighbors(d, c.Graph); err != nil {
		return none, err
	}
	if err := c.Trust.check(d, c); err != nil {
		return none, err
	}
	if err := checkPool(d, c); err != nil {
		return none, err
	}
	if err := checkOneClass(d, c); err != nil {
		return none, err
	}
	// Correct-and-smooth and the pool are none of the methods that are chosen from.
	switch {
	case c.Method.CorrectSmooth && dataset.CountLabels(d.Given) == 0:
		return none, dataset.Optionf("label a few rows, or choose harmonic",
			"correct-smooth corrects probabilities by their errors at given labels, and there is none")
	case c.Method.CorrectSmooth:
		return dataset.Chosen[labelprop.Method]{By: dataset.ByUser}, nil
	case Pools(d, c):
		by := ByDefault
		if c.Method.Pool {
			by = dataset.ByUser
		}
		_, err := c.Sizes.of(d.Classes)
		return dataset.Chosen[labelprop.Method]{By: by}, err
	}
	m, err := namedOrChosen(c.Method.Method, d, c)
	chosen := dataset.Chosen[labelprop.Method]{Value: m, By: dataset.ByUser}
	if c.Method.Method == nil {
		chosen.By = ByLabelCount
	}
	return chosen, err
}

// Pools reports whether several opinions are asked: about columns, words, or both. Other sparse rows and graphs that
// are read have nothing for those of the features, and of one class there is but one opinion.
func Pools(d *dataset.Data, c Config) bool {
	return c.Method.Pool || c.Method.MayPool && (d.Mixed != nil || d.WordsAlone()) && !OneClass(d)
}

// checkPool checks that a pool that is asked for has features of which to ask its opinions.
func checkPool(d *dataset.Data, c Config) error {
	switch {
	case d.WordsAlone():
		return nil
	case c.Method.Pool && d.IsSparse():
		return dataset.Optionf("choose one method, such as harmonic", "Options.Mixed does not go with %s",
			d.SparseKind())
	case c.Method.Pool && d.Mixed == nil:
		return dataset.Optionf("choose one method, such as harmonic", "Options.Mixed needs columns that vary")
	}
	return nil
}

// namedOrChosen returns the method that was named, with the sizes of the classes if it takes them, or the one for the
// given labels where none was.
func namedOrChosen(m labelprop.Method, d *dataset.Data, c Config) (labelprop.Method, error) {
	// Sizes are checked whatever the method is: a misspelt class is an error even if nothing uses its size.
	sizes, err := c.Sizes.of(d.Classes)
	if err != nil {
		return nil, err
	}
	switch m := m.(type) {
	case nil:
		return methodByLabels(d, c)
	// The sizes are a part of this method rather than a step after it.
	case labelprop.PoissonMBO:
		m.Priors = sizes
		return m, nil
	default:
		return m, nil
	}
}

// methodByLabels returns the method for the given labels. Probabilities of another classifier are an opinion on
// every row, so that labels are not few; in dense graphs, and at a γ that was given, Harmonic alone is sure to be
// right. What is asked about the answer has no part in the choice: it is always about the answer that a run gives.
func methodByLabels(d *dataset.Data, c Config) (labelprop.Method, error) {
	if d.Prior != nil || c.Graph.Kind == Complete || len(c.Gamma.Values) > 0 {
		return labelprop.Harmonic{}, nil
	}
	return defaultMethod(d)
}

// HarmonicInstead tells why the automatic choice is Harmonic though labels are few; empty if it is not so.
func HarmonicInstead(d *dataset.Data, c Config) string {
	usual, err := defaultMethod(d)
	_, harmonic := usual.(labelprop.Harmonic)
	switch {
	// A method that was named is no choice, and many labels lead to Harmonic anyway.
	case err != nil || harmonic || c.Method.Method != nil || c.Method.CorrectSmooth || Pools(d, c):
	case d.Prior != nil:
		return "another classifier has an opinion on every row"
	case c.Graph.Kind == Complete:
		return "the graph is complete"
	case len(c.Gamma.Values) > 0:
		return "γ is given"
	}
	return ""
}

// defaultMethod returns the library's choice for so many labels.
func defaultMethod(d *dataset.Data) (labelprop.Method, error) {
	// The certainty of labels has no part in the choice: their number has.
	labels, err := labelprop.Classes(d.Given, 0)
	if err != nil {
		return nil, err
	}
	return labelprop.DefaultMethod(labels), nil
}

// IsLinear reports whether the scores of a method are sums over the given labels, so that each label can be
// left out exactly.
func IsLinear(m labelprop.Method) bool { return m != nil && labelprop.Linear(m) }

// Seeds returns the given labels of a problem, joined with the probabilities of another classifier where
// there are any and the method does not take them itself.
func Seeds(d *dataset.Data, c Config) (labelprop.Seeds, error) {
	// The probabilities of another classifier act like a labelled neighbour of each row.
	seeds, err := d.Seeds()
	if err == nil && d.Prior == nil && !c.Method.Pool {
		// The opinions of a pool all leave out single labels, so that they can be compared.
		seeds, err = inGroups(d, seeds)
	}
	if err != nil || d.Prior == nil || c.Method.CorrectSmooth {
		return seeds, err
	}
	return seeds.WithPrior(d.PriorOfNodes(), c.Method.PriorWeight)
}

// inGroups returns seeds whose labels are left out together where their rows have one answer, which they would give
// away to each other.
func inGroups(d *dataset.Data, seeds labelprop.Seeds) (labelprop.Seeds, error) {
	if d.Groups == nil {
		return seeds, nil
	}
	group := slices.Clone(d.Groups.Of)
	for range d.Prep.EdgeFacts.Auxiliary {
		group = append(group, -1)
	}
	return seeds.InGroups(group)
}

// checkNeighbors checks that each row can have k neighbours among the others.
func checkNeighbors(d *dataset.Data, g Graph) error {
	// A row is no neighbour of itself, so k is at most n-1.
	n := d.Table.Len()
	switch {
	case g.Kind != KNN || g.K == 0 || d.Graph != nil || d.Near != nil:
		return nil
	case g.K >= n:
		return &table.Error{File: d.Table.Name,
			Reason: fmt.Sprintf("Graph.K %d needs more than %d rows, and there are %d", g.K, g.K, n),
			Hint:   fmt.Sprintf("choose Graph.K from 1 to %d, or leave it out", n-1)}
	case d.Rows != nil && g.K >= len(d.Rows):
		return dataset.Optionf("choose a smaller Graph.K, or fill values in with Options.Missing = MissingMedian",
			"Graph.K %d needs more than %d rows, and %d are left", g.K, g.K, len(d.Rows))
	}
	return nil
}

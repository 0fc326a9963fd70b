package pipeline

import (
	"github.com/propagate-go/propagate/internal/classes"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// correct improves the probabilities of another classifier by the graph.
func (l *labeller) correct() (*Answer, error) {
	// Errors at the given labels are propagated and subtracted, then the result is smoothed.
	probs, err := labelprop.CorrectSmooth{}.Improve(l.ctx, l.graph, l.seeds, l.data.PriorOfNodes())
	if err != nil {
		return nil, err
	}
	n, c := len(l.data.Given), len(l.data.Classes)
	probs = probs.Slice(0, n, 0, c).(*mat.Dense)
	a := &Answer{Labels: make([]int, n), Probs: probs, Status: make([]labelprop.Status, n)}
	a.Method = dataset.Chosen[labelprop.Method]{By: dataset.ByUser}
	// A given label stays; the others are the class with the largest probability.
	for i, given := range l.data.Given {
		a.Labels[i], a.Status[i] = decide(probs.RawRowView(i), given)
	}
	return a, nil
}

// decide returns the class with the largest probability, unless one is given.
func decide(probs []float64, given int) (int, labelprop.Status) {
	if given != labelprop.Unlabeled {
		return given, labelprop.Given
	}
	class, tied := classes.Largest(probs)
	switch {
	// A row of zeros: nothing reached it.
	case class < 0:
		return labelprop.Unlabeled, labelprop.Unreachable
	case tied:
		return class, labelprop.Tied
	}
	return class, labelprop.Propagated
}

package summary

import "gonum.org/v1/gonum/mat"

// Scored are predicted labels beside the true ones, of the rows whose label was not given and whose truth is known.
type Scored struct {
	Classes          []string
	Truth, Predicted []int
	Probabilities    *mat.Dense // n×C, nil if not known
	Confidence       []float64  // in Predicted, nil if not known

	Given, Unknown int // rows left out: the label was given, the truth is not known
}

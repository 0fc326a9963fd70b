package network

import (
	"fmt"
	"math"
)

// unlabeled is the class of a node without a label.
const unlabeled = -1

// classLabels returns the labels of classes.
func classLabels(y []int) *Labels {
	s := &Labels{Exclusive: true, Hard: true}
	for u, k := range y {
		if k >= 0 {
			s.Nodes, s.Cols = append(s.Nodes, u), max(s.Cols, k+1)
		}
	}
	s.Y = make([]float64, len(s.Nodes)*s.Cols)
	for l, u := range s.Nodes {
		s.Y[l*s.Cols+y[u]] = 1
	}
	return s
}

// harmonic clamps labels; every other node is the mean of its neighbours.
func harmonic() *Method {
	return &Method{Name: "harmonic", Clamps: true, Rule: func(float64) Rule {
		return Rule{LogSelf: Nothing, LogSource: Nothing}
	}}
}

// spreading is label spreading of labels of weight 1.
func spreading(alpha float64) *Method {
	return &Method{Name: fmt.Sprintf("spreading %g", alpha), Symmetric: true, SelfShare: 1 - alpha,
		Rule: func(weight float64) Rule {
			rest := math.Log1p(-alpha)
			return Rule{LogNeighbors: math.Log(alpha), LogSelf: rest, LogSource: rest + math.Log(weight)}
		}}
}

package labelprop_test

import (
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// mistaken are 40 labels of each of five classes, of which so many of class 1 are taken for class 3, as many of class 3
// for class 1, and others of class 0 for class 4.
func mistaken(pair, others int) *labelprop.LabelsLeftOut {
	const each, c = 40, 5
	l := &labelprop.LabelsLeftOut{P: mat.NewDense(each*c, c, nil)}
	for i := range each * c {
		y, k := i%c, i%c
		switch at := i / c; {
		case y == 1 && at < pair:
			k = 3
		case y == 3 && at < pair:
			k = 1
		case y == 0 && at < others:
			k = 4
		}
		l.Nodes, l.Y = append(l.Nodes, i), append(l.Y, y)
		l.P.Set(i, k, 1)
	}
	return l
}

// TestMixedClasses checks which pairs of classes are found: from 5 labels and 15 % of theirs on, and only where chance
// does not deal as many to them.
func TestMixedClasses(t *testing.T) {
	assert.Equal(t, []labelprop.MixedClasses{{First: 1, Second: 3, Mistaken: 20, Of: 80, Others: 22, Beside: 200}},
		mistaken(10, 2).MixedClasses())
	assert.Len(t, mistaken(6, 0).MixedClasses(), 1, "12 of 80 are 15 %")
	assert.Empty(t, mistaken(5, 0).MixedClasses())
	assert.Empty(t, mistaken(0, 0).MixedClasses())
	both := mistaken(10, 20).MixedClasses()
	assert.Empty(t, both, "40 mistakes in all, of which 20 fall on each pair: %v", both)
	// Of 200 labels 30 are taken for others: 20 or more of them among 80 have a probability of 0.0013.
	assert.Empty(t, mistaken(10, 10).MixedClasses())
	assert.Len(t, mistaken(10, 6).MixedClasses(), 1)
	assert.Nil(t, (*labelprop.LabelsLeftOut)(nil).MixedClasses())
	two := &labelprop.LabelsLeftOut{Y: make([]int, 30), P: mat.NewDense(30, 2, nil)}
	for i := range 30 {
		two.P.Set(i, 1, 1)
	}
	assert.Nil(t, two.MixedClasses(), "nothing to compare with")
}

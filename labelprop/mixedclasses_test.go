package labelprop_test

import (
	"math"
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
	// Of 28 it is 0.0003, which is rare for one pair, and not for ten.
	assert.Empty(t, mistaken(10, 8).MixedClasses())
	assert.Nil(t, (*labelprop.LabelsLeftOut)(nil).MixedClasses())
	two := &labelprop.LabelsLeftOut{Y: make([]int, 30), P: mat.NewDense(30, 2, nil)}
	for i := range 30 {
		two.P.Set(i, 1, 1)
	}
	assert.Nil(t, two.MixedClasses(), "nothing to compare with")
}

// confused are labels of which each named pair is taken for each other so often: of the first for the second.
func confused(labels []int, pairs map[[2]int]int) *labelprop.LabelsLeftOut {
	total := 0
	for _, count := range labels {
		total += count
	}
	l := &labelprop.LabelsLeftOut{P: mat.NewDense(total, len(labels), nil)}
	for y, count := range labels {
		for range count {
			k := y
			for pair, left := range pairs {
				if pair[0] == y && left > 0 {
					k = pair[1]
					pairs[pair]--
					break
				}
			}
			l.P.Set(len(l.Y), k, 1)
			l.Nodes, l.Y = append(l.Nodes, len(l.Y)), append(l.Y, y)
		}
	}
	return l
}

// TestMixedClassesOfFewLabels checks the least number of labels, where they are a third of those of two small classes.
func TestMixedClassesOfFewLabels(t *testing.T) {
	small := []int{92, 92, 8, 8}
	assert.Equal(t, []labelprop.MixedClasses{{First: 2, Second: 3, Mistaken: 5, Of: 16, Others: 5, Beside: 200}},
		confused(small, map[[2]int]int{{3, 2}: 5}).MixedClasses())
	assert.Empty(t, confused(small, map[[2]int]int{{3, 2}: 4}).MixedClasses())
	// A label that nothing is said of is taken for nothing.
	l := confused([]int{40, 40, 10}, nil)
	for i, y := range l.Y {
		if y == 2 {
			l.P.Set(i, 2, 0)
		}
	}
	assert.Empty(t, l.MixedClasses())
	l.P.Set(0, 1, math.NaN())
	assert.Nil(t, l.MixedClasses(), "no probability")
}

// TestMixedClassesInOrder checks the order of several pairs: the most mistaken first, then by their classes.
func TestMixedClassesInOrder(t *testing.T) {
	labels := []int{30, 30, 30, 30, 30, 30, 500}
	of := func(pairs map[[2]int]int) [][3]int {
		var found [][3]int
		for _, m := range confused(labels, pairs).MixedClasses() {
			found = append(found, [3]int{m.First, m.Second, m.Mistaken})
		}
		return found
	}
	assert.Equal(t, [][3]int{{4, 5, 13}, {0, 1, 12}, {2, 3, 12}},
		of(map[[2]int]int{{2, 3}: 12, {4, 5}: 13, {0, 1}: 12}))
	assert.Equal(t, [][3]int{{0, 2, 14}, {0, 3, 14}}, of(map[[2]int]int{{0, 3}: 14, {0, 2}: 14}))
}

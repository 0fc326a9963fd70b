package pipeline

import (
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// vote gives the rows of each group one answer: the class that most of its rows have, a given label counting as one of
// them, or of several such classes the one with the most probability in all. The probability of a class is its share
// of the rows, so that the confidence is the share of rows that agree. Rows without any label take no part in the vote
// and get its answer.
func (a *Answer) vote(d *dataset.Data) {
	p := d.Groups
	a.Voted = &GroupVote{Least: 1}
	// The result of the solver stays as it is, for a model.
	a.Labels, a.Status, a.Probs = slices.Clone(a.Labels), slices.Clone(a.Status), mat.DenseCopyOf(a.Probs)
	members := make([][]int, len(p.Names))
	for i, k := range p.Of {
		if k >= 0 {
			members[k] = append(members[k], i)
		}
	}
	for k, rows := range members {
		shares, weight := a.ballot(rows, len(d.Classes))
		if floats.Sum(shares) == 0 {
			continue // no row of the group has a label
		}
		best, tied := winner(shares, weight)
		a.Voted.Groups++
		if shares[best] == 1 {
			a.Voted.Agreed++
		} else if shares[best] < a.Voted.Least {
			a.Voted.Least, a.Voted.Where = shares[best], p.Names[k]
		}
		for _, i := range rows {
			a.elect(i, best, tied, shares)
			if given := d.Given[i]; given != labelprop.Unlabeled && given != best {
				a.Voted.Outvoted++
			}
		}
	}
}

// ballot returns the share of each class among the rows with a label, and the sum of its probabilities.
func (a *Answer) ballot(rows []int, classes int) (shares, weight []float64) {
	shares, weight = make([]float64, classes), make([]float64, classes)
	for _, i := range rows {
		if a.Labels[i] != labelprop.Unlabeled {
			shares[a.Labels[i]]++
			floats.Add(weight, a.Probs.RawRowView(i))
		}
	}
	if votes := floats.Sum(shares); votes > 0 {
		floats.Scale(1/votes, shares)
	}
	return shares, weight
}

// winner returns the class with the largest share, and of several such the one with the most weight; tied if there is
// more than one of these.
func winner(shares, weight []float64) (best int, tied bool) {
	for k := 1; k < len(shares); k++ {
		switch {
		case shares[k] > shares[best] || shares[k] == shares[best] && weight[k] > weight[best]:
			best, tied = k, false
		case shares[k] == shares[best] && weight[k] == weight[best]:
			tied = true
		}
	}
	return best, tied
}

// elect gives a row the answer of its group.
func (a *Answer) elect(row, class int, tied bool, shares []float64) {
	a.Labels[row] = class
	a.Probs.SetRow(row, shares)
	switch {
	case a.Status[row] == labelprop.Given:
	case tied:
		a.Status[row] = labelprop.Tied
	default:
		a.Status[row] = labelprop.Propagated
	}
}

package labelprop

import (
	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Pooled is what [Pool] makes of several opinions on n nodes and C classes.
type Pooled struct {
	PoolRule

	Labels []int      // the most probable class, or the given one; Unlabeled: no opinion at all
	P      *mat.Dense // n×C, rows that sum to 1, or rows of zeros
	Status []Status

	// LeftOut is what the pool says of the l labelled nodes, from opinions that have not
	// seen their labels, l×C, but for BalancedPoisson; nil where Few, and of new rows.
	LeftOut *mat.Dense

	// FewLabels is the answer of [BalancedPoisson], where that is an opinion; else nil.
	FewLabels *Result

	nodes, y []int  // the labelled nodes and their classes
	judged   []bool // of each: whether all opinions were judged by it; nil: all of them
}

// PoolRule is by what [Pool] makes one answer of several opinions. It holds for new rows, too.
type PoolRule struct {
	Parts  []Part
	Judged int // labels that were left out: those of classes with two and more

	// DealtOut says that the numbers of labels look as if so many had been asked of every
	// class. Then Shares are the estimated shares of the classes among the nodes, which P
	// takes account of; otherwise they are nil, and the labels speak for the shares.
	// SharesKnown: they are neither, but PoolOptions.Shares.
	DealtOut, SharesKnown bool
	Shares                []float64

	// Few says that labels are too few to be left out, less than 1.5 a class: then the
	// features and BalancedPoisson on the graph decide.
	Few bool

	// PoissonShare is the weight of BalancedPoisson, the last of Parts then; 0: labels are
	// not few, and it is none of them.
	PoissonShare float64

	blend   pool.Blend // of the parts, but for that of PoissonShare
	power   float64    // that P is raised to then, where Few; 0: it is not
	factors []float64  // that bring P to Shares; nil: there are none
}

// Part says how much an opinion counts in a pool.
type Part struct {
	Name        string
	Features    bool    // of each row alone, without a graph
	Beside      bool    // on other evidence than the rest
	Weight      float64 // the weights sum to 1
	Temperature float64 // the power that its probabilities are raised to
	LogLoss     float64 // the mean over the labels left out, at the temperature; NaN: none
	Accuracy    float64 // the share of the labels left out that it names; NaN: none
}

// Temperature is the power that the mean of the opinions is raised to.
func (r *PoolRule) Temperature() float64 { return r.blend.T }

// decide takes the most probable class of every row.
func (r *Pooled) decide(opinions []Opinion) {
	n, _ := r.P.Dims()
	r.Labels, r.Status = make([]int, n), make([]Status, n)
	for i := range r.Labels {
		row := r.P.RawRowView(i)
		r.Status[i] = reached(opinions, i)
		if r.Status[i] == Unreachable {
			clear(row)
			r.Labels[i] = Unlabeled
			continue
		}
		var tied bool
		// Probabilities that differ by no more than rounding may, tie.
		if r.Labels[i], tied = simplex.FirstOfLargest(row, nil, simplex.TieMargin); tied {
			r.Status[i] = Tied
		}
	}
}

// reached tells which opinions speak of row i: a graph, the features alone, or none.
func reached(opinions []Opinion, i int) Status {
	status, graphs := Unreachable, false
	for _, o := range opinions {
		speaks := o.P.At(i, simplex.Largest(o.P.RawRowView(i))) > 0
		graphs = graphs || !o.Features
		switch {
		case speaks && !o.Features:
			return Propagated
		case speaks:
			status = FeaturesOnly
		}
	}
	// Where there is no graph at all, there is none to miss.
	if !graphs && status == FeaturesOnly {
		return Propagated
	}
	return status
}

package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// boldness is the power of the probability of a label that is its weight: labels judge each other, so that all are
// bolder than they should be. Chosen among 0.3, 0.5, 0.7, 1 and 1.5 as below.
const boldness = 0.7

// By judgeOfNoise [Doubt] judges whether labels are wrong, and by judgeOfLabels which: the nearer α is
// to 1, the less a label is believed by itself, but the less sure is it that any is wrong. Chosen among
// α of 0.9 to 0.995, [Harmonic] and means of these on 40 draws of digits and 10 of wine, iris and breast
// cancer.
var judgeOfNoise, judgeOfLabels = Spreading{Alpha: 0.9}, Spreading{Alpha: 0.99}

// Doubted are seeds whose labels have weights by how probably each is right.
type Doubted struct {
	Seeds Seeds
	Noise Noise
	Nodes []int      // the labelled nodes, rising
	Given []int      // the class of each
	Left  *mat.Dense // l×C: what the others say of each

	unjudged []bool // labels that others hardly reach; nil: none
}

// Doubt lowers the weights of those labels that the others contradict. [LeaveOneOut] of [Spreading] with α = 0.9
// predicts each label from the others, and [FitNoise] estimates from that whether labels are wrong. If so, both are
// repeated with α = 0.99, which wrong labels mislead less, and each label gets the power 0.7 of its [Noise.Weights] as
// its weight, times the weight that it has already. Otherwise the seeds stay as they are. A label that the others
// hardly reach, in a group of rows of its own, is not judged: far labels do not tell what it is.
//
// Errors: as of [LeaveOneOut], and seeds of [MultiLabel] or [Values]. Cost: that of LeaveOneOut,
// three times.
func Doubt(ctx context.Context, g *graph.Graph, seeds Seeds, o *Options) (d *Doubted, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return nil, err
	}
	d = &Doubted{Seeds: seeds, Nodes: nodes, Given: y}
	support, err := labelSupport(ctx, g, &seeds, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	d.unjudged = hardlyReached(support)
	if err := d.judge(ctx, Candidate{Graph: g, Method: judgeOfNoise}, noiseGain, o); err != nil || d.Noise.Share == 0 {
		return d.orNil(err)
	}
	// That labels are wrong is certain enough: which, the second judge knows better.
	if err := d.judge(ctx, Candidate{Graph: g, Method: judgeOfLabels}, 0, o); err != nil || d.Noise.Share == 0 {
		return d.orNil(err)
	}
	weights := d.Noise.Weights(y)
	for l, w := range weights {
		weights[l] = math.Pow(w, boldness)
	}
	d.Seeds = seeds.weighed(weights)
	return d, nil
}

// orNil returns no doubts beside an error.
func (d *Doubted) orNil(err error) (*Doubted, error) {
	if err != nil {
		return nil, err
	}
	return d, nil
}

// judge leaves out each label by one method, and estimates which are wrong.
func (d *Doubted) judge(ctx context.Context, by Candidate, gain float64, o *Options) error {
	left, err := leaveOut(ctx, by, &d.Seeds, o, nil)
	if err != nil {
		return fmt.Errorf("labelprop: %w", err)
	}
	d.Left = left.probabilities()
	// A row of zeros says nothing of its label.
	for l, is := range d.unjudged {
		if is {
			clear(d.Left.RawRowView(l))
		}
	}
	f, err := newNoiseFit(d.Given, d.Left)
	if err != nil {
		return err
	}
	d.Noise = *f.fit(gain)
	return nil
}

// weighed returns the seeds with their weights multiplied.
func (s Seeds) weighed(by []float64) Seeds {
	weights := make([]float64, len(by))
	for l, w := range by {
		weights[l] = w * s.weight(l)
	}
	s.kind, s.weights = soft, weights
	return s
}

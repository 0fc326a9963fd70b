package pipeline

import (
	"cmp"
	"context"
	"slices"

	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// labelFunc labels the rows by some labels.
type labelFunc func(labelprop.Seeds) (*Answer, error)

// doubt lowers the weights of labels that the others contradict. Methods that know no such weights, and a pool, the
// opinions of which do not, leave out those that are more probably wrong than right.
func (p *Problem) doubt(ctx context.Context, seeds labelprop.Seeds, ask labelFunc) (labelprop.Seeds, *Doubts, error) {
	if !p.Config.Doubt {
		return seeds, nil, nil
	}
	if Pools(p.Data, p.Config) {
		return p.doubtPooled(seeds, ask)
	}
	found, err := labelprop.Doubt(ctx, p.Built.Graph, seeds, p.Config.SolveOptions(nil))
	if err != nil {
		return seeds, nil, err
	}
	method, err := ChooseMethod(p.Data, p.Config)
	if err == nil && !IsLinear(method.Value) {
		seeds, err = p.trusted(found)
		return seeds, doubtsOf(found), err
	}
	return found.Seeds, doubtsOf(found), err
}

// trusted are the labels that are more probably right than wrong.
func (p *Problem) trusted(found *labelprop.Doubted) (labelprop.Seeds, error) {
	rest := *p.Data
	rest.Given = slices.Clone(rest.Given)
	for l, w := range found.Noise.Weights(found.Given) {
		if w < 0.5 {
			rest.Given[found.Nodes[l]] = labelprop.Unlabeled
		}
	}
	return Seeds(&rest, p.Config)
}

// doubtPooled leaves out the labels that a pool of the others contradicts.
func (p *Problem) doubtPooled(seeds labelprop.Seeds, ask labelFunc) (labelprop.Seeds, *Doubts, error) {
	a, err := ask(seeds)
	if err != nil {
		return seeds, nil, err
	}
	found := &labelprop.Doubted{Left: a.Pooled.LeftOut}
	for i, given := range p.Data.Given {
		if given != labelprop.Unlabeled {
			found.Nodes, found.Given = append(found.Nodes, i), append(found.Given, given)
		}
	}
	// With so few labels no opinion is judged.
	if found.Left == nil {
		return seeds, &Doubts{}, nil
	}
	noise, err := labelprop.FitNoise(found.Given, found.Left)
	if err != nil {
		return seeds, nil, err
	}
	found.Noise = *noise
	seeds, err = p.trusted(found)
	return seeds, doubtsOf(found), err
}

// doubtsOf lists the labels that count for less.
func doubtsOf(found *labelprop.Doubted) *Doubts {
	left := &labelprop.LabelsLeftOut{Nodes: found.Nodes, Y: found.Given, P: found.Left}
	d := &Doubts{Labels: len(found.Nodes), Share: found.Noise.Share, Mixed: left.MixedClasses()}
	if d.Share == 0 {
		return d
	}
	weights := found.Noise.Weights(found.Given)
	for l, i := range found.Nodes {
		if weights[l] < 1 {
			likely := floats.MaxIdx(mat.Row(nil, l, found.Left))
			d.List = append(d.List, Doubt{Row: i, Given: found.Given[l], Likely: likely, Right: found.Noise.Right[l]})
		}
	}
	slices.SortStableFunc(d.List, func(a, b Doubt) int { return cmp.Compare(a.Right, b.Right) })
	return d
}

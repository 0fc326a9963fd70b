package labelprop

import (
	"context"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
)

// pooling is what the steps of Pool have in common.
type pooling struct {
	ctx      context.Context
	opinions []Opinion
	seeds    *Seeds
	nodes, y []int
	options  *PoolOptions
}

// combine pools those opinions that count.
func (p *pooling) combine(counts func(*Opinion) bool) (*pool.Answer, error) {
	var some []pool.Opinion
	for _, o := range p.chosen(counts) {
		some = append(some, pool.Opinion{Name: o.Name, P: o.P, LeftOut: o.LeftOut, Judged: o.Judged, Prior: o.Prior,
			Beside: o.Beside})
	}
	return pool.Combine(some, p.y, p.seeds.c)
}

// chosen returns those opinions that count.
func (p *pooling) chosen(counts func(*Opinion) bool) []Opinion {
	var some []Opinion
	for i := range p.opinions {
		if counts(&p.opinions[i]) {
			some = append(some, p.opinions[i])
		}
	}
	return some
}

func (p *pooling) hasFeatures() bool {
	for _, o := range p.opinions {
		if o.Features {
			return true
		}
	}
	return false
}

// counts returns the number of labels of each class.
func (p *pooling) counts() []int {
	count := make([]int, p.seeds.c)
	for _, k := range p.y {
		count[k]++
	}
	return count
}

func ofFeatures(o *Opinion) bool { return o.Features }

// partsOf returns how much the opinions count that were blended.
func partsOf(a *pool.Answer, opinions []Opinion) []Part {
	all := make([]Part, len(a.Parts))
	for i, part := range a.Parts {
		all[i] = Part{Name: part.Name, Features: opinions[i].Features, Beside: opinions[i].Beside, Weight: part.Weight,
			Temperature: part.Temperature, LogLoss: part.LogLoss, Accuracy: part.Accuracy}
	}
	return all
}

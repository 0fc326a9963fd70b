package pipeline

import (
	"fmt"

	"github.com/propagate-go/propagate/labelprop"
)

// method is the one that the graph answers by.
func (g *GraphPart) method() labelprop.Method {
	if g.few {
		return labelprop.BalancedPoisson{}
	}
	return labelprop.Harmonic{}
}

// Parts returns the opinions that the pool is made of, in the order of its parts: where labels are few, that of the
// graph is another one.
func (a *Answer) Parts(b *Built) ([]Opinion, error) {
	parts := make([]Opinion, len(a.Pooled.Parts))
	for i, part := range a.Pooled.Parts {
		switch at := opinionNamed(a.Opinions, part.Name); {
		case at >= 0:
			parts[i] = a.Opinions[at]
		case a.Pooled.FewLabels != nil:
			parts[i] = Opinion{Says: labelprop.Opinion{Name: part.Name, P: a.Pooled.FewLabels.Probabilities()},
				Graph: &GraphPart{Graph: b.Graph, Result: a.Pooled.FewLabels, few: true}}
		default:
			return nil, fmt.Errorf("the opinion %q of the pool is not known", part.Name)
		}
	}
	return parts, nil
}

// opinionNamed returns the place of an opinion, -1 for none.
func opinionNamed(all []Opinion, name string) int {
	for o := range all {
		if all[o].Says.Name == name {
			return o
		}
	}
	return -1
}

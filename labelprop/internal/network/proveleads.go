package network

import (
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// ProveLeads sets which labels of a solution with bounds are proven: those whose scores are
// beyond all others of the classes that their component has. The score of a class may be off by
// the bound of its row, and its lead by more[i] more than twice that; nil: nothing.
func (nw *Network) ProveLeads(sol *Solution, more []float64) {
	allowed, c := nw.AllowedClasses(), nw.Labels.Cols
	sol.Proven = make([]bool, len(nw.Free))
	if !nw.Labels.Exclusive || sol.Off == nil {
		return
	}
	for i, u := range nw.Free {
		row := sol.X[i*c : (i+1)*c]
		best, tied := simplex.FirstOfLargest(row, allowed[nw.Component[u]], 0)
		if best == simplex.None || tied {
			continue
		}
		within := 2 * sol.Off[i]
		if more != nil {
			within += more[i]
		}
		sol.Proven[i] = within <= math.MaxFloat64
		for k, x := range row {
			if k != best && allowed[nw.Component[u]][k] && !(row[best]-x > within*(1+8*unit)+2*unit*(row[best]-x)) {
				sol.Proven[i] = false
			}
		}
	}
}

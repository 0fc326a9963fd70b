package atlas

import (
	"math"
	"math/rand/v2"
)

const (
	epochs   = 160
	repelled = 4    // random nodes that repel a node, each time a neighbour attracts it
	longest  = 4.0  // of a step, in either direction
	gravity  = 0.02 // towards the middle, so that components do not drift off the page
	nearZero = 1e-3 // keeps the repulsion of two nodes in one place finite
)

// spring is an edge that pulls its ends together every so many epochs.
type spring struct {
	a, b        int
	every, next float64
}

// arrange moves neighbours together and other nodes apart, with steps that shrink to 0.
func (n *net) arrange(at []Place, random *rand.Rand) {
	springs := n.springs()
	for epoch := range epochs {
		// Steps shrink linearly to 0, so that the places come to rest.
		rate := 1 - float64(epoch)/epochs
		for i := range at {
			// Gravity: components that nothing joins would otherwise drift apart without end.
			at[i].X *= 1 - gravity*rate
			at[i].Y *= 1 - gravity*rate
		}
		for i := range springs {
			s := &springs[i]
			// An edge of weight w pulls in a share w of the epochs.
			if s.next > float64(epoch) {
				continue
			}
			s.next += s.every
			pull(&at[s.a], &at[s.b], rate)
			// Negative sampling [mcinnes2018]: a few random nodes stand for the repulsion by all others.
			for range repelled {
				if other := random.IntN(len(at)); other != s.a && other != s.b {
					push(&at[s.a], at[other], rate)
				}
			}
		}
	}
}

// springs returns every edge, from both ends, except those too weak to pull even once.
func (n *net) springs() []spring {
	var all []spring
	for u, list := range n.edges {
		for _, e := range list {
			// An edge pulls every 1/w epochs: the strongest one each time.
			if every := 1 / e.weight; every < epochs {
				all = append(all, spring{u, e.to, every, every})
			}
		}
	}
	return all
}

// pull moves two places together, by the gradient of ln(1+d²).
func pull(a, b *Place, rate float64) {
	dx, dy := a.X-b.X, a.Y-b.Y
	// The derivative of ln(1+d²) with respect to a is 2(a-b)/(1+d²).
	force := 2 * rate / (1 + dx*dx + dy*dy)
	sx, sy := bounded(force*dx, rate), bounded(force*dy, rate)
	a.X, a.Y = a.X-sx, a.Y-sy
	b.X, b.Y = b.X+sx, b.Y+sy
}

// push moves a away from b, by the gradient of ln(d²/(1+d²)).
func push(a *Place, b Place, rate float64) {
	dx, dy := a.X-b.X, a.Y-b.Y
	d2 := dx*dx + dy*dy
	// The derivative of ln(d²/(1+d²)) with respect to a is 2(a-b)/(d²(1+d²)).
	force := 2 * rate / ((nearZero + d2) * (1 + d2))
	a.X += bounded(force*dx, rate)
	a.Y += bounded(force*dy, rate)
}

func bounded(step, rate float64) float64 { return min(max(step, -longest*rate), longest*rate) }

func center(at []Place) {
	var x, y float64
	for _, p := range at {
		x, y = x+p.X, y+p.Y
	}
	x, y = x/float64(len(at)), y/float64(len(at))
	for i := range at {
		at[i].X -= x
		at[i].Y -= y
	}
}

// turn moves the mean to (0, 0) and the direction of the largest variance to the horizontal.
func turn(at []Place) {
	center(at)
	// The second moments. The main axis has the angle ½·atan2(2·xy, xx-yy).
	var xx, xy, yy float64
	for _, p := range at {
		xx, xy, yy = xx+p.X*p.X, xy+p.X*p.Y, yy+p.Y*p.Y
	}
	sin, cos := math.Sincos(math.Atan2(2*xy, xx-yy) / 2)
	for i, p := range at {
		at[i] = Place{cos*p.X + sin*p.Y, cos*p.Y - sin*p.X}
	}
}

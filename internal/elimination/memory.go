package elimination

import "github.com/propagate-go/propagate/internal/memory"

// Bytes of a slot with the two links to it, by arithmetic: a float64, a pair of them, or a long exponent beside one.
const (
	linkBytes  = 2 * 8
	floatBytes = 8 + linkBytes
	pairBytes  = 16 + linkBytes
	exactBytes = 64 + linkBytes
)

func slotBytes(a Arithmetic) int {
	switch a {
	case Float:
		return floatBytes
	case Pair:
		return pairBytes
	}
	return exactBytes
}

// take appends zeros until there are n slots. Whenever their number has doubled it asks for memory: what is refused is
// an error of the next node, see [elimination.proceed].
func (e *elimination) take(n int) {
	if n > e.asked {
		room := max(n, 2*e.asked)
		if err := e.opts.Memory.For(memory.Product(room-e.asked, e.slot), "the edges of an elimination"); err != nil {
			e.refused = err
			room = n
		}
		e.asked = room
	}
	if e.refused == nil {
		e.grow(n)
	}
}

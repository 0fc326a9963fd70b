package elimination

import (
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/progress"
)

// Arithmetic chooses how numbers are held.
type Arithmetic int

const (
	Auto  Arithmetic = iota // Float where the range of the data permits, else Pair
	Float                   // plain float64
	Pair                    // pairs with float64 exponents
	Big                     // pairs with exact exponents; Network.Exact is needed
)

// String returns the name.
func (a Arithmetic) String() string {
	return [...]string{"auto", "float64", "pair", "exact"}[a]
}

// Options of an elimination. The zero value works.
type Options struct {
	Arithmetic Arithmetic // 0: Auto
	MaxDegree  int        // least degree in the graph left at which to give up; 0: 1500
	MaxUpdates int64      // changes of an edge at which to give up; 0: 2e9
	DropEdge   float64    // leave out data edges of at most this leverage each; 0: none
	DropFill   float64    // do not create edges of at most this leverage each; 0: all
	Inverse    bool       // find the diagonal of the inverse too, about the work of the elimination again
	Patience   int64      // changes of an edge after which DropFill grows tenfold, and again; 0: never
	Rest       Rest       // solves what is left after Patience, in place of a larger DropFill; nil: nothing does
	Memory     memory.Ask // is asked for edges and fill; nil: nobody is
	Tell       progress.Tell

	leastBlocks int // nodes of a dense rest from which on it is eliminated in blocks; 0: 400
}

func (o *Options) withDefaults() Options {
	var v Options
	if o != nil {
		v = *o
	}
	if v.MaxDegree == 0 {
		v.MaxDegree = 1500
	}
	if v.leastBlocks == 0 {
		v.leastBlocks = leastBlocks
	}
	if v.MaxUpdates == 0 {
		v.MaxUpdates = 2e9
	}
	return v
}

// ErrNoExact reports Arithmetic Big without Network.Exact.
var ErrNoExact = errors.New("elimination: the network holds no exact weights")

// ErrRange reports Arithmetic Float on data that need pairs.
var ErrRange = errors.New("elimination: the range of the weights does not fit float64")

// TooDense reports that an elimination was given up: the graph that is left
// would take too long.
type TooDense struct {
	Left      int   // nodes not eliminated
	MinDegree int   // of those
	Updates   int64 // done so far
	Needed    int64 // updates that finishing would take if every pair left had an edge
}

func (e *TooDense) Error() string {
	return fmt.Sprintf("elimination: gave up after %d updates with %d nodes of degree %d or more left",
		e.Updates, e.Left, e.MinDegree)
}

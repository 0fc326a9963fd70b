package cli

import (
	"fmt"
	"time"

	"github.com/propagate-go/propagate/internal/machine"
)

// effort is what a stage has done, for -v to hold against what the machine can do.
type effort struct {
	multiplied float64 // pairs of float32
	bytes      float64 // read and written
}

// did adds to the work of the stage at hand.
func (n *narrator) did(e effort) {
	n.effort.multiplied += e.multiplied
	n.effort.bytes += e.bytes
}

// pace says how fast the work of a stage went, and what share of the machine's limit that is:
// of the multiplications if there were any, else of the memory.
func (n *narrator) pace(took time.Duration) string {
	e := n.effort
	n.effort = effort{}
	if took < slowStage || e == (effort{}) {
		return ""
	}
	if n.limits == nil {
		limits := machine.Measure()
		n.limits = &limits
		n.last = time.Now() // the next stage begins now
	}
	if e.multiplied > 0 {
		return rate(2*e.multiplied/took.Seconds(), 2*n.limits.Multiplied, "GFLOP/s")
	}
	return rate(e.bytes/took.Seconds(), n.limits.Read, "GB/s")
}

// slowStage is the least time of a stage whose pace is told.
const slowStage = 50 * time.Millisecond

func rate(did, can float64, unit string) string {
	text := fmt.Sprintf(", %.3g %s", did/1e9, unit)
	if can > 0 {
		text += fmt.Sprintf(", %.2g %% of the machine's %.3g", 100*did/can, can/1e9)
	}
	return text
}

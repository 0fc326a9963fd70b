package progress

import "math"

// Iteration is what an iterative solver has reached.
type Iteration struct {
	Number   int
	End      int // the iteration with which it will probably be done; 0: nobody knows
	Residual float64
}

// Forecast tells when an iterative solver will probably stop, by how its residual has fallen until now, and by what
// its certificates have proven. It is an estimate: nothing but what is shown depends on it.
//
// Residuals r fall by about the same factor in each iteration, and the bound b on the errors with them: b = s·r. Labels
// are proven where the largest share is above the others by more than the bound, and as many rows are as near to a tie
// as the bound is wide: the number of those that are open is about proportional to a power bᵖ, where two certificates
// tell p. So the residual at which none is open is known long before it is reached.
type Forecast struct {
	Tol   float64 // the residual from which on a solver may stop, and the square of that bound
	Limit int     // of the iterations; 0: there is none
	Stale int     // how many iterations without a halving of the bound end a solver that does not prove all

	Exact bool // the residual alone decides, and is to fall to the tolerance

	marks  []fall  // the least residuals, rising by iteration
	scale  float64 // of the bound to the residual; 0: there was no certificate yet
	proofs []proof
}

// fall is the least residual until an iteration.
type fall struct {
	at  int
	log float64
}

// proof is what a certificate says: the bound, and how many rows are open.
type proof struct{ bound, open float64 }

const (
	// mostFalls is how many residuals are kept; of more, every second one is.
	mostFalls = 128
	// leastFalls is how many tell a rate.
	leastFalls = 3
	// unproven is by how much the residual falls below the tolerance, as a factor, where there was no certificate yet.
	unproven = 1e-2
	// severalTimes is by how many times more rows two certificates differ that tell a power.
	severalTimes = 8
	// rounding is the residual at which float64 ends.
	rounding = 1e-15
)

// Restart forgets how fast the residual has fallen: another preconditioner takes over.
func (f *Forecast) Restart() { f.marks = f.marks[:0] }

// Reached notes the residual of an iteration.
func (f *Forecast) Reached(iteration int, residual float64) {
	log := math.Log(max(residual, rounding))
	// Residuals of conjugate gradients rise and fall on their way: the least until now falls evenly.
	if n := len(f.marks); n > 0 {
		if iteration <= f.marks[n-1].at {
			f.Restart()
		} else {
			log = min(log, f.marks[n-1].log)
		}
	}
	if math.IsNaN(log) || math.IsInf(log, 1) {
		return
	}
	// Those that are kept spread over the whole way.
	if f.marks = append(f.marks, fall{iteration, log}); len(f.marks) > mostFalls {
		for k := range len(f.marks) / 2 {
			f.marks[k] = f.marks[2*k+1]
		}
		f.marks = f.marks[:len(f.marks)/2]
	}
}

// Proven notes what a certificate of the latest iteration says.
func (f *Forecast) Proven(bound float64, open int) {
	// b = s·r.
	if n := len(f.marks); n > 0 && bound > 0 && !math.IsInf(bound, 1) {
		f.scale = bound / math.Exp(f.marks[n-1].log)
		f.proofs = append(f.proofs, proof{bound, float64(open)})
	}
}

// End is the iteration at which the solver will probably stop; 0: nobody knows.
func (f *Forecast) End() int {
	n := len(f.marks)
	if n < leastFalls {
		return 0
	}
	now := f.marks[n-1]
	// How fast it has fallen in the second half of its way until now.
	before := f.marks[n/2-1]
	rate := (before.log - now.log) / float64(now.at-before.at)
	// As many iterations as the rest of the way takes at that rate: r(k) = r₀·exp(-rate·k).
	goal, more := f.goal()
	rest := more
	if now.log > goal {
		rest += (now.log - goal) / rate
	}
	if f.Limit > 0 {
		rest = min(rest, float64(f.Limit-now.at))
	}
	if !(rest >= 0 && rest < math.MaxInt32) {
		return 0
	}
	return now.at + int(math.Ceil(rest))
}

// goal is the logarithm of the residual at which the solver will stop, and how many iterations it goes on from there.
func (f *Forecast) goal() (log, more float64) {
	log = math.Log(f.Tol)
	switch {
	case f.Exact:
		return log, 0
	case f.scale == 0:
		return log + math.Log(unproven), 0
	}
	// The bound is to be within √tol.
	log = min(log, math.Log(f.Tol)/2-math.Log(f.scale))
	now, before := f.proofs[len(f.proofs)-1], f.proofs[0]
	if now.open < 1 {
		return log, 0
	}
	// Few rows are no measure: compare with the latest certificate that left several times as many open.
	for k := len(f.proofs) - 1; k >= 0; k-- {
		if before = f.proofs[k]; before.open >= severalTimes*now.open {
			break
		}
	}
	// open ~ bᵖ, with p from two certificates, or 1 where there was one: ties are as likely as any other margin.
	power := 1.0
	if before.open > now.open && before.bound > now.bound {
		power = math.Log(before.open/now.open) / math.Log(before.bound/now.bound)
	}
	power = min(max(power, 0.25), 2)
	// Fewer than one is open where bᵖ has fallen by somewhat more than their number.
	last := math.Log(now.bound) - math.Log(1.4*now.open)/power - math.Log(f.scale)
	if least := math.Log(rounding); last < least {
		// Some are too near to a tie: it ends once the bound has ceased to fall.
		return least, float64(f.Stale)
	}
	return min(log, last), 0
}

package pipeline

import (
	"fmt"
	"math"
	"time"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// effort is how much of the work of comparing candidates is done. Candidates take different times, so each counts by
// about how long it takes: as long as those of its kind took in the mean, and before there was one, by a guess in the
// unit that those until now tell.
type effort struct {
	observer Observer
	now      func() time.Time
	seeds    float64 // given labels
	heldOut  bool    // labels are held out all at once, and not one by one
	width    float64 // the width from which on narrower kernels take long

	kinds map[kindOfCandidate]*kindEffort
	began time.Time // with the first candidate
	at    *kindEffort
	from  time.Time // when the candidate at hand began
	again time.Time // when its latest attempt did: a quick way that does not suffice is followed by another
	share float64   // of that attempt
}

// kindOfCandidate is what candidates that take about the same time have in common.
type kindOfCandidate struct {
	method string
	narrow bool // of a kernel in which walks are caught
	view   bool // on a graph of its own
}

// kindEffort is what is known of the candidates of a kind.
type kindEffort struct {
	guess float64       // of one, in a unit that is not known
	left  int           // that have not begun
	done  int           // that are done
	took  time.Duration // those
}

// effortParts is how many parts a second of the effort has.
const effortParts = 1_000_000

// heldOutPool is about the effort of a pool for labels held out: its classifiers take most of it.
const heldOutPool = 200

// of is about how long a candidate takes, in units of a product of the weights with a vector.
func (e *effort) of(c Candidate) float64 {
	if c.Flags != "" && c.Method == nil {
		// A pool was judged when it was made. Where labels are held out it is made anew.
		if e.heldOut {
			return heldOutPool
		}
		return 0
	}
	cost := 8.0
	switch m := c.Method.(type) {
	case nil, labelprop.Harmonic:
	case labelprop.Spreading:
		// Conjugate gradients take steps in proportion to 1/√(1-α).
		cost = 4 + 1/math.Sqrt(1-m.Alpha)
	default:
		// Solved anew without each label.
		if !e.heldOut {
			cost *= e.seeds
		}
	}
	// In narrow kernels walks are caught between nearest neighbours.
	if c.HasGamma && e.width > 0 && c.Gamma >= e.width {
		cost *= 3
	}
	return cost
}

// kind is that of a candidate.
func (e *effort) kind(c Candidate) kindOfCandidate {
	k := kindOfCandidate{view: c.Flags != "", narrow: c.HasGamma && e.width > 0 && c.Gamma >= e.width}
	switch c.Method.(type) {
	case nil:
	case labelprop.Spreading:
		// What is narrow costs the more the smaller the scores are, whatever α is; else α tells how far walks go.
		k.method = "spreading"
		if !k.narrow {
			k.method = fmt.Sprint(c.Method)
		}
	default:
		k.method = fmt.Sprint(c.Method)
	}
	return k
}

// expect notes that a candidate will come.
func (e *effort) expect(c Candidate, times int) {
	k := e.kind(c)
	if e.kinds[k] == nil {
		e.kinds[k] = &kindEffort{guess: e.of(c)}
	}
	e.kinds[k].left += times
}

// begin tells that a candidate begins: those before are done.
func (e *effort) begin(c Candidate) error {
	now := e.now()
	if e.at != nil {
		e.at.done++
		e.at.took += now.Sub(e.from)
	} else {
		e.began = now
	}
	k := e.kind(c)
	if e.kinds[k] == nil {
		e.kinds[k] = &kindEffort{guess: e.of(c)}
	}
	e.at = e.kinds[k]
	e.at.left = max(e.at.left-1, 0)
	e.from, e.again, e.share = now, now, 0
	return e.tell()
}

// watch tells how much of the candidate at hand is done. A solver that is at anything else than leaving labels out has
// not got far.
func (e *effort) watch(p labelprop.Progress) error {
	if p.Phase == labelprop.LeavingOut {
		// Another way to leave them out begins anew.
		if p.Share < e.share-anew {
			e.again = e.now()
		}
		e.share = p.Share
	}
	return e.tell()
}

// anew is by how much a share falls where another attempt begins.
const anew = 0.1

// unit is how long a guess of 1 takes, by the candidates that are done, and by the one at hand.
func (e *effort) unit(at time.Duration) float64 {
	took, guessed := at.Seconds(), e.at.guess
	for _, k := range e.kinds {
		took, guessed = took+k.took.Seconds(), guessed+float64(k.done)*k.guess
	}
	return took / max(guessed, 1)
}

// mean is how long a candidate of a kind takes.
func (k *kindEffort) mean(unit float64) float64 {
	if k.done > 0 {
		return k.took.Seconds() / float64(k.done)
	}
	return k.guess * unit
}

// rest is how long the candidate at hand will still take: as the share that is done says once it says something, and
// before, as long as others did.
func (e *effort) rest(now time.Time, unit float64) float64 {
	const sure = 0.1
	expected := max(e.at.mean(unit)-now.Sub(e.from).Seconds(), 0)
	if e.share <= 0 {
		return expected
	}
	by := now.Sub(e.again).Seconds() * (1 - e.share) / e.share
	trust := min(e.share/sure, 1)
	if e.at.done == 0 || e.again != e.from {
		trust = 1 // nothing else is known of its kind, or it takes another way than was thought
	}
	return trust*by + (1-trust)*expected
}

// tell tells of the time that has passed as a part of all that will.
func (e *effort) tell() error {
	now := e.now()
	// The one at hand counts as far as it is, or its whole guess where it takes longer.
	unit := e.unit(now.Sub(e.from))
	rest := e.rest(now, unit)
	for _, k := range e.kinds {
		rest += float64(k.left) * k.mean(unit)
	}
	passed := now.Sub(e.began).Seconds()
	return e.observer.Part(int(effortParts*passed), max(int(effortParts*(passed+rest)), 1))
}

// plan adds up the effort of all candidates.
func (t *tuner) plan() {
	e := &effort{observer: t.observer, now: time.Now, seeds: float64(dataset.CountLabels(t.data.Given)),
		heldOut: t.how.HoldOut != nil, kinds: map[kindOfCandidate]*kindEffort{}}
	if t.near != nil && t.how.Kernels {
		e.width = rounded(t.near.Gamma(kernel.RBF{Gamma: 1}))
	}
	for _, c := range t.viewed {
		e.expect(c, 1)
	}
	weights := t.weights
	if len(t.gammas) > 0 && !e.heldOut {
		weights = []Candidate{{}} // one curve for all γ
	}
	for _, w := range weights {
		for _, m := range t.methods {
			w.Method = m
			e.expect(w, max(len(t.ks), 1))
		}
	}
	if t.usual != nil {
		e.expect(Candidate{Method: t.usual}, 1)
	}
	t.effort = e
}

package pipeline

import (
	"testing"
	"time"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// told keeps what was told last.
type told struct {
	silent
	done, total int
}

func (t *told) Part(done, total int) error {
	t.done, t.total = done, total
	return nil
}

// TestEffortLearns tries candidates of kinds whose times no guess foretells, with a clock that goes when it is told to:
// from the middle on what is left is right within a third.
func TestEffortLearns(t *testing.T) {
	now, seen := time.Unix(1e9, 0), &told{}
	e := &effort{observer: seen, now: func() time.Time { return now }, width: 5, kinds: map[kindOfCandidate]*kindEffort{}}
	takes := func(c Candidate) time.Duration {
		switch m := c.Method.(type) {
		case labelprop.Spreading:
			return time.Duration(1+2*m.Alpha) * time.Second
		default:
			return map[bool]time.Duration{true: 14 * time.Second, false: 2 * time.Second}[c.Gamma > 5]
		}
	}
	var all []Candidate
	for _, gamma := range []float64{1, 2, 6, 3, 4, 7, 8, 1, 9} {
		for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.5}, labelprop.Spreading{Alpha: 0.99}} {
			all = append(all, Candidate{Method: m, Gamma: gamma, HasGamma: true})
		}
	}
	rest := time.Duration(0)
	for _, c := range all {
		e.expect(c, 1)
		rest += takes(c)
	}
	whole := rest
	for _, c := range all {
		require.NoError(t, e.begin(c))
		for step := range 10 {
			require.NoError(t, e.watch(labelprop.Progress{Phase: labelprop.LeavingOut, Share: float64(step) / 10}))
			if left := float64(seen.total-seen.done) / effortParts; rest < whole/2 && rest > 3*time.Second {
				assert.InDelta(t, rest.Seconds(), left, rest.Seconds()/3, "%v, %d", c, step)
			}
			now = now.Add(takes(c) / 10)
			rest -= takes(c) / 10
		}
	}
}

// TestEffortOfASecondWay: what is left of a candidate counts from where another way to leave labels out began.
func TestEffortOfASecondWay(t *testing.T) {
	now, seen := time.Unix(1e9, 0), &told{}
	e := &effort{observer: seen, now: func() time.Time { return now }, kinds: map[kindOfCandidate]*kindEffort{}}
	e.expect(Candidate{Method: labelprop.Harmonic{}}, 1)
	require.NoError(t, e.begin(Candidate{Method: labelprop.Harmonic{}}))
	tell := func(share float64) float64 {
		now = now.Add(time.Second)
		require.NoError(t, e.watch(labelprop.Progress{Phase: labelprop.LeavingOut, Share: share}))
		return float64(seen.total-seen.done) / effortParts
	}
	assert.InDelta(t, 1, tell(0.5), 0.01)
	assert.InDelta(t, 0.2, tell(0.9), 0.1)
	tell(0)
	for k := 1; k < 10; k++ {
		assert.InDelta(t, 50-k, tell(float64(k)/50), 50./3, "%d", k)
	}
}

package console

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// work is a way in which a stage may go on: the share that is done after a share of its time, and how often it tells.
type work struct {
	done func(x float64) float64
	each float64 // seconds between two reports
}

var works = map[string]work{
	"even":      {func(x float64) float64 { return x }, 0.1},
	"rare":      {func(x float64) float64 { return x }, 7},
	"slow last": {func(x float64) float64 { return 1 - math.Pow(1-x, 1.2) }, 0.3},
	"two steps": {func(x float64) float64 { return max(0.3*x/0.4, (x-0.4)*0.7/0.6+0.3) * 1 }, 0.5},
}

// From the middle on the time left is right within a third, whatever the way, and what is drawn rises from draw to
// draw: it never stands still.
func TestPace(t *testing.T) {
	const total = 90.
	for name, w := range works {
		c, _, at := onClock(Options{Terminal: true})
		c.Stage(pipeline.StageForest)
		shown, told := -1., math.Inf(-1)
		for now := 0.; now < total; now += 0.5 {
			if now-told >= w.each {
				told = now
				require.NoError(t, c.Part(int(1e6*w.done(now/total)), 1e6))
			}
			s := c.status()
			if now > 2*w.each {
				assert.Greater(t, s.share, shown, "%s: it stood still at %.1f s", name, now)
			}
			assert.Less(t, s.share, 1., "%s: not done at %.1f s", name, now)
			shown = s.share
			if rest := total - now; now >= total/2 && rest > w.each {
				assert.InDelta(t, rest, s.left.Seconds(), rest/3+1, "%s: time left at %.1f s", name, now)
			}
			at.pass(500 * time.Millisecond)
		}
	}
}

// Where work begins ten times as fast as it goes on, the bar is not at its end long before the work is, and moves.
func TestPaceOfAFastBegin(t *testing.T) {
	const total = 120.
	c, _, at := onClock(Options{Terminal: true})
	c.Stage(pipeline.StageSearch)
	shown := -1.
	for now := 0.; now < total; now += 0.5 {
		// A tenth of the work in a hundredth of the time.
		done := min(now/total*10, 0.1+max(now/total-0.01, 0)*0.9/0.99)
		require.NoError(t, c.Part(int(1e6*done), 1e6))
		at.pass(500 * time.Millisecond)
		s := c.status()
		assert.Greater(t, s.share, shown, "it stood still at %.1f s", now)
		assert.InDelta(t, done, s.share, 0.2, "after %.1f s", now)
		shown = s.share
		if rest := total - now; now >= total/2 && rest > 3 {
			assert.InDelta(t, rest, s.left.Seconds(), rest/3, "time left at %.1f s", now)
		}
	}
}

// Where more is known of the work, what was done is another share of it, and so is the speed: from 20 % of what seemed to
// be all in 10 seconds, which is 5 %, it takes 190 more, whatever was drawn before.
func TestPaceOfMoreWork(t *testing.T) {
	for _, factor := range []int{4, 1} {
		c, _, at := onClock(Options{Terminal: true})
		c.Stage(pipeline.StageSearch)
		shown := 0.
		for second := range 200 {
			total := 1000
			if second > 10 {
				total *= factor
			}
			caught := float64(20*second)/float64(total) >= 0.2 // up with what was drawn
			require.NoError(t, c.Part(20*second, total))
			s := c.status()
			if rest := float64(total)/20 - float64(second); second > 1 && rest > 0 {
				assert.InDelta(t, rest, s.left.Seconds(), 1e-6*rest, "factor %d, after %d s", factor, second)
				if factor == 1 || caught && second > 60 {
					assert.InDelta(t, float64(20*second)/float64(total), s.share, 0.1)
				}
				// What was drawn stays, and goes on slowly.
				assert.Greater(t, s.share, shown)
			}
			shown = s.share
			at.pass(time.Second)
		}
	}
}

// Marks are thinned out, and what they say stays: first and last, rising.
func TestPaceOfManyMarks(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	begin := time.Unix(1e9, 0)
	var p pace
	p.begin(begin)
	now, share := begin, 0.
	for range 5000 {
		now = now.Add(time.Duration(r.IntN(2e8)))
		share += 1e-4 * 2 * r.Float64()
		p.add(now, share)
		require.LessOrEqual(t, len(p.marks), mostMarks)
		require.Equal(t, share, p.done())
		require.Equal(t, mark{begin, 0}, p.marks[0])
		for k := 1; k < len(p.marks); k++ {
			require.False(t, p.marks[k].at.Before(p.marks[k-1].at))
			require.GreaterOrEqual(t, p.marks[k].share, p.marks[k-1].share)
		}
	}
	assert.InEpsilon(t, share/now.Sub(begin).Seconds(), p.speed(), 0.1)
	p.add(now.Add(time.Second), share/2)
	assert.Len(t, p.marks, 2, "a new beginning")
	assert.Equal(t, mark{now.Add(time.Second), 0}, p.marks[0])
}

// Of thousands of marks those that are kept tell how fast the last third of the time went, not how fast all of it did.
func TestPaceOfTheLastThird(t *testing.T) {
	begin := time.Unix(1e9, 0)
	for _, each := range []time.Duration{10 * time.Millisecond, 100 * time.Millisecond, 7 * time.Second} {
		var p pace
		p.begin(begin)
		const reports = 6000
		for k := 1; k <= reports; k++ {
			// Half the time takes nine tenths of the work.
			done := 0.9 * float64(k) / (reports / 2)
			if k > reports/2 {
				done = 0.9 + 0.1*(float64(k)/(reports/2)-1)
			}
			p.add(begin.Add(time.Duration(k)*each), 0.5*done)
		}
		assert.InEpsilon(t, 0.5*0.1/(reports/2*each.Seconds()), p.speed(), 1e-9, "a report each %v", each)
	}
}

// Marks of every ten milliseconds are not put off for ever: the last second is told from the one before.
func TestPaceOfQuickReports(t *testing.T) {
	var p pace
	begin := time.Unix(1e9, 0)
	p.begin(begin)
	for k := 1; k <= 100; k++ {
		p.add(begin.Add(time.Duration(k)*10*time.Millisecond), 1e-4*float64(k*k))
	}
	// Of a share of x² in the last third of the time, (1 - 4/9)/(1/3); in the whole, 1.
	assert.InDelta(t, 5./3, p.speed(), 0.1)
}

// A stage that says the same again goes on from when it said something new: a tenth in 16 seconds.
func TestPaceOfNothingNew(t *testing.T) {
	var p pace
	begin := time.Unix(1e9, 0)
	p.begin(begin)
	for k := 1; k <= 20; k++ {
		p.add(begin.Add(time.Duration(k)*time.Second), min(0.1*float64(k), 0.5))
	}
	assert.InDelta(t, 0.1/16, p.speed(), 1e-9)
}

// TestPaceOfSilence: after ten steps of a tenth in 10 seconds each, the time left is 50·exp(-t/50) seconds, and the bar
// goes to the end of the next step, and from there on at a fifth of its speed.
func TestPaceOfSilence(t *testing.T) {
	var p pace
	begin := time.Unix(1e9, 0)
	p.begin(begin)
	for k := 1; k <= 5; k++ {
		p.add(begin.Add(time.Duration(k)*10*time.Second), 0.1*float64(k))
	}
	last := begin.Add(50 * time.Second)
	p.share(last)
	for ms := 10; ms <= 40_000; ms += 10 {
		s := float64(ms) / 1000
		got := p.share(last.Add(time.Duration(ms) * time.Millisecond))
		// What is expected is 1 - exp(-t/50)/2, which is 0.6 at exp(t/50) = 1.25; then d(1-x)/(1-x) = -dt/(5·left).
		want := 1 - math.Exp(-s/50)/2
		if want > 0.6 {
			want = 1 - 0.4*math.Exp(-(math.Exp(s/50)-1.25)/5)
		}
		require.InDelta(t, want, got, 1e-3, "after %g s", s)
	}
}

// A solver that tells when it will be done has the time left right from the middle on, and a bar that never runs back,
// whatever it has expected before. Another solver begins anew.
func TestPaceOfSolvers(t *testing.T) {
	const last = 300
	for name, expects := range map[string]func(k int) int{
		"right": func(int) int { return last }, "too few at first": func(k int) int { return min(max(k*11/10+2, last-1000/(k+1)), last) },
		"too many at first": func(k int) int { return last + 40_000/(k*k) }, "late": func(k int) int { return last * min(k/50, 1) },
	} {
		c, _, at := onClock(Options{Terminal: true})
		c.Stage(pipeline.StageSolve)
		shown := -1.
		for k := 1; k < last; k++ {
			require.NoError(t, c.Iteration(labelprop.Progress{Iteration: k, Expected: expects(k), Residual: 1 / float64(k)}))
			at.pass(500 * time.Millisecond)
			s := c.status()
			if k < 60 && !s.known {
				continue
			}
			assert.Greater(t, s.share, shown, "%s, iteration %d", name, k)
			assert.Less(t, s.share, 1.)
			shown = s.share
			if rest := float64(last-k) / 2; k >= last/2 && rest > 2 {
				assert.InDelta(t, rest, s.left.Seconds(), rest/3, "%s, iteration %d", name, k)
			}
		}
		require.NoError(t, c.Iteration(labelprop.Progress{Iteration: 1, Residual: 1}))
		assert.False(t, c.status().known, "another solver begins anew")
	}
}

// Each phase of a solver has a bar of its own. What happens within an iteration does not disturb that of the iterations,
// and a stage that counts its parts hears of none.
func TestPaceOfPhases(t *testing.T) {
	c, out, at := onClock(Options{Terminal: true})
	c.Stage(pipeline.StageSolve)
	tell := func(p labelprop.Progress) {
		at.pass(time.Second)
		require.NoError(t, c.Iteration(p))
	}
	for _, phase := range []labelprop.Phase{labelprop.Sorting, labelprop.Eliminating, labelprop.Eliminating} {
		out.Reset()
		for k := range 10 {
			tell(labelprop.Progress{Phase: phase, Share: float64(k) / 10})
		}
		assert.Contains(t, out.String(), phases[phase])
		assert.Contains(t, out.String(), " 0 %")
		assert.InDelta(t, 0.9, c.status().share, 0.02, "%v", phase)
		assert.InDelta(t, 1, c.status().left.Seconds(), 0.2)
	}
	for k := range 100 {
		tell(labelprop.Progress{Phase: labelprop.Multiplying, Share: 0.5})
		tell(labelprop.Progress{Iteration: k + 1, Expected: 150, Residual: math.Pow(10, -float64(k)/20)})
	}
	assert.Greater(t, c.status().share, 0.5)
	c.Stage(pipeline.StageTune)
	require.NoError(t, c.Part(5, 10))
	tell(labelprop.Progress{Phase: labelprop.Sorting, Share: 0.1})
	assert.InDelta(t, 0.5, c.status().share, 0.06)
}

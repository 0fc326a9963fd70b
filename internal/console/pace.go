package console

import (
	"math"
	"sort"
	"time"
)

// pace is how far a stage is, and how fast it goes, by what was told of it.
type pace struct {
	marks []mark    // rising in both
	shown float64   // the share that was drawn last
	total int       // parts of the work; 0: not told yet
	at    time.Time // when that was
}

// mark says how large a share of a stage was done at some time.
type mark struct {
	at    time.Time
	share float64
}

const (
	rounding = 1e-9 // of shares

	mostMarks  = 64
	markedEach = 50 * time.Millisecond

	// recentPart is the part of the time whose speed is taken for that of the rest: steps of a stage differ in speed,
	// and so do minutes on a machine that others use, too.
	recentPart = 1. / 3
)

// begin forgets everything: a stage, or its work anew, begins now.
func (p *pace) begin(now time.Time) {
	*p = pace{marks: append(p.marks[:0], mark{now, 0}), at: now, total: p.total}
}

// resume forgets everything but what was drawn: work that was done in part when it was told of first goes on.
func (p *pace) resume(now time.Time, share float64) {
	*p = pace{marks: append(p.marks[:0], mark{now, share}), at: now, shown: p.shown}
}

// of notes of how many parts the work is. Where that is another number than before, more is known of the work: what was
// done is another share of it, and so is the speed. What is drawn stays, and goes on slowly until the work has caught
// up.
func (p *pace) of(done, total int) {
	before := p.total
	p.total = total
	if before == 0 || total == before || float64(done) < math.Floor(p.done()*float64(before)) {
		return
	}
	change := float64(before) / float64(total)
	for k := range p.marks {
		p.marks[k].share = min(p.marks[k].share*change, 1)
	}
}

// add notes that a share is done. A share that has shrunk is a new beginning.
func (p *pace) add(now time.Time, share float64) {
	last := len(p.marks) - 1
	switch {
	case last < 0 || share < p.marks[last].share-rounding:
		p.begin(now)
		last = 0
	// The same number of parts of another total.
	case share < p.marks[last].share:
		share = p.marks[last].share
	}
	// Of marks that come thick and fast the latest is enough, so that those that are kept spread over all of the time:
	// thinned out again and again, they would soon be all of late.
	if last > 0 && now.Sub(p.marks[last-1].at) < max(markedEach, now.Sub(p.marks[0].at)*2/mostMarks) {
		p.marks[last] = mark{now, share}
		return
	}
	p.marks = append(p.marks, mark{now, share})
	if len(p.marks) > mostMarks {
		p.thin()
	}
}

// thin keeps every second mark, the first and the last.
func (p *pace) thin() {
	last := p.marks[len(p.marks)-1]
	kept := p.marks[:0]
	for k := 0; k < len(p.marks); k += 2 {
		kept = append(kept, p.marks[k])
	}
	if p.marks = kept; kept[len(kept)-1] != last {
		p.marks = append(p.marks, last)
	}
}

// done is the share that was told of last.
func (p *pace) done() float64 {
	if len(p.marks) == 0 {
		return 0
	}
	return p.marks[len(p.marks)-1].share
}

// speed is the share that is done in a second, lately; 0: not known.
func (p *pace) speed() float64 {
	if len(p.marks) < 2 {
		return 0
	}
	first, last := p.marks[0], p.marks[len(p.marks)-1]
	// The last mark before the recent part of the time, so that this has a mark at both ends.
	recent := last.at.Add(-time.Duration(recentPart * float64(last.at.Sub(first.at))))
	k := sort.Search(len(p.marks)-1, func(k int) bool { return p.marks[k].at.After(recent) })
	for k = max(k-1, 0); k > 0 && p.marks[k].share == last.share; k-- {
	}
	took := last.at.Sub(p.marks[k].at).Seconds()
	if took <= 0 {
		return 0
	}
	return (last.share - p.marks[k].share) / took
}

// left is how long the rest takes, from now; 0: not known.
func (p *pace) left(now time.Time) time.Duration {
	speed := p.speed()
	if speed <= 0 || p.done() >= 1 {
		return 0
	}
	rest := (1 - p.done()) / speed
	// What has passed since the last mark is part of the rest. Work that is overdue is not at its end: the time left
	// falls ever more slowly, and reaches 0 never.
	since := now.Sub(p.marks[len(p.marks)-1].at).Seconds()
	return time.Duration(rest * math.Exp(-since/rest) * float64(time.Second))
}

// share is what to show of the stage as done: at least what was told of, and what the time since then makes of it. It
// never falls, and never stands still: where too much was shown, it goes on slowly until the work has caught up.
func (p *pace) share(now time.Time) float64 {
	passed := now.Sub(p.at).Seconds()
	p.at = now
	left, done := p.left(now).Seconds(), p.done()
	if left <= 0 || passed <= 0 {
		p.shown = max(p.shown, done)
		return p.shown
	}
	// What is expected by now: the rest is as large a part of that at the last mark as the times left are.
	rest := (1 - done) / p.speed()
	// Work that says nothing for long is no farther than its last step was long.
	expected := min(1-(1-done)*left/rest, done+max(leastAhead, p.lastStep()))
	if p.shown >= expected {
		// Nominal speed would reach the end when the time left is over.
		p.shown += (1 - p.shown) * slower * passed / (left + passed)
	}
	p.shown = max(p.shown, expected)
	return p.shown
}

// lastStep is how much was done from the last mark but one to the last.
func (p *pace) lastStep() float64 {
	last := len(p.marks) - 1
	return p.marks[last].share - p.marks[max(last-1, 0)].share
}

// leastAhead is how far the bar may always be ahead of what was told of.
const leastAhead = 0.05

// slower is the part of its speed at which a bar goes on that is too far.
const slower = 0.2

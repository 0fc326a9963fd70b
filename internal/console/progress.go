package console

import (
	"cmp"
	"fmt"
	"io"
	"time"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/visible"
	"github.com/propagate-go/propagate/labelprop"
)

// On a terminal progress is drawn over itself: once a stage has taken patience, at most once every frame, and at least
// once every beat, whether the work reports anything or not.
const (
	patience = 500 * time.Millisecond
	frame    = 100 * time.Millisecond
	beat     = 500 * time.Millisecond
)

// doing are the stages in words. Those that are not listed are called by their names.
var doing = map[pipeline.Stage]string{
	StageRead: "reading", pipeline.StageSearch: "comparing rows", pipeline.StageGamma: "choosing γ",
	pipeline.StageWeigh: "weighing edges", pipeline.StageSolve: "propagating labels",
	pipeline.StageForest: "random forest", pipeline.StageRidge: "kernel ridge",
	pipeline.StageLogistic: "logistic regression",
	pipeline.StageWords:    "words of texts",
	pipeline.StageGraph:    "propagating labels", pipeline.StagePool: "pooling opinions",
	pipeline.StageNovelty: "looking for novel rows", pipeline.StageDoubt: "doubting labels",
	pipeline.StageSizes: "bringing classes to sizes", pipeline.StageCalibrate: "leaving labels out",
	pipeline.StageLeaveOut: "leaving labels out", StagePrepare: "preparing columns",
	pipeline.StageTune: "trying candidates", pipeline.StageCompare: "comparing the best",
	StageEvaluate: "evaluating", StageReport: "making the report",
	StageWrite: "writing",
}

// progress is how far the stage at hand is, and what of it is on the terminal.
type progress struct {
	known  bool            // whether the share of the stage that is done is known
	counts bool            // whether the stage tells of its parts
	phase  labelprop.Phase // of the solver at hand
	pace   pace
	bytes  int64  // of the whole stage; 0: it is not one of bytes
	words  string // what the solver is at, in place of the stage
	detail string
	digits int       // of the percent: as many as ever were
	first  int       // the iteration of the solver at hand that was told of first
	since  time.Time // when that was
	last   int       // its latest iteration
	shown  time.Time // when it was drawn last
	drawn  bool      // whether there is something to be wiped out
	off    bool      // whether nothing is drawn any more
}

// Part shows how many parts of the stage are done.
func (c *Console) Part(done, total int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if total > 0 {
		// A solver within is not what is waited for.
		c.progress.words, c.progress.detail, c.progress.counts = "", "", true
		c.progress.pace.of(done, total)
		c.part(c.leastDone(float64(done) / float64(total)))
		return nil
	}
	c.tell("number %d", done)
	return nil
}

// leastDone is a share of the stage, no less than was told of before where both labels and their solver are counted.
func (c *Console) leastDone(share float64) float64 {
	if c.stage() == pipeline.StageLeaveOut {
		return max(share, c.progress.pace.done())
	}
	return share
}

// phases are those of a solver in words, where a share of them is known.
var phases = map[labelprop.Phase]string{
	labelprop.Weighing: "weighing edges", labelprop.Sorting: "sorting edges", labelprop.Eliminating: "eliminating rows",
	labelprop.Answering: "finding answers", labelprop.Bounding: "bounding errors",
	labelprop.LeavingOut: "leaving labels out",
}

// Iteration shows how far the solver is.
func (c *Console) Iteration(p labelprop.Progress) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch words := phases[p.Phase]; {
	// Within a stage that counts its parts, a solver is not what is waited for, unless it counts the same.
	case c.progress.counts && c.stage() == pipeline.StageLeaveOut && p.Phase == labelprop.LeavingOut:
		c.part(c.leastDone(p.Share))
	case c.progress.counts:
	case words != "":
		c.inPhase(p, words)
	case p.Phase == labelprop.Iterating:
		c.iteration(p)
	}
	return nil
}

// inPhase shows how far a phase of a solver is.
func (c *Console) inPhase(p labelprop.Progress, words string) {
	s := &c.progress
	// Another phase begins anew, and so does the same of another solver.
	if !s.known || p.Phase != s.phase || p.Share < s.pace.done() {
		s.pace.begin(c.now())
	}
	// Share and time left are those of the phase, so that is what the line names.
	s.phase, s.words, s.detail, s.last = p.Phase, words, "", 0
	c.part(p.Share)
}

// iteration shows how far an iteration is, by the number of iterations that the solver expects now. Where it does not
// know, the number of the iteration and its residual are what there is to be told.
func (c *Console) iteration(p labelprop.Progress) {
	s, now := &c.progress, c.now()
	// A number that has not risen is that of another solver.
	if s.phase = p.Phase; s.last == 0 || p.Iteration <= s.last {
		s.first, s.since, s.known = p.Iteration, now, false
		s.pace.begin(now)
	}
	s.last, s.words = p.Iteration, ""
	s.detail = fmt.Sprintf("iteration %d, residual %.1e", p.Iteration, p.Residual)
	switch {
	case p.Expected <= 0:
		c.show(false)
		return
	case !s.known:
		s.pace.resume(s.since, float64(s.first)/float64(p.Expected))
		s.pace.total = p.Expected
	default:
		s.pace.of(p.Iteration, p.Expected)
	}
	c.part(float64(p.Iteration) / float64(p.Expected))
}

// Reading shows how many bytes of the table were read.
func (c *Console) Reading(done, total int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.partOfBytes(done, total)
}

// Writing returns w, and shows how much of about total bytes was written to it.
func (c *Console) Writing(w io.Writer, total int64) io.Writer {
	return &progressWriter{Writer: w, console: c, total: total}
}

type progressWriter struct {
	io.Writer
	console     *Console
	done, total int64
}

func (w *progressWriter) Write(p []byte) (int, error) {
	k, err := w.Writer.Write(p)
	// The total is an estimate, which may be exceeded.
	w.done += int64(k)
	w.console.mu.Lock()
	defer w.console.mu.Unlock()
	w.console.partOfBytes(min(w.done, w.total), w.total)
	return k, err
}

// Foreground returns w, a terminal on which something else is written: from then on no progress is drawn.
func (c *Console) Foreground(w io.Writer) io.Writer { return &foreground{w, c} }

type foreground struct {
	io.Writer
	console *Console
}

func (f *foreground) Write(p []byte) (int, error) {
	f.console.EndProgress()
	return f.Writer.Write(p)
}

// part notes what share of the stage at hand is done; work beyond what was foreseen is no more than all of it.
func (c *Console) part(share float64) {
	c.progress.known = true
	c.progress.pace.add(c.now(), min(max(share, 0), 1))
	c.show(false)
}

// partOfBytes notes how many of some bytes are done, if that is known.
func (c *Console) partOfBytes(done, total int64) {
	if total > 0 {
		c.progress.bytes = total
		c.part(float64(done) / float64(total))
	}
}

// tell notes how far a stage is that has no amount.
func (c *Console) tell(format string, args ...any) {
	c.progress.detail = fmt.Sprintf(format, args...)
	c.show(false)
}

// status is what there is to be told of the stage at hand.
func (c *Console) status() status {
	p, now := &c.progress, c.now()
	s := status{doing: cmp.Or(p.words, doing[c.stage()]), detail: p.detail, known: p.known, took: now.Sub(c.begin)}
	if s.doing == "" {
		s.doing = string(c.stage())
	}
	if s.known {
		s.share, s.left, s.rate = p.pace.share(now), p.pace.left(now), p.pace.speed()*float64(p.bytes)
		p.digits = max(p.digits, digitsFor(s.took+s.left))
		s.digits = p.digits
	}
	return s
}

// show prints a line if verbose and none was printed for a second, or draws it on a terminal. A beat is no news, and
// makes no line in a log.
func (c *Console) show(isBeat bool) {
	p, now := &c.progress, c.now()
	switch {
	case c.options.Verbose && !isBeat && now.Sub(p.shown) > time.Second:
		p.shown = now
		fmt.Fprintln(c.w, visible.Line(c.status().line(lineWidth)))
	case !c.options.Verbose && c.options.Terminal && !p.off && now.Sub(c.begin) > patience && now.Sub(p.shown) > frame:
		// \r goes to the begin of the line, and ESC [ K clears it.
		p.shown, p.drawn = now, true
		fmt.Fprint(c.w, "\r\x1b[K"+visible.Line(c.status().line(c.columns())))
	}
}

// lineWidth is how wide lines are in a log.
const lineWidth = 120

// columns is the width of the terminal, which may change at any time.
func (c *Console) columns() int {
	if c.options.Columns != nil {
		if n := c.options.Columns(); n > 0 {
			return n
		}
	}
	return 80
}

// watch draws progress in every beat, until quit is closed.
func (c *Console) watch(quit <-chan struct{}) {
	t := time.NewTicker(beat)
	defer t.Stop()
	for {
		select {
		case <-quit:
			return
		case <-t.C:
			c.mu.Lock()
			c.show(true)
			c.mu.Unlock()
		}
	}
}

// EndProgress takes progress off the terminal, for good.
func (c *Console) EndProgress() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wipe()
	c.progress.off = true
}

// wipe takes progress off the terminal.
func (c *Console) wipe() {
	if c.progress.drawn {
		c.progress.drawn = false
		fmt.Fprint(c.w, "\r\x1b[K")
	}
}

package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
)

const (
	leastClasses = 2  // as many as there are at least
	usualClasses = 20 // as many as make room where it costs nothing
)

// planMemory lets the reader of a table ask, as soon as it knows the size, whether a run on it fits in memory, and keep
// the numbers in a temporary file where they would leave no room for the rest.
func (c *configurer) planMemory() error {
	reading := &c.config.input.reading
	reading.Spill = spillFolder(c.config.output.path)
	// A graph or neighbours that were stored are another matter.
	if c.config.input.edges != "" || c.config.input.neighbors != "" || reading.Memory == nil {
		return nil
	}
	p := &memoryPlan{config: c.config, graphOnly: c.purpose.command == "graph"}
	reading.Plan, c.config.data.Fits = p.ask, p.classes
	return nil
}

// spillFolder is where temporary files are: beside the output, or, where that is no file, in the folder of the system
// for such files.
func spillFolder(output string) string {
	info, err := os.Stat(output)
	if output == "" || err == nil && !info.Mode().IsRegular() {
		return os.TempDir()
	}
	return filepath.Dir(output)
}

// memoryPlan is what is known of the memory that a run takes, from when its files are opened.
type memoryPlan struct {
	config    *config
	graphOnly bool // nothing is solved

	rows, columns int   // of all files so far
	numbers       int64 // bytes of their numbers
	spilled       bool  // these are in a temporary file
}

// ask is a [table.Plan]. It refuses what would not fit even if no number were in memory.
func (p *memoryPlan) ask(rows, columns int, bytes int64) (spills bool, err error) {
	p.rows, p.columns = p.rows+rows, columns
	p.numbers = memory.Sum(p.numbers, bytes)
	if err := p.refuse(p.needs(leastClasses).Least(), leastClasses); err != nil {
		return false, err
	}
	// A file costs time, but nothing is refused for it: more classes than two are likely.
	n := p.needs(usualClasses)
	if !p.releases() {
		n.Solve = memory.Sum(n.Solve, p.numbers)
	}
	p.spilled = !p.fits(max(memory.Sum(n.Search, p.numbers), n.Solve))
	return p.spilled, nil
}

// classes refuses a run in so many classes that does not fit in beside what is in use, before the features are read.
// Where it does with files for the graph and the scores, it gets them.
func (p *memoryPlan) classes(classes int) error {
	n := p.needs(classes)
	if p.releases() && !p.spilled {
		n.Solve -= p.numbers
	}
	if p.fits(max(n.Search, n.Solve)) {
		return nil
	}
	p.config.scratch = table.NewScratch(p.config.input.reading.Spill)
	p.config.run.Scratch = p.config.scratch.Take
	leaveRoom(p.config.memory)
	return p.refuse(n.Least(), classes)
}

// needs returns what the phases take.
func (p *memoryPlan) needs(classes int) pipeline.Needs {
	n := p.config.run.Needs(p.rows, p.columns, classes)
	if p.graphOnly {
		n.Solve = 0
	}
	return n
}

// fits reports whether memory has room for so many bytes.
func (p *memoryPlan) fits(bytes int64) bool { return p.config.run.Memory.For(bytes, "") == nil }

// releases reports whether the features are given up before the labels are solved for.
func (p *memoryPlan) releases() bool {
	m, o := p.config.run.Method, &p.config.output
	return !m.Pool && !m.MayPool && !p.config.run.Novel.Asked && o.save == "" && o.report == ""
}

// refuse asks for memory.
func (p *memoryPlan) refuse(bytes int64, classes int) error {
	what := fmt.Sprintf("the neighbours of %d rows", p.rows)
	if !p.graphOnly {
		what += fmt.Sprintf(", and labels in %d classes", classes)
	}
	err := p.config.run.Memory.For(bytes, what)
	if err == nil {
		return nil
	}
	return &table.Error{Reason: err.Error(), Err: err,
		Hint: "give fewer rows, ask for fewer neighbours, or allow more by --memory SIZE"}
}

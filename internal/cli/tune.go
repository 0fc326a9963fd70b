package cli

import (
	"fmt"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

const longTune = `propagate tune tries kernels, widths and methods on the neighbours of one search, scores each
by what it says of every given label without that label (exact leave-one-out), and writes them
as flags for a run, the best first: by log loss, which also counts how sure they were. What is
named by --kernel, --gamma, --method or --alpha is not varied.`

const examplesTune = `  propagate tune rows.csv                      kernels, widths and methods
  propagate tune --method harmonic rows.csv    kernels and widths
  propagate tune --kernel rbf rows.csv         methods, with the rbf kernel at its automatic width`

// tuning says what propagate tune does not vary.
type tuning struct{ kernelFixed, methodFixed bool }

func newTune(std streams) *cobra.Command {
	var by tuning
	cmd, s := newLabelling("tune [flags] data.csv", "try kernels, widths and methods on the given labels", std, by.report)
	cmd.Long, cmd.Example = longTune, examplesTune
	s.asksShares = true
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		f := cmd.Flags()
		by = tuning{f.Changed("kernel") || f.Changed("gamma"), f.Changed("method") || f.Changed("alpha")}
		return nil
	}
	addStages(cmd, s.stages(), "label", "features", "scale", "neighbors", "kernel", "gamma", "method", "output", "quiet", "help")
	return cmd
}

// trial is one kernel or method, and the flags that name it; a nil kernel is the graph that is there.
type trial[T any] struct {
	flags string
	value T
}

// kernels are those tried: the graph's own, and if it may vary, others.
func (by *tuning) kernels(j *job) []trial[kernel.Kernel] {
	if by.kernelFixed || j.near == nil {
		return []trial[kernel.Kernel]{{"", nil}}
	}
	all := []trial[kernel.Kernel]{{"--kernel shared", kernel.SharedNeighbors{}}, {"--kernel self-tuning", kernel.SelfTuning{}}, {"--kernel connectivity", kernel.Connectivity{}}}
	middle := j.near.Gamma(kernel.RBF{Gamma: 1})
	for power := -6; power <= 4; power += 2 {
		text := strconv.FormatFloat(math.Ldexp(middle, power), 'g', 3, 64)
		if gamma, err := strconv.ParseFloat(text, 64); err == nil && gamma > 0 {
			all = append(all, trial[kernel.Kernel]{"--gamma " + text, kernel.RBF{Gamma: gamma}})
		}
	}
	return all
}

// methods are those tried.
func (by *tuning) methods(j *job) []trial[labelprop.Method] {
	if by.methodFixed {
		return []trial[labelprop.Method]{{"", j.method}}
	}
	all := []trial[labelprop.Method]{{"--method harmonic", labelprop.Harmonic{}}}
	for _, alpha := range []float64{0.5, 0.8, 0.95, 0.99} {
		all = append(all, trial[labelprop.Method]{fmt.Sprintf("--method spreading --alpha %g", alpha), labelprop.Spreading{Alpha: alpha}})
	}
	return all
}

// candidates yields all pairs of a kernel and a method; failed is why a kernel could not weigh.
func (by *tuning) candidates(j *job, failed *error) func(yield func(labelprop.Candidate) bool) {
	kernels, methods := by.kernels(j), by.methods(j)
	return func(yield func(labelprop.Candidate) bool) {
		for i, k := range kernels {
			g := j.graph
			if k.value != nil {
				if g, *failed = j.near.Weigh(k.value); *failed != nil {
					return
				}
			}
			for l, m := range methods {
				j.say.progress("candidate %d of %d", i*len(methods)+l+1, len(kernels)*len(methods))
				if !yield(labelprop.Candidate{Name: flagged(k.flags, m.flags), Graph: g, Method: m.value}) {
					return
				}
			}
		}
	}
}

// flagged joins flags, of which some may be none.
func flagged(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " " + b
}

func (by *tuning) report(j *job) error {
	var failed error
	all, err := labelprop.Tune(j.ctx, by.candidates(j, &failed), j.seeds, &j.options)
	if failed != nil {
		err = failed
	}
	if err != nil {
		return err
	}
	rows := make([][]string, len(all))
	for i, t := range all {
		rows[i] = []string{strconv.Itoa(i + 1), six(t.Accuracy), six(t.LogLoss), strconv.Itoa(t.Skipped), t.Name}
	}
	best := all[0]
	j.say.line("tune", "%d candidates; the best names %.4f of the labels left out, log loss %.4f: %s", len(all), best.Accuracy, best.LogLoss, best.Name)
	return table.WriteRows(j.out, j.as, []string{"rank", "accuracy", "log_loss", "skipped", "flags"}, rows)
}

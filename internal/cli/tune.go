package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

const longTune = `propagate tune tries kernels, widths, methods and numbers of neighbours after
one search, scores each by what it says of every given label without that label
(exact leave-one-out), and writes them as flags for a run, the best by log loss
first. What is named is not varied, but lists are: --gamma 0.1,0.3,1 or
0.01:10:25, -k 5,10,15, --alpha 0.5,0.9, --method harmonic,spreading. Where
nothing is named, its advice is to leave the default only for what is better by
2.5 standard errors: with few labels the best of many is so by luck.
--save-config follows the advice.`

const examplesTune = `  propagate tune rows.csv                       kernels, widths and methods
  propagate tune --gamma 0.001:10:50 rows.csv   widths, with a curve
  propagate tune -k 3,5,7 --kernel self-tuning --save-config best.conf rows.csv
  propagate tune --holdout 0.2x5 --method harmonic,poisson rows.csv`

// tuning are the flags of propagate tune, and what else it does not vary.
type tuning struct {
	config, holdout string

	flags    *pflag.FlagSet
	names    []string // of methods; nil: those that are tried where none is named
	held     labelprop.HoldOut
	settings *settings
}

func newTune(std streams) *cobra.Command {
	var by tuning
	cmd, s := newLabelling("tune [flags] data.csv...", "try kernels, widths and methods on the given labels", std, by.report)
	cmd.Long, cmd.Example = longTune, examplesTune
	s.sweeps = true
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		by.flags, by.settings = cmd.Flags(), s
		return by.read()
	}
	addStages(cmd, append([]stage{{"Tuning", "tuning", by.own()}}, s.stages()...),
		"holdout", "save-config", "label", "neighbors", "kernel", "gamma", "method", "help")
	return cmd
}

func (by *tuning) own() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&by.holdout, "holdout", "", "score by a `share` of the labels of each class held out, such as 0.2, or 0.2x5 for five draws")
	f.StringVar(&by.config, "save-config", "", "`file` for the best, with the other flags of this call, for --config")
	return f
}

// read reads the flags that plan does not.
func (by *tuning) read() error {
	s := by.settings
	if by.holdout != "" && s.weight != "" {
		return usagef("leave --holdout out: leave-one-out weighs labels", "--holdout does not go with --weight")
	}
	if by.holdout != "" {
		if err := by.readHoldOut(); err != nil {
			return err
		}
	}
	if !by.flags.Changed("method") {
		return nil
	}
	for name := range strings.SplitSeq(s.method, ",") {
		w, err := choose("--method", strings.TrimSpace(name), ways)
		switch {
		case err != nil:
			return err
		case w.make == nil:
			return usagef("choose another method", "tune does not go with %s", name)
		}
		by.names = append(by.names, strings.TrimSpace(name))
	}
	s.method = by.names[0]
	return nil
}

// readHoldOut reads SHARE or SHARExREPEATS.
func (by *tuning) readHoldOut() error {
	share, repeats, several := strings.Cut(by.holdout, "x")
	var err error
	by.held.Share, err = strconv.ParseFloat(share, 64)
	if several && err == nil {
		by.held.Repeats, err = strconv.Atoi(repeats)
	}
	if err != nil || !(by.held.Share > 0 && by.held.Share < 1) || several && by.held.Repeats < 1 {
		return usagef("a share between 0 and 1, such as 0.2, or 0.2x5 for five draws", "--holdout %s: not a share", by.holdout)
	}
	return nil
}

// candidates are the combinations to try.
func (by *tuning) candidates(j *job) *candidates {
	c := &candidates{job: j, near: j.near, methods: by.methods(j)}
	switch {
	case j.near == nil:
		c.kernels = []trial[kernel.Kernel]{{}}
	case len(j.gammas) > 1:
		c.kernels, c.gammas = j.gammaTrials(), j.gammas
	case by.flags.Changed("kernel") || by.flags.Changed("gamma"):
		c.kernels = []trial[kernel.Kernel]{{"", j.weigh(j.gamma)}}
	default:
		c.kernels = j.manyKernels()
		by.addDefault(c)
	}
	if len(j.ks) > 1 {
		c.ks = j.ks
	}
	return c
}

// methods are those tried. α varies where it is given several times, or nothing is.
func (by *tuning) methods(j *job) []trial[labelprop.Method] {
	names, alphas := by.names, j.alphas
	if names == nil {
		names = []string{"harmonic", "spreading"}
		if !by.flags.Changed("alpha") {
			alphas = []float64{0.5, 0.8, 0.95, 0.99}
		}
	}
	var all []trial[labelprop.Method]
	for _, name := range names {
		p, flags := *j.plan, "--method "+name
		w, _ := choose("--method", name, ways) // read knows it
		if name != "spreading" {
			all = append(all, trial[labelprop.Method]{flags, w.make(&p)})
			continue
		}
		for _, p.alpha = range alphas {
			all = append(all, trial[labelprop.Method]{flags + " --alpha " + number(p.alpha), w.make(&p)})
		}
	}
	if len(all) == 1 && by.names != nil {
		all[0].flags = "" // it is among the flags given
	}
	return all
}

func (by *tuning) report(j *job) error {
	if j.in.base != nil && by.holdout != "" {
		return usagef("", "--holdout does not go with --base")
	}
	c, left := by.candidates(j), "left"
	rank := c.leaveOneOut
	if by.holdout != "" {
		by.held.Seed, left = j.seed, "held"
		rank = func() ([]labelprop.Tuned, error) { return c.holdOut(by.held) }
	}
	all, err := rank()
	if err != nil {
		return err
	}
	rows := make([][]string, len(all))
	for i, t := range all {
		rows[i] = []string{strconv.Itoa(i + 1), six(t.Accuracy), six(t.LogLoss), strconv.Itoa(t.Skipped), t.Name}
	}
	by.draw(c, all)
	best := all[0]
	if n := tried(all); n < len(all) {
		j.say.Line("note", "%d of %d candidates tried, the others interpolated between them", n, len(all))
	}
	j.say.Line("tune", "%d candidates; the best names %.4f of the labels %s out, log loss %.4f: %s", len(all), best.Accuracy, left, best.LogLoss, best.Name)
	if best, err = by.advised(c, all); err != nil {
		return err
	}
	if err := table.WriteRows(j.out, j.as, []string{"rank", "accuracy", "log_loss", "skipped", "flags"}, rows); err != nil || by.config == "" {
		return err
	}
	return by.saveConfig(best.Name)
}

// draw shows the curve where one number is varied.
func (by *tuning) draw(c *candidates, all []labelprop.Tuned) {
	j := c.job
	ordered := slices.Clone(all)
	slices.SortFunc(ordered, func(a, b labelprop.Tuned) int { return a.Index - b.Index })
	switch n := len(all); {
	case n < 3:
	case n == len(j.gammas):
		j.say.Plot("gamma", j.gammas, ordered)
	case n == len(j.alphas):
		j.say.Plot("alpha", j.alphas, ordered)
	case n == len(j.ks):
		ks := make([]float64, n)
		for i, k := range j.ks {
			ks[i] = float64(k)
		}
		j.say.Plot("k", ks, ordered)
	}
}

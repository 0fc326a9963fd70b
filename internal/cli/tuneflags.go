package cli

import (
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/pflag"
)

const longTune = `propagate tune compares kernels, bandwidths and methods after one neighbour
search. It ranks each candidate by how well it predicts every given label from
the others (exact leave-one-out), and writes the candidates as flags for a run,
the lowest log loss first. Column skipped counts labels without another one in
their component, which are scored as a guess. Where interpolated is true, the
scores are estimated from those of other bandwidths, to about 0.008. A flag that
you give stays fixed, unless its value is a list: --gamma 0.1,0.3,1 or
0.01:10:25, -k 5,10,15, --alpha 0.5,0.9. Without such flags, tune also tries
pools and other scales, and advises to keep the default unless a candidate is
better by 2.5 standard errors: with few labels, one can rank first by chance.`

const examplesTune = `  propagate tune rows.csv                       kernels, bandwidths and methods
  propagate tune --gamma 0.001:10:50 rows.csv   bandwidths, with a curve
  propagate tune -k 3,5,7 --kernel self-tuning --save-config best.conf rows.csv
  propagate tune --holdout 0.2x5 --method harmonic,poisson rows.csv`

// tuneFlags are the flags of propagate tune, and those of a run that it reads as lists.
type tuneFlags struct {
	saveConfig string
	holdout    string

	set   *pflag.FlagSet
	run   *labellingFlags
	names []string // of methods but the pool; nil: those that are tried where none is named
	pool  bool     // the pool was named
	held  labelprop.HoldOut
}

func (v *tuneFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.holdout, "holdout", "",
		"`share` of the given labels of each class to hold out: SHARE, or SHARExN for N draws; these labels rank the "+
			"candidates")
	f.StringVar(&v.saveConfig, "save-config", "",
		"`file` for the advised flags, to use with --config; with the other flags of this call")
	return f
}

// read reads the flags that the run does not read so.
func (v *tuneFlags) read() error {
	// Labels that are held out have no weights; leave-one-out takes them into account.
	if v.holdout != "" && v.run.table.weight != "" {
		return usagef("leave --holdout out: leave-one-out weighs labels", "--holdout does not go with --label-weight")
	}
	if v.saveConfig == standardStream {
		return usagef("name a file: --save-config best.conf", "--save-config -: standard output takes the candidates")
	}
	if v.holdout != "" {
		if err := v.readHoldOut(); err != nil {
			return err
		}
	}
	if !v.set.Changed("method") {
		return nil
	}
	// The run reads one method, tune a list of them.
	for name := range strings.SplitSeq(v.run.method.method, ",") {
		spec, err := choose("--method", strings.TrimSpace(name), methods)
		switch {
		case err != nil:
			return err
		case spec.correctSmooth:
			return usagef("choose another method", "tune does not go with %s", name)
		case spec.pool:
			if err := v.checkPool(); err != nil {
				return err
			}
			v.pool = true
			continue
		}
		v.names = append(v.names, strings.TrimSpace(name))
	}
	// The graph is built as for the first method.
	v.run.method.method, v.run.method.tried = append(v.names, methodAuto)[0], v.names
	return nil
}

// checkPool checks that no flag was given that does not go with a pool.
func (v *tuneFlags) checkPool() error {
	for _, name := range poolFlags {
		if v.set.Changed(name) {
			return poolRefuses(v.set.Lookup(name))
		}
	}
	return nil
}

// readHoldOut reads SHARE or SHARExREPEATS.
func (v *tuneFlags) readHoldOut() error {
	// Without x the labels are drawn once.
	share, repeats, several := strings.Cut(v.holdout, "x")
	var err error
	v.held.Share, err = strconv.ParseFloat(share, 64)
	if several && err == nil {
		v.held.Repeats, err = strconv.Atoi(repeats)
	}
	if err != nil || !(v.held.Share > 0 && v.held.Share < 1) || several && v.held.Repeats < 1 {
		return usagef("a share between 0 and 1, such as 0.2, or 0.2x5 for five draws", "--holdout %s: not a share",
			v.holdout)
	}
	return nil
}

package cli

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// printTuned shows the curve where one number is varied, and the best candidate.
func (s *session) printTuned(found *pipeline.Tuned, held bool) {
	all, best := found.Ranked, found.Ranked[0]
	// A picture first, then the numbers.
	s.plotTuned(all)
	if n := countTried(all); n < len(all) {
		s.console.Line("note", "%d of %d candidates were tried; the scores of the others are interpolated, right to "+
			"0.008", n, len(all))
	}
	how := "by leave-one-out"
	if held {
		how = "on held-out labels"
	}
	s.console.Line("tune", "the best of %d candidates %s: accuracy %.4f, log loss %.4f%s: %s",
		len(all), how, best.Accuracy, best.LogLoss, console.Skipped(best.Skipped), best.Name)
}

// countTried counts those that are not interpolated.
func countTried(all []labelprop.Tuned) int {
	n := 0
	for _, t := range all {
		if !t.Interpolated {
			n++
		}
	}
	return n
}

func (s *session) plotTuned(all []labelprop.Tuned) {
	// Back into the order in which values were given, for the axis.
	ordered := slices.Clone(all)
	slices.SortFunc(ordered, func(a, b labelprop.Tuned) int { return a.Index - b.Index })
	t := s.config.tune
	// Only where one number varies is there a curve, and it has as many points as candidates.
	switch n := len(all); {
	case n < 3:
	case n == len(t.gammas):
		s.console.Plot("gamma", t.gammas, ordered)
	case n == len(t.alphas):
		s.console.Plot("alpha", t.alphas, ordered)
	case n == len(t.ks):
		ks := make([]float64, n)
		for i, k := range t.ks {
			ks[i] = float64(k)
		}
		s.console.Plot("k", ks, ordered)
	}
}

// printAdvice prints which candidate to take and why, and returns its flags. Where some classes may be words for a
// label that is not known, the ranking says nothing.
func (s *session) printAdvice(a pipeline.Advice, doubtful []string) string {
	// The best was printed; the default is, where it is another.
	if a.Rank > 1 {
		s.console.Line("default", "rank %d: accuracy %.4f, log loss %.4f%s: %s",
			a.Rank, a.Default.Accuracy, a.Default.LogLoss, console.Skipped(a.Default.Skipped), a.Default.Name)
	}
	if len(doubtful) > 0 {
		s.console.Line("advice", "keep the default until it is known whether %s is a class: the ranking counts its "+
			"rows as labelled", dataset.Listed(doubtful))
		return cmp.Or(a.Default.Name, defaultFlags(a.Method))
	}
	switch a.Verdict {
	case pipeline.NotJudged:
		name := defaultFlags(a.Method)
		s.console.Line("advice", "keep the default, %s: it is hard to beat with few labels, "+
			"and leave-one-out would take too long for it (use --holdout to compare it)", name)
		return name
	case pipeline.FewLabels:
		s.console.Line("advice", "keep the default, --method pool: labels are too few to leave any out of it "+
			"(use --holdout to compare it)")
		return "--method pool"
	case pipeline.DefaultBest:
		s.console.Line("advice", "keep the default: no candidate is better")
	case pipeline.DefaultAsBad:
		s.console.Line("advice", "keep the default: after calibration it is as good as the best candidate")
	case pipeline.TooClose:
		s.console.Line("advice", "keep the default: after calibration the best candidate is better by only %.2g "+
			"standard errors, and it takes %g to be sure", a.ZScore, pipeline.Evidence)
	case pipeline.TakeBest:
		if a.ByAccuracy {
			s.console.Line("advice", "take the best candidate: it names more of the labels left out than the default, "+
				"by %.2g standard errors", a.ZScore)
			break
		}
		s.console.Line("advice", "take the best candidate: after calibration it is better than the default by %.2g "+
			"standard errors", a.ZScore)
	}
	return a.Take.Name
}

// ranking has a line for each candidate, the best first.
func ranking(found *pipeline.Tuned) [][]string {
	rows := make([][]string, len(found.Ranked))
	for i, t := range found.Ranked {
		rows[i] = []string{strconv.Itoa(i + 1), six(t.Accuracy), six(t.LogLoss), strconv.Itoa(t.Skipped),
			strconv.FormatBool(t.Interpolated), t.Name}
	}
	return rows
}

package cli

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/spell"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// widths are how --gamma names a rule for γ.
var widths = []choice[func(*job, *graph.Neighbors) (float64, error)]{
	{gammaAuto, func(j *job, near *graph.Neighbors) (float64, error) { return near.Gamma(j.weigh(1)), nil }},
	{"mst", (*job).treeGamma},
	{"knn", func(j *job, near *graph.Neighbors) (float64, error) {
		return near.NeighborGamma(j.weigh(1), max(j.k, 1))
	}},
	{"entropy", (*job).entropyGamma},
}

const gammaAuto = "auto"

// gammaHint says what --gamma may be.
const gammaHint = "a number such as 0.05, or inf, or auto, mst, knn, entropy, or a list 0.1,0.3,1, or a range 0.01:10:25"

// mostGammas keeps a stray digit from asking for days.
const mostGammas = 10_000

// readGamma reads --gamma: a rule, or one or more numbers.
func (p *plan) readGamma() error {
	text := p.settings.gamma
	for _, w := range widths {
		if p.gammaBy = w.name; w.name == text {
			return nil
		}
	}
	p.gammaBy = ""
	var err error
	if strings.Contains(text, ":") {
		p.gammas, err = gammaRange(text)
	} else {
		for part := range strings.SplitSeq(text, ",") {
			var g float64
			if g, err = gammaNumber(text, part); err != nil {
				break
			}
			p.gammas = append(p.gammas, g)
		}
	}
	if err != nil {
		return err
	}
	p.gamma = p.gammas[0]
	return nil
}

// gammaNumber reads one number of a --gamma.
func gammaNumber(text, part string) (float64, error) {
	g, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange) || math.IsNaN(g):
		near := ""
		if rule := spell.Nearest(text, namesOfChoices(widths)); rule != "" && err != nil {
			near = ", did you mean " + rule + "?"
		}
		return 0, usagef(gammaHint, "--gamma %s: not a number%s", text, near)
	case part != text && len(part) > 1 && part[0] == '0' && part[1] >= '0' && part[1] <= '9':
		return 0, usagef("decimals take a point, lists a comma: "+gammaHint, "--gamma %s: not a number", text)
	case g < 0:
		return 0, usagef("0 weighs all neighbours alike, a larger γ favours the nearest", "--gamma %s: must not be negative", text)
	}
	return g, nil
}

// gammaRange reads LO:HI:N, numbers of three digits with the same factor between them.
func gammaRange(text string) ([]float64, error) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return nil, usagef("LO:HI:N, such as 0.01:10:25", "--gamma %s: not a range", text)
	}
	lo, err := gammaNumber(text, parts[0])
	if err != nil {
		return nil, err
	}
	hi, err := gammaNumber(text, parts[1])
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSpace(parts[2]))
	if err != nil || n < 2 || n > mostGammas || !(lo > 0) || !(lo < hi) || math.IsInf(hi, 1) {
		return nil, usagef("LO:HI:N, such as 0.01:10:25: 0 < LO < HI, both finite, and N from 2 to 10000", "--gamma %s: not a range", text)
	}
	all := make([]float64, n)
	for i := range all {
		at := float64(i) / float64(n-1)
		short := strconv.FormatFloat(math.Exp((1-at)*math.Log(lo)+at*math.Log(hi)), 'g', 4, 64)
		if all[i], err = strconv.ParseFloat(short, 64); err != nil {
			return nil, err
		}
	}
	all[0], all[n-1] = lo, hi
	return slices.Compact(all), nil
}

// setGamma finds γ where it is not one number.
func (j *job) setGamma(near *graph.Neighbors) error {
	if !j.usesGamma() {
		return nil
	}
	if j.gammaBy != "" {
		rule, err := choose("--gamma", j.gammaBy, widths)
		if err != nil {
			return err
		}
		j.gamma, err = rule(j, near)
		return err
	}
	if len(j.gammas) > 1 && !j.sweeps {
		return j.bestGamma(near)
	}
	return nil
}

func (j *job) treeGamma(near *graph.Neighbors) (float64, error) {
	gamma, err := near.TreeGamma(j.weigh(1), j.in.given)
	if errors.Is(err, graph.ErrOneClass) {
		return 0, usagef("--connect joins the parts of the graph; --gamma knn needs no labels",
			"--gamma mst: no part of the graph holds labels of two classes")
	}
	return gamma, err
}

func (j *job) entropyGamma(near *graph.Neighbors) (float64, error) {
	weigh := func(gamma float64) (*graph.Graph, error) { return near.Weigh(j.weigh(gamma)) }
	seeds, err := j.in.seeds()
	if err != nil {
		return 0, err
	}
	gamma, _, err := labelprop.MinimizeEntropy(j.ctx, weigh, near.Gamma(j.weigh(1)), seeds, 0, &j.options)
	return gamma, err
}

// bestGamma takes the γ of a list with the least log loss of the labels left out.
func (j *job) bestGamma(near *graph.Neighbors) error {
	var by labelprop.Method = labelprop.Harmonic{}
	if j.way.shares {
		by = j.method
	}
	if by == labelprop.Method(labelprop.BalancedPoisson{}) {
		by = labelprop.Harmonic{}
	}
	c := candidates{job: j, near: near, kernels: j.gammaTrials(), gammas: j.gammas, methods: []trial[labelprop.Method]{{"", by}}}
	all, err := c.leaveOneOut()
	if err != nil {
		return err
	}
	best := all[0]
	j.gamma = j.gammas[best.Index]
	j.widths = &pipeline.Widths{Gammas: j.gammas, Ranked: all, Method: by}
	j.say.Line("gamma", "%g of %d, the best by the labels left out: log loss %.4f, %.4f right (%v)", j.gamma, len(all), best.LogLoss, best.Accuracy, by)
	return nil
}

// gammaTrials are the γ given.
func (j *job) gammaTrials() []trial[kernel.Kernel] {
	var all []trial[kernel.Kernel]
	for _, g := range j.gammas {
		flags := "--gamma " + number(g)
		if j.kernel != "rbf" {
			flags = "--kernel " + j.kernel + " " + flags
		}
		all = append(all, trial[kernel.Kernel]{flags, j.weigh(g)})
	}
	return all
}

package cli

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/spell"
)

// gammaHint lists what --gamma may be.
const gammaHint = "a number such as 0.05, or inf, or auto, mst, knn, entropy, or a list 0.1,0.3,1, or a range " +
	"0.01:10:25"

// mostGammas keeps a stray digit from asking for days.
const mostGammas = 10_000

// readGamma reads --gamma: a rule, or one or more numbers.
func (c *configurer) readGamma() error {
	text, gamma := c.flags.weights.gamma, &c.config.run.Gamma
	// A rule by name; anything else must be numbers.
	for _, rule := range gammaRules {
		if rule.name == text {
			gamma.Rule = rule.value
			return nil
		}
	}
	all, err := gammaNumbers(text)
	if err != nil {
		return err
	}
	gamma.Values = all
	if c.purpose.tunes {
		c.config.tune.gammas = all
	}
	return nil
}

func gammaNumbers(text string) ([]float64, error) {
	// A range has colons, a list commas.
	if strings.Contains(text, ":") {
		return gammaRange(text)
	}
	var all []float64
	for part := range strings.SplitSeq(text, ",") {
		gamma, err := gammaNumber(text, part)
		if err != nil {
			return nil, err
		}
		all = append(all, gamma)
	}
	return all, nil
}

// gammaNumber reads one number of a --gamma.
func gammaNumber(text, part string) (float64, error) {
	// An exponent out of range is 0 or infinity, which are both of use.
	g, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange) || math.IsNaN(g):
		near := ""
		if rule := spell.Nearest(text, namesOf(gammaRules)); rule != "" && err != nil {
			near = ", did you mean " + rule + "?"
		}
		return 0, usagef(gammaHint, "--gamma %s: not a number%s", text, near)
	// 0,5 is a list of 0 and 5, but hardly meant as one.
	case part != text && len(part) > 1 && part[0] == '0' && part[1] >= '0' && part[1] <= '9':
		return 0, usagef("decimals take a point, lists a comma: "+gammaHint, "--gamma %s: not a number", text)
	case g < 0:
		return 0, usagef("0 weighs all neighbours alike, a larger γ favours the nearest",
			"--gamma %s: must not be negative", text)
	}
	return g, nil
}

// gammaRange reads LO:HI:N: N numbers of four digits from LO to HI, with the same factor between them.
func gammaRange(text string) ([]float64, error) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return nil, usagef("LO:HI:N, such as 0.01:10:25", "--gamma %s: not a range", text)
	}
	// Both ends are numbers like any other γ.
	lo, err := gammaNumber(text, parts[0])
	if err != nil {
		return nil, err
	}
	hi, err := gammaNumber(text, parts[1])
	if err != nil {
		return nil, err
	}
	// The logarithm of the ends must exist.
	n, err := strconv.Atoi(strings.TrimSpace(parts[2]))
	if err != nil || n < 2 || n > mostGammas || !(lo > 0) || !(lo < hi) || math.IsInf(hi, 1) {
		return nil, usagef("LO:HI:N, such as 0.01:10:25: 0 < LO < HI, both finite, and N from 2 to 10000",
			"--gamma %s: not a range", text)
	}
	// Equal steps of ln γ, so that neighbours differ by one factor. Four digits are as many as one can tell
	// apart; the ends stay as they were written.
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

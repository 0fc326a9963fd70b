package labelprop

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"gonum.org/v1/gonum/floats"
)

const (
	ruleKind    = "lp pool "
	ruleVersion = 3
)

// Store writes the rule, so that [ReadPoolRule] gives it back in every bit.
func (r *PoolRule) Store(w io.Writer) (err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the writer")
	b := store.NewWriter(w, ruleKind, ruleVersion)
	b.Int(len(r.Parts))
	for _, part := range r.Parts {
		b.Text(part.Name)
		b.Bools([]bool{part.Features, part.Beside})
		b.Floats([]float64{part.Weight, part.Temperature, part.LogLoss, part.Accuracy})
	}
	b.Int(r.Judged)
	b.Bools([]bool{r.DealtOut, r.Few, r.SharesKnown})
	b.Floats(r.Shares)
	b.Floats(r.factors)
	b.Float(r.PoissonShare)
	// The numbers that the parts only describe.
	b.Floats(r.blend.Weights)
	b.Floats(r.blend.Temperatures)
	b.Float(r.blend.T)
	b.Float(r.power)
	return b.Close()
}

// mostParts bounds the opinions of a rule that is read.
const mostParts = 1000

// ReadPoolRule reads what [PoolRule.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func ReadPoolRule(r io.Reader) (read *PoolRule, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the reader")
	b, err := store.NewReader(r, ruleKind, ruleVersion)
	if err != nil {
		return nil, fmt.Errorf("labelprop: stored pool: %w", err)
	}
	// In the order of Store. Nothing is used before all of it is known to fit together.
	rule, sound, beside := &PoolRule{}, true, []bool(nil)
	for range min(b.Int(), mostParts) {
		part, whole := readPart(b)
		sound = sound && whole
		beside = append(beside, part.Beside)
		rule.Parts = append(rule.Parts, part)
	}
	rule.Judged = b.Int()
	flags := b.Bools()
	rule.Shares, rule.factors, rule.PoissonShare = b.Floats(), b.Floats(), b.Float()
	rule.blend = pool.Blend{Weights: b.Floats(), Temperatures: b.Floats(), T: b.Float()}
	rule.blend.Beside = beside[:min(len(beside), len(rule.blend.Weights))]
	rule.power = b.Float()
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("labelprop: stored pool: %w", err)
	}
	if len(flags) != 3 || !sound || !rule.sound() {
		return nil, errors.New("labelprop: stored pool does not fit together")
	}
	rule.DealtOut, rule.Few, rule.SharesKnown = flags[0], flags[1], flags[2]
	return rule, nil
}

// readPart reads a part, and reports whether it has all its numbers.
func readPart(b *store.Reader) (Part, bool) {
	part := Part{Name: b.Text()}
	flags, numbers := b.Bools(), b.Floats()
	// Before version 3 nothing stood beside the others.
	if b.Version < ruleVersion && len(flags) == 1 {
		flags = append(flags, false)
	}
	if len(flags) != 2 || len(numbers) != 4 {
		return part, false
	}
	part.Features, part.Beside = flags[0], flags[1]
	part.Weight, part.Temperature = numbers[0], numbers[1]
	part.LogLoss, part.Accuracy = numbers[2], numbers[3]
	return part, true
}

// sound reports whether weights are weights, temperatures temperatures, and shares shares.
func (r *PoolRule) sound() bool {
	blended := len(r.blend.Weights)
	// All parts are blended, but for the one for few labels.
	if blended == 0 || len(r.blend.Temperatures) != blended || len(r.Parts)-blended != 0 && len(r.Parts)-blended != 1 {
		return false
	}
	for o, u := range r.blend.Weights {
		if t := r.blend.Temperatures[o]; !(u >= 0 && u <= 1) || !(t > 0) || math.IsInf(t, 1) {
			return false
		}
	}
	// Shares of classes; NaN passes no comparison.
	for _, s := range slices.Concat(r.Shares, r.factors) {
		if !(s >= 0) {
			return false
		}
	}
	return isOne(floats.Sum(r.blend.Weights)) && r.blend.T > 0 && !math.IsInf(r.blend.T, 1) && r.Judged >= 0 &&
		r.power >= 0 && !math.IsInf(r.power, 1) && r.PoissonShare >= 0 && r.PoissonShare <= 1 &&
		len(r.factors) == len(r.Shares) &&
		(r.Shares == nil || isOne(floats.Sum(r.Shares)) && isOne(floats.Sum(r.factors)))
}

// isOne reports whether a sum of shares is 1, up to rounding.
func isOne(sum float64) bool { return math.Abs(sum-1) <= 1e-9 }

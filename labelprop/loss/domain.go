package loss

import "math"

// rounding is how far outside [0, 1] a probability may lie and still count as
// one: a normalised row often sums to 1 only to the last digits.
const rounding = 1e-9

// A domain is the set of numbers that a loss accepts.
type domain struct {
	noun, rule string
	holds      func(v float64) bool
}

func finiteDomain(noun string) domain {
	return domain{noun, "finite", isFinite}
}

func unitDomain(noun string) domain {
	return domain{noun, "in [0, 1]", func(v float64) bool { return v >= 0 && v <= 1 }}
}

func massDomain(noun string) domain {
	return domain{noun, "finite and at least 0", isWeight}
}

func probabilityDomain() domain {
	return domain{"probability", "in [0, 1]", func(v float64) bool { return v >= -rounding && v <= 1+rounding }}
}

func logitDomain() domain {
	return domain{"logit", "a number", func(v float64) bool { return !math.IsNaN(v) }}
}

func (d domain) check(row, column int, v float64) error {
	if d.holds(v) {
		return nil
	}
	return faultAt(row, column, ErrValue, "%s %g is not %s", d.noun, v, d.rule)
}

func (d domain) checkRow(i int, row []float64) error {
	for j, v := range row {
		if err := d.check(i, j, v); err != nil {
			return err
		}
	}
	return nil
}

func isFinite(v float64) bool { return v-v == 0 }

// clipped brings p into [clip, 1-clip], rounding outside [0, 1] included.
func clipped(p, clip float64) float64 {
	// With clip 0 this clamps what rounding left outside [0, 1].
	return min(max(p, clip), 1-clip)
}

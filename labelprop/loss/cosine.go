package loss

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
)

// CosineProximity returns -cos(t, p) = -Σtp/(|t||p|) for each row: -1 for the
// same direction, whatever the lengths, 0 for a right angle, +1 for opposite
// ones. It is minus the cosine similarity, and never leaves [-1, 1]. Targets
// and predictions are n×m and finite, of any size: rows are scaled by a power
// of two before they are squared. A zero prediction has proximity 0 and
// counts; a zero target has no direction and its row has weight 0.
//
// Errors: ErrShape, ErrOption (also if ClassWeights are given), ErrWeight,
// ErrValue.
func CosineProximity(targets, predictions mat.Matrix, o *Options) (*Terms, error) {
	options := o.orZero()
	if err := options.forbidClassWeights("CosineProximity"); err != nil {
		return nil, err
	}
	n, m, err := sameShape(targets, predictions)
	if err != nil {
		return nil, err
	}
	weight, err := options.rowWeights(n, m)
	if err != nil {
		return nil, err
	}
	truth, guess := rows.Of(targets), rows.Of(predictions)
	return eachRow(weight, func(i int) (float64, error) {
		target, err := directionOf(i, "target", truth.Row(i))
		if err != nil {
			return 0, err
		}
		// Without a direction there is nothing to compare with: the row does not count.
		if target.zero {
			weight.Set(i, 0, 0)
			return 0, nil
		}
		prediction, err := directionOf(i, "prediction", guess.Row(i))
		if err != nil {
			return 0, err
		}
		// 0 - c rather than -c, so that a right angle gives 0 and not -0.
		return 0 - target.cosine(prediction), nil
	})
}

// A direction is a vector, and the power of two that makes its largest entry
// lie in [½, 1).
type direction struct {
	row   []float64
	scale int
	zero  bool
}

func directionOf(i int, noun string, row []float64) (direction, error) {
	if err := finiteDomain(noun).checkRow(i, row); err != nil {
		return direction{}, err
	}
	// Scale the row by a power of two, which is exact, so that squares neither overflow nor vanish.
	largest := 0.0
	for _, v := range row {
		largest = max(largest, math.Abs(v))
	}
	_, e := math.Frexp(largest)
	return direction{row: row, scale: -e, zero: largest == 0}, nil
}

// cosine returns the cosine of the angle between d, which is not zero, and b,
// in [-1, 1]; 0 if b is zero.
func (d direction) cosine(b direction) float64 {
	if b.zero {
		return 0
	}
	// Both rows are scaled in the numerator and in the denominator, so the powers of two cancel.
	c := d.dot(b) / (math.Sqrt(d.dot(d)) * math.Sqrt(b.dot(b)))
	// Rounding may push the quotient out of [-1, 1] by an ulp.
	return min(max(c, -1), 1)
}

func (d direction) dot(b direction) float64 {
	var total sum.Running
	for j, v := range d.row {
		// Scale on the fly rather than in a copy of the row.
		total.Add(math.Ldexp(v, d.scale) * math.Ldexp(b.row[j], b.scale))
	}
	return total.Total()
}

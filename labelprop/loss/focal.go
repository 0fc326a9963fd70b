package loss

import (
	"math"

	"github.com/propagate-go/propagate/internal/rows"
)

// Focal returns the terms with every loss ℓ replaced by (1-e^-ℓ)^γ·ℓ, which
// takes weight from what is already right [lin2017]. It belongs after a
// cross-entropy with hard targets, where e^-ℓ is the probability of the
// truth; α-balancing is Options.ClassWeights. γ = 0 changes nothing. The
// weights are copied and t is left alone.
//
// Errors: ErrOption unless γ is finite and at least 0; ErrValue for a negative
// loss, which is no cross-entropy.
func (t *Terms) Focal(gamma float64) (*Terms, error) {
	// The comparison is false for NaN, too.
	if !(gamma >= 0 && gamma <= math.MaxFloat64) {
		return nil, fault(ErrOption, "gamma %g is not finite and at least 0", gamma)
	}
	n, m := rows.Dims(t.Loss)
	focal := &Terms{Loss: rows.Zeros(n, m), Weight: rows.Zeros(n, m)}
	if n*m != 0 {
		// Terms are values: the caller may go on using t.
		focal.Weight.Copy(t.Weight)
	}
	for i := range n {
		if err := focalRow(i, focal.Loss.RawRowView(i), t, gamma); err != nil {
			return nil, err
		}
	}
	return focal, nil
}

func focalRow(i int, dst []float64, t *Terms, gamma float64) error {
	loss := t.Loss.RawRowView(i)
	for j, w := range t.Weight.RawRowView(i) {
		if w == 0 {
			continue
		}
		if !(loss[j] >= 0) {
			return faultAt(i, j, ErrValue, "loss %g is no cross-entropy", loss[j])
		}
		// 1-e^-ℓ, the probability of being wrong, by Expm1, which keeps digits where ℓ is small.
		dst[j] = math.Pow(-math.Expm1(-loss[j]), gamma) * loss[j]
	}
	return nil
}

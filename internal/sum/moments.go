package sum

// Mean returns the mean of some values, n > 0, the same in any order.
func Mean(values []float64) float64 { return InAnyOrder(values) / float64(len(values)) }

// MeanVariance returns the mean of some values and the mean of their squared distances from it, n > 0. Neither their
// order nor the processor makes a difference, not even to the last bit.
func MeanVariance(values []float64) (mean, variance float64) {
	n := float64(len(values))
	mean = Mean(values)
	// Corrected for what rounding has left of the mean of the distances.
	distances, squares := make([]float64, len(values)), make([]float64, len(values))
	for i, v := range values {
		distances[i] = v - mean
		squares[i] = distances[i] * distances[i]
	}
	off := InAnyOrder(distances)
	return mean, max(0, InAnyOrder(squares)-off*off/n) / n
}

package dataset

import "github.com/propagate-go/propagate/internal/sum"

// meanOf is that of a column. Its order makes no difference, not even to the last bit.
func meanOf(col []float64) float64 { return sum.InAnyOrder(col) / float64(len(col)) }

// varianceOf is the mean of the squared distances from a mean, in any order likewise.
func varianceOf(col []float64, mean float64) float64 {
	// Corrected for what rounding has left of the mean of the distances.
	n := float64(len(col))
	distances, squares := make([]float64, len(col)), make([]float64, len(col))
	for i, v := range col {
		distances[i] = v - mean
		squares[i] = distances[i] * distances[i]
	}
	off := sum.InAnyOrder(distances)
	return (sum.InAnyOrder(squares) - off*off/n) / n
}

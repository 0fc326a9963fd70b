package summary

import (
	"encoding/json"
	"math"
	"strconv"
)

// Number is a number that JSON may have to write as text: an infinite loss.
type Number float64

// MarshalJSON writes the number, or its name in quotes if it is infinite or NaN.
func (v Number) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(v), 0) || math.IsNaN(float64(v)) {
		return json.Marshal(strconv.FormatFloat(float64(v), 'g', -1, 64))
	}
	return json.Marshal(float64(v))
}

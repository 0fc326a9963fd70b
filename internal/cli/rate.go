package cli

import "strconv"

// rate is the value of a flag that is a number or was not given.
type rate struct {
	given bool
	value float64
}

// Set reads the number.
func (r *rate) Set(text string) (err error) {
	r.given = true
	r.value, err = strconv.ParseFloat(text, 64)
	return err
}

// Type is what help calls the value.
func (r *rate) Type() string { return "number" }

// String is empty where the flag was not given.
func (r *rate) String() string {
	if !r.given {
		return ""
	}
	return strconv.FormatFloat(r.value, 'g', -1, 64)
}

// Package golden compares labelprop/loss and labelprop/metric with golden cases, files of schema "loss-golden/1": a JSON
// file a function, with the input, the options and the expected result, or kind of error, of each case.
package golden

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// File is one golden file: the cases of one function.
type File struct {
	Schema string
	Func   string
	Tol    Tolerance
	Cases  []Case
}

// Case is one call: its input, its options and what must come out.
type Case struct {
	Name          string
	In, Opt, Want Values
	Tol           *Tolerance
}

// Tolerance allows |got-want| ≤ Abs + Rel·|want|.
type Tolerance struct{ Rel, Abs float64 }

// Near reports whether got is want, both are NaN, or they differ by no more
// than the tolerance. Infinities must match.
func (t Tolerance) Near(got, want float64) bool {
	if got == want || math.IsNaN(got) && math.IsNaN(want) {
		return true
	}
	return !math.IsInf(want, 0) && math.Abs(got-want) <= t.Abs+t.Rel*math.Abs(want)
}

// Read reads the file of one function, such as "loss.SquaredError", from dir.
func Read(dir, function string) (*File, error) {
	text, err := os.ReadFile(filepath.Join(dir, function+".json"))
	if err != nil {
		return nil, err
	}
	f := new(File)
	if err := json.Unmarshal(text, f); err != nil {
		return nil, fmt.Errorf("%s: %w", function, err)
	}
	if f.Schema != "loss-golden/1" || f.Func != function {
		return nil, fmt.Errorf("%s: schema %q, func %q", function, f.Schema, f.Func)
	}
	for i := range f.Cases {
		if f.Cases[i].Tol == nil {
			f.Cases[i].Tol = &f.Tol
		}
	}
	return f, nil
}

// Error returns the kind of error that the case wants, "" for none.
func (c *Case) Error() string {
	kind, _ := c.Want["error"].(string)
	return kind
}

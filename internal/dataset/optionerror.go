package dataset

import "fmt"

// OptionError is an option that does not go with the data or with another option. Its text names options as
// fields of Go structs, such as Columns.Features; the command line puts its flags in their place.
type OptionError struct {
	Text string
	Hint string // what to do about it
}

func (e *OptionError) Error() string { return e.Text }

// Optionf makes an OptionError.
func Optionf(hint, format string, args ...any) error {
	return &OptionError{fmt.Sprintf(format, args...), hint}
}

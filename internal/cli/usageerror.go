package cli

import "fmt"

// usageError is a command line that makes no sense.
type usageError struct {
	error
	hint string
}

func (e usageError) Unwrap() error { return e.error }

// usagef makes a usageError; without a hint it points to the manual of the flags.
func usagef(hint, format string, args ...any) error {
	if hint == "" {
		hint = "see propagate help flags"
	}
	return usageError{fmt.Errorf(format, args...), hint}
}

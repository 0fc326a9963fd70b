package labelprop

import "strings"

// unprefixed is an error of this package inside another of it.
type unprefixed struct{ error }

func (e unprefixed) Error() string { return strings.TrimPrefix(e.error.Error(), "labelprop: ") }

func (e unprefixed) Unwrap() error { return e.error }

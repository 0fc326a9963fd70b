package cli

import (
	"strings"

	"github.com/propagate-go/propagate/internal/spell"
)

// choice is a value that a flag may name.
type choice[T any] struct {
	name  string
	value T
}

// choose returns the value that a flag names.
func choose[T any](flag, name string, all []choice[T]) (T, error) {
	var names []string
	for _, c := range all {
		if c.name == name {
			return c.value, nil
		}
		names = append(names, c.name)
	}
	var none T
	return none, unknown(flag, name, names...)
}

// unknown is the error for a value that is none of the choices.
func unknown(flag, value string, choices ...string) error {
	hint := "choose from " + strings.Join(choices, ", ")
	if near := spell.NearestOrPart(value, choices); near != "" {
		return usagef(hint, "%s %q: no such choice, did you mean %s?", flag, value, near)
	}
	return usagef(hint, "%s %q: no such choice", flag, value)
}

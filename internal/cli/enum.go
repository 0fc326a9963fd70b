package cli

import (
	"strings"

	"github.com/propagate-go/propagate/internal/spell"
)

// enum is a value that a flag may name.
type enum[T any] struct {
	name  string
	value T
}

// choose returns the value that a flag names.
func choose[T any](flag, name string, all []enum[T]) (T, error) {
	for _, one := range all {
		if one.name == name {
			return one.value, nil
		}
	}
	var none T
	return none, unknown(flag, name, namesOf(all)...)
}

// namesOf returns the names of all values.
func namesOf[T any](all []enum[T]) []string {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = one.name
	}
	return names
}

// unknown is the error for a value that is none of the choices.
func unknown(flag, value string, choices ...string) error {
	// A near miss is likely a slip of the finger; the hint lists all values in any case.
	hint := "choose from " + strings.Join(choices, ", ")
	if near := spell.NearestOrPart(value, choices); near != "" {
		return usagef(hint, "%s %q: unknown value, did you mean %s?", flag, value, near)
	}
	return usagef(hint, "%s %q: unknown value", flag, value)
}

package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
)

// notOfRun are the flags of propagate tune that a run does not need.
var notOfRun = []string{flagConfig, "save-config", "holdout", "output", "format", "quiet", "verbose"}

// save writes the flags of the winner and of this call, for --config.
func (v *tuneFlags) save(winner string) error {
	// Names in the order in which they were set first; a later value takes the place of an earlier one.
	value, names := map[string]string{}, []string{}
	set := func(name, text string) {
		if _, ok := value[name]; !ok {
			names = append(names, name)
		}
		value[name] = text
	}
	// The flags of this call, but for those of tune itself and lists, of which the winner has one.
	v.set.Visit(func(f *pflag.Flag) {
		text := writtenValue(f)
		_, several := f.Value.(*numbers[float64])
		if !slices.Contains(notOfRun, f.Name) && !(several && strings.Contains(text, ",")) {
			set(f.Name, text)
		}
	})
	if len(v.names) > 0 {
		set("method", v.names[0])
	}
	// The winner is written as flags with one value each.
	words := strings.Fields(winner)
	for i := 0; i+1 < len(words); i += 2 {
		set(lookup(v.set, strings.TrimLeft(words[i], "-")).Name, words[i+1])
	}
	// One NAME = VALUE a line, as --config reads it.
	return table.WriteFileAtomic(v.saveConfig, func(w io.Writer) error {
		text := "# by propagate tune\n"
		for _, name := range names {
			text += fmt.Sprintf("%s = %s\n", name, value[name])
		}
		_, err := io.WriteString(w, text)
		return err
	})
}

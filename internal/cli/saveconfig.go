package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
)

// notOfRun are the flags of propagate tune that a run does not need.
var notOfRun = []string{flagConfig, "save-config", "holdout", "output", "format", "quiet", "verbose"}

// saveConfig writes the flags of the winner and of this call, for --config.
func (by *tuning) saveConfig(winner string) error {
	value, names := map[string]string{}, []string{}
	set := func(name, text string) {
		if _, ok := value[name]; !ok {
			names = append(names, name)
		}
		value[name] = text
	}
	by.flags.Visit(func(f *pflag.Flag) {
		text := f.Value.String()
		if list, ok := f.Value.(pflag.SliceValue); ok {
			text = strings.Join(list.GetSlice(), ",")
		}
		_, several := f.Value.(*numbers[float64])
		if !slices.Contains(notOfRun, f.Name) && !(several && strings.Contains(text, ",")) {
			set(f.Name, text)
		}
	})
	if len(by.names) > 0 {
		set("method", by.names[0])
	}
	words := strings.Fields(winner)
	for i := 0; i+1 < len(words); i += 2 {
		set(lookup(by.flags, strings.TrimLeft(words[i], "-")).Name, words[i+1])
	}
	return table.WriteFileAtomic(by.config, func(w io.Writer) error {
		text := "# by propagate tune\n"
		for _, name := range names {
			text += fmt.Sprintf("%s = %s\n", name, value[name])
		}
		_, err := io.WriteString(w, text)
		return err
	})
}

// number writes a number so that it can be read again.
func number[T int | float64](v T) string { return strconv.FormatFloat(float64(v), 'g', -1, 64) }

// rounded rounds to three digits.
func rounded(v float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64) // of a finite number
	return r
}

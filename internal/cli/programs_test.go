package cli_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// filter is a program that makes lines of lines. Its flags are set on f before
// change is called.
type filter func(f *pflag.FlagSet) (change func(lines []string) ([]string, error))

// run runs the filter on the file named in args, or on in. A failure is a line
// written to stderr, as by any program.
func (make filter) run(args []string, in io.Reader, out, stderr io.Writer) int {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.SetOutput(io.Discard)
	change := make(f)
	lines, err := input(f, args, in)
	if err == nil {
		lines, err = change(lines)
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	for _, line := range lines {
		fmt.Fprintln(out, line)
	}
	return 0
}

// input returns the lines of the files named in args, one unless the program says otherwise, or of in.
func input(f *pflag.FlagSet, args []string, in io.Reader) ([]string, error) {
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 1 && f.Lookup("all") == nil {
		return nil, errors.New("more than one file")
	}
	var files []io.Reader
	for _, path := range f.Args() {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		files = append(files, file)
	}
	if len(files) > 0 {
		in = io.MultiReader(files...)
	}
	text, err := io.ReadAll(in)
	if len(text) == 0 {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"), err
}

// cat prints all lines, of several files one after the other.
func cat(f *pflag.FlagSet) func([]string) ([]string, error) {
	f.Bool("all", true, "takes several files")
	return func(lines []string) ([]string, error) { return lines, nil }
}

// head -n N prints the first N lines.
func head(f *pflag.FlagSet) func([]string) ([]string, error) {
	n := f.UintP("lines", "n", 10, "")
	return func(lines []string) ([]string, error) { return lines[:min(int(*n), len(lines))], nil }
}

// tail -n N prints the last N lines, tail -n +N those from the N-th on.
func tail(f *pflag.FlagSet) func([]string) ([]string, error) {
	n := f.StringP("lines", "n", "10", "")
	return func(lines []string) ([]string, error) {
		number, fromStart := strings.CutPrefix(*n, "+")
		k, err := strconv.ParseUint(number, 10, 31)
		first := len(lines) - int(k)
		if fromStart {
			first = int(k) - 1
		}
		return lines[min(max(first, 0), len(lines)):], err
	}
}

// cut -d D -f LIST prints the fields that LIST names, such as 1,3-5,7-.
func cut(f *pflag.FlagSet) func([]string) ([]string, error) {
	d := f.StringP("delimiter", "d", "\t", "")
	list := f.StringP("fields", "f", "", "")
	return func(lines []string) ([]string, error) {
		cut := make([]string, len(lines))
		for i, line := range lines {
			fields, err := choose(strings.Split(line, *d), *list)
			if err != nil {
				return nil, err
			}
			cut[i] = strings.Join(fields, *d)
		}
		return cut, nil
	}
}

// choose returns the fields that a list of cut names, in their own order.
func choose(fields []string, list string) ([]string, error) {
	wanted := make([]bool, len(fields))
	for _, part := range strings.Split(list, ",") {
		from, to, ranged := strings.Cut(part, "-")
		if !ranged {
			to = from
		} else if to == "" {
			to = strconv.Itoa(len(fields))
		}
		lo, err := strconv.ParseUint(from, 10, 31)
		hi, err2 := strconv.ParseUint(to, 10, 31)
		if err := errors.Join(err, err2); err != nil || lo == 0 {
			return nil, fmt.Errorf("no such fields: %q", list)
		}
		for k := lo; k <= min(hi, uint64(len(fields))); k++ {
			wanted[k-1] = true
		}
	}
	var chosen []string
	for k, field := range fields {
		if wanted[k] {
			chosen = append(chosen, field)
		}
	}
	return chosen, nil
}

// paste -d D joins the lines of several files.
func paste(args []string, _ io.Reader, out, stderr io.Writer) int {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	d := f.StringP("delimiters", "d", "\t", "")
	err := f.Parse(args)
	var lines []string
	for k, path := range f.Args() {
		text, failure := os.ReadFile(path)
		err = errors.Join(err, failure)
		for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
			if k == 0 {
				lines = append(lines, line)
			} else if i < len(lines) {
				lines[i] += *d + line
			}
		}
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	fmt.Fprintln(out, strings.Join(lines, "\n"))
	return 0
}

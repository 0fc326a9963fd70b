package cli

import (
	"errors"
	"io"
	"io/fs"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/charset"
	"github.com/propagate-go/propagate/internal/table"
)

// readingFlags say how to read a table.
type readingFlags struct {
	delimiter, decimal, comment string
	encoding                    string
	memory                      string
	header                      headerFlag
	missing                     []string
}

// autoEncoding is the value of --encoding that lets it be found.
const autoEncoding = "auto"

// headerFlag is the value of --no-header; it is known whether it was given.
type headerFlag struct{ table.Header }

// Set implements pflag.Value.
func (h *headerFlag) Set(text string) error {
	none, err := strconv.ParseBool(text)
	if h.Header = table.HeaderFirst; none {
		h.Header = table.HeaderNone
	}
	return err
}

// Type implements pflag.Value.
func (h *headerFlag) Type() string { return "bool" }

// String implements pflag.Value.
func (h *headerFlag) String() string {
	if h.Header == table.HeaderAuto {
		return ""
	}
	return strconv.FormatBool(h.Header == table.HeaderNone)
}

func (s *readingFlags) declare(f *pflag.FlagSet) {
	f.StringVar(&s.delimiter, "delimiter", "auto",
		"`separator` of cells: a character, comma, tab, semicolon, bar, or auto (detected from the first lines)")
	f.Var(&s.header, "no-header",
		"the first line is a row: columns are named column1, column2, ... (default: detected)")
	f.Lookup("no-header").NoOptDefVal = "true"
	f.StringVar(&s.decimal, "decimal", "auto", "decimal `mark`: point, comma, or auto (detected from the cells)")
	f.StringVar(&s.encoding, "encoding", autoEncoding,
		"`name` of the encoding: windows-1251, shift_jis and others, or auto (UTF-8, or found by the letters)")
	f.StringSliceVar(&s.missing, "missing-values", nil,
		"more `values` that mean \"missing\"; of features, such as -200; comma-separated")
	f.StringVar(&s.comment, "comment", "", "`character` that begins comment lines; they are skipped (default: none)")
}

// reading turns the flags into values; the columns named are texts.
func (s *readingFlags) reading(texts []string) (table.Reading, error) {
	how := table.Reading{Texts: texts, Header: s.header.Header, Missing: s.missing}
	limit, err := memoryLimit(s.memory)
	if err != nil {
		return how, err
	}
	how.Memory = askOf(limit)
	// One character stands for itself, longer words are names.
	if len(s.delimiter) == 1 {
		how.Comma = s.delimiter[0]
	} else {
		how.Comma, err = choose("--delimiter", s.delimiter, delimiters)
	}
	if err == nil {
		how.Decimal, err = choose("--decimal", s.decimal, decimals)
	}
	if err == nil && s.encoding != autoEncoding {
		how.Encoding, err = encodingOf(s.encoding)
	}
	// A comment begins with one byte, which the reader compares.
	switch {
	case err != nil:
		return how, err
	case len(s.comment) > 1:
		return how, usagef("", "--comment %q: one character, such as #", s.comment)
	case s.comment != "":
		how.Comment = s.comment[0]
	}
	// Separator, quote, line end and comment must be different, or cells could not be told apart.
	if hasMeaning(how.Comma) || hasMeaning(how.Comment) || how.Comma != 0 && how.Comma == how.Comment {
		return how, usagef("choose two different characters, none of them a quote or a line break",
			"--delimiter %q, --comment %q: cannot be told apart from text", s.delimiter, s.comment)
	}
	return how, nil
}

// encodingOf returns the encoding of a name.
func encodingOf(name string) (table.Encoding, error) {
	e, err := charset.ByName(name)
	switch {
	case errors.Is(err, charset.ErrNoTable):
		return e, usagef("convert the file to UTF-8 with another program, such as iconv or an editor",
			"--encoding %q: %w", name, charset.ErrNoTable)
	case err != nil:
		return e, unknown("--encoding", name, append([]string{autoEncoding}, charset.Names()...)...)
	}
	return e, nil
}

// hasMeaning reports whether a byte is no text between cells: a quote, an end of a line, or a part of a character.
func hasMeaning(c byte) bool { return c == '"' || c == '\r' || c == '\n' || c >= 0x80 }

// openFiles reads files as one table, standard input for "-", and tells watch how far it is.
func openFiles(paths []string, how table.Reading, stdin io.Reader, watch func(done, total int64)) (*table.Table,
	error) {
	how.Observe = watch
	var all []*table.Table
	var err error
	// One file after the other; they are joined at the end.
	for _, path := range paths {
		var t *table.Table
		if path == standardStream {
			t, err = how.Text(stdin, "standard input")
		} else {
			t, err = how.File(path)
		}
		// Files that were opened are closed when a later one fails.
		if err != nil {
			err = spacesHint(err, len(paths))
			break
		}
		all = append(all, t)
	}
	var t *table.Table
	if err == nil {
		t, err = table.Join(all, how.MayLack)
	}
	if err != nil {
		for _, t := range all {
			t.Close()
		}
	}
	return t, err
}

// spacesHint adds to the hint on a file that is not there, of several, what may have made it several.
func spacesHint(err error, files int) error {
	var e *table.Error
	// An unquoted name with a space is two names to the shell.
	if files > 1 && errors.As(err, &e) && errors.Is(err, fs.ErrNotExist) {
		e.Hint += ", and quote a name that holds spaces"
	}
	return err
}

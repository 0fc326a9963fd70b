package table

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"syscall"
	"unicode/utf8"
)

// An Error describes what is wrong with a file, the place, and what to do about it.
type Error struct {
	File   string // as the user named it; empty: unknown
	Line   int    // counted from 1; 0: the file as a whole
	Column string // name of the column; empty: the line as a whole
	Reason string // one line, without position
	Hint   string // one line: what to do; may be empty
	Err    error  // the cause; may be nil

	cell string // that cannot be used
}

// Error returns one line such as
//
//	data.csv:17: column "age": "abc" is not a number
func (e *Error) Error() string {
	var b strings.Builder
	// FILE:LINE: column NAME: reason, each part only if it is known.
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	if e.Column != "" {
		fmt.Fprintf(&b, "column %s: ", quote(e.Column))
	}
	b.WriteString(e.Reason)
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// hintMemory is what to do where memory was refused.
const hintMemory = "give less of the table, or allow more by --memory SIZE"

// fileError explains an error of the operating system for a file: it drops the name of the
// system call and of any temporary file. Other errors come back as they are.
func fileError(path, doing string, err error) error {
	// Errors that already name a file and a place pass unchanged.
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if no := refused(err); no != nil {
		return &Error{File: path, Reason: "cannot " + doing + ": " + no.Error(), Err: err, Hint: hintMemory}
	}
	// The system's own words, unless there is something better to say.
	reason, hint := cause(err), ""
	switch {
	case errors.Is(err, fs.ErrNotExist) && doing == "read":
		reason, hint = noFile(path)
	case errors.Is(err, fs.ErrNotExist):
		reason, hint = noFolder(path)
	case errors.Is(err, syscall.ELOOP):
		reason, hint = "cannot "+doing+": "+reason, "the link leads to itself: check where it leads"
	case errors.Is(err, syscall.EISDIR):
		reason, hint = "is a folder, not a file", "give the path of a file"
	case errors.Is(err, fs.ErrPermission):
		reason, hint = "cannot "+doing+": permission denied", hintPermission
	case errors.Is(err, syscall.ENOTDIR):
		reason, hint = "cannot "+doing+": "+reason, "a part of the path is a file, not a folder"
	default:
		reason = "cannot " + doing + ": " + reason
	}
	return &Error{File: path, Reason: reason, Hint: hint, Err: err}
}

// cause returns the text of the innermost error on one line.
func cause(err error) string {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return oneLine(err.Error())
}

// quote returns a cell as a message shows it: quoted, on one line, cut if it is long.
func quote(cell string) string {
	const most = 40
	if len(cell) <= most {
		return strconv.Quote(cell)
	}
	// Cut between characters, not within one.
	cut := most
	for cut > most-utf8.UTFMax && !utf8.RuneStart(cell[cut]) {
		cut--
	}
	return strconv.Quote(cell[:cut]) + "..."
}

// oneLine escapes line breaks and other control characters.
func oneLine(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }) {
		// Escape as a Go string does, without the quotes around it.
		q := strconv.Quote(s)
		return q[1 : len(q)-1]
	}
	return s
}

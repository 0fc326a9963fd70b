package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
)

// This is the part of NumPy's format that tables need. See docs/dependencies.md for why no library reads it.

func isNumPy(head []byte) bool {
	inZip := bytes.HasPrefix(head, magicZip) && bytes.Contains(head[:min(len(head), 300)], []byte(".npy"))
	return bytes.HasPrefix(head, magicNPY) || inZip
}

const hintNumPy = "save rows and labels of the same number in one file: numpy.savez(\"rows.npz\", x=x, label=label)"

// readNumPy reads one array, or the arrays of an archive. An array of one axis becomes a column with its name, an
// array of two axes becomes columns such as x.0 and x.1.
func readNumPy(o *source, name string) (*Table, error) {
	if isSciPySparse(o) {
		return readSciPySparse(o, name)
	}
	all := &columnar{rows: -1, ask: o.ask}
	t := &Table{Name: name, store: all, hint: hintAlone(o), numbered: true}
	// One array stays in its file. Each of several becomes one column or several.
	mapped, err := all.readMapped(o, t)
	if !mapped {
		err = all.readArrays(o, t)
	}
	if err = wholeTable(t, all, name, err); err != nil {
		_ = all.close() // what is wrong with the file is more than that it cannot be closed
		return nil, err
	}
	return t, nil
}

// wholeTable returns what is wrong with the arrays of a table.
func wholeTable(t *Table, all *columnar, name string, err error) error {
	switch {
	case refused(err) != nil:
		return fileError(name, "read", err)
	case err != nil:
		return &Error{File: name, Reason: oneLine(err.Error()), Hint: hintNumPy, Err: err}
	case all.rows <= 0:
		return &Error{File: name, Reason: "no rows", Hint: hintNumPy}
	case len(t.Header) == 0:
		return &Error{File: name, Reason: "no columns", Hint: hintNumPy}
	}
	return checkNames(&Error{File: name}, t.Header)
}

// readArrays reads all arrays.
func (s *columnar) readArrays(o *source, t *Table) error {
	return eachArray(o, func(array string, r io.Reader, most int64) error {
		a, err := readArray(r, o.room, most)
		if err == nil {
			err = s.addArray(t, array, a)
		}
		// What memory or a disk has no room for is not wrong with the array.
		if err == nil || refused(err) != nil {
			return err
		}
		return fmt.Errorf("array %s: %w", quote(array), err)
	})
}

// hintAlone returns a hint for a file of one array, which has no place for labels.
func hintAlone(o *source) string {
	head := make([]byte, len(magicNPY))
	if _, err := o.ReadAt(head, 0); err != nil || !bytes.Equal(head, magicNPY) {
		return ""
	}
	return "a .npy file is one array: join labels by --labels FILE, or keep them beside it by " +
		"numpy.savez(\"rows.npz\", x=x, label=label); "
}

// atEnd reads what is left of a member: only at its end its checksum is compared.
func atEnd(r io.Reader) error {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return fmt.Errorf("a damaged archive: %w", err)
	}
	return nil
}

// eachArray calls f with the name and the bytes of each array, of which there are no more than most.
func eachArray(o *source, f func(name string, r io.Reader, most int64) error) error {
	head := make([]byte, len(magicNPY))
	if _, err := o.ReadAt(head, 0); err != nil && err != io.EOF {
		return err
	}
	// A single array has no name in its file.
	if bytes.Equal(head, magicNPY) {
		return f("x", o.reader(), o.size)
	}
	// An archive is a zip file with an array in each member.
	z, err := zip.NewReader(o, o.size)
	if err != nil {
		return fmt.Errorf("a damaged archive: %w", err)
	}
	for _, member := range z.File {
		r, err := member.Open()
		if err != nil {
			return err
		}
		if err = f(strings.TrimSuffix(member.Name, ".npy"), r, unpackedSize(member)); err == nil {
			err = atEnd(r)
		}
		r.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// unpackedSize returns how many bytes a member of an archive has at most: what it says, and what can be packed so well.
func unpackedSize(member *zip.File) int64 {
	const best = 1032 // of deflate
	return int64(min(member.UncompressedSize64, best*min(member.CompressedSize64, math.MaxInt64/best)))
}

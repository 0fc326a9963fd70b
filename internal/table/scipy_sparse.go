package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// isSciPySparse reports whether an archive holds a sparse matrix, as scipy.sparse.save_npz writes it.
func isSciPySparse(o *source) bool {
	z, err := zip.NewReader(o, o.size)
	if err != nil {
		return false
	}
	var names []string
	for _, member := range z.File {
		names = append(names, member.Name)
	}
	return slices.Contains(names, "format.npy") && slices.Contains(names, "shape.npy") &&
		slices.Contains(names, "data.npy")
}

// scipySparse are the arrays of a sparse matrix: places and values, by row (csr), by column (csc) or one by one (coo).
type scipySparse struct {
	format string
	arrays map[string]*ndarray
}

// readSciPySparse reads the rows of a sparse matrix of SciPy.
func readSciPySparse(o *source, name string) (*Table, error) {
	m := scipySparse{arrays: map[string]*ndarray{}}
	// The arrays first: their order in the archive is not that in which they are needed.
	err := eachArray(o, func(array string, r io.Reader, most int64) error {
		if array == "format" {
			return m.readFormat(r)
		}
		a, err := readArray(r, o.room, most)
		if err != nil {
			return fmt.Errorf("array %s: %w", quote(array), err)
		}
		m.arrays[array] = a
		return nil
	})
	e := &entries{}
	if data := m.arrays["data"]; err == nil && data != nil {
		err = e.askFor(data.shape[0], o.ask)
	}
	if err == nil {
		err = m.entries(e)
	}
	switch {
	case refused(err) != nil:
		return nil, fileError(name, "read", err)
	case err != nil:
		reason := "a sparse matrix of SciPy: " + oneLine(err.Error())
		return nil, &Error{File: name, Reason: reason, Hint: sparseHint, Err: err}
	}
	return e.table(name, fmt.Sprintf("a sparse matrix of SciPy: %d rows are compared by %d columns", e.rows, e.cols))
}

// readFormat reads the name of the format: three letters at the end of an array without an axis.
func (m *scipySparse) readFormat(r io.Reader) error {
	b, err := io.ReadAll(io.LimitReader(r, 4<<10))
	// A text of Unicode has four bytes a letter.
	b = bytes.ReplaceAll(b, []byte{0}, nil)
	m.format = string(b[max(0, len(b)-3):])
	if err == nil && !slices.Contains([]string{"csr", "csc", "coo"}, m.format) {
		err = fmt.Errorf("its format is %s: save it as scipy.sparse.csr_matrix(x)", quote(m.format))
	}
	return err
}

// whole returns an array of one axis that holds whole numbers.
func (m *scipySparse) whole(name string) ([]int, error) {
	a := m.arrays[name]
	if a == nil || len(a.shape) != 1 || a.kind != 'i' && a.kind != 'u' {
		return nil, fmt.Errorf("no whole numbers in array %s", quote(name))
	}
	all := make([]int, a.shape[0])
	for i := range all {
		all[i] = int(a.float(i, 0))
	}
	return all, nil
}

// entries reads the entries, in whatever format.
func (m *scipySparse) entries(e *entries) error {
	shape, err := m.whole("shape")
	data := m.arrays["data"]
	switch {
	case err != nil:
		return err
	case len(shape) != 2 || data == nil || len(data.shape) != 1 || data.kind == 'U' || data.kind == 'S':
		return errors.New("no matrix of numbers")
	}
	e.rows, e.cols = shape[0], shape[1]
	if problem := e.shapeProblem(data.shape[0]); problem != "" {
		return errors.New(problem)
	}
	switch m.format {
	case "csr":
		return m.compressed(e, e.rows, func(major, minor int) (i, j int) { return major, minor })
	case "csc":
		return m.compressed(e, e.cols, func(major, minor int) (i, j int) { return minor, major })
	}
	return m.coordinates(e)
}

// compressed reads entries that lie row by row, or column by column: those of line i from indptr[i] on.
func (m *scipySparse) compressed(e *entries, lines int, place func(major, minor int) (i, j int)) error {
	ptr, err := m.whole("indptr")
	if err != nil {
		return err
	}
	ind, err := m.whole("indices")
	if err != nil {
		return err
	}
	data := m.arrays["data"]
	// The places of the lines rise from 0 to the number of entries.
	if len(ptr) != lines+1 || len(ind) != data.shape[0] || ptr[0] != 0 || ptr[lines] != len(ind) ||
		!slices.IsSorted(ptr) {
		return errors.New("its arrays do not fit together")
	}
	// The other part of a place is beside the value.
	for line := range lines {
		for k := ptr[line]; k < ptr[line+1]; k++ {
			i, j := place(line, ind[k])
			if problem := e.add(i, j, data.float(k, 0)); problem != "" {
				return errors.New(problem)
			}
		}
	}
	return nil
}

// coordinates reads entries with a row and a column each.
func (m *scipySparse) coordinates(e *entries) error {
	row, err := m.whole("row")
	if err != nil {
		return err
	}
	col, err := m.whole("col")
	if err != nil {
		return err
	}
	data := m.arrays["data"]
	// Three arrays, of which each entry has a number.
	if len(row) != data.shape[0] || len(col) != len(row) {
		return errors.New("its arrays do not fit together")
	}
	for k := range row {
		if problem := e.add(row[k], col[k], data.float(k, 0)); problem != "" {
			return errors.New(problem)
		}
	}
	return nil
}

package table

import (
	"bytes"
	"io"
)

// edited is a text whose first bytes are replaced by others, without a copy of the rest.
type edited struct {
	io.ReaderAt
	prefix []byte
	from   int64 // where the rest begins
}

// ReadAt implements io.ReaderAt.
func (e *edited) ReadAt(p []byte, at int64) (int, error) {
	n := 0
	// The first bytes come from the prefix.
	if at < int64(len(e.prefix)) {
		if n = copy(p, e.prefix[at:]); n == len(p) {
			return n, nil
		}
	}
	m, err := e.ReaderAt.ReadAt(p[n:], at+int64(n)-int64(len(e.prefix))+e.from)
	return n + m, err
}

// edit returns a text with a prefix in the place of its first bytes; line is the number of the line that follows it.
func (o source) edit(prefix string, from int64, line int) source {
	o.ReaderAt = &edited{o.ReaderAt, []byte(prefix), from}
	o.size += int64(len(prefix)) - from
	o.shift += line - 1 - bytes.Count([]byte(prefix), newline)
	return o
}

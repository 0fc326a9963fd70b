package table

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/memory"
)

const bom = "\ufeff"

// A source is where a table comes from: a file, or bytes.
type source struct {
	io.ReaderAt
	size int64
	file *os.File // nil for bytes
	time time.Time
	full int64 // the size of the file

	ask  memory.Ask // for memory
	form form       // of the numbers that are kept
	room *room      // of them

	shift int // what is to be added to the number of a line, of an edited text

	progress *progressReader // the ReaderAt, if somebody observes it
}

// head returns the first bytes.
func (o *source) head() ([]byte, error) {
	b := make([]byte, min(headBytes, o.size))
	if _, err := o.ReadAt(b, 0); err != nil && err != io.EOF {
		return nil, err
	}
	return b, nil
}

// openSource opens a file. What cannot be read from anywhere, such as a pipe, is read whole.
func openSource(path string, r *room) (source, error) {
	f, err := os.Open(path)
	if err != nil {
		return source{}, err
	}
	info, err := f.Stat()
	// A regular file can be read from anywhere, by several workers.
	if err == nil && info.Mode().IsRegular() {
		return source{ReaderAt: f, size: info.Size(), file: f, time: info.ModTime(), full: info.Size(),
			ask: r.asks(), room: r}, nil
	}
	defer f.Close()
	if err != nil {
		return source{}, err
	}
	// A pipe can be read only once: keep its bytes.
	return readSource(f, path, r)
}

// readSource reads all of a text, into a temporary file if memory has no room for it.
func readSource(from io.Reader, name string, r *room) (source, error) {
	b, err := readAll(from, "its text", r.asks(), func(b []byte) error { return notOnlyNUL(b, name) })
	if refused(err) == nil || r.folder == "" {
		return source{ReaderAt: bytes.NewReader(b), size: int64(len(b)), ask: r.asks(), room: r}, err
	}
	o := source{ask: r.asks(), room: r}
	f, err := r.spool(b, from)
	if err != nil {
		return o, err
	}
	info, err := f.Stat()
	if err != nil {
		return o, err
	}
	o.ReaderAt, o.file, o.size, o.full, o.time = f, f, info.Size(), info.Size(), info.ModTime()
	return o, nil
}

func (o *source) reader() io.Reader { return asking{io.NewSectionReader(o, 0, o.size), o.ask} }

// longHeader is the length from which on a first line is no header that is read fast.
const longHeader = 64 << 20

func (o *source) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}

// changed reports whether the file has changed since it was opened.
func (o *source) changed() bool {
	if o.file == nil {
		return false
	}
	info, err := o.file.Stat()
	// An edited file has another size or time.
	return err != nil || info.Size() != o.full || !info.ModTime().Equal(o.time)
}

// header returns the cells of the first line that is not blank, the number of that line, and the offset of the next
// line. It returns nil if there is no such line, or if it is not plain.
func (o *source) header() ([]string, int, int64, error) {
	r := bufio.NewReader(io.LimitReader(o.reader(), longHeader))
	at := int64(0)
	for n := 1; ; n++ {
		s, err := r.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, 0, 0, err
		}
		// Count the bytes, to know where the next line begins.
		at += int64(len(s))
		line := strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r")
		if n == 1 {
			// A byte order mark can stand only at the very beginning.
			line = strings.TrimPrefix(line, bom)
		}
		switch {
		// A line that goes on, for the slow reader, which asks for its memory.
		case err == io.EOF && at == longHeader:
			return nil, 0, 0, nil
		// Quotes, NUL bytes and what is not UTF-8 are for the slow reader.
		case strings.ContainsAny(line, "\"\x00\r"), !utf8.ValidString(line):
			return nil, 0, 0, nil
		case line != "":
			return strings.Split(line, ","), n, at, nil
		case err == io.EOF:
			return nil, 0, 0, nil
		}
	}
}

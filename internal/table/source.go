package table

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strings"
	"time"
)

const bom = "\ufeff"

// A source is where a table comes from: a file, or bytes.
type source struct {
	io.ReaderAt
	size int64
	file *os.File // nil for bytes
	time time.Time

	progress *progressReader // the ReaderAt, if somebody observes it
}

// openSource opens a file. What cannot be read from anywhere, such as a pipe, is read whole.
func openSource(path string) (source, error) {
	f, err := os.Open(path)
	if err != nil {
		return source{}, err
	}
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() {
		return source{ReaderAt: f, size: info.Size(), file: f, time: info.ModTime()}, nil
	}
	defer f.Close()
	if err != nil {
		return source{}, err
	}
	return readSource(f)
}

func readSource(r io.Reader) (source, error) {
	b, err := io.ReadAll(r)
	return source{ReaderAt: bytes.NewReader(b), size: int64(len(b))}, err
}

func (o *source) reader() io.Reader { return io.NewSectionReader(o, 0, o.size) }

func (o *source) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}

// changed reports whether the file is not what it was when it was opened.
func (o *source) changed() bool {
	if o.file == nil {
		return false
	}
	info, err := o.file.Stat()
	return err != nil || info.Size() != o.size || !info.ModTime().Equal(o.time)
}

// header returns the cells of the first line that is not blank, the number of that line, and
// where the next begins; or nil if there is none, or one that is not plain.
func (o *source) header() ([]string, int, int64, error) {
	r := bufio.NewReader(o.reader())
	at := int64(0)
	for n := 1; ; n++ {
		s, err := r.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, 0, 0, err
		}
		at += int64(len(s))
		line := strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r")
		if n == 1 {
			line = strings.TrimPrefix(line, bom)
		}
		switch {
		case strings.ContainsAny(line, "\"\x00\r") || strings.HasPrefix(line, "\xff\xfe") || strings.HasPrefix(line, "\xfe\xff"):
			return nil, 0, 0, nil
		case line != "":
			return strings.Split(line, ","), n, at, nil
		case err == io.EOF:
			return nil, 0, 0, nil
		}
	}
}

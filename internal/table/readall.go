package table

import (
	"bytes"
	"errors"
	"io"

	"github.com/propagate-go/propagate/internal/memory"
)

// readAll reads all there is, and asks for memory before it takes any. check, unless it is nil, is
// asked about what there is whenever that has doubled.
func readAll(r io.Reader, what string, ask memory.Ask, check func([]byte) error) ([]byte, error) {
	b := make([]byte, 0, 64<<10)
	for {
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		switch {
		case errors.Is(err, io.EOF):
			return b, nil
		case err != nil:
			return b, err
		case len(b) < cap(b):
			continue
		}
		if check != nil {
			if err := check(b); err != nil {
				return b, err
			}
		}
		// The old memory is needed beside the new one until the bytes have moved.
		if err := ask.For(2*int64(cap(b)), what); err != nil {
			return b, err
		}
		b = append(make([]byte, 0, 2*cap(b)), b...)
	}
}

// notOnlyNUL finds out early that bytes are those of a file that does not end, as /dev/zero.
func notOnlyNUL(b []byte, name string) error {
	if len(bytes.Trim(b, "\x00")) > 0 {
		return nil
	}
	return &Error{File: name, Reason: "nothing but NUL bytes: not a table", Hint: "give a file of rows"}
}

// asking is a reader of bytes that knows whom to ask for memory.
type asking struct {
	io.Reader
	memory.Ask
}

// refused returns the refusal in an error, if it is one.
func refused(err error) error {
	var r *memory.Refused
	if errors.As(err, &r) {
		return r
	}
	if spill := (spillError{}); errors.As(err, &spill) {
		return err
	}
	return nil
}

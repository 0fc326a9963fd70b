package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"path"

	"github.com/propagate-go/propagate/distributed/internal/encode"
)

// A file of a work folder says which run it is of, and under which name. So a file of another run, or of another block,
// that takes its place is an error, although it is whole.

const ownedKind = "prop-own"

// WriteOwned writes a file of a run.
func WriteOwned(ctx context.Context, name, run string, content []byte) error {
	// The owner comes first, and the checksum is of both.
	all := encode.Append(encode.Append(nil, []byte(run)), []byte(path.Base(name)))
	return Write(ctx, name, encode.Seal(ownedKind, append(all, content...)))
}

// ReadOwned returns the content of a file that WriteOwned wrote under this name.
//
// Errors: a file that is damaged, of another run or of another name.
func ReadOwned(ctx context.Context, name, run string) ([]byte, error) {
	all, err := Read(ctx, name)
	if err != nil {
		return nil, err
	}
	// Damage is told before an owner, which may be what is damaged.
	content, err := encode.Unseal(ownedKind, all)
	in := &encode.Reader{Data: content, Err: err}
	owner, called := encode.Take[uint8](in), encode.Take[uint8](in)
	err = in.Err
	if err == nil {
		err = sameOwner(name, run, string(called), string(owner))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return in.Data, nil
}

// sameOwner reports a file that was written under another name, or by another run.
func sameOwner(name, run, called, owner string) error {
	switch {
	case owner != run:
		return errors.New("it is of another run")
	case called != path.Base(name):
		return fmt.Errorf("it was written as %s", called)
	}
	return nil
}

// owned is how a small file stands in JSON.
type owned struct {
	Run, Name string
	Checksum  uint32 // of what follows, without blanks
	Content   json.RawMessage
}

// WriteJSON writes a small file of a run.
func WriteJSON(ctx context.Context, name, run string, value any) error {
	content, err := json.Marshal(value)
	if err != nil {
		return err
	}
	// Indented, as people read it.
	o := owned{Run: run, Name: path.Base(name), Content: content}
	o.Checksum = o.sum(content)
	text, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		return err
	}
	return Write(ctx, name, append(text, '\n'))
}

// ReadJSON reads a file that WriteJSON wrote under this name into to.
//
// Errors: a file that is damaged, of another run or of another name.
func ReadJSON(ctx context.Context, name, run string, to any) error {
	text, err := Read(ctx, name)
	if err != nil {
		return err
	}
	// The checksum is of the values: blanks that an editor has changed are no damage.
	var o owned
	var content bytes.Buffer
	if err = json.Unmarshal(text, &o); err == nil {
		err = json.Compact(&content, o.Content)
	}
	if err == nil && o.Checksum != o.sum(content.Bytes()) {
		err = errors.New("its checksum is wrong: it is damaged")
	}
	if err == nil {
		err = sameOwner(name, run, o.Name, o.Run)
	}
	if err == nil {
		err = json.Unmarshal(content.Bytes(), to)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// sum is the checksum of the content and its owner.
func (o *owned) sum(content []byte) uint32 {
	all := append([]byte(o.Run+" "+o.Name+" "), content...)
	return crc32.Checksum(all, crc32.MakeTable(crc32.Castagnoli))
}

// Exists reports whether a file is there.
func Exists(ctx context.Context, name string) (bool, error) {
	names, err := List(ctx, name)
	return len(names) > 0, err
}

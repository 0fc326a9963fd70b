package table

import (
	"bytes"
	"encoding/json"
	"io"
)

// jsonMember is one of an object.
type jsonMember struct {
	name  string
	value json.RawMessage
}

// membersOf returns the members of a text that is one object, in their order; nil for any other text.
func membersOf(text []byte) []jsonMember {
	d := json.NewDecoder(bytes.NewReader(text))
	if first, err := d.Token(); err != nil || first != json.Delim('{') {
		return nil
	}
	var all []jsonMember
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil
		}
		m := jsonMember{name: key.(string)}
		if d.Decode(&m.value) != nil {
			return nil
		}
		all = append(all, m)
	}
	// Nothing but the object.
	if _, err := d.Token(); err != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil
	}
	return all
}

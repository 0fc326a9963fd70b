package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// ReadJSON reads a file into to.
func ReadJSON(ctx context.Context, name string, to any) error {
	text, err := Read(ctx, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, to); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// WriteJSON writes a file.
func WriteJSON(ctx context.Context, name string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return Write(ctx, name, append(text, '\n'))
}

// Exists reports whether a file is there.
func Exists(ctx context.Context, name string) (bool, error) {
	names, err := List(ctx, name)
	return len(names) > 0, err
}

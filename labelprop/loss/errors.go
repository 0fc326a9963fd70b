package loss

import (
	"errors"
	"fmt"
)

// Unlabeled is the label of a row whose class is not known. It is the only
// negative label.
const Unlabeled = -1

// The sentinels that errors of this package wrap; use errors.Is. Package
// metric shares them.
var (
	ErrShape  = errors.New("shapes do not fit")
	ErrLabel  = errors.New("bad label")
	ErrValue  = errors.New("bad value")
	ErrWeight = errors.New("bad weight")
	ErrOption = errors.New("bad option")
	ErrEmpty  = errors.New("nothing to evaluate")
)

func fault(kind error, format string, args ...any) error {
	return fmt.Errorf("loss: %w: %s", kind, fmt.Sprintf(format, args...))
}

func faultRow(row int, kind error, format string, args ...any) error {
	return fmt.Errorf("loss: row %d: %w: %s", row, kind, fmt.Sprintf(format, args...))
}

func faultAt(row, column int, kind error, format string, args ...any) error {
	return fmt.Errorf("loss: row %d, column %d: %w: %s", row, column, kind, fmt.Sprintf(format, args...))
}

package metric

import (
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/labelprop/loss"
)

// Unlabeled is the label of a row whose class is not known, and the prediction
// of one that abstains. It is the only negative label.
const Unlabeled = loss.Unlabeled

// The sentinels that errors of this package wrap; use errors.Is. All but
// ErrUndefined are those of package loss.
var (
	ErrShape     = loss.ErrShape
	ErrLabel     = loss.ErrLabel
	ErrValue     = loss.ErrValue
	ErrWeight    = loss.ErrWeight
	ErrOption    = loss.ErrOption
	ErrEmpty     = loss.ErrEmpty
	ErrUndefined = errors.New("undefined")
)

func fault(kind error, format string, args ...any) error {
	return fmt.Errorf("metric: %w: %s", kind, fmt.Sprintf(format, args...))
}

func faultRow(row int, kind error, format string, args ...any) error {
	return fmt.Errorf("metric: row %d: %w: %s", row, kind, fmt.Sprintf(format, args...))
}

func faultAt(row, column int, kind error, format string, args ...any) error {
	return fmt.Errorf("metric: row %d, column %d: %w: %s", row, column, kind, fmt.Sprintf(format, args...))
}

//go:build !unix && !windows

package table

import (
	"errors"
	"os"
)

// mapFile maps nothing here: files are read.
func mapFile(*os.File, int64, bool) ([]byte, func() error, error) {
	return nil, nil, errors.ErrUnsupported
}

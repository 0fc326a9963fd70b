//go:build !linux && !windows

package table

import "os"

// allocate gives all bytes of an empty file a place on the disk.
func allocate(f *os.File, size int64) error { return writeZeros(f, size) }

package table

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// mapFile returns the bytes of a file, which the system reads where they are looked at and may forget again. They must
// not be written to; the file cannot be cut short as long as they are there.
func mapFile(f *os.File, size int64) (b []byte, unmap func() error, err error) {
	h, err := windows.CreateFileMapping(windows.Handle(f.Fd()), nil, windows.PAGE_READONLY, 0, 0, nil)
	if err != nil {
		return nil, nil, err
	}
	at, err := windows.MapViewOfFile(h, windows.FILE_MAP_READ, 0, 0, uintptr(size))
	// The view keeps the mapping alive.
	err = errors.Join(err, windows.CloseHandle(h))
	if at == 0 {
		return nil, nil, err
	}
	// The address is that of memory outside of the heap.
	b = unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&at))), size)
	return b, func() error { return windows.UnmapViewOfFile(at) }, nil
}

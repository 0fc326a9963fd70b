package table

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// mapFile returns the bytes of a file, which the system reads where they are looked at and may forget again. Unless
// write is set they must not be written to; the file cannot be cut short as long as they are there.
func mapFile(f *os.File, size int64, write bool) (b []byte, unmap func() error, err error) {
	protect, access := uint32(windows.PAGE_READONLY), uint32(windows.FILE_MAP_READ)
	if write {
		protect, access = windows.PAGE_READWRITE, windows.FILE_MAP_WRITE
	}
	h, err := windows.CreateFileMapping(windows.Handle(f.Fd()), nil, protect, 0, 0, nil)
	if err != nil {
		return nil, nil, err
	}
	at, err := windows.MapViewOfFile(h, access, 0, 0, uintptr(size))
	// The view keeps the mapping alive.
	err = errors.Join(err, windows.CloseHandle(h))
	if at == 0 {
		return nil, nil, err
	}
	// The address is that of memory outside of the heap.
	b = unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&at))), size)
	return b, func() error { return windows.UnmapViewOfFile(at) }, nil
}

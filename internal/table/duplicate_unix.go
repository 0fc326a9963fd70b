//go:build unix

package table

import (
	"os"
	"syscall"
)

// duplicate returns the open file of this process with a number, which has the same place in it, or nil.
func duplicate(number int, name string) *os.File {
	other, err := syscall.Dup(number)
	if err != nil {
		return nil
	}
	syscall.CloseOnExec(other)
	return os.NewFile(uintptr(other), name)
}

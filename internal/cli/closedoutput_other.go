//go:build !unix

package cli

import "os"

// closedAtStart reports whether a standard stream was closed when the program began; writing to it is an error here.
func closedAtStart(*os.File) bool { return false }

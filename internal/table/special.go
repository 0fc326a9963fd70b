package table

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// openFile returns an open file of the process if path is a name of it, such as /dev/stdout, /dev/fd/3 or
// /proc/self/fd/3, and whether it is to be closed. To open such a name anew would write over the beginning of what it
// leads to, and to replace it would take the file away from those who append to it.
func openFile(path string) (f *os.File, closes, ok bool) {
	switch number, ok := descriptor(path); {
	case !ok:
		return nil, false, false
	case number == 1:
		return os.Stdout, false, true
	case number == 2:
		return os.Stderr, false, true
	default:
		f := duplicate(number, path)
		return f, true, f != nil
	}
}

// IsOpenFile reports whether a path is a name of an open file of this process, such as /dev/stdout.
func IsOpenFile(path string) bool {
	_, ok := descriptor(path)
	return ok
}

// IsStandardOutput reports whether a path is a name of the standard output of this process, such as /dev/stdout.
func IsStandardOutput(path string) bool {
	number, ok := descriptor(path)
	return ok && number == 1
}

// mostLinks is how many links are followed, as by most systems.
const mostLinks = 40

// descriptor returns the number of the open file of this process that a path names, through links or not.
func descriptor(path string) (int, bool) {
	for range mostLinks {
		folder, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return 0, false
		}
		// The folder of open files is /dev/fd, or on Linux where that leads to.
		if isOfDescriptors(folder) {
			number, err := strconv.Atoi(filepath.Base(path))
			return number, err == nil
		}
		link, err := os.Readlink(path)
		if err != nil {
			return 0, false // the end of the way: a file like others
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(folder, link)
		}
		path = link
	}
	return 0, false
}

// isOfDescriptors reports whether a folder, free of links, lists the open files of this process.
func isOfDescriptors(folder string) bool {
	own := "/proc/" + strconv.Itoa(os.Getpid())
	rest, ok := strings.CutPrefix(folder, own)
	return folder == "/dev/fd" || ok && strings.HasSuffix(rest, "/fd")
}

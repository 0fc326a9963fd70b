package memory

import (
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"
)

// Available returns the bytes that a process may take on a Linux machine whose root is fsys: what
// the machine has left, or its control group allows. math.MaxInt64: neither is known.
func Available(fsys fs.FS) int64 {
	return min(machine(fsys), group(fsys))
}

// machine returns what the machine has left, caches that can be dropped included.
func machine(fsys fs.FS) int64 {
	text, err := fs.ReadFile(fsys, "proc/meminfo")
	if err != nil {
		return math.MaxInt64
	}
	for line := range strings.Lines(string(text)) {
		// MemAvailable:   24000000 kB
		fields := strings.Fields(line)
		if len(fields) == 3 && fields[0] == "MemAvailable:" {
			if kb, err := strconv.ParseInt(fields[1], 10, 64); err == nil && kb < math.MaxInt64>>10 {
				return kb << 10
			}
		}
	}
	return math.MaxInt64
}

// group returns the least limit of the control group of this process and of those above it.
func group(fsys fs.FS) int64 {
	text, err := fs.ReadFile(fsys, "proc/self/cgroup")
	if err != nil {
		return math.MaxInt64
	}
	least := int64(math.MaxInt64)
	for line := range strings.Lines(string(text)) {
		// Version 2 is 0::/path, version 1 is 4:memory:/path.
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		switch {
		case len(parts) < 3:
		case parts[0] == "0" && parts[1] == "":
			least = min(least, limitAbove(fsys, "sys/fs/cgroup", parts[2], "memory.max"))
		case strings.Contains(","+parts[1]+",", ",memory,"):
			least = min(least, limitAbove(fsys, "sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes"))
		}
	}
	return least
}

// limitAbove returns the least limit from a group up to the root. In a container the path may be
// that outside of it: then the root there is the group.
func limitAbove(fsys fs.FS, root, group, file string) int64 {
	least := int64(math.MaxInt64)
	for at := path.Clean("/" + group); ; at = path.Dir(at) {
		// "max" is no number, and no limit.
		text, err := fs.ReadFile(fsys, path.Join(root, at, file))
		if err == nil {
			if v, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil {
				least = min(least, v)
			}
		}
		if at == "/" {
			return least
		}
	}
}

package memory

import (
	"errors"
	"math"
	"runtime"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A budget refuses what does not fit beside what is in use, before it is taken.
func TestAsk(t *testing.T) {
	inUse := int64(40)
	b := &Budget{Limit: 100, live: func() int64 { return inUse }}
	assert.NoError(t, b.Ask(60, "a"))
	assert.NoError(t, b.Ask(-1, "a"))
	err := b.Ask(61, "the scores")
	var refused *Refused
	require.True(t, errors.As(err, &refused))
	assert.EqualError(t, err, "the scores: needs 61 bytes more memory; 100 bytes is the limit, and 40 bytes is in use")
	assert.Error(t, b.Ask(math.MaxInt64, "all"))
	inUse = 101
	assert.Error(t, b.Ask(1, "a"))
	assert.NoError(t, (*Budget)(nil).Ask(math.MaxInt64, "all"))
	assert.NoError(t, Ask(nil).For(math.MaxInt64, "all"))
}

// What nobody has written to takes no memory, before garbage is collected and behind.
func TestUntouched(t *testing.T) {
	heap := []int64{140, 110}
	b := &Budget{Limit: 100, Untouched: 30, live: func() int64 {
		now := heap[0]
		heap = heap[1:]
		return now
	}}
	assert.NoError(t, b.Ask(20, "a"))
	heap = []int64{110}
	assert.NoError(t, b.Ask(20, "a"))
	heap = []int64{140, 111}
	assert.Error(t, b.Ask(20, "a"))
}

// What is on the heap counts, and garbage does not in the end.
func TestAskCountsTheHeap(t *testing.T) {
	runtime.GC()
	b := NewBudget(live() + 64<<20)
	held := make([]byte, 48<<20)
	assert.Error(t, b.Ask(32<<20, "more"))
	runtime.KeepAlive(held)
	held = nil
	assert.NoError(t, b.Ask(32<<20, "more"))
}

func TestMeter(t *testing.T) {
	asked := int64(0)
	m := Meter{Ask: func(bytes int64, what string) error {
		asked += bytes
		return nil
	}, What: "cells"}
	for range 1000 {
		require.NoError(t, m.Add(1<<16))
	}
	assert.InDelta(t, 1000<<16, asked, step)
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{"4G": 4e9, "1.5GB": 15e8, "512M": 512e6, "2GiB": 2 << 30, "100": 100,
		"7k": 7000, " 3 t ": 3e12, "1": 1, "4000000T": 4e18} {
		got, err := ParseSize(text)
		assert.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "G", "-1G", "0", "4X", "1e40", "NaN", "infG", "4GG", "5000000T"} {
		_, err := ParseSize(text)
		assert.Error(t, err, text)
	}
	assert.Equal(t, "17.2 GB", Bytes(17_179_869_184))
	assert.Equal(t, "4 GB", Bytes(4e9))
	assert.Equal(t, "12 bytes", Bytes(12))
	assert.Equal(t, int64(math.MaxInt64), Product(1<<40, 1<<40))
	assert.Equal(t, int64(math.MaxInt64), Product(1<<31, 1<<32), "2⁶³ is no int64")
	assert.Equal(t, int64(24), Product(2, 3, 4))
	assert.Zero(t, Product(-2, -3))
}

func TestAvailable(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	assert.Equal(t, int64(math.MaxInt64), Available(fstest.MapFS{}), "no Linux")
	machine := fstest.MapFS{"proc/meminfo": file("MemTotal: 9 kB\nMemAvailable:   1000 kB\n")}
	assert.Equal(t, int64(1000<<10), Available(machine))
	huge := fstest.MapFS{"proc/meminfo": file("MemAvailable: 9223372036854775807 kB\n")}
	assert.Equal(t, int64(math.MaxInt64), Available(huge), "more bytes than there are numbers")
	two := fstest.MapFS{
		"proc/meminfo":                        machine["proc/meminfo"],
		"proc/self/cgroup":                    file("0::/a/b\n"),
		"sys/fs/cgroup/memory.max":            file("max\n"),
		"sys/fs/cgroup/a/memory.max":          file("5000\n"),
		"sys/fs/cgroup/a/b/memory.max":        file("max\n"),
		"sys/fs/cgroup/a/other/memory.max":    file("1\n"),
		"sys/fs/cgroup/memory/a/b/memory.max": file("2\n"),
	}
	assert.Equal(t, int64(5000), Available(two), "a group above")
	one := fstest.MapFS{
		"proc/self/cgroup":                               file("5:cpu,cpuacct:/x\n4:memory:/docker/1\n0::/\n"),
		"sys/fs/cgroup/memory/memory.limit_in_bytes":     file("7000\n"),
		"sys/fs/cgroup/memory/docker/1/memory.max":       file("1\n"),
		"sys/fs/cgroup/cpu/memory/memory.limit_in_bytes": file("1\n"),
	}
	assert.Equal(t, int64(7000), Available(one), "a container that does not see its path")
}

// Garbage is collected where it is much.
func TestGiveBack(t *testing.T) {
	held := make([]byte, 48<<20)
	before := live()
	runtime.KeepAlive(held)
	held = nil
	GiveBack(48 << 20)
	assert.Less(t, live(), before-40<<20)
}

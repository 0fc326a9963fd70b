package par

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// A Panic is a panic that was carried to where it can be recovered: out of a worker, or out of a
// function that the caller has handed in, which What names then.
type Panic struct {
	What  string // "": no function of the caller
	Value any
	Stack []byte // of the goroutine that panicked
}

func (p *Panic) Error() string {
	if p.What == "" {
		return fmt.Sprintf("%v\n\nin a worker:\n%s", p.Value, p.Stack)
	}
	return fmt.Sprintf("%s panicked: %v", p.What, p.Value)
}

// Unwrap returns the error that it panicked with, if it was one.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// Blame names what a panic comes from, by the words of fmt.Sprintf. It is deferred by functions
// that do nothing but call what a caller has handed in.
func Blame(format string, args ...any) {
	p := recover()
	if p == nil {
		return
	}
	panic(Named(p, format, args...))
}

// Named returns a panic that was recovered with a name, that which it has already if there is one.
func Named(p any, format string, args ...any) *Panic {
	// What was named first knows best.
	if named, ok := p.(*Panic); ok && named.What != "" {
		return named
	}
	return &Panic{What: fmt.Sprintf(format, args...), Value: valueOf(p), Stack: debug.Stack()}
}

// Catch makes a panic that [Blame] has named an error, behind a prefix. It is deferred by exported
// functions; a panic without a name is a fault of this module, and goes on.
func Catch(err *error, prefix string) {
	p := recover()
	if p == nil {
		return
	}
	named, ok := p.(*Panic)
	if !ok || named.What == "" {
		panic(p)
	}
	*err = fmt.Errorf("%s: %w", prefix, named)
}

// valueOf returns what was panicked with, in a worker or not.
func valueOf(p any) any {
	if carried, ok := p.(*Panic); ok {
		return carried.Value
	}
	return p
}

// catcher keeps the first panic of some workers.
type catcher struct {
	once   sync.Once
	caught *Panic
}

// catch is deferred by a worker. It stops the others by stop.
func (c *catcher) catch(stop func()) {
	p := recover()
	if p == nil {
		return
	}
	stop()
	c.once.Do(func() {
		carried, ok := p.(*Panic)
		if !ok {
			carried = &Panic{Value: p, Stack: debug.Stack()}
		}
		c.caught = carried
	})
}

// rethrow panics in the goroutine of the caller, who can recover.
func (c *catcher) rethrow() {
	if c.caught != nil {
		panic(c.caught)
	}
}

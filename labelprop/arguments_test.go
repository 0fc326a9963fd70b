package labelprop_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// hostileCalls is how many calls TestHostileArguments makes.
var hostileCalls = flag.Int("hostile", 2000, "calls with hostile arguments; -1: without end")

// TestHostileArguments holds that no exported function and no exported method of kernel, graph and
// labelprop panics on an argument, or takes long: nil of any kind, NaN and infinities,
// negative and huge numbers, lengths that do not fit, callbacks that fail or panic. What gonum asks
// of a matrix stays: an index outside of it is a mat.Error.
func TestHostileArguments(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	d := newDrawer(t, seed)
	names := d.callable()
	counts := map[string]int{}
	for call := 0; call != *hostileCalls && len(d.failed) < 20; call++ {
		name := names[d.rng.IntN(len(names))]
		if d.failed[name] {
			continue
		}
		counts[name]++
		d.call(t, name)
		if call%10000 == 9999 {
			t.Logf("%d calls", call+1)
			fmt.Fprintf(os.Stderr, "%d calls\n", call+1)
		}
	}
	t.Logf("%d functions and methods, seed %d", len(names), seed)
}

// callable names all that is called: functions as package.Name, methods as package.Type.Name.
func (d *drawer) callable() []string {
	var names []string
	for name := range functions {
		names = append(names, name)
	}
	for t := range d.receivers() {
		for m := range t.NumMethod() {
			names = append(names, t.String()+"."+t.Method(m).Name)
		}
	}
	slices.Sort(names)
	return names
}

// call calls a function or a method with arguments drawn at random.
func (d *drawer) call(t *testing.T, name string) {
	t.Helper()
	f, ok := functions[name]
	var fn reflect.Value
	var args []reflect.Value
	if ok {
		fn = reflect.ValueOf(f)
	} else {
		at := strings.LastIndex(name, ".")
		typ := d.types[name[:at]]
		m, _ := typ.MethodByName(name[at+1:])
		fn = m.Func
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	d.ctx = ctx
	for i := range fn.Type().NumIn() {
		if in := fn.Type().In(i); i == 0 && !ok {
			args = append(args, d.receiver(in))
		} else {
			args = append(args, d.draw(in, 0))
		}
	}
	defer func() {
		p := recover()
		var access mat.Error
		if err, ok := p.(error); p == nil || ok && errors.As(err, &access) && (strings.Contains(name, "CSR") || strings.Contains(name, "Dense32")) {
			return
		}
		// Where there is no error to return, the caller's own panic comes back.
		if text := fmt.Sprint(p); strings.HasPrefix(text, "drawn") && !returnsError(fn.Type()) {
			return
		}
		d.failed[name] = true
		t.Errorf("%s(%s): %v\n%s", name, described(args), p, debug.Stack())
	}()
	began := time.Now()
	var results []reflect.Value
	if fn.Type().IsVariadic() {
		results = fn.CallSlice(args)
	} else {
		results = fn.Call(args)
	}
	for _, r := range results {
		if err, ok := r.Interface().(error); ok && r.Type() == reflect.TypeFor[error]() && !namesItsPackage(err) {
			d.failed[name] = true
			t.Errorf("%s(%s): the error does not begin with the package: %v", name, described(args), err)
		}
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("%s(%s): took %v", name, described(args), took)
	}
}

// namesItsPackage reports whether an error begins with the package that it comes from, once. Errors of the caller, those
// of a context and of a function that was handed in, may come back as they are.
func namesItsPackage(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errDrawn) {
		return true
	}
	return regexp.MustCompile(`^(labelprop|graph): `).MatchString(err.Error()) &&
		!strings.Contains(err.Error(), "labelprop: labelprop: ") && !strings.Contains(err.Error(), "graph: graph: ")
}

func returnsError(fn reflect.Type) bool {
	for i := range fn.NumOut() {
		if fn.Out(i) == reflect.TypeFor[error]() {
			return true
		}
	}
	return false
}

// described prints arguments as far as they can be printed.
func described(args []reflect.Value) string {
	var all []string
	for _, a := range args {
		text := func() (text string) {
			defer func() {
				if recover() != nil {
					text = "?"
				}
			}()
			return fmt.Sprintf("%T %#v", a.Interface(), a.Interface())
		}()
		all = append(all, text[:min(len(text), 300)])
	}
	return strings.Join(all, ", ")
}

// TestHostileArgumentsAreAll holds that no exported function or type with methods is forgotten.
func TestHostileArgumentsAreAll(t *testing.T) {
	d := newDrawer(t, 1)
	known := d.callable()
	for name, dir := range map[string]string{"labelprop": ".", "graph": "../graph", "kernel": "../kernel"} {
		for _, want := range exportedIn(t, dir) {
			missing := func(prefix string) bool { return !slices.Contains(known, prefix+name+"."+want) }
			assert.False(t, missing("") && missing("*"), "%s.%s", name, want)
		}
	}
}

// exportedIn lists the functions, and the methods as Type.Name, that a package exports.
func exportedIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), dir+"/"+e.Name(), nil, 0)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() {
				continue
			}
			name := f.Name.Name
			if f.Recv != nil {
				receiver := f.Recv.List[0].Type
				if star, ok := receiver.(*ast.StarExpr); ok {
					receiver = star.X
				}
				if name = receiver.(*ast.Ident).Name + "." + name; !ast.IsExported(name) {
					continue
				}
			}
			names = append(names, name)
		}
	}
	return names
}

// TestFunctionsThatMayBeCancelled holds that every exported function with a context takes nil for one, and returns
// what goes wrong in a function of its caller as an error.
func TestFunctionsThatMayBeCancelled(t *testing.T) {
	found := 0
	for _, dir := range []string{".", "../graph"} {
		files, err := filepath.Glob(dir + "/*.go")
		require.NoError(t, err)
		for _, name := range files {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			for _, f := range regexp.MustCompile(`(?ms)^func (\([^)]*\) )?[A-Z]\w*\(ctx context\.Context.*?^}`).FindAll(text, -1) {
				if strings.HasSuffix(name, "_test.go") {
					continue
				}
				found++
				first, _, _ := strings.Cut(string(f), "\n")
				assert.Contains(t, string(f), "orBackground(ctx)", first)
				assert.Contains(t, string(f), "par.Catch(&err", first)
			}
		}
	}
	assert.Greater(t, found, 20)
}

package textgate

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// outside makes a module that uses this one as another project would.
func outside(t *testing.T) string {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	module := "github.com/textgate/textgate/bindings/go"
	put(t, filepath.Join(folder, "go.mod"),
		fmt.Sprintf("module example.org/outside\n\ngo 1.24\n\nrequire %s v0.0.0\n\nreplace %s => %s\n", module, module, here))
	return folder
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, folder string, env []string, command ...string) string {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = folder
	cmd.Env = append(append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return string(out)
}

// An installed library, as `make install` leaves one, in a temporary folder.
func install(t *testing.T) string {
	t.Helper()
	prefix, build := t.TempDir(), "../../build"
	libraries, _ := filepath.Glob(build + "/lib/libtextgate.*")
	if len(libraries) == 0 {
		t.Skip("not in a source tree after make")
	}
	for _, path := range append(libraries, header, shippedPack) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		folder := map[string]string{".h": "include", ".pack": "share/textgate"}[filepath.Ext(path)]
		if folder == "" {
			folder = "lib"
		}
		put(t, filepath.Join(prefix, folder, filepath.Base(path)), string(data))
	}
	config, err := os.ReadFile(build + "/lib/pkgconfig/textgate.pc")
	if err != nil {
		t.Fatal(err)
	}
	config = regexp.MustCompile(`(?m)^prefix=.*$`).ReplaceAllLiteral(config, []byte("prefix="+prefix))
	config = regexp.MustCompile(`(?m)^libdir=.*$`).ReplaceAllLiteral(config, []byte("libdir=${prefix}/lib"))
	config = regexp.MustCompile(`(?m)^includedir=.*$`).ReplaceAllLiteral(config, []byte("includedir=${prefix}/include"))
	put(t, filepath.Join(prefix, "lib/pkgconfig/textgate.pc"), string(config))
	return prefix
}

const program = `package main

import (
	"fmt"

	textgate "github.com/textgate/textgate/bindings/go"
)

func main() {
	var options []textgate.Option
	if WORDS != "" {
		options = append(options, textgate.Words(WORDS))
	}
	gate, err := textgate.New(options...)
	if err != nil {
		panic(err)
	}
	v, err := gate.Scan("专业代开发票，加微信")
	if err != nil {
		panic(err)
	}
	fmt.Println(v.Action, textgate.Version())
}
`

// The README's two ways to link, in a module outside the tree against a library outside the tree.
func TestAModuleOutsideTheTreeUsesAnInstalledLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds other modules")
	}
	prefix, folder := install(t), outside(t)
	// What pkg-config says is no part of the key of Go's build cache, CGO_LDFLAGS is: it keeps the folder of an earlier run
	// from being linked against.
	env := []string{"PKG_CONFIG_PATH=" + prefix + "/lib/pkgconfig", "LD_LIBRARY_PATH=" + prefix + "/lib",
		"CGO_LDFLAGS=-L" + prefix + "/lib"}
	put(t, filepath.Join(folder, "shared/main.go"), strings.ReplaceAll(program, "WORDS", `""`))
	put(t, filepath.Join(folder, "static/main.go"), strings.ReplaceAll(program, "WORDS", `"发票"`))

	// Shared, with the shipped dictionaries that are found beside the library.
	run(t, folder, env, "go", "build", "-o", "a", "./shared")
	if got := run(t, folder, env, "./a"); got == "pass "+Version()+"\n" || !strings.HasSuffix(got, " "+Version()+"\n") {
		t.Errorf("shared: %q", got)
	}
	// Static, which needs nothing of the prefix any more.
	run(t, folder, env, "go", "build", "-tags", "textgate_static", "-o", "b", "./static")
	if err := os.RemoveAll(prefix); err != nil {
		t.Fatal(err)
	}
	if got := run(t, folder, nil, "./b"); got != "block "+Version()+"\n" {
		t.Errorf("static: %q", got)
	}
}

// readmeImports are what the README's snippets use without saying.
var readmeImports = map[string]string{"textgate": `textgate "github.com/textgate/textgate/bindings/go"`, "log": `"log"`,
	"errors": `"errors"`, "fmt": `"fmt"`}

func TestTheReadmeCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("builds other modules")
	}
	if _, err := os.Stat(header); err != nil {
		t.Skip("not in a source tree")
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	folder := outside(t)
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 5 {
		t.Fatalf("%d blocks of Go", len(blocks))
	}
	for i, block := range blocks {
		put(t, filepath.Join(folder, fmt.Sprintf("block%d/main.go", i)), wholeProgram(block[1]))
	}
	run(t, folder, nil, "go", "build", "-tags", "textgate_tree", "./...")
	if got := run(t, folder, nil, "go", "run", "-tags", "textgate_tree", "./block0"); !strings.HasPrefix(got, "block 0.9\n3 9 賭球") {
		t.Errorf("the first program prints %q", got)
	}
}

// wholeProgram puts around a snippet what it leaves out: imports, and that results are used.
func wholeProgram(snippet string) string {
	if strings.HasPrefix(snippet, "package ") {
		return snippet
	}
	imports, used := "", ""
	for name, path := range readmeImports {
		if regexp.MustCompile(`\b` + name + `\.`).MatchString(snippet) {
			imports += path + "\n"
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^(\w+)(?:, \w+)? :=`).FindAllStringSubmatch(snippet, -1) {
		used += "_ = " + m[1] + "\n"
	}
	return "package main\n\nimport (\n" + imports + ")\n\nfunc main() {\n" + strings.ReplaceAll(snippet+used, "_ = _\n", "") + "}\n"
}

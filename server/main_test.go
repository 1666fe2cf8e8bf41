package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// output is a place for a running server to print to.
type output struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.String()
}

// folder is a site on disk with one page.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("one"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start runs the program until stop is called, which returns its exit code, and returns the URL it prints.
func start(t *testing.T, args ...string) (url string, stop func() int, stdout *output) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	stdout, stderr, code := &output{}, &output{}, make(chan int, 1)
	go func() { code <- run(ctx, args, stdout, stderr) }()
	stop = sync.OnceValue(func() int { cancel(); return <-code })
	t.Cleanup(func() { stop() })
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if found := regexp.MustCompile(`http://\S+`).FindString(stdout.String()); found != "" {
			return found, stop, stdout
		}
	}
	t.Fatalf("no URL was printed; standard error: %s", stderr)
	return "", nil, nil
}

// get returns the body of a page.
func get(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestFolderIsServedAndReadAgainWhenItChanges(t *testing.T) {
	dir := folder(t)
	url, _, _ := start(t, "-addr", "127.0.0.1:0", "-prefix", "/some/path/", "-dir", dir)
	if !strings.HasSuffix(url, "/some/path/") {
		t.Errorf("the URL printed is %s, without the prefix", url)
	}
	if got := get(t, url); got != "one" {
		t.Errorf("got %q, want one", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("another"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := get(t, url); got != "another" {
		t.Errorf("after a change got %q, want another", got)
	}
}

func TestLinksDoNotLeadOutOfTheFolder(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := folder(t)
	if err := os.Symlink(outside, filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	url, _, _ := start(t, "-addr", "127.0.0.1:0", "-dir", dir)
	if got := get(t, url+"link.txt"); strings.Contains(got, "secret") || !strings.Contains(got, "404") {
		t.Errorf("a link out of the folder gives %q, want 404", got)
	}
}

func TestTakenPortIsSaidPlainly(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	var stderr output
	code := run(context.Background(), []string{"-addr", listener.Addr().String(), "-dir", folder(t)}, io.Discard, &stderr)
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if !regexp.MustCompile(`port ` + port + ` is taken .*go run \./server -addr 127\.0\.0\.1:\d+`).MatchString(stderr.String()) {
		t.Errorf("the message does not name the port and what to do: %s", &stderr)
	}
}

func TestStopLetsARequestFinish(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-release
		io.WriteString(w, "finished")
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served, body := make(chan error, 1), make(chan string, 1)
	go func() { served <- serve(ctx, listener, slow) }()
	go func() { body <- get(t, "http://"+listener.Addr().String()) }()
	<-entered
	cancel()
	close(release)
	if got := <-body; got != "finished" {
		t.Errorf("the request under way got %q, want finished", got)
	}
	if err := <-served; err != nil {
		t.Errorf("a stop that was asked for is an error: %v", err)
	}
}

func TestStopIsAnnouncedAndSucceeds(t *testing.T) {
	_, stop, stdout := start(t, "-addr", "127.0.0.1:0", "-dir", folder(t))
	if code := stop(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	if !strings.Contains(stdout.String(), "Stopped.") {
		t.Errorf("the stop is not announced: %s", stdout)
	}
}

func TestBadArguments(t *testing.T) {
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"-port", "80"}, 2, "not defined: -port"},
		{[]string{"static/dist"}, 2, "given with -dir"},
		{[]string{"-dir", "no/such/folder"}, 1, "no/such/folder"},
		{[]string{"-addr", "8080", "-dir", "."}, 1, "it is HOST:PORT, such as 127.0.0.1:8080"},
		{[]string{"-addr", "127.0.0.1:99999", "-dir", "."}, 1, "invalid port"},
		{[]string{"-help"}, 0, "HOST:PORT"},
	} {
		var stderr output
		if code := run(context.Background(), test.args, io.Discard, &stderr); code != test.code {
			t.Errorf("%v: exit code %d, want %d", test.args, code, test.code)
		}
		if !strings.Contains(stderr.String(), test.want) {
			t.Errorf("%v: %q does not contain %q", test.args, &stderr, test.want)
		}
	}
}

func TestAddressCanBeOpened(t *testing.T) {
	for _, test := range []struct{ ip, want string }{
		{"127.0.0.1", "http://127.0.0.1:8080/blog/"},
		{"::1", "http://[::1]:8080/blog/"},
		{"0.0.0.0", "http://localhost:8080/blog/"},
		{"::", "http://localhost:8080/blog/"},
	} {
		if got := address(&net.TCPAddr{IP: net.ParseIP(test.ip), Port: 8080}, "/blog/"); got != test.want {
			t.Errorf("%s: got %s, want %s", test.ip, got, test.want)
		}
	}
}

// A file is packed once, ahead of the first request, however many ask for it.
func TestWarmPacksOnce(t *testing.T) {
	site := fstest.MapFS{"app.js": {Data: bytes.Repeat([]byte("again "), 1000)}}
	handler := NewHandler(site, "/")
	handler.Warm()
	first := handler.files.kept["app.js"].file
	if first == nil || first.gzip.content == nil {
		t.Fatal("warming did not pack app.js")
	}
	handler.Warm()
	if handler.files.kept["app.js"].file != first {
		t.Error("app.js was packed a second time")
	}
}

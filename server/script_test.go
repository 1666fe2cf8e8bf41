package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// noise is 4 KiB that gzip cannot make smaller, as a font or a picture is.
var noise = func() []byte {
	out, state := make([]byte, 4096), uint32(1)
	for i := range out {
		state = state*1664525 + 1013904223
		out[i] = byte(state >> 24)
	}
	return out
}()

// testSite is the site that the scripts in testdata ask for.
func testSite() fstest.MapFS {
	long := strings.Repeat("A line that repeats is what gzip likes best.\n", 200)
	site := fstest.MapFS{}
	for name, content := range map[string]string{
		"index.html":               "<!doctype html><title>Plateau</title>" + long,
		"guide/index.html":         "<!doctype html><title>Guide</title>" + long,
		"app.js":                   "export const app = 1\n" + long,
		"app.0a1b2c3d.js":          "export const hashed = 1\n" + long,
		"app.0a1b2c3d4e5f.js.map":  "{}" + long,
		"engine.89abcdef01.wasm":   "\x00asm" + long,
		"jquery.3.7.1.js":          "a version is not a hash\n" + long,
		"worker.mjs":               "export {}\n",
		"page.css":                 "body { color: black }\n" + long,
		"icon.svg":                 "<svg xmlns='http://www.w3.org/2000/svg'/>" + long,
		"data.json":                "{}",
		"site.webmanifest":         "{}",
		"NOTICE":                   "no extension\n",
		"UPPER.HTML":               "<!doctype html>",
		"with space.txt":           "space\n",
		"font.woff2":               string(noise),
		"picture.png":              string(noise),
		"fonts/regular.woff2":      string(noise),
		".git/config":              "secret",
		"guide/.draft/secret.html": "secret",
	} {
		site[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return site
}

// TestScripts runs testdata/*.txt. A script is paragraphs: a request, then what must hold of the answer.
//
//	GET /app.js                      method and path, sent as written
//	> Accept-Encoding: gzip          a request header; $NAME stands for a kept value
//	status 200
//	header Vary is Accept-Encoding   also: matches REGEXP, absent
//	body contains some text          also: lacks TEXT, is empty, is file NAME, gunzips to file NAME
//	keep ETag as NAME
//
// A paragraph may instead be "prefix /some/path/", where the site is from there on. Lines with # are comments.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts in testdata: %v", err)
	}
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(script), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(script)
			if err != nil {
				t.Fatal(err)
			}
			s := &session{t: t, script: script, site: testSite(), kept: map[string]string{}}
			s.serve("/")
			for i, line := range strings.Split(string(text), "\n") {
				s.line = i + 1
				s.step(strings.TrimSpace(line))
			}
			s.finish()
		})
	}
}

// session is one script under way.
type session struct {
	t      *testing.T
	script string
	line   int
	site   fstest.MapFS
	server *httptest.Server
	kept   map[string]string

	request *http.Request  // the request being written, until it is sent
	answer  *http.Response // the answer being examined
	body    []byte
	checked bool // whether anything was asked of the answer
}

func (s *session) failf(format string, args ...any) {
	s.t.Helper()
	s.t.Errorf("%s:%d: %s", s.script, s.line, fmt.Sprintf(format, args...))
}

func (s *session) serve(prefix string) {
	s.server = httptest.NewServer(NewHandler(s.site, prefix))
	s.t.Cleanup(s.server.Close)
}

// step executes one line.
func (s *session) step(line string) {
	verb, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "":
		s.finish()
	case strings.HasPrefix(line, "#"):
	case verb == "prefix":
		s.serve(rest)
	case verb == ">":
		name, value, _ := strings.Cut(rest, ": ")
		if kept, ok := s.kept[strings.TrimPrefix(value, "$")]; ok {
			value = kept
		}
		s.request.Header.Add(name, value)
	case verb == strings.ToUpper(verb):
		s.begin(verb, rest)
	default:
		s.send()
		if s.answer != nil {
			s.checked = true
			s.check(verb, rest)
		}
	}
}

// begin writes a request whose path reaches the server as it stands in the script.
func (s *session) begin(method, target string) {
	s.finish()
	request, err := http.NewRequest(method, s.server.URL, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	request.URL = &url.URL{Scheme: "http", Host: request.URL.Host, Opaque: "//" + request.URL.Host + target}
	s.request = request
}

// send sends the request that was begun, without following redirects or unpacking.
func (s *session) send() {
	if s.request == nil {
		return
	}
	answer, err := (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(s.request)
	if err != nil {
		s.t.Fatalf("%s:%d: %v", s.script, s.line, err)
	}
	s.request, s.answer = nil, answer
	s.body, err = io.ReadAll(answer.Body)
	if err != nil {
		s.failf("the body breaks off: %v", err)
	}
	answer.Body.Close()
}

// finish ends a paragraph; one that asks nothing of its answer would pass whatever the server does.
func (s *session) finish() {
	if s.request != nil || s.answer != nil && !s.checked {
		s.failf("this request has nothing that must hold")
	}
	s.request, s.answer, s.body, s.checked = nil, nil, nil, false
}

func (s *session) check(verb, rest string) {
	switch verb {
	case "status":
		if got := strconv.Itoa(s.answer.StatusCode); got != rest {
			s.failf("status is %s, want %s; body %.200q", got, rest, s.body)
		}
	case "header":
		s.checkHeader(rest)
	case "body":
		s.checkBody(rest)
	case "keep":
		name, as, _ := strings.Cut(rest, " as ")
		if s.kept[as] = s.answer.Header.Get(name); s.kept[as] == "" {
			s.failf("there is no header %s to keep", name)
		}
	default:
		s.failf("no such line: %s %s", verb, rest)
	}
}

func (s *session) checkHeader(rest string) {
	name, condition, _ := strings.Cut(rest, " ")
	got := strings.Join(s.answer.Header.Values(name), ", ")
	verb, want, _ := strings.Cut(condition, " ")
	switch verb {
	case "is":
		if kept, ok := s.kept[strings.TrimPrefix(want, "$")]; ok {
			want = kept
		}
		if got != want {
			s.failf("%s is %q, want %q", name, got, want)
		}
	case "matches":
		if !regexp.MustCompile(want).MatchString(got) {
			s.failf("%s is %q, want a match of %s", name, got, want)
		}
	case "absent":
		if _, ok := s.answer.Header[http.CanonicalHeaderKey(name)]; ok {
			s.failf("%s is %q, want none", name, got)
		}
	default:
		s.failf("no such condition: %s", condition)
	}
}

func (s *session) checkBody(condition string) {
	body := s.body
	if name, ok := strings.CutPrefix(condition, "gunzips to file "); ok {
		reader, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			s.failf("the body is not gzip: %v", err)
			return
		}
		if body, err = io.ReadAll(reader); err != nil {
			s.failf("the body is not whole gzip: %v", err)
		}
		condition = "is file " + name
	}
	if name, ok := strings.CutPrefix(condition, "is file "); ok {
		if file := s.site[name]; file == nil || !bytes.Equal(body, file.Data) {
			s.failf("the body is not the file %s: %.200q", name, body)
		}
		return
	}
	verb, text, _ := strings.Cut(condition, " ")
	holds, ok := map[string]bool{
		"is":       text == "empty" && len(body) == 0,
		"contains": bytes.Contains(body, []byte(text)),
		"lacks":    !bytes.Contains(body, []byte(text)),
	}[verb]
	if !ok || !holds {
		s.failf("want body %s; it is %.200q", condition, body)
	}
}

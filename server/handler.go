package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Handler serves a folder of static files below a prefix the way a static host such as GitHub Pages does, so that
// what works here works there.
type Handler struct {
	prefix string // begins and ends with a slash
	files  files
}

// NewHandler returns a handler for the files of site, whose root appears at prefix ("/", "/some/path/").
// Files are kept in memory; site is meant to be a built site of some megabytes, not a whole disk.
func NewHandler(site fs.FS, prefix string) *Handler {
	return &Handler{prefix: cleanPrefix(prefix), files: files{site: site}}
}

// cleanPrefix gives a prefix its two slashes: "some/path" is "/some/path/".
func cleanPrefix(prefix string) string {
	trimmed := strings.Trim(path.Clean("/"+prefix), "/")
	if trimmed == "" {
		return "/"
	}
	return "/" + trimmed + "/"
}

// Warm compresses the whole site ahead of the first visitor.
func (h *Handler) Warm() { h.files.warm() }

// hashed matches names that carry a hash of their content (worker.0a1b2c3d.js, app.0a1b2c3d4e5f.js.map): their
// bytes never change, a new build has new names.
var hashed = regexp.MustCompile(`[^/]\.[0-9a-f]{8,}(\.[A-Za-z0-9]+)+$`)

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The types sent are right, so no browser needs to guess. What is served is public and carries no cookies:
	// a blog may load embed.js from here, as it may from GitHub Pages, which sends the same permission.
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "strict-origin-when-cross-origin")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "no-cache")

	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "405: only GET and HEAD work on a static site", http.StatusMethodNotAllowed)
		return
	}
	if r.URL.Path+"/" == h.prefix {
		redirect(w, r)
		return
	}
	below, ok := strings.CutPrefix(r.URL.Path, h.prefix)
	if !ok {
		notFound(w, fmt.Sprintf("404: nothing here; the site is at %s", h.prefix))
		return
	}
	h.serve(w, r, below)
}

// serve answers for the path below the prefix.
func (h *Handler) serve(w http.ResponseWriter, r *http.Request, below string) {
	name, slash := strings.CutSuffix(below, "/")
	switch {
	case below == "":
		name, slash = ".", true
	case hidden(name):
		notFound(w, "404: no such page")
		return
	}
	info, err := fs.Stat(h.files.site, name)
	folder := err == nil && info.IsDir()
	if folder {
		name = path.Join(name, "index.html")
		info, err = fs.Stat(h.files.site, name)
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		http.Error(w, "403: this file may not be read", http.StatusForbidden)
	case err != nil, !info.Mode().IsRegular(), slash && !folder:
		// Also a folder without a page: nothing is listed.
		notFound(w, "404: no such page")
	case folder && !slash:
		redirect(w, r)
	default:
		h.send(w, r, name, info)
	}
}

// hidden says whether a name must not be served: one that is no plain path below the root (dot-dot, doubled
// slashes, backslashes, NUL), and files such as .git that a name with a leading dot keeps from sight.
func hidden(name string) bool {
	return !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") || strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
}

// send writes a file in the coding the client prefers. ServeContent does the conditions (If-None-Match) and ranges.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, name string, info fs.FileInfo) {
	f, err := h.files.get(name, info)
	switch {
	case errors.Is(err, fs.ErrPermission):
		http.Error(w, "403: this file may not be read", http.StatusForbidden)
		return
	case err != nil: // what the error says about the machine stays on the machine
		http.Error(w, "500: this file cannot be read", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", f.contentType)
	if hashed.MatchString(name) {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	chosen := f.plain
	if f.gzip.content != nil {
		header.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Values("Accept-Encoding")) {
			chosen = f.gzip
			header.Set("Content-Encoding", "gzip")
			// ServeContent leaves the length out where there is a coding, as it cannot know that the bytes are final.
			header.Set("Content-Length", strconv.Itoa(len(chosen.content)))
		}
	}
	header.Set("ETag", chosen.etag)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(chosen.content))
}

// redirect adds the slash that relative URLs need. It is temporary, because a browser keeps permanent ones for
// 127.0.0.1:8080 until another program there stumbles over them.
func redirect(w http.ResponseWriter, r *http.Request) {
	target := r.URL.EscapedPath() + "/"
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	http.Redirect(w, r, target, http.StatusFound)
}

func notFound(w http.ResponseWriter, message string) {
	http.Error(w, message, http.StatusNotFound)
}
